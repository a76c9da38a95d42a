# SPDX-License-Identifier: MIT
"""lint --follow: a log that grows, is cut short, is rotated; and --fail-fast."""
import os
import signal
import subprocess
import time
import unittest

from program import BINARY, DIALECT, ENVIRONMENT, GOOD, ProgramTest
from test_lint import BAD


class Follow(ProgramTest):
    def start(self, *arguments):
        process = subprocess.Popen([BINARY, "lint", "-d", DIALECT, "-f", "jsonl", *arguments], cwd=self.folder, env=ENVIRONMENT,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.addCleanup(process.wait)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stderr.close)
        os.set_blocking(process.stdout.fileno(), False)
        return process

    def wait_for(self, process, code):
        """Until a finding of the rule has been written, while the program goes on."""
        text = b""
        deadline = time.monotonic() + 50
        while code.encode() not in text and time.monotonic() < deadline:
            text += process.stdout.read() or b""
            time.sleep(0.02)
        self.assertIn(code.encode(), text)
        return text

    def append(self, name, text):
        with open(self.path(name), "a", encoding="utf-8") as file:
            file.write(text)

    def test_findings_come_while_the_log_grows(self):
        self.write("run.log", GOOD)
        process = self.start("--follow", "run.log")
        self.append("run.log", BAD)
        self.wait_for(process, "ORD001")
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGINT)
        process.wait(30)

    def test_a_log_that_is_cut_short_is_read_anew(self):
        self.write("run.log", GOOD * 20)
        process = self.start("--follow", "run.log")
        time.sleep(0.3)
        self.write("run.log", BAD)
        self.wait_for(process, "ORD001")
        process.send_signal(signal.SIGINT)
        process.wait(30)

    def test_a_rotated_log_is_followed_into_the_new_file(self):
        self.write("run.log", GOOD)
        process = self.start("--follow", "run.log")
        time.sleep(0.3)
        os.rename(self.path("run.log"), self.path("run.log.1"))
        self.write("run.log", BAD)
        self.wait_for(process, "ORD001")
        process.send_signal(signal.SIGINT)
        process.wait(30)

    def test_fail_fast_ends_at_the_first_failure(self):
        self.write("run.log", GOOD + BAD)
        process = self.start("--follow", "--fail-fast", "run.log")
        self.assertEqual(process.wait(50), 1)

    def test_fail_fast_reads_no_further(self):
        self.write("run.log", BAD * 1000)
        all_of_it = self.run_atscope("lint", "-d", DIALECT, "-f", "jsonl", "run.log").out.count("\n")
        self.write("other.log", BAD)
        result = self.run_atscope("lint", "-d", DIALECT, "-f", "jsonl", "--fail-fast", "run.log", "other.log")
        self.check(result, 1)
        self.assertLess(result.out.count("\n"), all_of_it / 10)
        self.assertNotIn("other.log", result.out)

    def test_a_missing_file_cannot_be_followed(self):
        self.check(self.run_atscope("lint", "--follow", "missing.log"), 2, "no such file")


if __name__ == "__main__":
    unittest.main()
