"""Mutation testing of the prover: small faults put into lib/prove and lib/condition, one at a time, and what the tests
make of them.

mutate.py [COUNT] [--seed N] [--only PATH] [--list] [--one NAME] [--jobs N] [--least PERCENT]

A mutant is one changed operator, bound, condition or statement. COUNT of all there are (150 unless told) are drawn at
random from a printed seed. Each is compiled in a copy of the tree under build/mutants, which nobody else uses, and the
tests run in the order of TESTS until one fails: that one has killed the mutant. A mutant that does not compile is no
mutant and another one is drawn. One that hangs is killed by its time.

A survivor is a missing test, or it means the same as the original: equivalent.tsv lists those, each with the reason,
and they are left out. Exits with 1 where less than PERCENT (95) of the others are killed.

Outcomes are kept in build/mutants/outcomes.ndjson; a mutant that has one there is not tried again as long as neither
its file nor the tests have changed. Delete that file to start over.
"""

import argparse
import collections
import functools
import hashlib
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "build" / "mutants"
FOLDERS = ("lib/prove", "lib/condition")
COPIED = ("CMakeLists.txt", "include", "lib", "tests", "corpus", "cli")

# The quickest killers first: target, then its arguments. Seeds are fixed, so that a mutant has one fate.
TESTS = (
    ("comparisons_agree", ("20000", "1")),
    ("iamproof_tests", ("--abort-after=1", "--minimal")),
    ("prove_agree", ("4000", "1")),
    ("evaluate_agree", ("10000", "1")),
    ("prove_sets_agree", ("200", "1")),
    ("comparisons_agree", ("60000", "2")),
)

# ---- Mutants ----

Mutant = collections.namedtuple("Mutant", "file line column old new kind")

SWAPS = (
    ("relation", r" == ", (" != ",)),
    ("relation", r" != ", (" == ",)),
    ("relation", r" < ", (" <= ", " > ")),
    ("relation", r" <= ", (" < ",)),
    ("relation", r" > ", (" >= ", " < ")),
    ("relation", r" >= ", (" > ",)),
    ("connective", r" && ", (" || ",)),
    ("connective", r" \|\| ", (" && ",)),
    ("negation", r"(?<![\w)\]!=])!(?=[\w(:])", ("",)),
    ("constant", r"\btrue\b", ("false",)),
    ("constant", r"\bfalse\b", ("true",)),
    ("bound", r" \+ 1\b(?![.\d])", ("", " + 2")),
    ("bound", r" - 1\b(?![.\d])", ("", " - 2")),
    ("bound", r"(?<![\w.'])(?:[02-9]|[1-9]\d+)(?![\w.'])", ("{n+1}",)),
    ("arithmetic", r" \+ (?!1\b)", (" - ",)),
    ("arithmetic", r" - (?!1\b)", (" + ",)),
    ("arithmetic", r" \* (?=\w)", (" + ",)),
    ("extremum", r"\bstd::min\b", ("std::max",)),
    ("extremum", r"\bstd::max\b", ("std::min",)),
    ("extremum", r"\bstd::any_of\b", ("std::all_of",)),
    ("extremum", r"\bstd::all_of\b", ("std::any_of",)),
    ("extremum", r"\bstd::none_of\b", ("std::any_of",)),
    ("jump", r"\bcontinue;", ("break;",)),
    ("jump", r"\bbreak;", ("continue;",)),
    ("step", r"\+\+(?=\w)", ("--",)),
    ("answer", r"\bFound::yes\b", ("Found::no",)),
    ("answer", r"\bFound::no\b", ("Found::yes",)),
)

STATEMENT = re.compile(r"^\s+(?!return\b|using\b|const\b|static\b|constexpr\b|auto\b|break|continue|case\b|else\b|for\b)"
                       r"(?:\+\+|--)?[\w.>:\[\]*-]+(?:\(.*\)| [-+|&]?= .*)?;$")
CONDITION = re.compile(r"\b(if|while) \((?!constexpr)")
SKIPPED = re.compile(r"^\s*(#|using |namespace |static_assert|template|assert\()")


def blanked(text: str) -> str:
    """The same text with comments, strings and characters blanked, so that columns stay what they are."""
    pattern = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'(?=\W)', re.S)
    return pattern.sub(lambda m: re.sub(r"[^\n]", "\x01", m.group()), text)


def closing(line: str, opening: int) -> int:
    depth = 0
    for at in range(opening, len(line)):
        depth += {"(": 1, ")": -1}.get(line[at], 0)
        if depth == 0:
            return at
    return -1


