"""iamproof and iam-simulate on the same random cases, from a printed seed.

    compare.py IAMPROOF NODE FOLDER_WITH_NODE_MODULES COUNT [SEED]

Every disagreement has to be one that a class of known differences (classes.py, differences.tsv) explains; any other
is printed with both answers and made as small as it still is one, and fails the run. So does a case that a tool
refuses: the generator is to make none. Before that, examples.ndjson: one case for each class, which it alone touches,
with the decision that AWS documents and the one of iam-simulate.

The table shows for each class in how many cases it could be at work, in how many of those it may explain a
difference, in how many it is the only class that does; and below, how many cases no class touches: there the tools
have to agree.
"""

import collections
import csv
import json
import pathlib
import secrets
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
    def __init__(self, iamproof, node, modules):
        self.iamproof = [iamproof, "evaluate", "--format", "ndjson", "-"]
        self.simulate = [node, str(HERE / "simulate.mjs"), modules]

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


def faults_of_examples(tools):
    examples = [json.loads(line) for line in (HERE / "examples.ndjson").read_text(encoding="utf-8").splitlines()]
    if [example["id"] for example in examples] != list(CLASSES):
        yield "examples.ndjson and classes.py do not list the same classes in the same order"
    bare = [{part: value for part, value in one.items() if part not in ("expected", "simulated")} for one in examples]
    for example, ours, theirs in zip(examples, *tools.answers(bare)):
        name, found = example["id"], departures(example)
        if (ours, theirs) != (example["expected"], example["simulated"]):
            yield f"{name}: iamproof says {ours}, iam-simulate {theirs}"
        if list(found) != [name] or theirs not in reachable(ours, found[name]):
            yield f"{name}: its example is one of {found}"


def main(iamproof, node, modules, count, seed):
    print(f"seed {seed}, {count} cases", flush=True)
    if documented_classes() != list(CLASSES):
        print("differences.tsv and classes.py do not list the same classes in the same order")
        return 1
    tools = Tools(iamproof, node, modules)
    faults = list(faults_of_examples(tools))
    if faults:
        print("examples of the classes:", *faults, sep="\n")
        return 1
    run = Run(tools)
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
    sys.exit(main(*sys.argv[1:4], int(sys.argv[4]), sys.argv[5] if len(sys.argv) > 5 else secrets.token_hex(8)))
