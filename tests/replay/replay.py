#!/usr/bin/env python3
"""Every witness that `iamproof check` or `iamproof diff` reports is a case that `iamproof evaluate` decides as the
witness says.

    replay.py IAMPROOF

Runs check on the policies of corpus/org-admin, alone and under guardrails, and diff on pairs of policies of every type,
and hands all witnesses to evaluate.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ALL = {"Effect": "Allow", "Action": "*", "Resource": "*"}
GUARDRAILS = {
    "--boundary": [{"Effect": "Allow", "NotAction": "ec2:*", "Resource": "*"}],
    "--session": [ALL],
    "--scp": [ALL, {"Effect": "Deny", "Action": "cloudtrail:Stop*", "Resource": "*"}],
    "--endpoint-policy": [{**ALL, "Principal": "*"}],
    "--resource-policy": [{**ALL, "Action": "s3:GetObject", "Principal": {"AWS": "111122223333"}}],
}


def witnesses(iamproof: str, arguments: list[str]) -> list[dict]:
    run = subprocess.run([iamproof, "check", "--format", "json", *arguments], capture_output=True, text=True, cwd=ROOT)
    if run.returncode not in (0, 1):
        raise SystemExit(f"check {arguments} ended with {run.returncode}: {run.stderr}")
    report = json.loads(run.stdout)
    found = [claim["witness"] for claim in report["claims"] if claim["witness"]]
    return found + [finding["witness"] for finding in report["findings"] if "witness" in finding]


def differences(iamproof: str, earlier: str, later: str, *options: str) -> list[dict]:
    """The witnesses of a comparison. Of what is gained, the later version allows the request and the earlier does not."""
    run = subprocess.run([iamproof, "diff", "--format", "json", *options, earlier, later], capture_output=True, text=True,
                         cwd=ROOT)
    if run.returncode not in (0, 1) and (run.returncode != 2 or run.stderr):  # 2 in silence: the relation is unknown
        raise SystemExit(f"diff {earlier} {later} ended with {run.returncode}: {run.stderr}")
    report = json.loads(run.stdout)
    found = []
    for kind, decision in {"gained": "Allowed", "lost": "Allowed", "newly_denied": "ExplicitlyDenied",
                           "no_longer_denied": "ExplicitlyDenied"}.items():
        for entry in report[kind]:
            if entry["witness"]["expected"] != decision:
                raise SystemExit(f"diff {earlier} {later}: a witness of {kind} is {entry['witness']['expected']}")
            found.append(entry["witness"])
            if entry["contrast"] is None:
                continue
            if entry["contrast"]["expected"] == decision:
                raise SystemExit(f"diff {earlier} {later}: both versions decide alike on a witness of {kind}")
            found.append(entry["contrast"])
    return found


def all_differences(iamproof: str) -> list[dict]:
    broken = sorted((ROOT / "corpus/org-admin/broken").glob("*.json"))
    found = []
    for path in broken:
        if not path.name.endswith(".expected.json"):
            found += differences(iamproof, "corpus/org-admin/baseline.json", str(path))
    with tempfile.TemporaryDirectory() as folder:
        empty = pathlib.Path(folder)
        for kind in sorted(path for path in (ROOT / "corpus/policies").iterdir() if path.is_dir()):
            documents = sorted(map(str, kind.glob("*.json")))
            options = ("--type", kind.name)
            for earlier, later in zip(documents, documents[1:] + documents[:1]):
                found += differences(iamproof, earlier, later, *options)
            found += differences(iamproof, str(kind), str(empty), *options)
            found += differences(iamproof, str(empty), str(kind), *options)
    return found


def failures(iamproof: str, cases: list[dict]) -> list[str]:
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    run = subprocess.run([iamproof, "evaluate", "--format", "ndjson", "-"], input=lines, capture_output=True, text=True,
                         cwd=ROOT)
    decided = [json.loads(line) for line in run.stdout.splitlines()]
    if len(decided) != len(cases):
        return [f"{len(cases)} witnesses, {len(decided)} decided: {run.stderr[:2000]}"]
    return [f"{json.dumps(case)}\n  {json.dumps(outcome)}" for case, outcome in zip(cases, decided)
            if outcome["met"] is not True]


def main(iamproof: str) -> int:
    cases = []
    subjects = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "corpus/org-admin/broken").glob("*.json")
                      if not path.name.endswith(".expected.json"))
    cases += witnesses(iamproof, subjects)
    with tempfile.TemporaryDirectory() as folder:
        for option, statements in GUARDRAILS.items():
            file = pathlib.Path(folder) / "guardrail.json"
            file.write_text(json.dumps({"Version": "2012-10-17", "Statement": statements}), encoding="utf-8")
            cases += witnesses(iamproof, [*subjects[:6], option, str(file)])
    compared = all_differences(iamproof)
    cases += compared
    wrong = failures(iamproof, cases)
    for text in wrong[:5]:
        print(text[:4000])
    print(f"{len(cases) - len(wrong)} passed, {len(wrong)} failed")
    return 1 if wrong or len(cases) < 100 or len(compared) < 100 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
