# SPDX-License-Identifier: MIT
"""The exit codes of docs/cli.md, each with a message that helps."""
import gzip
import os
import unittest

from program import DIALECT, GOOD, ProgramTest

READERS = ("decode", "lint", "stats")


class ExitCodes(ProgramTest):
    def test_good_traffic_is_fine(self):
        self.write("good.log", GOOD)
        for command in READERS:
            self.check(self.run_atscope(command, "-d", DIALECT, "good.log"), 0)

    def test_standard_input_is_an_input(self):
        for command in READERS:
            self.check(self.run_atscope(command, "-d", DIALECT, "-", stdin=GOOD.encode()), 0)

    def test_a_compressed_log_is_an_input(self):
        self.write("good.log.gz", gzip.compress(GOOD.encode()))
        self.check(self.run_atscope("decode", "-d", DIALECT, "good.log.gz"), 0)

    def test_what_cannot_be_read_is_named_with_a_way_out(self):
        for command in READERS:
            self.check(self.run_atscope(command, "-d", DIALECT, "missing.log"), 2, ("atscope: missing.log: ", "help: "))
            self.check(self.run_atscope(command, "-d", DIALECT, "."), 2, ("atscope: .: is a directory", "help: "))

    @unittest.skipIf(os.geteuid() == 0, "root reads everything")
    def test_a_file_without_permission(self):
        self.write("closed.log", GOOD)
        os.chmod(self.path("closed.log"), 0)
        self.check(self.run_atscope("decode", "-d", DIALECT, "closed.log"), 2, "closed.log")

    def test_one_bad_input_does_not_stop_the_others(self):
        self.write("good.log", GOOD)
        result = self.run_atscope("decode", "-d", DIALECT, "missing.log", "good.log")
        self.check(result, 2, "missing.log")
        self.assertIn("AT+CREG?", result.out)

    def test_nothing_checked_is_not_fine(self):
        self.write("prose.txt", "It was a dark and stormy night.\nNothing was sent.\n")
        self.write("empty.log", "")
        self.write("image.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
        for command in READERS:
            for name in ("prose.txt", "empty.log", "image.png"):
                self.check(self.run_atscope(command, "-d", DIALECT, name), 3, (name, "no AT traffic", "help: "))
        self.check(self.run_atscope("lint", "-d", DIALECT, "--exit-zero", "empty.log"), 3)

    def test_it_is_said_what_the_input_looks_like(self):
        self.write("image.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
        self.check(self.run_atscope("lint", "-d", DIALECT, "image.png"), 3, ("PNG", "--format-in"))

    def test_one_input_with_traffic_is_enough(self):
        self.write("good.log", GOOD)
        self.write("empty.log", "")
        self.check(self.run_atscope("decode", "-d", DIALECT, "empty.log", "good.log"), 0, "empty.log")

    def test_wrong_usage(self):
        self.write("good.log", GOOD)
        self.check(self.run_atscope(), 2, "Subcommands")
        self.check(self.run_atscope("decod", "good.log"), 2, "did you mean atscope decode?")
        self.check(self.run_atscope("good.log"), 2, "atscope decode good.log")
        self.check(self.run_atscope("decode"), 2, "PATH")
        self.check(self.run_atscope("decode", "--formt", "csv", "good.log"), 2, "did you mean --format?")
        self.check(self.run_atscope("decode", "--format", "xml", "good.log"), 2, "text|jsonl|csv")
        self.check(self.run_atscope("decode", "--format-in", "modemmanger", "good.log"), 2, "modemmanager")
        self.check(self.run_atscope("lint", "--select", "ORD01", "good.log"), 2, "did you mean ORD001?")

    def test_help_and_version_are_fine(self):
        for arguments in (["--help"], ["--version"], ["decode", "--help"], ["dialect", "check", "-h"]):
            result = self.run_atscope(*arguments)
            self.check(result, 0)
            self.assertEqual(result.err, "")
            self.assertNotEqual(result.out, "")
        self.assertIn("Exit codes", self.run_atscope("lint", "--help").out)

    def test_a_broken_dialect(self):
        self.write("good.log", GOOD)
        self.write("broken.at", 'dialect broken "Broken"\nresult maybe OK\n')
        self.check(self.run_atscope("decode", "-d", "./broken.at", "good.log"), 2, ("broken.at", ":2:"))
        self.check(self.run_atscope("decode", "-d", "3gp", "good.log"), 2, "there is no dialect '3gp'")

    def test_a_full_disk_is_not_fine(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        self.write("good.log", GOOD)
        import subprocess
        from program import BINARY
        with open("/dev/full", "wb") as full:
            completed = subprocess.run([BINARY, "decode", "-d", DIALECT, self.path("good.log")], stdout=full,
                                       stderr=subprocess.PIPE, timeout=60, check=False)
        self.assertEqual(completed.returncode, 2)
        self.assertIn(b"cannot write", completed.stderr)


if __name__ == "__main__":
    unittest.main()
