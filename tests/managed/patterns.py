"""Feeds every distinct action pattern of the AWS managed policies to a program, one on a line.

patterns.py managedPolicies.json PROGRAM
"""

import json
import pathlib
import subprocess
import sys


def as_list(value):
    return value if isinstance(value, list) else [value]


def main(package: str, program: str) -> int:
    patterns = set()
    for policy in json.loads(pathlib.Path(package).read_text(encoding="utf-8")).values():
        for version in policy["versions"].values():
            for statement in as_list(version["document"]["Statement"]):
                for element in ("Action", "NotAction"):
                    patterns.update(as_list(statement.get(element, [])))
    print(f"{len(patterns)} distinct patterns")
    if len(patterns) < 17_000:
        print("fewer than the package is known to hold")
        return 1
    text = "".join(f"{pattern}\n" for pattern in sorted(patterns))
    return subprocess.run([program], input=text, text=True, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