def mutants_of_line(file: str, number: int, line: str, code: str):
    for kind, pattern, replacements in SWAPS:
        for match in re.finditer(pattern, code):
            for new in replacements:
                if new == "{n+1}":
                    new = str(int(match.group()) + 1)
                yield Mutant(file, number, match.start(), match.group(), new, kind)
    for match in CONDITION.finditer(code):
        begin = match.end() - 1
        end = closing(code, begin)
        if end > 0 and ";" not in code[begin:end] and " = " not in code[begin:end]:
            inside = line[begin:end + 1]
            yield Mutant(file, number, begin, inside, f"(!{inside})", "condition")
    if STATEMENT.match(code):
        indent = len(line) - len(line.lstrip())
        yield Mutant(file, number, indent, line[indent:], ";", "statement")


def all_mutants():
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).glob("*")):
            if path.suffix not in (".cpp", ".h"):
                continue
            text = text_of(str(path.relative_to(ROOT)))
            lines = text.split("\n")
            for number, (line, code) in enumerate(zip(lines, blanked(text).split("\n")), 1):
                if not SKIPPED.match(code):
                    yield from mutants_of_line(str(path.relative_to(ROOT)), number, line, code)


@functools.lru_cache(maxsize=None)
def text_of(file: str) -> str:
    """As it was when first asked for: the tree may change while mutants are tried."""
    return (ROOT / file).read_text(encoding="utf-8")


def original(mutant: Mutant) -> str:
    return text_of(mutant.file).split("\n")[mutant.line - 1]


def mutated(mutant: Mutant) -> str:
    line = original(mutant)
    return line[:mutant.column] + mutant.new + line[mutant.column + len(mutant.old):]


def name(mutant: Mutant) -> str:
    return f"{mutant.file}:{mutant.line}:{mutant.column + 1}:{mutant.new.strip()}"


class Equivalents:
    """Rows of equivalent.tsv: file, line as written, line as mutated, reason. `*` for any mutation of that line."""

    def __init__(self):
        self.rows = {}
        path = ROOT / "tests" / "mutation" / "equivalent.tsv"
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                file, before, after, reason = line.split("\t")
                self.rows[file, before, after] = reason
        self.used = set()

    def reason(self, mutant: Mutant):
        before, after = original(mutant).strip(), mutated(mutant).strip()
        for key in ((mutant.file, before, after), (mutant.file, before, "*")):
            if key in self.rows:
                return self.rows[key]
        return None

    def stale(self):
        """Rows about lines that there are no more, or several of, which may not all mean the same."""
        for file, before, _ in self.rows:
            path = ROOT / file
            lines = path.read_text(encoding="utf-8").split("\n") if path.exists() else []
            count = sum(line.strip() == before for line in lines)
            if count != 1:
                yield f"{count} times in {file}: {before}"


# ---- Trying one ----


class Bench:
    """A copy of the tree and its build. Between mutants the copy is as the original."""

    def __init__(self):
        self.source = WORK / "source"
        self.build = WORK / "build"
        self.patience = {}

    def prepare(self, jobs):
        self.source.mkdir(parents=True, exist_ok=True)
        for entry in COPIED:
            self.copy(ROOT / entry)
        for path in self.source.rglob("*"):
            if path.is_file() and not (ROOT / path.relative_to(self.source)).exists():
                path.unlink()
        if not (self.build / "build.ninja").exists():
            launcher = ["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []
            self.must(["cmake", "-S", self.source, "-B", self.build, "-G", "Ninja", "-DIAMPROOF_CLI=OFF",
                       "-DCMAKE_BUILD_TYPE=None", "-DCMAKE_CXX_FLAGS=-O1 -w", *launcher])
        self.must(["ninja", "-C", self.build, *(["-j", jobs] if jobs else []), *dict(TESTS)])
        for target, arguments in TESTS:
            start = time.monotonic()
            if self.run(target, arguments, 600) != 0:
                sys.exit(f"{target} {' '.join(arguments)} fails without any mutant")
            self.patience[target, arguments] = 10 + 8 * (time.monotonic() - start)

    def copy(self, entry: pathlib.Path):
        for path in [entry] if entry.is_file() else entry.rglob("*"):
            target = self.source / path.relative_to(ROOT)
            if not path.is_file() or "node_modules" in path.parts:
                continue
            text = path.read_bytes()
            if not target.exists() or target.read_bytes() != text:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(text)

    @staticmethod
    def must(command):
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"{done.stdout[-4000:]}{done.stderr[-4000:]}")

    def compile(self, target) -> bool:
        return subprocess.run(["ninja", "-C", str(self.build), "-j1", target], capture_output=True,
                              check=False).returncode == 0

    def run(self, target, arguments, seconds):
        """The exit status, or "time" where the test did not end."""
        try:
            return subprocess.run([str(self.build / "tests" / target), *arguments], cwd=self.source, timeout=seconds,
                                  capture_output=True, check=False).returncode
        except subprocess.TimeoutExpired:
            return "time"

    def fate(self, mutant: Mutant) -> str:
        """ "no mutant", "survived", or who killed it."""
        path = self.source / mutant.file
        text = text_of(mutant.file)
        lines = text.split("\n")
        lines[mutant.line - 1] = mutated(mutant)
        path.write_text("\n".join(lines), encoding="utf-8")
        try:
            return self.fate_of_source()
        finally:
            path.write_text(text, encoding="utf-8")

    def fate_of_source(self) -> str:
        for target, arguments in TESTS:
            if not self.compile(target):
                return "no mutant"
            status = self.run(target, arguments, self.patience[target, arguments])
            if status != 0:
                return f"{target} {arguments[0]}" + (", by time" if status == "time" else "")
        return "survived"


