# SPDX-License-Identifier: MIT
"""stats: counts and latencies per command and form."""
import csv
import io
import json
import unittest

from program import DIALECT, GOOD, ProgramTest, modem_manager


class Stats(ProgramTest):
    def rows(self, *names):
        result = self.run_atscope("stats", "-d", DIALECT, "-f", "json", *names)
        self.check(result, 0)
        return {row["command"]: row for row in json.loads(result.out)["commands"]}

    def test_counts_by_command_and_form(self):
        name = self.write("in.log", GOOD + modem_manager(
            (">", b"at+creg=2\r"), ("<", b"\r\nERROR\r\n"), (">", b"AT+CREG?\r"), ("<", b"\r\n+CREG: 2,1\r\n\r\nOK\r\n")))
        rows = self.rows(name)
        self.assertEqual((rows["AT+CREG?"]["count"], rows["AT+CREG?"]["ok"]), (2, 2))
        self.assertEqual((rows["AT+CREG="]["count"], rows["AT+CREG="]["error"], rows["AT+CREG="]["form"]), (1, 1, "set"))

    def test_compares_with_the_documented_maximum(self):
        row = self.rows(self.write("in.log", GOOD))["AT+CSQ"]
        self.assertEqual((row["p50_ns"], row["p95_ns"], row["max_ns"]), (10000000, 10000000, 10000000))
        self.assertEqual((row["limit_ns"], row["limit_share"]), (100000000, 0.1))

    def test_adds_up_all_inputs(self):
        self.write("a.log", GOOD)
        self.write("b.log", GOOD)
        self.assertEqual(self.rows("a.log", "b.log")["AT+CSQ"]["count"], 2)

    def test_an_answer_that_never_came(self):
        name = self.write("in.log", modem_manager((">", b"AT+CSQ\r"), *[("<", b"\r\nOK\r\n")] * 1, (">", b"AT+NEW=1\r")))
        row = self.rows(name)["AT+NEW="]
        self.assertEqual((row["count"], row["ok"], row["max_ns"]), (1, 0, None))

    def test_memory_is_bounded_by_counting_the_rest_together(self):
        exchange = []
        for index in range(6000):
            exchange += [(">", b"AT+N%dX\r" % index), ("<", b"\r\nERROR\r\n")]
        rows = self.rows(self.write("in.log", modem_manager(*exchange)))
        self.assertLess(len(rows), 5000)
        self.assertEqual(sum(row["count"] for row in rows.values()), 6000)

    def test_table_and_csv_agree(self):
        name = self.write("in.log", GOOD)
        table = self.run_atscope("stats", "-d", DIALECT, name)
        self.check(table, 0)
        self.assertRegex(table.out, r"(?m)^AT\+CSQ +1 +1 +0 +0 +0 +10\.0 ms +10\.0 ms +10\.0 ms +100 ms +10%$")
        rows = list(csv.DictReader(io.StringIO(self.run_atscope("stats", "-d", DIALECT, "-f", "csv", name).out, newline="")))
        self.assertEqual([(row["command"], row["max_ns"]) for row in rows],
                         [("AT+CREG?", "20000000"), ("AT+CSQ", "10000000")])


if __name__ == "__main__":
    unittest.main()
