# SPDX-License-Identifier: MIT
"""pytest plugin: lints the log of a modem test as part of the test.

    def test_attach(atscope):
        with open(atscope.log, "ab") as log:        # or atscope.log = "run.log"
            ...
        atscope.expect("ERR001", "no SIM on this rig")   # written into the log, for the next command

The log is linted when the test ends; findings at or over --atscope-fail-on fail it. `atscope.lint()` does it earlier and gives the
findings. Options: --atscope PROGRAM, --atscope-options "-d yuge-ec716s".
"""
import json
import re
import shlex
import subprocess

import pytest


def pytest_addoption(parser):
    group = parser.getgroup("atscope")
    group.addoption("--atscope", default="atscope", help="the program")
    group.addoption("--atscope-options", default="", help="further options of atscope lint")
    group.addoption("--atscope-fail-on", default="error", choices=("error", "warning", "note", "never"))


class NothingChecked(Exception):
    """The log holds no AT traffic, or no rule could run on it."""


class Atscope:
    def __init__(self, config, log, name):
        self.log = log
        self.name = name
        self.enabled = True
        self._config = config
        with open(log, "a", encoding="utf-8") as file:
            file.write(f"==== Test {name} started ====\n")

    def mark(self, text):
        """Writes a marker into the log: mark("ignore[TIM001] slow rig")."""
        with open(self.log, "a", encoding="utf-8") as file:
            file.write(f"atscope: {text}\n")

    def ignore(self, rules, reason=""):
        self.mark(f"ignore[{rules}] {reason}")

    def expect(self, rules, reason=""):
        self.mark(f"expect[{rules}] {reason}")

    def lint(self):
        """The findings as the objects of docs/jsonl.md. Raises NothingChecked, or RuntimeError if atscope cannot run."""
        option = self._config.getoption
        command = [option("--atscope"), "lint", "-f", "jsonl", "--fail-on", option("--atscope-fail-on"),
                   *shlex.split(option("--atscope-options")), str(self.log)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 3:
            raise NothingChecked(done.stderr)
        if done.returncode == 2:
            raise RuntimeError(done.stderr)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def check(self):
        """Fails the test when the log has findings that count."""
        order = ("never", "error", "warning", "note")
        worst = order.index(self._config.getoption("--atscope-fail-on"))
        failing = [finding for finding in self.lint() if not finding["suppressed"] and finding["cause"] is None
                   and order.index(finding["severity"]) <= worst]
        if failing:
            lines = [f"{f['file']}:{f.get('line', f.get('frame'))}: {f['severity']}[{f['code']}] {f['message']}" for f in failing]
            pytest.fail("\n".join(lines), pytrace=False)


@pytest.fixture
def atscope(request, tmp_path):
    name = re.sub(r"[^\w.\[\]-]", "_", request.node.name)
    session = Atscope(request.config, tmp_path / "at.log", name)
    yield session
    if session.enabled:
        session.check()
