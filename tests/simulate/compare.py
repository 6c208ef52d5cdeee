"""iamproof and iam-simulate on the same random cases, from a printed seed.

    compare.py IAMPROOF FOLDER_WITH_NODE_MODULES COUNT [SEED]

Every disagreement has to be one that a class of known differences (classes.py, differences.tsv) explains; any other is
printed with both answers and made as small as it still is one, and fails the run. So does a case that a tool refuses: the
generator is to make none. For each class the table shows in how many cases it could be at work, in how many of those the
tools differ, in how many it is the only class that explains it; and below, how many cases no class touches: there the tools
have to agree.
"""

import collections
import csv
import json
import pathlib
import secrets
import shutil
import subprocess
import sys
import tempfile

from cases import Cases
from classes import CLASSES, departures, reachable
from shrink import shrink

HERE = pathlib.Path(__file__).parent
SHOWN = 5  # unexplained disagreements that are made small and printed
RELIABLE = 20_000  # cases after which each class has had its chance


class Tools:
    def __init__(self, iamproof, modules):
        self.iamproof = [iamproof, "evaluate", "--format", "ndjson", "-"]
        self.simulate = [shutil.which("node") or "node", str(HERE / "simulate.mjs"), modules]

    def answers(self, cases):
        """(iamproof's answers, iam-simulate's answers), each by the cases' order. The tools work side by side."""
        text = "".join(json.dumps(case) + "\n" for case in cases)
        return tuple(self.read(command, cases, text) for command in (self.iamproof, self.simulate))

    def read(self, command, cases, text):
        with tempfile.TemporaryFile("w+") as lines:
            lines.write(text)
            lines.seek(0)
            done = subprocess.run(command, stdin=lines, capture_output=True, text=True, check=False, env={"TZ": "UTC"})
        answers = {}
        for line in done.stdout.splitlines():
            answer = json.loads(line)
            why = answer.get("error") or answer.get("errors")
            answers[answer["id"]] = answer.get("decision") or f"refused: {why}"
        if not answers and cases:
            raise SystemExit(f"{command[0]} said nothing: {done.stderr}")
        return [answers.get(case["id"], "refused: no answer") for case in cases]


class Run:
    def __init__(self, tools):
        self.tools = tools
        self.decisions = collections.Counter()
        self.touched = collections.Counter()
        self.differing = collections.Counter()
        self.alone = collections.Counter()
        self.untouched = self.disagreements = 0
        self.unexplained = []

    def compare(self, cases):
        for case, ours, theirs in zip(cases, *self.tools.answers(cases)):
            found = departures(case)
            self.untouched += not found
            self.decisions[ours if len(ours) < 20 else "refused"] += 1
            for name in found:
                self.touched[name] += 1
            if ours != theirs:
                self.disagreements += 1
                self.explain(case, ours, theirs, found)

    def explain(self, case, ours, theirs, found):
        if theirs not in reachable(ours, set().union(*found.values())):
            self.unexplained.append((case, ours, theirs))
            return
        able = [name for name, moves in found.items() if theirs in reachable(ours, moves)]
        for name in able:
            self.differing[name] += 1
        if len(able) == 1:
            self.alone[able[0]] += 1

    def is_unexplained(self, cases):
        numbered = [case | {"id": str(i)} for i, case in enumerate(cases)]
        return [not ours.startswith("refused") and not theirs.startswith("refused") and
                theirs not in reachable(ours, set().union(*departures(case).values()))
                for case, ours, theirs in zip(numbered, *self.tools.answers(numbered))]

    def print_unexplained(self):
        for case, ours, theirs in self.unexplained[:SHOWN]:
            print(f"\ncase {case['id']}: iamproof says {ours}, iam-simulate {theirs}")
            if not (ours + theirs).count("refused"):
                case = shrink(case, self.is_unexplained)
                ours, theirs = (answers[0] for answers in self.tools.answers([case]))
                print(f"smaller: iamproof says {ours}, iam-simulate {theirs}")
            print(json.dumps(case))

    def print_classes(self):
        print(f"{'class':46}{'could':>8}{'differ':>8}{'alone':>8}")
        for name in CLASSES:
            print(f"{name:46}{self.touched[name]:8}{self.differing[name]:8}{self.alone[name]:8}")


def documented_classes():
    with open(HERE / "differences.tsv", encoding="utf-8") as lines:
        return [row["class"] for row in csv.DictReader(lines, delimiter="\t")]


def main(iamproof, modules, count, seed):
    print(f"seed {seed}, {count} cases", flush=True)
    if documented_classes() != list(CLASSES):
        print("differences.tsv and classes.py do not list the same classes in the same order")
        return 1
    run = Run(Tools(iamproof, modules))
    for start in range(0, count, 5000):
        run.compare([Cases(seed, number).case() for number in range(start, min(start + 5000, count))])
    run.print_classes()
    print(f"decisions: {dict(sorted(run.decisions.items()))}")
    print(f"{run.disagreements} disagreements, {len(run.unexplained)} unexplained; "
          f"{run.untouched} cases ({100 * run.untouched // count} %) that no class touches")
    run.print_unexplained()
    silent = [name for name in CLASSES if not run.differing[name]]
    if count >= RELIABLE and silent:
        print(f"classes that explained nothing: {', '.join(silent)}")
    if 100 * run.untouched < 60 * count:
        print("more than four cases in ten are touched by a class: agreement means little")
        return 1
    return 1 if run.unexplained else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else secrets.token_hex(8)))
