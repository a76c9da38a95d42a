# SPDX-License-Identifier: MIT
"""atscope-extcap: the dialog's sentences, every interface into a pipe, and tshark capturing through it."""
import os
import re
import shutil
import signal
import subprocess
import threading
import tty
import unittest

from program import ENVIRONMENT, SOURCE_DIR, ProgramTest, modem_manager
from serial_line import PATIENCE, Line, Running, read_until, wait_until

EXTCAP = os.environ["ATSCOPE_EXTCAP"]
SAMPLES = os.path.join(SOURCE_DIR, "samples")
INTERFACES = ("atscope-tap", "atscope-proxy", "atscope-port", "atscope-usb", "atscope-file")
TALK = modem_manager(
    (">", b"AT+CSQ\r"), ("<", b"\r\n+CSQ: 20,99\r\n\r\nOK\r\n"),
    (">", b"ATH\r"), ("<", b"\r\nOK\r\n"))


def sentences(text):
    """('arg', {'number': '0', …}) for each line, split as extcap_parser.c of Wireshark does."""
    found = []
    for line in text.splitlines():
        name, rest = line.split(" ", 1)
        pairs = re.findall(r"\{([^{}]*?)=([^{}]*?)\}", rest)
        if "".join(f"{{{key}={value}}}" for key, value in pairs) != rest:
            raise AssertionError(f"no sentence of an extcap: {line}")
        found.append((name, dict(pairs)))
    return found


class Pipe:
    """What Wireshark does with its pipe: opens it for reading, keeps what comes."""

    def __init__(self, path):
        os.mkfifo(path)
        self.path = path
        self.data = b""
        self.leaves = threading.Event()
        self.thread = threading.Thread(target=self.read)
        self.thread.start()

    def read(self):
        with open(self.path, "rb", buffering=0) as pipe:
            while not self.leaves.is_set() and (data := pipe.read(65536)):
                self.data += data

    def close(self):
        if self.thread.is_alive():  # a program that never opened its end leaves the reader waiting
            try:
                os.close(os.open(self.path, os.O_WRONLY | os.O_NONBLOCK))
            except OSError:
                pass
        self.thread.join(PATIENCE)


class ExtcapTest(ProgramTest):
    def ask(self, *arguments):
        result = subprocess.run([EXTCAP, *arguments], capture_output=True, text=True, env=ENVIRONMENT,
                                cwd=self.folder, timeout=60, check=False)
        return result.returncode, result.stdout, result.stderr

    def pipe(self, name="fifo"):
        pipe = Pipe(self.path(name))
        self.addCleanup(pipe.close)
        return pipe

    def start(self, interface, *arguments, pipe=None):
        pipe = pipe or self.pipe()
        process = subprocess.Popen(
            [EXTCAP, "--capture", "--extcap-interface", interface, "--fifo", pipe.path, *arguments],
            cwd=self.folder, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.kill, process)
        return process, pipe

    @staticmethod
    def kill(process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def end(self, process):
        process.send_signal(signal.SIGTERM)
        self.check_end(process)

    def check_end(self, process):
        out, err = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, out, err), (0, "", ""))

    def line(self):
        line = Line()
        self.addCleanup(line.close)
        return line

    def decoded(self, content):
        """What was said, by whom, and what transactions it made: of a capture's bytes, or of a file."""
        name = content
        if isinstance(content, bytes):
            name = self.write("decoded.pcapng", content)
        result = self.run_atscope("decode", "-f", "jsonl", name)
        self.check(result, 0)
        keys = ("kind", "sender", "text", "command", "outcome", "result", "time")
        return [{key: record[key] for key in keys if key in record} for record in result.records()]

    def commands(self, content):
        return [(r["command"], r["result"]) for r in self.decoded(content) if r["kind"] == "transaction"]


