# SPDX-License-Identifier: MIT
"""--filter: the language of docs/filter-language.md at the program."""
import os
import re
import unittest

from program import SOURCE_DIR, ProgramTest, modem_manager

LOG = modem_manager(
    (">", b"AT+CSQ\r"), ("<", b"\r\n+CSQ: 15,99\r\n"), ("<", b"\r\nOK\r\n"),
    (">", b"AT+CGACT=1,1\r"), ("<", b"\r\n+CREG: 2\r\n"), ("<", b"\r\n+CME ERROR: 30\r\n"),
    ("<", b"\r\n+CREG: 5\r\n"),
    (">", b"AT+CSQ\r"), ("<", b"\r\n+CSQ: 99,99\r\n"), ("<", b"\r\nOK\r\n"))


class FilterTest(ProgramTest):
    def lines(self, expression, *options):
        self.write("in.log", LOG)
        result = self.run_atscope("decode", "-d", "3gpp", "-f", "jsonl", "--filter", expression, *options, "in.log")
        self.check(result, 0)
        return [(record["kind"], record["line"]) for record in result.records()]

    def test_passes_events_by_what_they_are(self):
        self.assertEqual(self.lines("kind == urc"), [("urc", 5), ("urc", 7)])
        self.assertEqual(self.lines("kind == urc and inside"), [("urc", 5)])
        self.assertEqual(self.lines("field.rssi < -80dBm"), [("info", 2)])
        self.assertEqual(self.lines("line in {2..3}"), [("info", 2), ("result", 3)])

    def test_passes_records_of_transactions_only_when_asked(self):
        self.assertEqual(self.lines("kind == transaction and outcome == error"), [("transaction", 4)])
        self.assertEqual(self.lines("kind == transaction and latency >= 20ms"),
                         [("transaction", 1), ("transaction", 4), ("transaction", 8)])

    def test_knows_how_a_transaction_ended_before_it_shows_its_command(self):
        self.assertEqual(self.lines("outcome == error and kind != transaction"), [("command", 4), ("result", 6)])
        self.assertEqual(self.lines("name == +CSQ and kind == command and outcome == ok"), [("command", 1), ("command", 8)])

    def test_keeps_the_order_of_the_file_while_it_waits(self):
        self.assertEqual(self.lines("(outcome == ok or kind == urc) and not kind == transaction"),
                         [("command", 1), ("info", 2), ("result", 3), ("urc", 5), ("urc", 7), ("command", 8),
                          ("info", 9), ("result", 10)])

    def test_knows_the_state_at_the_time(self):
        self.assertEqual(self.lines('state.registration == "registered (roaming)" and kind == command'), [("command", 8)])
        self.assertEqual(self.lines("state.registration == unknown and kind == command"), [("command", 1), ("command", 4)])

    def test_gives_up_waiting_when_too_much_waits(self):
        exchange = [(">", b"AT+COPS=?\r")] + [("<", b"\r\n+CREG: 5\r\n")] * 20000 + [("<", b"\r\nOK\r\n")]
        self.write("big.log", modem_manager(*exchange))
        result = self.run_atscope("decode", "-d", "3gpp", "-f", "jsonl", "--filter", "outcome == ok or kind == urc", "big.log")
        self.check(result, 0)
        kinds = [record["kind"] for record in result.records()]
        self.assertEqual(kinds.count("urc"), 20000)
        self.assertEqual(kinds.count("command"), 0)
        self.assertEqual(kinds.count("result"), 1)

    def test_shows_a_mistake_in_its_place(self):
        self.write("in.log", LOG)
        result = self.run_atscope("decode", "--filter", "line == 1 and knd == urc", "in.log")
        self.check(result, 2)
        self.assertEqual(result.out, "")
        self.assertEqual(result.err, 'atscope: --filter: unknown field "knd"\n  line == 1 and knd == urc\n'
                                     "                ^^^\n  did you mean kind?\n")

    def test_tells_of_names_that_the_dialect_has_not(self):
        self.write("in.log", LOG)
        result = self.run_atscope("decode", "-d", "3gpp", "--filter", "field.rsi < 3", "in.log")
        self.check(result, 0, ['the dialect 3gpp has no value "rsi"', "did you mean field.rssi?"])

    def test_counts_in_stats_what_it_asks_for(self):
        self.write("in.log", LOG)
        result = self.run_atscope("stats", "-d", "3gpp", "--filter", "outcome == error", "in.log")
        self.check(result, 0)
        self.assertIn("AT+CGACT=", result.out)
        self.assertNotIn("AT+CSQ", result.out)

    def test_an_empty_result_is_fine(self):
        self.assertEqual(self.lines("kind == prompt"), [])

    def test_the_page_names_every_field(self):
        with open(os.path.join(SOURCE_DIR, "docs", "filter-language.md"), encoding="utf-8") as file:
            page = file.read()
        with open(os.path.join(SOURCE_DIR, "decoder", "query", "known_fields.cpp"), encoding="utf-8") as file:
            names = re.findall(r'^    \{"([a-z]+)\.?",', file.read(), re.MULTILINE)
        self.assertEqual(len(names), 24)
        for name in names:
            self.assertRegex(page, r"`" + name + r"[`.]")


if __name__ == "__main__":
    unittest.main()
