#!/usr/bin/env python3
"""Runs command lines and compares exit status and output with what is written beside them.

    run.py IAMPROOF [CASE...]        IAMPROOF_UPDATE=1 rewrites the cases; read the diff

A case is a text file in cases/. Its lines before the first section say what it shows. The sections:

    == file NAME          a file to make in the case's own folder, where the commands run
    == link NAME TARGET   a symbolic link to make there
    == git ARGUMENTS      a git command to run there
    == run COMMAND        shell words: VARIABLE=VALUE before, `< FILE` after; OUTPUT=tty runs it on a terminal, IN=FOLDER in a folder
    == schema NAME        the output of the run must be valid by lib/report/schema/NAME.schema.json
    == schema NAME#PART   each line of it must be, by the PART of that schema's $defs
    == xml                the output of the run must be well-formed XML
    == exit STATUS        what is expected of the run: its status,
    == out                its output,
    == err                and what it says on standard error; nothing where a section is missing

`corpus` in the folder is the project's. Dates and versions are written [date] and [version].
"""

import itertools
import json
import os
import pathlib
import pty
import re
import shlex
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXPECTATIONS = ("exit", "out", "err")
OF_A_RUN = ("schema", "xml") + EXPECTATIONS


class Section:
    def __init__(self, kind, argument="", text=""):
        self.kind, self.argument, self.text = kind, argument, text

    def __str__(self):
        text = self.text if not self.text or self.text.endswith("\n") else self.text + "\n\\ no newline\n"
        return f"== {self.kind} {self.argument}".rstrip() + "\n" + text


def parse(text):
    """The introduction and the sections of a case."""
    parts = re.split(r"^== (\w+) ?(.*)\n", text, flags=re.M)
    sections = []
    for kind, argument, body in zip(parts[1::3], parts[2::3], parts[3::3]):
        sections.append(Section(kind, argument, re.sub(r"\n\\ no newline\n\Z", "", body)))
    return parts[0], sections


def read_terminal(descriptor):
    chunks = []
    while True:
        try:
            chunk = os.read(descriptor, 65536)
        except OSError:  # the other end is closed
            chunk = b""
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)


def environment_in(folder):
    """Nothing of the machine's own settings; a repository is looked for in the case's folder only."""
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TERM": "xterm", "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CEILING_DIRECTORIES": str(folder.parent.resolve())}


def git(arguments, folder):
    environment = environment_in(folder)
    for role in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{role}_NAME": "iamproof", f"GIT_{role}_EMAIL": "iamproof@example.com",
                        f"GIT_{role}_DATE": "2026-01-01T00:00:00Z"}
    subprocess.run(["git", *shlex.split(arguments)], cwd=folder, env=environment, check=True, capture_output=True)


def execute(command, program, folder):
    """Runs a command line; its status, output and standard error."""
    words = shlex.split(command)
    environment = environment_in(folder)
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
        if name in os.environ:
            environment[name] = os.environ[name]
    terminal = False
    while re.match(r"\w+=", words[0]):
        name, value = words.pop(0).split("=", 1)
        terminal = terminal or (name, value) == ("OUTPUT", "tty")
        if name == "IN":
            folder = folder / value
        environment[name] = value
    given = b""
    if "<" in words:
        given = (folder / words[words.index("<") + 1]).read_bytes()
        words = words[: words.index("<")]
    assert words[0] == "iamproof", f"not an iamproof command: {command}"
    words[0] = program
    if not terminal:
        done = subprocess.run(words, cwd=folder, env=environment, input=given, capture_output=True, timeout=60)
        return done.returncode, done.stdout, done.stderr
    ours, theirs = pty.openpty()
    process = subprocess.Popen(words, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=theirs,
                               stderr=subprocess.PIPE)
    os.close(theirs)
    output = read_terminal(ours).replace(b"\r\n", b"\n")
    os.close(ours)
    errors = process.stderr.read()
    return process.wait(timeout=60), output, errors


