# SPDX-License-Identifier: MIT
"""explain --at: one line of a log with all that belongs to it; explain --format json."""
import json
import unittest

from program import DIALECT, ProgramTest, modem_manager

LOG = modem_manager(
    (">", b"AT+CFUN=1\r"), ("<", b"\r\nOK\r\n"),
    (">", b"AT+CEREG?\r"), ("<", b'\r\n+CEREG: 3,3,"18be","01020304",7,0,15\r\n'), ("<", b"\r\nOK\r\n"),
    (">", b"AT+CPIN=\"4711\"\r"), ("<", b"\r\n+CME ERROR: 16\r\n"),
    (">", b"AT+COPS?\r"), ("<", b"\r\n+COPS: 0\r\n"), ("<", b"\r\nOK\r\n")) + "NetworkManager: nothing of ours\n"


class ExplainAt(ProgramTest):
    def at(self, place, *options):
        self.write("in.log", LOG)
        return self.run_atscope("explain", "-d", "3gpp", "--at", f"in.log:{place}", *options)

    def test_a_line_of_the_module_with_values_states_and_the_open_command(self):
        result = self.at(4)
        self.check(result, 0)
        for text in ("an answer to the open command", "registration denied", "no suitable cells in the tracking area",
                     "AT+CEREG?", "10.0 ms before", "result OK", "eps-registration: unknown ⇒ registration denied",
                     "line 3"):
            self.assertIn(text, result.out)

    def test_a_command_line_with_what_is_to_come(self):
        result = self.at(3, "-f", "json")
        self.check(result, 0)
        record = json.loads(result.out)
        self.assertEqual([event["kind"] for event in record["events"]], ["command"])
        self.assertEqual(record["open"], [])
        self.assertEqual(record["transaction"]["outcome"], "ok")
        self.assertTrue(any(text.startswith("answer +CEREG: <n>,<stat>") for text in record["expected"]))
        self.assertTrue(any(text.startswith("result OK") for text in record["expected"]))

    def test_states_are_those_before_the_line(self):
        before = json.loads(self.at(4, "-f", "json").out)
        self.assertEqual([state for state in before["states"] if state["machine"] == "eps-registration"], [])
        after = json.loads(self.at(8, "-f", "json").out)
        state = [state for state in after["states"] if state["machine"] == "eps-registration"]
        self.assertEqual(state, [{"machine": "eps-registration", "state": "registration denied", "since": {"line": 4}}])

    def test_findings_at_the_line(self):
        record = json.loads(self.at(7, "-f", "json").out)
        self.assertIn("error-result", [finding["name"] for finding in record["findings"]])
        self.assertIn("ERR001", self.at(7).out)

    def test_secrets_stay_hidden(self):
        for options in ([], ["-f", "json"]):
            for place in (6, 7):
                self.assertNotIn("4711", self.at(place, *options).out)
        self.assertIn("4711", self.at(6, "--show-secrets").out)

    def test_a_place_that_holds_nothing(self):
        result = self.at(11)
        self.check(result, 2, ["nothing on the serial line begins at line 11", "the nearest are line 10"])
        self.assertEqual(result.out, "")
        self.check(self.at(99), 2, "there is no line 99; the last is 11")

    def test_a_place_that_is_none(self):
        self.check(self.at("x"), 2, "write FILE:LINE")
        self.check(self.at(0), 2, "write FILE:LINE")
        self.check(self.run_atscope("explain", "--at", "nowhere.log:3"), 2, "nowhere.log")
        self.check(self.run_atscope("explain"), 2, "nothing to explain")
        self.check(self.run_atscope("explain", "--at", "in.log:3", "AT"), 2, "not both")

    def test_words_as_json(self):
        def explain(*words):
            result = self.run_atscope("explain", "-d", DIALECT, "-f", "json", *words)
            self.check(result, 0)
            return json.loads(result.out)
        command = explain("AT+CREG")["commands"][0]
        self.assertEqual(command["name"], "+CREG")
        self.assertIn("AT+CREG?", [form["syntax"] for form in command["forms"]])
        self.assertEqual(explain("CME 14")["errors"][0]["meaning"], "SIM busy")
        line = explain("+CREG: 5")["lines"][0]
        self.assertEqual(line["fields"][0]["meaning"], "registered, roaming")
        self.assertEqual(explain("ORD001")["rules"][0]["name"], "command-before-final-result")


if __name__ == "__main__":
    unittest.main()
