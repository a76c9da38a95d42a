# SPDX-License-Identifier: MIT
"""The tables of facts of a module's manual, and what the dialect says, as far as the tests of this folder share it.

The tables lie beside the project (../shared/manual) and are no part of it. Without them these tests have nothing to
compare and say so; tests/session/dialogues/yuge-*.txt hold the same facts as the manual's examples, always.
"""
import json
import os
import re
import subprocess
import sys
import unittest

SOURCE = os.environ.get("ATSCOPE_SOURCE_DIR") or os.path.join(os.path.dirname(__file__), "..", "..")
ATSCOPE = os.environ.get("ATSCOPE_BINARY", "")
MANUAL = os.environ.get("ATSCOPE_MANUAL") or os.path.normpath(os.path.join(SOURCE, "..", "shared", "manual"))
NAME = os.environ.get("ATSCOPE_DIALECT", "yuge-ec716s")


def there():
    return os.path.isfile(os.path.join(MANUAL, "commands.tsv"))


def cell(text):
    return text.replace("\\\\", "\0").replace("\\n", "\n").replace("\0", "\\")


def table(name):
    with open(os.path.join(MANUAL, name + ".tsv"), encoding="utf-8") as file:
        lines = file.read().split("\n")
    head = lines[0].split("\t")
    rows = []
    for line in lines[1:]:
        if line:
            rows.append(dict(zip(head, (cell(text) for text in line.split("\t")))))
    return rows


class Dialect:
    def __init__(self):
        out = subprocess.run([ATSCOPE, "dialect", "dump", NAME, "--format", "json"], capture_output=True, check=True).stdout
        self.all = json.loads(out)
        self.commands = {command["name"]: command for command in self.all["commands"]}
        self.enumerations = {item["name"]: item for item in self.all["enumerations"]}
        self.machines = {item["name"]: item for item in self.all["machines"]}
        self.timers = {item["name"]: item for item in self.all.get("timers", [])}
        self.parameters = {item["name"]: item for item in self.all["parameters"]}

    def command(self, manual_name):
        """`AT+CREG`, `ATE`, `ATS3`, `AT&W`; None when it is not known."""
        name = manual_name[2:].upper()
        if re.fullmatch(r"S\d+", name):
            name = "S"
        return self.commands.get(name)

    def rules(self):
        """Every line rule with the command it belongs to, or None."""
        for rule in self.all["results"] + self.all["urcs"]:
            yield rule, None, None
        for command in self.all["commands"]:
            for form in command["forms"]:
                for rule in form["responses"] + form["finals"] + form.get("deferred", []):
                    yield rule, command, form
            for rule in command.get("urcs", []):
                yield rule, command, None


class ManualTest(unittest.TestCase):
    """Compares row by row; all rows that fail are told at once."""
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.dialect = Dialect()

    def compare(self, rows, check, at_least):
        """`check(row)` gives what is missing, in words, or nothing."""
        self.assertGreaterEqual(len(rows), at_least, "the table has lost rows")
        missing = []
        for number, row in enumerate(rows, 2):
            missing += [f"row {number}: {text}" for text in check(row)]
        if missing:
            self.fail(f"{len(missing)} facts of the manual that the dialect does not have:\n" + "\n".join(missing))


def main():
    if not there():
        print(f"the manual's tables are not beside the project ({MANUAL}): nothing to compare")
        sys.exit(0)
    unittest.main()
