#!/usr/bin/env python3
"""The rows of corpus/claims/comparisons.ndjson as a user asks them: `iamproof prove` gives the verdict and the exit status,
and `iamproof evaluate` decides every witness as it says, under the policies and under the reference.

    comparisons.py IAMPROOF
"""

import json
import pathlib
import subprocess
import sys
import tempfile

from replay import failures

ROWS = pathlib.Path(__file__).resolve().parent.parent.parent / "corpus/claims/comparisons.ndjson"
EXIT = {"proved": 0, "refuted": 1, "unknown": 2}


def arguments(row: dict, folder: pathlib.Path) -> list[str]:
    """The command line of a row; its documents become files."""

    def file(name: str, value: object) -> str:
        path = folder / f"{name}.json"
        path.write_text(json.dumps(value), encoding="utf-8")
        return str(path)

    policies = row["policies"]
    if isinstance(policies, list):
        policies = {"identity": policies}
    parts = dict(policies)
    main = "identity" if "identity" in parts else "resource"
    own = parts.pop(main)
    words = [file(f"own-{i}", document) for i, document in enumerate(own if isinstance(own, list) else [own])]
    words += ["--claims", file("claims", row["claims"])]
    for part, value in parts.items():
        if part in ("scp", "rcp"):
            for i, (document,) in enumerate(value):
                words += [f"--{part}", file(f"{part}-{i}", document)]
        else:
            words += ["--resource-policy" if part == "resource" else f"--{part}", file(part, value)]
    return words + (["--type", row["type"]] if "type" in row else [])


def wrong(row: dict, run: subprocess.CompletedProcess) -> str:
    """What is wrong with an answer, or ""."""
    lines = run.stdout.splitlines()
    if len(lines) != 1:
        return f"{len(lines)} lines: {run.stderr}"
    answer = json.loads(lines[0])
    if answer["verdict"] != row["expected"]:
        return f"{answer['verdict']}, not {row['expected']}: {answer['reason']}"
    if run.returncode != EXIT[answer["verdict"]]:
        return f"exit status {run.returncode} of {answer['verdict']}"
    if answer["claim"] == "no-new-access":
        for place in [answer] * (answer["witness"] is not None) + answer["breaches"]:
            if place["witness"]["expected"] != "Allowed" or place["reference_witness"]["expected"] == "Allowed":
                return f"a witness of nothing new: {json.dumps(place)[:1000]}"
    return ""


def witnesses(run: subprocess.CompletedProcess) -> list[dict]:
    answer = json.loads(run.stdout)
    places = [answer, *answer["breaches"]]
    return [place[name] for place in places for name in ("witness", "reference_witness") if place.get(name)]


def main(iamproof: str) -> int:
    rows = [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]
    faults, cases = [], []
    for row in rows:
        with tempfile.TemporaryDirectory() as folder:
            words = [iamproof, "prove", "--format", "ndjson", *arguments(row, pathlib.Path(folder))]
            run = subprocess.run(words, capture_output=True, text=True, timeout=60)
        if fault := wrong(row, run):
            faults.append(f"{row['id']}: {fault}")
        else:
            cases += witnesses(run)
    faults += failures(iamproof, cases)
    for text in faults[:5]:
        print(text[:4000])
    print(f"{len(rows)} rows, {len(cases)} witnesses, {len(faults)} faults")
    return 1 if faults or len(rows) < 60 or len(cases) < 60 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
