# SPDX-License-Identifier: MIT
"""atscope capture on pseudo-terminals: tap, proxy, standard input; crashes, full disks, ports that go and come."""
import os
import resource
import signal
import subprocess
import termios
import tty
import unittest

from program import ProgramTest
from serial_line import Line, Running, read_exactly, read_until, wait_until


class CaptureTest(ProgramTest):
    def line(self, link=None):
        line = Line(link and self.path(link))
        self.addCleanup(line.close)
        return line

    def capture(self, *arguments, **options):
        running = Running(self.folder, "capture", *arguments, **options)
        self.addCleanup(running.kill)
        return running

    def open(self, name):
        """A program opens the pty of a proxy."""
        opened = []

        def opens():
            # A link that a killed proxy left behind leads nowhere until the next one replaces it.
            try:
                opened.append(os.open(self.path(name), os.O_RDWR | os.O_NOCTTY))
            except OSError:
                return False
            return True

        wait_until(opens, self.path(name))
        tty.setraw(opened[0])
        return opened[0]

    def size(self, name):
        try:
            return os.path.getsize(self.path(name))
        except FileNotFoundError:
            return 0

    def holds(self, name, data):
        try:
            with open(self.path(name), "rb") as file:
                return data in file.read()
        except FileNotFoundError:
            return False

    def records(self, name):
        result = self.run_atscope("decode", "-f", "jsonl", name)
        self.assertIn(result.code, (0, 3), result.err)  # URCs alone may be no sure sign of AT traffic
        return result.records()

    def notes(self, name):
        return [r["text"] if "text" in r else r["because"] for r in self.records(name) if r["kind"] == "note"]

    def talk(self, name):
        """(sender, text) of everything on the line that is no note."""
        return [(r["sender"], r["text"]) for r in self.records(name)
                if r["kind"] in ("command", "echo", "info", "result", "urc", "unparsed")]


class Tap(CaptureTest):
    def test_both_directions_are_recorded_and_shown_as_one_line(self):
        host, module = self.line(), self.line()
        running = self.capture("--tap", f"{host.path},{module.path}", "-o", "t.pcapng", "--name", "bench")
        wait_until(lambda: self.size("t.pcapng"), "the recording begins")
        for command, answer in ((b"AT+CSQ\r", b"\r\n+CSQ: 20,99\r\n\r\nOK\r\n"), (b"AT\r", b"\r\nOK\r\n")):
            host.write(command)
            wait_until(lambda data=command: self.holds("t.pcapng", data), "the command is recorded")
            module.write(answer)
            wait_until(lambda data=answer: self.holds("t.pcapng", data), "the answer is recorded")
        self.assertEqual(running.end(), 0, running.err)
        self.assertEqual(self.talk("t.pcapng"), [
            ("dte", "AT+CSQ"), ("dce", "+CSQ: 20,99"), ("dce", "OK"), ("dte", "AT"), ("dce", "OK")])
        self.assertEqual({r["channel"] for r in self.records("t.pcapng")}, {"bench"})
        for text in ("AT+CSQ", "+CSQ: 20,99", "2 transactions (2 ok"):
            self.assertIn(text, running.out)
        self.assertIn("captured 10 bytes of the host, 27 bytes of the module", running.err)

    def test_one_port_says_that_it_hears_one_direction(self):
        module = self.line()
        running = self.capture("--port", module.path, "-o", "p.pcapng")
        module.write(b"\r\nRING\r\n")
        wait_until(lambda: self.holds("p.pcapng", b"RING"), "the URC is recorded")
        running.end()
        self.assertIn("one direction only", running.err)
        self.assertIn("one direction only", "".join(self.notes("p.pcapng")))
        self.assertEqual(self.talk("p.pcapng"), [("dce", "RING")])

    def test_a_port_that_vanishes_is_a_gap_and_capture_goes_on_when_it_is_back(self):
        host, module = self.line(), self.line("ttyMODEM")
        running = self.capture("--tap", f"{host.path},{module.path}", "-o", "t.pcapng")
        wait_until(lambda: self.size("t.pcapng"), "the recording begins")
        module.write(b"\r\nRING\r\n")
        wait_until(lambda: self.holds("t.pcapng", b"RING"), "the first URC")
        module.vanish()
        wait_until(lambda: self.holds("t.pcapng", b"vanished"), "the gap is recorded")
        host.write(b"AT\r")
        wait_until(lambda: self.holds("t.pcapng", b"AT\r"), "the other port is still heard")
        module = self.line("ttyMODEM")
        wait_until(lambda: self.holds("t.pcapng", b"MODEM is back"), "the return is recorded")
        module.write(b"\r\nOK\r\n")
        wait_until(lambda: self.holds("t.pcapng", b"OK\r\n"), "the answer behind the gap")
        self.assertEqual(running.end(), 0, running.err)
        self.assertEqual(self.talk("t.pcapng"), [("dce", "RING"), ("dte", "AT"), ("dce", "OK")])
        self.assertEqual(len([note for note in self.notes("t.pcapng") if "vanished" in note]), 1)
        self.assertIn("bytes lost in 1 place", running.err)


