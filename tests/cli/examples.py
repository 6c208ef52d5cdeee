#!/usr/bin/env python3
"""The worked examples of `iamproof evaluate` are the same in three places: its help, the opening of
include/iamproof/evaluate.h, and cases/evaluate-examples.txt, which runs them. Those of `iamproof prove` are the same in its
help and in cases/prove-examples.txt. What README.md shows of the modes is in cases/modes.txt.

    examples.py IAMPROOF
"""

import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
HEADER = HERE.parent.parent / "include/iamproof/evaluate.h"
README = HERE.parent.parent / "README.md"


def commands(lines, command, indent):
    """Command lines that stand `indent` columns in, each with the lines further in that go on with it."""
    found = []
    for line in lines:
        text = line.strip().removesuffix("\\").strip()
        if line.startswith(f"{indent}iamproof {command} "):
            found.append(text)
        elif line.startswith(indent + "    ") and found:
            found[-1] += " " + text
    return found


def in_help(program, command, heading, indent):
    run = subprocess.run([program, command, "--help"], capture_output=True, text=True, check=True)
    examples = run.stdout[run.stdout.index(f"\n{heading}:") : run.stdout.index("Exit status:")]
    return commands(examples.splitlines(), command, indent)


def in_case(command):
    text = (HERE / f"cases/{command}-examples.txt").read_text()
    return re.findall(rf"^== run (iamproof {command} .*)$", text, flags=re.M)


def differing(places, count):
    """How many places have other examples than the help."""
    assert len(places["help"]) == count, f"the help has {len(places['help'])} examples"
    wrong = [name for name, found in places.items() if found != places["help"]]
    for name in wrong:
        print(f"the examples of the {name} are others:\n" + "\n".join(places[name]))
    print(f"{count} examples in {len(places)} places, {len(wrong)} of them differ")
    return len(wrong)


def missing_of_modes():
    """How many lines of README.md's example of the modes the case does not have."""
    section = README.read_text().split("\n## Which requests there are\n")[1]
    case = (HERE / "cases/modes.txt").read_text().splitlines()
    lines = [line for line in section.split("```")[1].splitlines() if line and not line.startswith("$ cat ")]
    wrong = [line for line in lines if re.sub(r"^\$ ", "== run ", line) not in case]
    for line in wrong:
        print(f"README.md shows what cases/modes.txt does not have: {line}")
    print(f"{len(lines)} lines of README.md, {len(wrong)} of them differ")
    return len(wrong) if lines else 1


def main():
    comment = [line[3:].removeprefix(" ") for line in HEADER.read_text().splitlines() if line.startswith("///")]
    wrong = differing({"help": in_help(sys.argv[1], "evaluate", "Ten examples", "    "),
                       "header": commands(comment, "evaluate", "    "), "case": in_case("evaluate")}, 10)
    wrong += differing({"help": in_help(sys.argv[1], "prove", "Examples", "  "), "case": in_case("prove")}, 7)
    wrong += missing_of_modes()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
