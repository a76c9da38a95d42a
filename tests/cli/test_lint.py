# SPDX-License-Identifier: MIT
"""lint: what a finding looks like, and the promise of docs/jsonl.md."""
import re
import unittest

from program import DIALECT, GOOD, ProgramTest, modem_manager
from test_contract import schema

# A command is sent while another is still without its final result.
BAD = modem_manager((">", b"AT+CREG?\r"), (">", b"AT+CSQ\r"), ("<", b"\r\n+CREG: 0,1\r\n\r\nOK\r\n"),
                    ("<", b"\r\n+CSQ: 1,99\r\n\r\nOK\r\n"))
KEYS = ["v", "id", "code", "name", "severity", "confidence", "file", "line", "frame", "column", "offset", "time", "clock",
        "t", "channel", "txn", "message", "help", "source", "related", "cause", "fingerprint", "state", "section", "suppressed",
        "baseline", "code_place", "text", "hex"]


class Lint(ProgramTest):
    validator = schema("lint-v1.schema.json")

    def lint(self, content, *options):
        return self.run_atscope("lint", "-d", DIALECT, *options, self.write("run.log", content))

    def test_findings_fail_the_run(self):
        self.check(self.lint(BAD), 1)
        self.check(self.lint(BAD, "--exit-zero"), 0)
        self.check(self.lint(BAD, "--fail-on", "never"), 0)
        self.check(self.lint(GOOD), 0)

    def test_a_rule_can_be_chosen_and_left_out(self):
        self.assertIn("ORD001", self.lint(BAD, "--select", "ORD").out)
        self.assertNotIn("error[ORD001]", self.lint(BAD, "--ignore", "command-before-final-result").out)

    def test_jsonl_holds_to_the_schema(self):
        result = self.lint(BAD, "-f", "jsonl")
        self.check(result, 1)
        records = result.records()
        self.assertIn("ORD001", [record["code"] for record in records])
        for record in records:
            self.assertEqual([error.message for error in self.validator.iter_errors(record)], [], record)
            self.assertEqual(list(record), [key for key in KEYS if key in record])
            self.assertIn(record["cause"], [None] + [other["id"] for other in records if other is not record])

    def test_a_finding_is_drawn(self):
        result = self.lint(BAD)
        out = result.out
        self.assertRegex(out, r"(?m)^error\[ORD001\] command-before-final-result: \S")
        self.assertRegex(out, r"(?m)^   --> run\.log:2:\d+ .*confidence (high|medium|low)$")
        self.assertRegex(out, r"(?m)^ +2 \| .*→ AT\+CSQ")
        self.assertRegex(out, r"(?m)^ +\| +\^+$")
        self.assertRegex(out, r"(?m)^     = do: ")

    def test_a_report_says_what_was_read_and_what_was_not_checked(self):
        out = self.lint(GOOD).out
        self.assertIn("run.log: no findings", out)
        self.assertRegex(out, r"read: 2 transactions, \d+ events; format modemmanager, dialect test")
        no_times = self.lint("AT+CSQ\r\n\r\n+CSQ: 1,99\r\n\r\nOK\r\n").out
        self.assertRegex(no_times, r"TIM001.* not checked")

    def test_repeats_are_drawn_once(self):
        result = self.lint(BAD * 50)
        drawn = re.findall(r"(?m)^error\[ORD001\].*$", result.out)
        self.assertLess(len(drawn), 10)
        self.assertTrue(any("×" in line for line in drawn), drawn)
        streamed = self.lint(BAD * 50, "-f", "jsonl").records()
        self.assertGreaterEqual(sum(record["code"] == "ORD001" for record in streamed), 50)

    def test_concise_is_one_line_a_finding(self):
        result = self.lint(BAD, "-f", "concise")
        self.assertRegex(result.out, r"(?m)^run\.log:2:\d+: error\[ORD001\] .* \[command-before-final-result\]$")

    def test_a_log_without_traffic_is_a_finding_that_names_it(self):
        result = self.lint(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "-f", "jsonl")
        self.check(result, 3, "PNG")
        records = result.records()
        self.assertEqual([record["code"] for record in records], ["CAP004"])
        self.assertIn("PNG", records[0]["message"])
        self.assertIn("--format-in", records[0]["help"])

    def test_rules_that_could_not_run_have_checked_nothing(self):
        result = self.lint("AT+CSQ\r\n\r\n+CSQ: 1,99\r\n\r\nOK\r\n", "--select", "TIM")
        self.check(result, 3, "none of the chosen rules could run")

    def test_colour_only_when_wanted(self):
        self.assertNotIn("\x1b", self.lint(BAD).out)
        self.assertIn("\x1b[", self.lint(BAD, "--color", "always").out)
        name = self.write("run.log", BAD)
        forced = self.run_atscope("lint", "-d", DIALECT, name, env={"FORCE_COLOR": "1"})
        self.assertIn("\x1b[", forced.out)
        refused = self.run_atscope("lint", "-d", DIALECT, name, env={"FORCE_COLOR": "1", "NO_COLOR": "1"})
        self.assertNotIn("\x1b", refused.out)


if __name__ == "__main__":
    unittest.main()