class Proxy(CaptureTest):
    def start(self, module, *arguments, **options):
        return self.capture("--proxy", module.path, "--link", "modem", "-o", "x.pcapng", *arguments, **options)

    def test_the_application_talks_to_the_module_and_changes_its_speed(self):
        module = self.line()
        running = self.start(module)
        fd = self.open("modem")
        settings = termios.tcgetattr(fd)
        settings[4] = settings[5] = termios.B921600
        termios.tcsetattr(fd, termios.TCSANOW, settings)
        os.write(fd, b"AT+CSQ\r")
        self.assertEqual(module.read(7), b"AT+CSQ\r")
        self.assertEqual(termios.tcgetattr(module.port)[4:6], [termios.B921600] * 2)
        module.write(b"\r\n+CSQ: 20,99\r\n\r\nOK\r\n")
        self.assertEqual(read_exactly(fd, 21), b"\r\n+CSQ: 20,99\r\n\r\nOK\r\n")
        os.close(fd)
        wait_until(lambda: self.holds("x.pcapng", b"closed the port"), "the close is recorded")
        self.assertEqual(running.end(), 0, running.err)
        self.assertFalse(os.path.lexists(self.path("modem")), "the link is left behind")
        self.assertEqual(self.talk("x.pcapng"), [("dte", "AT+CSQ"), ("dce", "+CSQ: 20,99"), ("dce", "OK")])
        notes = "\n".join(self.notes("x.pcapng"))
        for text in ("opened the port", "set 921600 8N1", "closed the port"):
            self.assertIn(text, notes)

    def test_every_byte_value_passes_both_ways(self):
        module = self.line()
        self.start(module, "--quiet")
        fd = self.open("modem")
        everything = bytes(range(256)) * 4
        os.write(fd, everything)
        self.assertEqual(module.read(len(everything)), everything)
        module.write(everything)
        self.assertEqual(read_exactly(fd, len(everything)), everything)
        os.close(fd)

    def test_the_application_may_close_and_open_again(self):
        module = self.line()
        running = self.start(module)
        for command in (b"AT\r", b"ATI\r"):
            fd = self.open("modem")
            os.write(fd, command)
            self.assertEqual(module.read(len(command)), command)
            module.write(b"\r\nOK\r\n")
            self.assertEqual(read_exactly(fd, 6), b"\r\nOK\r\n")
            os.close(fd)
            closes = [b"AT\r", b"ATI\r"].index(command) + 1
            wait_until(lambda n=closes: self.count("x.pcapng", b"closed the port") == n, "the close is recorded")
        # Nobody listens now; the recording does.
        module.write(b"\r\nRING\r\n")
        wait_until(lambda: self.holds("x.pcapng", b"RING"), "the URC is recorded")
        self.assertEqual(running.end(), 0, running.err)
        self.assertEqual(self.talk("x.pcapng"), [
            ("dte", "AT"), ("dce", "OK"), ("dte", "ATI"), ("dce", "OK"), ("dce", "RING")])

    def count(self, name, data):
        with open(self.path(name), "rb") as file:
            return file.read().count(data)

    def test_a_real_port_that_vanishes_and_returns_is_survived(self):
        module = self.line("ttyREAL")
        running = self.start(module)
        fd = self.open("modem")
        os.write(fd, b"AT\r")
        self.assertEqual(module.read(3), b"AT\r")
        module.vanish()
        wait_until(lambda: self.holds("x.pcapng", b"vanished"), "the gap is recorded")
        os.write(fd, b"AT+LOST\r")
        module = self.line("ttyREAL")
        wait_until(lambda: self.holds("x.pcapng", b"REAL is back"), "the return is recorded")
        os.write(fd, b"ATI\r")
        self.assertEqual(module.read(4), b"ATI\r")
        module.write(b"\r\nOK\r\n")
        self.assertEqual(read_exactly(fd, 6), b"\r\nOK\r\n")
        os.close(fd)
        self.assertEqual(running.end(), 0, running.err)
        self.assertIn("8 bytes of the application are lost: the port was away", "\n".join(self.notes("x.pcapng")))
        self.assertNotIn("AT+LOST", "".join(text for _, text in self.talk("x.pcapng")))

    def test_a_kill_loses_nothing_that_is_older_than_a_second_and_leaves_a_readable_file(self):
        module = self.line()
        running = self.start(module)
        fd = self.open("modem")
        for n in range(50):
            os.write(fd, b"AT+CSQ\r")
            module.read(7)
            module.write(b"\r\n+CSQ: %d,99\r\n\r\nOK\r\n" % n)
            read_until(fd, b"OK\r\n")
        wait_until(lambda: self.holds("x.pcapng", b"+CSQ: 49,99"), "the last answer is on the disk while it runs")
        running.end(signal.SIGKILL)
        os.close(fd)
        talk = self.talk("x.pcapng")
        self.assertEqual([text for _, text in talk], [t for n in range(50) for t in ("AT+CSQ", f"+CSQ: {n},99", "OK")])
        # The link that the kill left behind is no obstacle.
        self.assertTrue(os.path.islink(self.path("modem")))
        again = self.start(module, "--force")
        fd = self.open("modem")
        os.write(fd, b"AT\r")
        self.assertEqual(module.read(3), b"AT\r")
        os.close(fd)
        self.assertEqual(again.end(), 0, again.err)

    def test_a_link_never_replaces_a_file(self):
        self.write("modem", "precious")
        module = self.line()
        result = self.run_atscope("capture", "--proxy", module.path, "--link", "modem")
        self.check(result, 2, "is there already")
        with open(self.path("modem"), encoding="ascii") as file:
            self.assertEqual(file.read(), "precious")

    def test_a_paused_terminal_does_not_hold_up_the_traffic(self):
        module = self.line()
        reader, writer = os.pipe()
        running = self.start(module, stdout=writer)
        os.close(writer)
        fd = self.open("modem")
        # More than a pipe and the two buffers of the transcript (4 MB each) hold; nobody reads the pipe.
        line = b"AT+X=" + b"y" * 1000 + b"\r"
        for _ in range(12_000):
            os.write(fd, line)
            self.assertEqual(module.read(len(line)), line)
        os.close(fd)
        running.process.send_signal(signal.SIGINT)
        with open(reader, "rb") as pipe:
            pipe.read()
        self.assertEqual(running.wait(), 0)
        self.assertIn("of the transcript were not shown", running.err)
        self.assertIn(f"captured {12_000 * len(line)} bytes of the host", running.err)


