# SPDX-License-Identifier: MIT
"""explain: commands, errors, lines of the module, rules."""
import os
import unittest

from program import DIALECT, SOURCE_DIR, ProgramTest


class Explain(ProgramTest):
    def explain(self, *words):
        return self.run_atscope("explain", "-d", DIALECT, *words)

    def test_a_command_in_every_spelling(self):
        for words in (["AT+CREG"], ["+CREG"], ["creg"], ["at+creg=2"], ["AT+CREG?"]):
            result = self.explain(*words)
            self.check(result, 0)
            for text in ("network registration", "test", "5.3", "AT+CREG?", "+CREG: <n>,<stat>", "registered, roaming",
                         "unsolicited"):
                self.assertIn(text, result.out, words)

    def test_an_error_in_every_spelling(self):
        for words in (["+CME ERROR: 14"], ["CME ERROR 14"], ["CME", "14"], ["cme 14"], ["14"]):
            result = self.explain(*words)
            self.check(result, 0)
            self.assertIn("SIM busy", result.out, words)

    def test_a_line_value_by_value(self):
        result = self.explain("+CREG: 5")
        self.check(result, 0)
        self.assertRegex(result.out, r"<stat> +5 +registered, roaming")

    def test_a_result_of_one_command(self):
        for line in ("PUSH OK", "1,PUSH OK"):
            result = self.explain(line)
            self.check(result, 0)
            self.assertIn("result, success", result.out)
            self.assertIn("AT+PUSH", result.out)

    def test_a_command_that_moves_a_machine(self):
        self.assertIn("moves motion: any state -> MOVING", self.explain("AT+MOVE").out)

    def test_a_rule_by_code_and_name_with_its_page(self):
        for word in ("ORD001", "ord001", "command-before-final-result"):
            result = self.explain(word)
            self.check(result, 0)
            self.assertIn("ORD001 command-before-final-result", result.out)
        page = os.path.join(SOURCE_DIR, "docs", "rules", "command-before-final-result.md")
        with open(page, encoding="utf-8") as file:
            self.assertIn(file.read().strip(), self.explain("ORD001").out)

    def test_the_list_of_rules(self):
        self.assertRegex(self.explain("rules").out, r"(?m)^CAP004 ")

    def test_something_unknown(self):
        self.check(self.explain("AT+CRGE"), 2, "did you mean AT+CREG?")
        self.check(self.explain("ORD0001"), 2, "did you mean ORD001?")
        self.check(self.explain("CME 99999"), 2, "nothing is known")
        self.check(self.explain("   "), 2)

    def test_all_dialects_are_asked_and_named(self):
        result = self.run_atscope("explain", "AT+CREG")
        self.check(result, 0)
        self.assertIn("3gpp", result.out)


if __name__ == "__main__":
    unittest.main()
