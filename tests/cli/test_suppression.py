# SPDX-License-Identifier: MIT
"""Markers in the log, waivers, expectations and the baseline."""
import json
import os
import unittest

import validators
from program import DIALECT, GOOD, ProgramTest, modem_manager
from test_lint import BAD

REFUSED = modem_manager((">", b"AT+CSQ\r"), ("<", b"\r\n+CME ERROR: 50\r\n"))
OTHER = modem_manager((">", b"AT+CREG?\r"), ("<", b"\r\n+CME ERROR: 14\r\n"))


def marker(text):
    return f"pytest: atscope: {text}\n"


class Suppression(ProgramTest):
    def lint(self, *arguments):
        return self.run_atscope("lint", "--isolated", "-d", DIALECT, *arguments)

    def shown(self, content, *arguments):
        result = self.lint("-f", "jsonl", *arguments, self.write("run.log", content))
        return result, [r["code"] for r in result.records() if not r["suppressed"] and r["cause"] is None], \
            {r["code"]: r["suppressed"] for r in result.records() if r["suppressed"]}

    def test_a_marker_in_the_log_hides_the_next_failure(self):
        result, codes, hidden = self.shown(GOOD + marker("ignore[ERR001] no SIM on this rig") + REFUSED)
        self.check(result, 0)
        self.assertNotIn("ERR001", codes)
        self.assertEqual(hidden["ERR001"], {"by": "marker", "reason": "no SIM on this rig", "place": "run.log:6"})
        result, codes, hidden = self.shown(GOOD + marker("ignore[ERR001]") + REFUSED, "--no-ignores")
        self.check(result, 1)
        self.assertIn("ERR001", codes)

    def test_a_marker_works_in_a_raw_transcript(self):
        text = "AT+CSQ\r\n+CSQ: 1,99\r\n\r\nOK\r\n{}AT+CSQ\r\n\r\n+CME ERROR: 50\r\n"
        self.assertIn("ERR001", self.shown(text.format(""))[1])
        self.assertNotIn("ERR001", self.shown(text.format("[00:01] atscope: ignore[ERR001] x\r\n"))[1])

    def test_an_expected_failure_that_does_not_come_fails(self):
        result, codes, hidden = self.shown(GOOD + marker("expect[ERR001] refused") + REFUSED)
        self.check(result, 0)
        self.assertEqual(hidden["ERR001"]["by"], "expectation")
        result, codes, _ = self.shown(marker("expect[ERR001]") + GOOD)
        self.check(result, 1)
        self.assertIn("SUP002", codes)

    def test_reports_count_and_carry_what_is_suppressed(self):
        self.write("run.log", GOOD + marker("ignore[ERR001] known") + REFUSED)
        result = self.lint("-f", "full", "-f", "sarif:s", "-f", "junit:j", "-f", "gitlab:g", "run.log")
        self.check(result, 0)
        self.assertNotIn("ERR001", result.out)
        self.assertIn("1 suppressed", result.out)
        with open(self.path("s"), "rb") as file:
            document = validators.check_sarif(file.read())
        suppressed = [r for r in document["runs"][0]["results"] if "suppressions" in r]
        self.assertEqual(suppressed[0]["suppressions"][0]["kind"], "inSource")
        self.assertIn("known", suppressed[0]["suppressions"][0]["justification"])
        self.assertEqual(validators.check_junit(self.path("j"))[0].get("failures"), "0")
        with open(self.path("g"), "rb") as file:
            self.assertNotIn("ERR001", [entry["check_name"] for entry in validators.check_gitlab(file.read())])

    def test_waivers_of_the_configuration(self):
        self.write("run.log", GOOD + REFUSED + OTHER)
        toml = "[[waiver]]\nrule = \"ERR001\"\ncommand = \"AT+CSQ\"\nreason = \"ticket 812\"\nuntil = {}\n"
        self.write("c.toml", toml.format("2999-12-31"))
        records = self.lint("--config", "c.toml", "-f", "jsonl", "run.log").records()
        by = {r["message"].split()[0]: r["suppressed"] for r in records if r["code"] == "ERR001"}
        self.assertEqual(by["AT+CSQ"], {"by": "waiver", "reason": "ticket 812", "place": "c.toml:1"})
        self.assertIsNone(by["AT+CREG?"])
        self.write("c.toml", toml.format("2001-12-31"))
        result = self.lint("--config", "c.toml", "run.log")
        self.check(result, 1)
        self.assertIn("warning[SUP003]", result.out)
        self.assertIn("ticket 812", result.out)

    def test_a_waiver_is_unused_only_if_no_log_of_the_run_needs_it(self):
        self.write("good.log", GOOD)
        self.write("bad.log", REFUSED)
        self.write("c.toml", "[[waiver]]\nrule = \"ERR001\"\n")
        for logs in (["bad.log", "good.log"], ["good.log", "bad.log"]):
            self.assertNotIn("SUP001", self.lint("--config", "c.toml", *logs).out, logs)
        self.assertIn("SUP001", self.lint("--config", "c.toml", "good.log").out)
        self.write("c.toml", "[[waiver]]\nrule = \"ERR001\"\nlog = \"elsewhere*\"\n")
        self.assertNotIn("SUP001", self.lint("--config", "c.toml", "good.log").out)

    def test_an_override_can_expect(self):
        self.write("no_sim.log", REFUSED)
        self.write("good.log", GOOD)
        self.write("c.toml", "[[override]]\nlog = \"no_sim*\"\nexpect = [\"ERR001\"]\n")
        self.check(self.lint("--config", "c.toml", "no_sim.log", "good.log"), 0)
        self.write("no_sim.log", GOOD)
        result = self.lint("--config", "c.toml", "no_sim.log")
        self.check(result, 1)
        self.assertIn("ERR001 was expected in this log and did not come (c.toml:1)", result.out)


