# SPDX-License-Identifier: MIT
"""atscope replay: a module without a module, a host without a host; and capture from end to end between them."""
import os
import signal
import threading
import tty
import unittest

from program import ProgramTest, modem_manager
from serial_line import Line, Running, read_exactly, read_until, wait_until

DIALOGUE = modem_manager(
    (">", b"AT+CSQ\r"), ("<", b"\r\n+CSQ: 20,99\r\n\r\nOK\r\n"),
    (">", b"AT+CMGF=1\r"), ("<", b"\r\n+CMS "), ("<", b"ERROR: 302\r\n"),
    ("<", b"\r\nRING\r\n"),
    (">", b"ATH\r"), ("<", b"\r\nOK\r\n"))
HOST = [(b"AT+CSQ\r", b"OK\r\n"), (b"AT+CMGF=1\r", b"302\r\n"), (b"", b"RING\r\n"), (b"ATH\r", b"OK\r\n")]


class ReplayTest(ProgramTest):
    def run_in_background(self, *arguments):
        running = Running(self.folder, *arguments)
        self.addCleanup(running.kill)
        return running

    def open(self, name):
        path = self.path(name)
        wait_until(lambda: os.path.exists(path), path)
        fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(fd, 0)
        return fd

    @staticmethod
    def host(fd, script):
        """A host program: sends each command when the answer before has come."""
        for command, end in script:
            os.write(fd, command)
            read_until(fd, end)
        os.close(fd)

    def transactions(self, name):
        result = self.run_atscope("decode", "-f", "jsonl", name)
        self.check(result, 0)
        return [(r["command"], r["result"], r["info"]) for r in result.records() if r["kind"] == "transaction"]

    def latencies(self, name):
        result = self.run_atscope("decode", "-f", "jsonl", name)
        return [r["latency_ns"] for r in result.records() if r["kind"] == "transaction"]

    def bytes_of(self, name, sender):
        """What one side sent, as the recording has it (link type 250 in pcapng, little-endian)."""
        with open(self.path(name), "rb") as file:
            data = file.read()
        out, at = b"", 0
        while at < len(data):
            kind, size = (int.from_bytes(data[at + n:at + n + 4], "little") for n in (0, 4))
            if kind == 6:
                captured = int.from_bytes(data[at + 20:at + 24], "little")
                packet = data[at + 28:at + 28 + captured]
                out += packet[12:] if packet[8] == {"dte": 1, "dce": 2}[sender] else b""
            at += size
        return out


class Module(ReplayTest):
    def test_a_host_program_gets_the_recorded_answers(self):
        self.write("talk.log", DIALOGUE)
        running = self.run_in_background("replay", "talk.log", "--link", "modem")
        self.host(self.open("modem"), HOST)
        self.assertEqual(running.wait(), 0, running.err)
        self.assertIn("8 of 8 steps played", running.err)
        self.assertFalse(os.path.lexists(self.path("modem")))

    def test_an_unexpected_command_is_told_with_what_was_expected(self):
        self.write("talk.log", DIALOGUE)
        running = self.run_in_background("replay", "talk.log", "--link", "modem", "--speed", "max")
        fd = self.open("modem")
        os.write(fd, b"AT+CSQ\r")
        read_until(fd, b"OK\r\n")
        os.write(fd, b"AT+COPS?\r")
        self.assertEqual(running.wait(), 1, running.err)
        self.assertIn("the host sent 'AT+COPS?␍'", running.err)
        self.assertIn("expected was 'AT+CMGF=1␍' (line 3)", running.err)
        os.close(fd)

    def test_lenient_answers_in_any_order_and_loops(self):
        self.write("talk.log", DIALOGUE)
        running = self.run_in_background("replay", "talk.log", "--link", "modem", "--lenient", "--loop",
                                         "--speed", "max")
        fd = self.open("modem")
        for command, end in ((b"ath\r", b"OK\r\n"), (b"AT+CSQ\r\n", b"OK\r\n"), (b"AT+COPS?\r", b"ERROR\r\n")):
            os.write(fd, command)
            read_until(fd, end)
        os.close(fd)
        self.assertEqual(running.end(), 1, running.err)
        self.assertIn("1 unexpected", running.err)

    def test_the_program_may_close_and_open_the_port(self):
        self.write("talk.log", DIALOGUE)
        running = self.run_in_background("replay", "talk.log", "--link", "modem", "--speed", "max")
        self.host(self.open("modem"), HOST[:1])
        self.host(self.open("modem"), HOST[1:])
        self.assertEqual(running.wait(), 0, running.err)

    def test_a_silent_program_is_given_up_when_asked(self):
        self.write("talk.log", DIALOGUE)
        result = self.run_atscope("replay", "talk.log", "--timeout", "200ms")
        self.check(result, 1, ["nothing happened for too long", "expected was 'AT+CSQ␍'"])

    def test_ctrl_c_before_the_end_is_seen_by_the_shell(self):
        self.write("talk.log", DIALOGUE)
        running = self.run_in_background("replay", "talk.log", "--link", "modem")
        wait_until(lambda: os.path.exists(self.path("modem")), "the pty")
        self.assertEqual(running.end(), -signal.SIGINT)

    def test_what_cannot_be_played_says_why(self):
        self.write("empty.log", "")
        self.check(self.run_atscope("replay", "empty.log"), 2, "holds no traffic")
        self.check(self.run_atscope("replay", "none.log"), 2, "no such file")
        self.write("two.log", DIALOGUE + DIALOGUE.replace("ttyUSB2", "ttyUSB3"))
        self.check(self.run_atscope("replay", "two.log"), 2, ["holds more than one line", "ttyUSB3"])
        self.check(self.run_atscope("replay", "two.log", "--speed", "-1"), 2, "is no factor")


