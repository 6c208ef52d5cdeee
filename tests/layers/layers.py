"""The stages of lib/ depend on each other one way only.

Reads every #include of ours and fails on one that points up: a stage may use the stages named for it here, and theirs.
The command line sees only the public headers. This table is the map of lib/README.md.

No two types of one namespace have one name: each would be compiled as it is, and the linker would silently take the
members of either for both.
"""

import collections
import pathlib
import re
import sys

USES = {
    "support": [],
    "source": ["support"],
    "finding": ["source"],
    "json": ["source"],
    "glob": ["support"],
    "arn": ["glob"],
    "catalogue": ["glob", "source"],
    "policy": ["json", "finding"],
    "condition": ["arn", "catalogue"],
    "compile": ["policy", "condition"],
    "evaluate": ["compile"],
    "prove": ["evaluate"],
    "case": ["prove"],
    "strata": ["prove"],
    "lint": ["strata"],
    "report": ["lint", "case"],
    "scan": ["lint", "report"],
}

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def reachable(stage: str) -> set[str]:
    seen: set[str] = set()
    todo = [stage]
    while todo:
        current = todo.pop()
        if current not in seen:
            seen.add(current)
            todo += USES[current]
    return seen


def includes(root: pathlib.Path):
    for path in sorted(root.rglob("*")):
        if path.suffix in {".h", ".cpp"}:
            text = path.read_text(encoding="utf-8")
            for match in INCLUDE.finditer(text):
                yield path, text.count("\n", 0, match.start()) + 1, match.group(1)


ANONYMOUS = re.compile(r"^namespace \{\n.*?^\}  // namespace\n", re.MULTILINE | re.DOTALL)
NAMESPACE = re.compile(r"^namespace ([\w:]+) \{", re.MULTILINE)
TYPE = re.compile(r"^(?:struct|class|enum class) (\w+)(?: final)?(?: :[^;{]*)? ?\{", re.MULTILINE)


def types(root: pathlib.Path) -> dict[str, list[pathlib.Path]]:
    """Where each type that other files could see is defined, by its full name."""
    found = collections.defaultdict(list)
    for folder in ("include", "lib"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".h", ".cpp"}:
                text = ANONYMOUS.sub("", path.read_text(encoding="utf-8"))
                namespace = NAMESPACE.search(text)
                for match in TYPE.finditer(text):
                    found[f"{namespace.group(1) if namespace else ''}::{match.group(1)}"].append(path)
    return found


def main(root: pathlib.Path) -> int:
    faults = []
    seen = 0
    for path, line, name in includes(root / "lib"):
        seen += 1
        stage = path.relative_to(root / "lib").parts[0]
        target = name.split("/")[0]
        if stage not in USES:
            faults.append(f"{path}:{line}: `{stage}` is no stage; add it to the table in {__file__}")
        elif target != "iamproof" and target not in reachable(stage):
            faults.append(f"{path}:{line}: `{stage}` may not use `{name}`")
    for path, line, name in includes(root / "cli"):
        seen += 1
        if "/" in name and not name.startswith("iamproof/"):
            faults.append(f"{path}:{line}: the command line uses public headers only, not `{name}`")
    for path, line, name in includes(root / "include"):
        seen += 1
        if not name.startswith("iamproof/"):
            faults.append(f"{path}:{line}: a public header includes `{name}`")
    defined = types(root)
    if len(defined) < 100:
        faults.append(f"only {len(defined)} types were found under {root}; are they written in another way now?")
    for name, paths in defined.items():
        if len(paths) > 1:
            faults.append(f"`{name}` is defined in {' and in '.join(str(path) for path in paths)}")
    if seen < 50:
        faults.append(f"only {seen} includes were found under {root}; is it the right folder?")
    print("\n".join(faults) or f"{seen} includes, every arrow points the right way; {len(defined)} types, each once")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
