#!/usr/bin/env python3
"""The worked examples of `iamproof evaluate` are the same in three places: its help, the opening of
include/iamproof/evaluate.h, and cases/evaluate-examples.txt, which runs them.

    examples.py IAMPROOF
"""

import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
HEADER = HERE.parent.parent / "include/iamproof/evaluate.h"
CASE = HERE / "cases/evaluate-examples.txt"


def commands(lines):
    """Command lines that stand four columns in, each with the lines further in that go on with it."""
    found = []
    for line in lines:
        text = line.strip().removesuffix("\\").strip()
        if line.startswith("    iamproof evaluate "):
            found.append(text)
        elif line.startswith("        ") and found:
            found[-1] += " " + text
    return found


def main():
    help_text = subprocess.run([sys.argv[1], "evaluate", "--help"], capture_output=True, text=True, check=True).stdout
    examples = help_text[help_text.index("Ten examples:") : help_text.index("Exit status:")]
    comment = [line[3:].removeprefix(" ") for line in HEADER.read_text().splitlines() if line.startswith("///")]
    places = {
        "help": commands(examples.splitlines()),
        "header": commands(comment),
        "case": re.findall(r"^== run (iamproof evaluate .*)$", CASE.read_text(), flags=re.M),
    }
    assert len(places["help"]) == 10, f"the help has {len(places['help'])} examples"
    wrong = [name for name, found in places.items() if found != places["help"]]
    for name in wrong:
        print(f"the examples of the {name} are others:\n" + "\n".join(places[name]))
    print(f"{len(places['help'])} examples in {len(places)} places, {len(wrong)} of them differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