class Dialog(ExtcapTest):
    def test_interfaces_are_listed_with_a_log_button(self):
        code, out, err = self.ask("--extcap-interfaces", "--extcap-version=4.0")
        self.assertEqual((code, err), (0, ""))
        found = sentences(out)
        self.assertEqual([kind for kind, _ in found], ["extcap", *["interface"] * 5, "control"])
        self.assertEqual(tuple(each["value"] for kind, each in found if kind == "interface"), INTERFACES)
        self.assertEqual(found[-1][1]["role"], "logger")

    def test_every_interface_has_the_link_type_of_a_recording(self):
        for name in INTERFACES:
            code, out, _ = self.ask("--extcap-dlts", "--extcap-interface", name)
            self.assertEqual((code, sentences(out)[0][1]["number"]), (0, "250"))

    def test_every_option_of_a_dialog_is_one_that_the_capture_takes(self):
        for name in INTERFACES:
            code, out, _ = self.ask("--extcap-config", "--extcap-interface", name)
            self.assertEqual(code, 0)
            options = [each for kind, each in sentences(out) if kind == "arg"]
            self.assertEqual([each["number"] for each in options], [str(n) for n in range(len(options))])
            for each in options:
                value = [] if each["type"] == "boolflag" else ["1"]
                # Without --capture nothing runs: only the options are read.
                self.assertEqual(self.ask("--extcap-interface", name, each["call"], *value)[0], 0, each)

    def test_a_selector_has_one_default_and_values_of_its_own_number(self):
        for name in INTERFACES:
            _, out, _ = self.ask("--extcap-config", "--extcap-interface", name)
            found = sentences(out)
            for number in (each["number"] for kind, each in found if kind == "arg" and each["type"] == "selector"):
                values = [each for kind, each in found if kind == "value" and each["arg"] == number]
                self.assertEqual([each["default"] for each in values].count("true"), 1, (name, number))

    def test_ports_are_looked_for_again(self):
        for call in ("--port", "port"):
            code, out, _ = self.ask("--extcap-interface", "atscope-proxy", "--extcap-reload-option", call)
            self.assertEqual(code, 0)
            self.assertEqual(sentences(out)[-1], ("value", {
                "arg": "0", "value": "other", "display": "another, named below",
                "default": sentences(out)[-1][1]["default"]}))
        self.assertEqual(self.ask("--extcap-interface", "atscope-proxy", "--extcap-reload-option", "--baud"),
                         (0, "", ""))

    def test_what_cannot_be_done_is_said_on_standard_error(self):
        cases = (
            (("--extcap-config", "--extcap-interface", "eth0"), "there is no interface 'eth0'"),
            ((), "started by Wireshark"),
            (("--capture", "--extcap-interface", "atscope-file"), "--capture needs --fifo"),
        )
        for arguments, text in cases:
            code, out, err = self.ask(*arguments)
            self.assertEqual((code, out), (2, ""))
            self.assertIn(text, err)

    def test_a_capture_filter_is_refused_while_it_is_typed_and_at_the_start(self):
        code, out, err = self.ask("--extcap-interface", "atscope-tap", "--extcap-capture-filter", "tcp")
        self.assertEqual((code, err), (0, ""))
        self.assertIn("display filter", out)
        code, _, err = self.ask("--extcap-interface", "atscope-tap", "--extcap-capture-filter", "tcp",
                                "--capture", "--fifo", self.path("none"))
        self.assertEqual(code, 2)
        self.assertIn("display filter", err)
        self.assertEqual(self.ask("--extcap-interface", "atscope-tap", "--extcap-capture-filter", ""), (0, "", ""))


class BadOptions(ExtcapTest):
    def refused(self, interface, *arguments):
        process, pipe = self.start(interface, *arguments, pipe=self.pipe(f"fifo{len(os.listdir(self.folder))}"))
        out, err = process.communicate(timeout=PATIENCE)
        self.assertEqual((process.returncode, out), (2, ""))
        pipe.thread.join(PATIENCE)
        self.assertFalse(pipe.thread.is_alive(), "Wireshark would wait for ever")
        return err

    def test_each_says_what_is_wrong_and_the_way_out(self):
        self.assertIn("needs two ports", self.refused("atscope-tap"))
        self.assertIn("needs two ports", self.refused("atscope-tap", "--host-path", "/dev/null", "--module-path", "/dev/null"))
        self.assertIn("choose one", self.refused("atscope-proxy", "--port", "other"))
        self.assertIn("choose one", self.refused("atscope-file"))
        self.assertIn("no such file", self.refused("atscope-file", "--file", "gone.log").lower())
        self.assertIn("'fast' is no speed", self.refused("atscope-port", "--path", "/dev/null", "--baud", "fast"))
        self.assertIn("'9Z9' is no framing", self.refused("atscope-port", "--path", "/dev/null", "--framing", "9Z9"))
        self.assertIn("'-1' is no pace", self.refused("atscope-file", "--file", "x", "--pace", "-1"))
        self.write("a.log", "x")
        self.assertIn("morse", self.refused("atscope-file", "--file", "a.log", "--format-in", "morse"))