class Disk(CaptureTest):
    def test_a_full_device_is_told_before_anything_is_captured(self):
        module = self.line()
        result = self.run_atscope("capture", "--port", module.path, "-o", "/dev/full")
        self.check(result, 2, "the disk is full")

    def test_when_the_file_cannot_grow_capture_ends_with_everything_so_far(self):
        module = self.line()
        limit = 20_000
        running = self.capture(
            "--port", module.path, "-o", "p.pcapng", "--quiet",
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        wait_until(lambda: self.size("p.pcapng"), "the recording begins")
        sent = []
        while running.process.poll() is None and len(sent) < 5000:
            sent.append(f"+CREG: {len(sent)}")
            module.write(f"\r\n{sent[-1]}\r\n".encode())
        self.assertEqual(running.wait(), 2)
        self.assertIn("the recording ends here: the file may not become larger", running.err)
        self.assertIn("captured", running.err)
        kept = [text for _, text in self.talk("p.pcapng")]
        self.assertGreater(len(kept), 50)
        # A record may end inside a line.
        self.assertEqual(kept[:-1], sent[:len(kept) - 1])
        self.assertTrue(sent[len(kept) - 1].startswith(kept[-1]))

    def test_rotation_leaves_files_that_each_stand_alone(self):
        module = self.line()
        running = self.capture("--port", module.path, "-o", "p.pcapng", "--quiet", "--rotate-size", "4k",
                               "--keep", "3")
        for n in range(600):
            module.write(b"\r\n+CREG: %d\r\n" % n)
            if n % 3 == 2:
                wait_until(lambda last=b"+CREG: %d\r" % n: any(
                    self.holds(name, last) for name in os.listdir(self.folder)), f"URC {n}")
        self.assertEqual(running.end(), 0, running.err)
        names = sorted(os.listdir(self.folder))
        self.assertEqual(len(names), 3)
        texts = [text for name in names for _, text in self.talk(name)]
        self.assertEqual(texts, [f"+CREG: {n}" for n in range(600 - len(texts), 600)])


class Stdin(CaptureTest):
    def test_a_log_is_recorded_with_its_own_times(self):
        log = ("[2026-03-14 09:27:17.100] > AT+CSQ\n[2026-03-14 09:27:17.140] < +CSQ: 20,99\n"
               "[2026-03-14 09:27:17.141] < OK\n")
        result = self.run_atscope("capture", "--stdin", "-o", "s.pcapng", stdin=log.encode())
        self.check(result, 0)
        self.assertEqual(self.talk("s.pcapng"), [("dte", "AT+CSQ"), ("dce", "+CSQ: 20,99"), ("dce", "OK")])
        self.assertTrue(self.records("s.pcapng")[0]["time"].startswith("2026-03-14T09:27:17.100"))

    def test_raw_bytes_of_one_side(self):
        result = self.run_atscope("capture", "--stdin", "--sender", "dce", "-o", "s.pcapng",
                                  stdin=b"\r\nRING\r\n\r\n+CLIP: 1\r\n")
        self.check(result, 0)
        self.assertEqual(self.talk("s.pcapng"), [("dce", "RING"), ("dce", "+CLIP: 1")])

    def test_it_is_shown_while_it_comes_and_ctrl_c_ends_it_in_order(self):
        running = self.capture("--stdin", "--sender", "dce", stdin=subprocess.PIPE)
        running.process.stdin.write(b"\r\nRING\r\n\r\nRING\r\n")
        running.process.stdin.flush()
        seen = b""
        while b"RING" not in seen:
            seen += read_exactly(running.process.stdout.fileno(), 1)
        running.process.send_signal(signal.SIGINT)
        self.assertEqual(running.process.wait(timeout=30), 0)


class Usage(CaptureTest):
    def test_exactly_one_way_must_be_named(self):
        self.check(self.run_atscope("capture"), 2, "there is nothing to capture from")
        self.check(self.run_atscope("capture", "--stdin", "--port", "x"), 2, "more than one thing")
        self.check(self.run_atscope("capture", "--tap", "a"), 2, "needs two ports")

    def test_a_port_that_is_not_there_is_named_with_those_that_are(self):
        self.check(self.run_atscope("capture", "--port", "/dev/ttyNONE7"), 2,
                   ["/dev/ttyNONE7: there is no such port", "help: "])

    def test_what_is_no_port_is_refused(self):
        name = self.write("file", "x")
        self.check(self.run_atscope("capture", "--port", name), 2, "is no serial port")

    def test_wrong_amounts_are_named(self):
        for option, value in (("--rotate-size", "big"), ("--rotate-time", "-1"), ("--keep", "0"), ("--for", "soon")):
            self.check(self.run_atscope("capture", "--stdin", "-o", "x", option, value), 2, [option, "no such amount"])
        for option, value in (("--baud", "fast"), ("--framing", "8X1")):
            self.check(self.run_atscope("capture", "--port", "/dev/null", option, value), 2, option)

    def test_an_earlier_recording_is_not_overwritten(self):
        self.write("x.pcapng", "precious")
        self.check(self.run_atscope("capture", "--stdin", "-o", "x.pcapng", stdin=b"AT\r"), 2, "is there already")

    def test_a_usb_monitor_that_is_not_there_says_what_to_do(self):
        for arguments in (["--usb", "usbmon999"], ["--usb=usbmon999"]):
            self.check(self.run_atscope("capture", *arguments), 2, ["usbmon999: ", "help: "])

    def test_it_ends_by_itself_after_a_time(self):
        module = self.line()
        self.check(self.run_atscope("capture", "--port", module.path, "--for", "100ms"), 0)


if __name__ == "__main__":
    unittest.main()