class Host(ReplayTest):
    def module(self, line, answers):
        def answer():
            for command, data in answers:
                read_exactly(line.wire, len(command))
                line.write(data)
        thread = threading.Thread(target=answer)
        thread.start()
        self.addCleanup(thread.join)

    def play(self, *answers):
        self.write("talk.log", DIALOGUE)
        line = Line()
        self.addCleanup(line.close)
        self.module(line, answers)
        return self.run_atscope("replay", "talk.log", "--as", line.path, "--speed", "max")

    def test_a_module_that_answers_alike_passes_whatever_the_values(self):
        result = self.play((b"AT+CSQ\r", b"\r\n+CSQ: 3,99\r\n\r\nOK\r\n"),
                           (b"AT+CMGF=1\r", b"\r\n+CMS ERROR: 302\r\n"), (b"ATH\r", b"\r\nOK\r\n"))
        self.check(result, 0, "3 of 3 commands sent, 0 answered otherwise")

    def test_another_result_is_told(self):
        result = self.play((b"AT+CSQ\r", b"\r\n+CSQ: 3,99\r\n\r\nOK\r\n"), (b"AT+CMGF=1\r", b"\r\nOK\r\n"),
                           (b"ATH\r", b"\r\nOK\r\n"))
        self.check(result, 1, ["'AT+CMGF=1' was answered with 'OK'", "in the capture it was '+CMS ERROR: 302'"])


class EndToEnd(ReplayTest):
    """A replayed module, a host program, the proxy between them: what is captured is what was replayed."""

    def through_the_proxy(self, capture, script, *arguments):
        module = self.run_in_background("replay", capture, "--link", "module", *arguments)
        wait_until(lambda: os.path.exists(self.path("module")), "the module's pty")
        proxy = self.run_in_background("capture", "--proxy", "module", "--link", "modem", "-o", "again.pcapng", "-q")
        self.host(self.open("modem"), script)
        self.assertEqual(module.wait(), 0, module.err)
        self.assertEqual(proxy.end(), 0, proxy.err)

    def test_the_same_transactions_byte_for_byte(self):
        self.write("talk.log", DIALOGUE)
        self.through_the_proxy("talk.log", HOST)
        self.assertEqual(self.transactions("again.pcapng"), self.transactions("talk.log"))
        self.assertEqual(self.bytes_of("again.pcapng", "dte"), b"AT+CSQ\rAT+CMGF=1\rATH\r")
        self.assertEqual(self.bytes_of("again.pcapng", "dce"),
                         b"\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\n+CMS ERROR: 302\r\n\r\nRING\r\n\r\nOK\r\n")
        # Answers cannot be early; how late they are is the machine's affair.
        for before, now in zip(self.latencies("talk.log"), self.latencies("again.pcapng")):
            self.assertGreater(now, before - 2_000_000)

    def test_a_long_transfer_at_full_speed_loses_nothing(self):
        # A second and a half of 921600 bit/s in each direction, every byte value, no pause.
        block = bytes(range(256)) * 4
        count = 140
        exchange = []
        for n in range(count):
            exchange += [(">", b"AT+PUT=%d\r" % n + block), ("<", block + b"\r\nOK %d\r\n" % n)]
        self.write("big.log", modem_manager(*exchange))
        script = [(b"AT+PUT=%d\r" % n + block, b"\r\nOK %d\r\n" % n) for n in range(count)]
        self.through_the_proxy("big.log", script, "--speed", "max")
        self.assertEqual(self.bytes_of("again.pcapng", "dte"), b"".join(b for s, b in exchange if s == ">"))
        self.assertEqual(self.bytes_of("again.pcapng", "dce"), b"".join(b for s, b in exchange if s == "<"))


if __name__ == "__main__":
    unittest.main()
