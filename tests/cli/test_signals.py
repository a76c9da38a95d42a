# SPDX-License-Identifier: MIT
"""Readers that go away, Ctrl-C, and input that arrives slowly."""
import contextlib
import fcntl
import json
import os
import select
import signal
import struct
import subprocess
import termios
import threading
import time
import unittest

from program import BINARY, DIALECT, GOOD, ProgramTest, modem_manager

BAD = modem_manager((">", b"AT+CSQ\r"), ("<", b"\r\n+CME ERROR: 14\r\n"))


class Signals(ProgramTest):
    def start(self, *arguments, **options):
        return subprocess.Popen([BINARY, *arguments], cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, **options)

    def test_a_reader_that_goes_away_ends_it_quietly(self):
        name = self.write("big.log", GOOD * 20000)
        for ignored in (False, True):
            # A parent that ignores SIGPIPE hands that on; atscope must not depend on it.
            before = signal.signal(signal.SIGPIPE, signal.SIG_IGN if ignored else signal.SIG_DFL)
            try:
                process = self.start("decode", "-d", DIALECT, name, restore_signals=not ignored)
            finally:
                signal.signal(signal.SIGPIPE, before)
            process.stdout.read(100)
            process.stdout.close()
            err = process.stderr.read()
            code = process.wait(timeout=60)
            process.stdin.close()
            process.stderr.close()
            self.assertEqual(err, b"")
            self.assertEqual(code, -signal.SIGPIPE)

    @staticmethod
    def feed(pipe, data):
        with contextlib.suppress(BrokenPipeError):
            pipe.write(data)
            pipe.flush()

    def test_ctrl_c_ends_the_wait_for_a_pipe_that_says_nothing_more(self):
        process = self.start("lint", "-d", DIALECT, "-f", "concise", "-")
        self.addCleanup(process.kill)
        self.feed(process.stdin, BAD.encode())  # too little to tell the format by
        for _ in range(2000):
            if struct.unpack("i", fcntl.ioctl(process.stdin, termios.FIONREAD, bytes(4)))[0] == 0:
                break
            time.sleep(0.01)
        time.sleep(0.3)  # it has taken all, and waits for more
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=20), -signal.SIGINT)
        for stream in (process.stdin, process.stdout, process.stderr):
            stream.close()

    def test_slow_input_is_shown_at_once_and_ctrl_c_ends_it_in_order(self):
        process = self.start("decode", "-d", DIALECT, "--format", "jsonl", "-")
        self.addCleanup(process.kill)
        # More than the detection of formats looks at, but no end of file.
        writer = threading.Thread(target=self.feed, args=(process.stdin, GOOD.encode() * 2000))
        writer.start()
        ready, _, _ = select.select([process.stdout], [], [], 20)
        self.assertTrue(ready, "nothing was written while the input was open")
        self.assertTrue(os.read(process.stdout.fileno(), 100).startswith(b'{"v":1,'))
        process.send_signal(signal.SIGINT)
        out, err = process.stdout.read(), process.stderr.read()
        process.wait(timeout=20)
        writer.join()
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        process.stdout.close()
        process.stderr.close()
        self.assertEqual(process.returncode, -signal.SIGINT, err)
        self.assertTrue(out.endswith(b"}\n"))

    def test_the_first_finding_comes_while_the_log_goes_on(self):
        process = self.start("lint", "-d", DIALECT, "-f", "jsonl", "-")
        self.addCleanup(process.kill)
        # One error, a long time of peace behind it, and no end of file.
        writer = threading.Thread(target=self.feed, args=(process.stdin, BAD.encode() + GOOD.encode() * 2000))
        writer.start()
        ready, _, _ = select.select([process.stdout], [], [], 20)
        self.assertTrue(ready, "no finding was written while the input was open")
        finding = json.loads(process.stdout.readline())
        writer.join()
        process.stdin.close()
        process.stdout.close()
        process.stderr.close()
        process.wait(timeout=20)
        self.assertEqual(finding["code"], "ERR001")


if __name__ == "__main__":
    unittest.main()