# ---- All of them ----


def digest(paths) -> str:
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.read_bytes())
    return total.hexdigest()[:16]


class Outcomes:
    """Fates by mutant, kept between runs for as long as they can be believed."""

    def __init__(self):
        self.path = WORK / "outcomes.ndjson"
        sources = [p for p in (ROOT / "tests").rglob("*.cpp") if "node_modules" not in p.parts]
        self.tests = digest(sources + list((ROOT / "corpus").rglob("*json")))
        self.known = {}
        if self.path.exists():
            for line in self.path.read_text(encoding="utf-8").splitlines():
                row = json.loads(line)
                self.known[row["mutant"], row["source"], row["tests"]] = row["fate"]

    def key(self, mutant):
        return name(mutant), hashlib.sha256(text_of(mutant.file).encode()).hexdigest()[:16], self.tests

    def find(self, mutant):
        return self.known.get(self.key(mutant))

    def keep(self, mutant, fate):
        key = self.key(mutant)
        self.known[key] = fate
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"mutant": key[0], "source": key[1], "tests": key[2], "fate": fate}) + "\n")


def print_table(title, rows):
    print(f"\n{title:34} {'killed':>7} {'survived':>9}")
    for label, (killed, survived) in sorted(rows.items()):
        print(f"{label:34} {killed:7} {survived:9}")


def report(tried, least) -> int:
    by_file = collections.defaultdict(lambda: [0, 0])
    by_kind = collections.defaultdict(lambda: [0, 0])
    killers = collections.Counter()
    for mutant, fate in tried:
        survived = fate == "survived"
        by_file[mutant.file][survived] += 1
        by_kind[mutant.kind][survived] += 1
        if not survived:
            killers[fate] += 1
    print_table("file", by_file)
    print_table("fault", by_kind)
    print("\nkilled by")
    for killer, count in killers.most_common():
        print(f"{count:7}  {killer}")
    survivors = [mutant for mutant, fate in tried if fate == "survived"]
    if survivors:
        print("\nsurvived")
    for mutant in survivors:
        print(f"  {name(mutant)}\n    - {original(mutant).strip()}\n    + {mutated(mutant).strip()}")
    share = 100 * (len(tried) - len(survivors)) / max(1, len(tried))
    print(f"\n{len(tried)} mutants, {len(tried) - len(survivors)} killed: {share:.1f}%")
    return 0 if tried and share >= least else 1


def main() -> int:
    parser = argparse.ArgumentParser(description="Mutation testing of the prover.")
    parser.add_argument("count", nargs="?", type=int, default=150)
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--only", default="", help="mutants whose file's path has this in it")
    parser.add_argument("--list", action="store_true", help="print the mutants there are and try none")
    parser.add_argument("--one", help="try one mutant, by its name")
    parser.add_argument("--jobs", type=int, default=0, help="of the first build; all cores unless told")
    parser.add_argument("--least", type=float, default=95, help="percent killed to succeed")
    arguments = parser.parse_args()

    equivalents = Equivalents()
    for row in equivalents.stale():
        print(f"equivalent.tsv has a row about a line that is not there once: {row}")
    mutants = [mutant for mutant in all_mutants() if arguments.only in mutant.file]
    if arguments.list:
        for mutant in mutants:
            print(f"{name(mutant)}\t{equivalents.reason(mutant) or ''}")
        return 0
    seed = random.SystemRandom().randrange(1 << 32) if arguments.seed is None else arguments.seed
    random.Random(seed).shuffle(mutants)
    if arguments.one:
        mutants = [mutant for mutant in mutants if name(mutant) == arguments.one]
    print(f"{arguments.count} of {len(mutants)} mutants, seed {seed}", flush=True)

    bench = Bench()
    bench.prepare(arguments.jobs)
    outcomes = Outcomes()
    tried, equivalent = [], 0
    for mutant in mutants:
        if len(tried) == arguments.count:
            break
        if equivalents.reason(mutant):
            equivalent += 1
            continue
        fate = outcomes.find(mutant)
        if fate is None:
            fate = bench.fate(mutant)
            outcomes.keep(mutant, fate)
        if fate == "no mutant":
            continue
        tried.append((mutant, fate))
        print(f"{len(tried):5}  {fate:32} {name(mutant)}", flush=True)
    print(f"{equivalent} equivalent ones left out")
    return report(tried, arguments.least)


if __name__ == "__main__":
    sys.exit(main())