class Baselines(Suppression):
    def test_known_findings_do_not_fail_and_new_ones_do(self):
        self.write("run.log", REFUSED)
        self.check(self.lint("--baseline", "b.json", "run.log"), 2, "--update-baseline")
        self.check(self.lint("--baseline", "b.json", "--update-baseline", "run.log"), 0)
        moved = "booting\n" * 9 + REFUSED.replace("17000", "17345")
        self.write("run.log", moved)
        result = self.lint("--baseline", "b.json", "run.log")
        self.check(result, 0)
        self.assertIn("suppressed", result.out)
        self.write("run.log", moved + OTHER)
        self.check(self.lint("--baseline", "b.json", "run.log"), 1)
        self.check(self.lint("--baseline", "b.json", "--no-ignores", "run.log"), 1)
        records = self.lint("--baseline", "b.json", "-f", "jsonl", "run.log").records()
        self.assertEqual({(r["code"], r["baseline"]) for r in records if r["code"] == "ERR001"},
                         {("ERR001", "unchanged"), ("ERR001", "new")})

    def test_anything_new_can_fail(self):
        self.write("run.log", REFUSED)
        self.lint("--baseline", "b.json", "--update-baseline", "run.log")
        self.write("run.log", REFUSED + OTHER)
        options = ["--baseline", "b.json", "--severity", "ERR001=note", "run.log"]
        self.check(self.lint(*options), 0)
        self.check(self.lint("--fail-on-new", *options), 1)
        self.check(self.lint("--fail-on-new", "run.log"), 2, "there is no baseline")

    def test_the_baseline_counts_how_often_and_can_be_pruned(self):
        self.write("run.log", REFUSED)
        self.lint("--baseline", "b.json", "--update-baseline", "run.log")
        self.write("run.log", GOOD)
        result = self.lint("--baseline", "b.json", "--update-baseline", "run.log")
        self.assertIn("did not come in this run", result.err)
        with open(self.path("b.json"), encoding="utf-8") as file:
            entry = json.load(file)["findings"][0]
        self.assertEqual((entry["code"], entry["seen"], entry["runs"]), ("ERR001", 1, 2))
        self.lint("--baseline", "b.json", "--prune-baseline", "run.log")
        with open(self.path("b.json"), encoding="utf-8") as file:
            self.assertEqual(json.load(file)["findings"], [])

    def test_a_damaged_baseline_is_refused(self):
        self.write("run.log", REFUSED)
        for text in ("", "[]", "{}", '{"v": 2, "findings": []}', '{"v": 1, "findings": [1]}', "\0" * 10):
            self.write("b.json", text)
            self.check(self.lint("--baseline", "b.json", "run.log"), 2, "cannot be used")

    def test_no_secret_goes_into_it(self):
        self.write("run.log", modem_manager((">", b'AT+LOCK="secret-pin"\r'), ("<", b"\r\n+CME ERROR: 14\r\n")))
        self.lint("--baseline", "b.json", "--update-baseline", "run.log")
        with open(self.path("b.json"), encoding="utf-8") as file:
            text = file.read()
        self.assertIn("AT+LOCK", text)
        self.assertNotIn("secret-pin", text)


if __name__ == "__main__":
    unittest.main()