class Serial(ExtcapTest):
    def test_a_tap_is_recorded_until_wireshark_ends_it(self):
        host, module = self.line(), self.line()
        process, pipe = self.start("atscope-tap", "--host-path", host.path, "--module-path", module.path,
                                   "--name", "bench")
        wait_until(lambda: pipe.data, "the section header comes at once")
        host.write(b"AT+CSQ\r")
        wait_until(lambda: b"AT+CSQ\r" in pipe.data, "the command")
        module.write(b"\r\n+CSQ: 20,99\r\n\r\nOK\r\n")
        wait_until(lambda: b"OK\r\n" in pipe.data, "the answer")
        self.end(process)
        self.assertEqual(self.commands(pipe.data), [("AT+CSQ", "OK")])

    def test_a_field_for_a_port_wins_over_its_selector(self):
        module = self.line()
        process, pipe = self.start("atscope-port", "--port", "/dev/none", "--path", module.path, "--sender", "dce")
        wait_until(lambda: pipe.data, "the section header")
        module.write(b"\r\nRING\r\n")
        wait_until(lambda: b"RING" in pipe.data, "the URC")
        self.end(process)

    def test_a_replayed_module_is_captured_through_a_proxy_and_the_log_names_the_pty(self):
        self.write("talk.log", TALK)
        replay = Running(self.folder, "replay", "talk.log", "--link", "module", "--speed", "max")
        self.addCleanup(replay.kill)
        wait_until(lambda: os.path.exists(self.path("module")), "the module")
        control = self.pipe("control")
        os.mkfifo(self.path("toolbar"))
        process, pipe = self.start("atscope-proxy", "--path", self.path("module"), "--link", self.path("modem"),
                                   "--extcap-control-in", self.path("toolbar"), "--extcap-control-out", control.path)
        wait_until(lambda: os.path.exists(self.path("modem")), "the pty of the application")
        # Wireshark waits here until the other end is open.
        toolbar = os.open(self.path("toolbar"), os.O_WRONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, toolbar)
        fd = os.open(self.path("modem"), os.O_RDWR | os.O_NOCTTY)
        tty.setraw(fd)
        for command in (b"AT+CSQ\r", b"ATH\r"):
            os.write(fd, command)
            read_until(fd, b"OK\r\n")
        wait_until(lambda: b"ATH\r" in pipe.data and pipe.data.count(b"OK\r\n") == 2, "both answers")
        os.close(fd)
        self.end(process)
        self.assertEqual(self.commands(pipe.data), [("AT+CSQ", "OK"), ("ATH", "OK")])
        # 'T', three bytes of size, control 0, command 2 (add), text
        self.assertEqual(control.data[:1] + control.data[4:6], b"T\x00\x02")
        self.assertEqual(int.from_bytes(control.data[1:4], "big"), len(control.data) - 4)
        self.assertIn(f"let the application open {self.path('modem')}".encode(), control.data)

    def test_wireshark_may_leave_first(self):
        module = self.line()
        process, pipe = self.start("atscope-port", "--path", module.path)
        wait_until(lambda: pipe.data, "the section header")
        pipe.leaves.set()
        module.write(b"\r\nRING\r\n")
        pipe.thread.join(PATIENCE)
        # The next bytes meet a pipe without a reader.
        module.write(b"\r\nRING\r\n")
        self.check_end(process)