class Normaliser:
    """Takes out of an output what changes with every release and every catalogue."""

    def __init__(self, program):
        line = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        match = re.fullmatch(r"iamproof (\S+) \(catalogue of (\S+), version (\S+)\)\n", line)
        assert match, f"unexpected --version: {line!r}"
        self.date = match[2]

    def __call__(self, raw):
        text = raw.decode("utf-8", "backslashreplace").replace(self.date, "[date]").replace("\x1b", "␛")
        text = re.sub(r"iamproof \S+ \(catalogue of (.*), version .*\)", r"iamproof [version] (catalogue of \1, version [version])", text)
        return re.sub(r'"version": ?"[^"]*"', '"version":"[version]"', text)


def validate(output, schema_name):
    """What is wrong with an output by a schema, or ""."""
    import jsonschema  # Debian: python3-jsonschema

    name, _, part = schema_name.partition("#")
    schema = json.loads((ROOT / "lib/report/schema" / f"{name}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    if part:
        schema = {"$defs": schema["$defs"], "$ref": f"#/$defs/{part}"}
    texts = output.splitlines() if part else [output]
    validator = jsonschema.Draft202012Validator(schema)
    errors = [error for text in texts for error in validator.iter_errors(json.loads(text))]
    return "\n".join(f"{error.json_path}: {error.message}" for error in errors)


def malformed(output):
    """What is wrong with an output as XML, or ""."""
    try:
        xml.etree.ElementTree.fromstring(output)
    except xml.etree.ElementTree.ParseError as error:
        return str(error)
    return ""


def prepare(folder, section):
    if section.kind == "file":
        path = folder / section.argument
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(section.text)
    elif section.kind == "link":
        name, target = section.argument.split()
        (folder / name).symlink_to(target)
    elif section.kind == "git":
        git(section.argument, folder)


def run_case(path, program, normalise):
    """What is wrong with a case, as texts, and the case as it would be right."""
    introduction, sections = parse(path.read_text())
    problems, actual = [], []
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "corpus").symlink_to(ROOT / "corpus")
        for index, section in enumerate(sections):
            if section.kind in OF_A_RUN:
                continue
            actual.append(section)
            if section.kind != "run":
                prepare(folder, section)
                continue
            own = list(itertools.takewhile(lambda s: s.kind in OF_A_RUN, sections[index + 1 :]))
            status, output, errors = execute(section.argument, program, folder)
            for schema in (s for s in own if s.kind == "schema"):
                actual.append(schema)
                if wrong := validate(output, schema.argument):
                    problems.append(f"{section.argument}\n{wrong}")
            for check in (s for s in own if s.kind == "xml"):
                actual.append(check)
                if wrong := malformed(output):
                    problems.append(f"{section.argument}\n{wrong}")
            expected = {s.kind: s.argument if s.kind == "exit" else s.text for s in own}
            found = {"exit": str(status), "out": normalise(output), "err": normalise(errors)}
            for kind in EXPECTATIONS:
                wanted = expected.get(kind, "")
                if found[kind] != wanted:
                    problems.append(f"{section.argument}\n--- expected {kind}\n{wanted}\n--- found {kind}\n{found[kind]}")
            actual.append(Section("exit", found["exit"]))
            actual += [Section(kind, "", found[kind]) for kind in ("out", "err") if found[kind]]
    return problems, introduction + "".join(map(str, actual))


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    cases = [pathlib.Path(name) for name in sys.argv[2:]] or sorted((HERE / "cases").glob("*.txt"))
    assert cases, "there are no cases"
    normalise = Normaliser(program)
    failed = 0
    for path in cases:
        problems, actual = run_case(path, program, normalise)
        if problems and os.environ.get("IAMPROOF_UPDATE") == "1":
            path.write_text(actual)
            print(f"{path.name}: rewritten")
        elif problems:
            failed += 1
            for problem in problems:
                print(f"{path.name}: {problem}\n")
    print(f"{len(cases)} cases, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
