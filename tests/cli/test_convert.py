#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""atscope convert: the same dialogue in another kind of file."""
import json
import os
import shutil
import subprocess
import unittest

from program import SOURCE_DIR, ProgramTest

SAMPLE = os.path.join(SOURCE_DIR, "samples", "tcp-pdp-deact.log")


class ConvertTest(ProgramTest):
    def dialogue(self, path):
        result = self.run_atscope("decode", path, "--format", "jsonl", "-d", "3gpp")
        self.check(result, 0)
        return [(r["command"], r["outcome"], r["result"], r["latency_ns"])
                for r in result.records() if r["kind"] == "transaction"]

    def test_every_kind_holds_the_same_transactions(self):
        expected = self.dialogue(SAMPLE)
        self.assertGreater(len(expected), 10)
        for kind in ("pcapng", "upper-pdu", "pcap", "modemmanager", "transcript"):
            with self.subTest(kind=kind):
                self.check(self.run_atscope("convert", SAMPLE, "--to", kind, "-o", "out"), 0)
                self.assertEqual(self.dialogue("out"), expected)

    def test_the_name_of_the_output_tells_the_kind(self):
        for name, magic in (("a.pcapng", b"\n\r\r\n"), ("a.pcap", b"\xa1\xb2\x3c\x4d"), ("a.txt", b"[2026"),
                            ("a.json", b"{")):
            self.check(self.run_atscope("convert", SAMPLE, "-o", name), 0)
            with open(self.path(name), "rb") as file:
                self.assertTrue(file.read().startswith(magic), name)

    def test_a_part_of_the_time(self):
        result = self.run_atscope("convert", SAMPLE, "--to", "transcript", "--from-time", "+1", "--to-time", "+3")
        self.check(result, 0)
        self.assertGreater(len(result.out.splitlines()), 2)
        self.assertNotIn("TX: ATI", result.out)
        self.check(self.run_atscope("convert", SAMPLE, "--from-time", "soon"), 2, "is no time")
        self.check(self.run_atscope("convert", SAMPLE, "--to", "transcript", "--channel", "other"), 3, "nothing to convert")

    def test_trace_events_are_json_with_durations(self):
        result = self.run_atscope("convert", SAMPLE, "--to", "trace-event")
        self.check(result, 0)
        events = json.loads(result.out)["traceEvents"]
        first = next(event for event in events if event["ph"] == "X")
        self.assertEqual((first["name"], first["dur"]), ("ATI", 20000))

    def test_mistakes_are_told(self):
        self.write("raw.log", "AT\r\nOK\r\n")
        self.check(self.run_atscope("convert", "raw.log", "--to", "pcap"), 2, "does not tell who sent")
        self.check(self.run_atscope("convert", "raw.log", "-o", "raw.log"), 2, "is the input, too")
        self.check(self.run_atscope("convert", "raw.log", "-o", "no/such/place"), 2, "No such file")
        self.check(self.run_atscope("convert", "missing.log"), 2, "no such file")

    @unittest.skipUnless(shutil.which("tshark"), "needs tshark")
    def test_stock_tshark_shows_every_command(self):
        self.check(self.run_atscope("convert", SAMPLE, "--to", "upper-pdu", "-o", "out.pcapng"), 0)
        shown = subprocess.run(["tshark", "-r", self.path("out.pcapng"), "-Y", "at", "-T", "fields", "-e", "frame.p2p_dir",
                                "-e", "_ws.col.Info"], capture_output=True, text=True, check=True).stdout
        sent = [line for line in shown.splitlines() if line.startswith("0\tSent AT Command: AT")]
        self.assertEqual(len(sent), len(self.dialogue(SAMPLE)))


if __name__ == "__main__":
    unittest.main()