class PlayFile(ExtcapTest):
    def test_samples_are_played_as_they_decode(self):
        for name in ("http-get.log", "mqtt.log", "tcp-pdp-deact.log", "transparent.pcapng"):
            with self.subTest(name):
                process, pipe = self.start("atscope-file", "--file", os.path.join(SAMPLES, name), pipe=self.pipe(name + "-fifo"))
                self.check_end(process)
                pipe.thread.join(PATIENCE)
                self.assertEqual(self.commands(pipe.data), self.commands(os.path.join(SAMPLES, name)))

    def test_the_times_are_those_of_the_log(self):
        self.write("talk.log", TALK)
        process, pipe = self.start("atscope-file", "--file", "talk.log")
        self.check_end(process)
        pipe.thread.join(PATIENCE)
        times = [r["time"] for r in self.decoded(pipe.data) if r["kind"] == "command"]
        self.assertEqual(times, ["2023-11-14T22:13:20.000000000Z", "2023-11-14T22:13:20.020000000Z"])

    def test_a_pace_holds_the_traffic_back(self):
        late = TALK.replace("1700000000.02", "1700003600.02")
        self.write("talk.log", late)
        process, pipe = self.start("atscope-file", "--file", "talk.log", "--pace", "1")
        wait_until(lambda: b"+CSQ: 20,99" in pipe.data, "the first answer")
        self.assertIsNone(process.poll())
        self.assertNotIn(b"ATH", pipe.data)  # an hour later
        self.end(process)

    def test_a_log_that_grows_is_followed(self):
        lines = TALK.splitlines(keepends=True)
        self.write("talk.log", "".join(lines[:2]))
        process, pipe = self.start("atscope-file", "--file", "talk.log", "--follow")
        wait_until(lambda: b"+CSQ: 20,99" in pipe.data, "the first answer")
        with open(self.path("talk.log"), "a", encoding="utf-8") as log:
            log.write("".join(lines[2:]))
        wait_until(lambda: pipe.data.count(b"OK\r\n") == 2, "what was added")
        self.end(process)
        self.assertEqual(self.commands(pipe.data), [("AT+CSQ", "OK"), ("ATH", "OK")])

    def test_wireshark_may_leave_a_long_file(self):
        self.write("long.log", "".join(TALK for _ in range(20000)))
        process, pipe = self.start("atscope-file", "--file", "long.log")
        pipe.leaves.set()
        self.check_end(process)


@unittest.skipUnless(shutil.which("tshark") and shutil.which("dumpcap"), "tshark is not installed")
class Tshark(ExtcapTest):
    def tshark(self, *arguments):
        """As a user who is not root: for root Wireshark does not look into WIRESHARK_EXTCAP_DIR."""
        os.makedirs(self.path("extcap"), exist_ok=True)
        shutil.copy(EXTCAP, self.path("extcap/atscope-extcap"))
        os.chmod(self.folder, 0o777)
        user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
        return subprocess.run(
            [*user, "tshark", *arguments], cwd=self.folder, capture_output=True, text=True, timeout=120, check=False,
            env={**ENVIRONMENT, "HOME": self.folder, "WIRESHARK_EXTCAP_DIR": self.path("extcap")})

    def test_tshark_lists_the_interfaces(self):
        result = self.tshark("-D")
        for name in INTERFACES:
            self.assertIn(name, result.stdout, result.stderr)

    def test_tshark_opens_a_text_log(self):
        self.write("talk.log", TALK)
        os.chmod(self.path("talk.log"), 0o644)
        result = self.tshark("-i", "atscope-file", "-o", f"extcap.atscope_file.file:{self.path('talk.log')}",
                             "-w", self.path("out.pcapng"))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.commands("out.pcapng"), [("AT+CSQ", "OK"), ("ATH", "OK")])

    def test_tshark_shows_why_a_capture_cannot_begin(self):
        result = self.tshark("-i", "atscope-file", "-o", "extcap.atscope_file.file:/gone.log", "-w", self.path("o.pcapng"))
        self.assertIn("/gone.log", result.stderr)


if __name__ == "__main__":
    unittest.main()
