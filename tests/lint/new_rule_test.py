#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""scripts/new-rule makes a rule that compiles, is listed, and has its page and its log: new_rule_test.py COMPILER"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
wrong = []


def expect(condition, complaint):
    if not condition:
        wrong.append(complaint)


def run(*command, cwd=None):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, cwd=cwd)


def main():
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory)
        for part in ("capture", "decoder", "docs/rules", "tests/lint", "scripts"):
            shutil.copytree(TOP / part, copy / part)
        script = copy / "scripts/new-rule"

        done = run(script, "ORD999", "answer-from-nowhere", "order")
        expect(done.returncode == 0, done.stderr)
        source = copy / "decoder/lint/rules/order/answer_from_nowhere.cpp"
        expect(source.exists(), "no source was made")
        expect((copy / "docs/rules/answer-from-nowhere.md").exists(), "no page was made")
        expect((copy / "tests/lint/answer-from-nowhere.atlog").exists(), "no log was made")
        listed = copy / "decoder/lint/rules/all_rules.cpp"
        expect(listed.read_text().count("answer_from_nowhere()") == 2, "the rule is not in the list")
        expect(
            "    rules/order/answer_from_nowhere.cpp\n" in (copy / "decoder/lint/CMakeLists.txt").read_text(),
            "the source is not built",
        )
        expect("| ORD999 | [answer-from-nowhere]" in (copy / "docs/rules/README.md").read_text(), "no row in the table")
        for path in (source, listed):
            checked = run(sys.argv[1], "-std=c++20", "-fsyntax-only", "-Wall", "-Wextra", "-I", copy, path)
            expect(checked.returncode == 0 and not checked.stderr, checked.stderr)

        expect(run(script, "ORD999", "another-name", "order").returncode == 2, "a code was given twice")
        expect(run(script, "ORD998", "answer-from-nowhere", "order").returncode == 2, "a name was given twice")
        expect(run(script, "ORD1", "short-code", "order").returncode == 2, "a code may not be short")
        expect(run(script, "ORD998", "Name", "order").returncode == 2, "a name is words with hyphens")
        expect(run(script, "--help").returncode == 0, "--help fails")
    for complaint in wrong:
        print(complaint)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
