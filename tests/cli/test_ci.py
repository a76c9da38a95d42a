# SPDX-License-Identifier: MIT
"""The templates for CI systems in plugins/ci, each run as the system runs it."""
import importlib.util
import os
import re
import subprocess
import sys
import unittest

import validators
import yaml
from program import BINARY, DIALECT, ENVIRONMENT, GOOD, SOURCE_DIR, ProgramTest
from test_lint import BAD
from test_suppression import REFUSED

CI = os.path.join(SOURCE_DIR, "plugins", "ci")


def load(name):
    with open(os.path.join(SOURCE_DIR, name), encoding="utf-8") as file:
        return yaml.safe_load(file)


class CI_Templates(ProgramTest):
    def setUp(self):
        super().setUp()
        os.mkdir(self.path("logs"))
        self.write("logs/good one.log".replace(" ", "-"), GOOD)

    def sh(self, script, **variables):
        return subprocess.run(["sh", "-e", "-c", script], cwd=self.folder, capture_output=True, text=True, check=False,
                              env={**ENVIRONMENT, "ATSCOPE": BINARY, **variables})

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def github(self, logs):
        """The composite action: its inputs go into the environment as the runner puts them."""
        action = load("plugins/ci/github/action.yml")
        self.assertEqual(action["runs"]["using"], "composite")
        inputs = {name: given.get("default", "") for name, given in action["inputs"].items()}
        inputs |= {"logs": logs, "options": f"-d {DIALECT}", "program": BINARY}
        step = action["runs"]["steps"][0]
        fill = lambda text: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda match: inputs[match[1]], text)
        return self.sh(step["run"], GITHUB_ACTION_PATH=os.path.join(CI, "github"), GITHUB_STEP_SUMMARY=self.path("step.md"),
                       **{name: fill(value) for name, value in step["env"].items()})

    def test_the_github_action_annotates_and_reports(self):
        self.assertEqual(self.github("logs/*.log").returncode, 0)
        self.write("logs/bad.log", BAD)
        done = self.github("logs/*.log")
        self.assertEqual(done.returncode, 1, done.stderr)
        self.assertTrue(validators.check_github(done.stdout))
        validators.check_sarif(self.read("atscope-reports/atscope.sarif"))
        validators.check_junit(self.path("atscope-reports/atscope-junit.xml"))
        self.assertIn(b"## atscope lint: findings", self.read("step.md"))
        self.assertEqual(self.github("logs/missing.log").returncode, 2)

    def test_the_gitlab_template_makes_the_reports_it_names(self):
        self.write("logs/bad.log", BAD)
        job = load("plugins/ci/gitlab/atscope.gitlab-ci.yml")[".atscope"]
        variables = {**job["variables"], "ATSCOPE_LOGS": "logs/*.log", "ATSCOPE_OPTIONS": f"-d {DIALECT}",
                     "ATSCOPE_LINT": os.path.join(CI, "lint.sh"), "CI_PROJECT_DIR": self.folder}
        done = self.sh("\n".join(job["script"]), **variables)
        self.assertEqual(done.returncode, 1, done.stderr)
        entries = validators.check_gitlab(self.read(job["artifacts"]["reports"]["codequality"]))
        self.assertIn("logs/bad.log", {entry["location"]["path"] for entry in entries})
        validators.check_junit(self.path(job["artifacts"]["reports"]["junit"]))

    def test_the_pre_commit_hooks_run(self):
        hooks = {hook["id"]: hook for hook in load(".pre-commit-hooks.yaml")}
        self.write("bad.log", BAD)
        self.write("own.at", 'dialect x "x"\nresult ok  OK\n')
        self.write("atscope.toml", "[lint]\nfail-on = \"error\"\n")
        for hook, name, code in (("atscope-lint", "bad.log", 1), ("atscope-dialect", "own.at", 0), ("atscope-config", "atscope.toml", 0)):
            self.assertRegex(name, hooks[hook]["files"])
            command = hooks[hook]["entry"].split()
            done = subprocess.run([BINARY, *command[1:], name], cwd=self.folder, capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, code, (hook, done.stdout, done.stderr))
        self.assertNotRegex("main.c", hooks["atscope-lint"]["files"])

    def test_the_pytest_plugin_fails_the_test_whose_log_fails(self):
        if importlib.util.find_spec("pytest") is None:
            self.fail("pytest is missing: scripts/bootstrap test installs it")
        self.write("test_modem.py", f"""
import pytest
GOOD = {GOOD!r}
BAD = {BAD!r}
REFUSED = {REFUSED!r}
def say(atscope, text):
    with open(atscope.log, "a") as file:
        file.write(text)
def test_good(atscope):
    say(atscope, GOOD)
def test_bad(atscope):
    say(atscope, BAD)
def test_refused(atscope):
    say(atscope, GOOD)
    atscope.expect("ERR001", "no signal")
    say(atscope, REFUSED)
def test_not_refused(atscope):
    atscope.expect("ERR001")
    say(atscope, GOOD)
def test_nothing(atscope):
    pass
""")
        done = subprocess.run([sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "pytest_atscope", "--atscope", BINARY,
                               "--atscope-options", f"-d {DIALECT}", "-rA"], cwd=self.folder, capture_output=True, text=True, check=False,
                              env={**ENVIRONMENT, "PYTHONPATH": os.path.join(CI, "pytest"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
        self.assertIn("error[ORD001]", done.stdout)
        self.assertIn("error[SUP002]", done.stdout)
        # A fixture that fails behind its test is an error of that test.
        failed = set(re.findall(r"(?m)^ERROR \S*test_modem.py::(\w+)", done.stdout))
        self.assertEqual(failed, {"test_bad", "test_not_refused", "test_nothing"}, done.stdout)

    def test_the_ctest_macro_lints_what_another_test_wrote(self):
        self.write("bad.log", BAD)
        self.write("CMakeLists.txt", f"""
cmake_minimum_required(VERSION 3.20)
project(firmware NONE)
enable_testing()
include("{SOURCE_DIR}/cmake/AtscopeLint.cmake")
add_test(NAME hardware COMMAND ${{CMAKE_COMMAND}} -E copy {self.path('bad.log')} run.log)
set_tests_properties(hardware PROPERTIES FIXTURES_SETUP log)
atscope_lint_test(good LOGS "{self.path('logs/good-one.log')}" PROGRAM {BINARY} OPTIONS -d {DIALECT})
atscope_lint_test(bad LOGS run.log FIXTURE log PROGRAM {BINARY} OPTIONS -d {DIALECT})
""")
        subprocess.run(["cmake", "-S", self.folder, "-B", self.path("b")], capture_output=True, check=True)
        done = subprocess.run(["ctest", "--test-dir", self.path("b")], capture_output=True, text=True, check=False)
        self.assertRegex(done.stdout, r"good \.+ +Passed")
        self.assertRegex(done.stdout, r"bad \.+\*+Failed")
        self.assertIn("1 tests failed out of 3", done.stdout)


if __name__ == "__main__":
    unittest.main()
