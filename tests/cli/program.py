# SPDX-License-Identifier: MIT
"""Runs atscope as a user does. Shared by the tests beside it."""
import json
import os
import subprocess
import tempfile
import unittest

BINARY = os.environ["ATSCOPE_BINARY"]
SOURCE_DIR = os.environ.get(
    "ATSCOPE_SOURCE_DIR", os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
DIALECT = os.path.join(SOURCE_DIR, "tests", "cli", "data", "test.at")

ENVIRONMENT = {key: value for key, value in os.environ.items()
               if key not in ("NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR")}


class Result:
    def __init__(self, completed):
        self.code = completed.returncode
        self.out_bytes = completed.stdout
        self.err_bytes = completed.stderr
        self.out = completed.stdout.decode("utf-8")
        self.err = completed.stderr.decode("utf-8")

    def records(self):
        return [json.loads(line) for line in self.out.splitlines()]


class ProgramTest(unittest.TestCase):
    """Every test has an empty folder of its own and runs there."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, content):
        data = content if isinstance(content, bytes) else content.encode("utf-8")
        with open(self.path(name), "wb") as file:
            file.write(data)
        return name

    def run_atscope(self, *arguments, stdin=b"", env=None):
        return Result(subprocess.run(
            [BINARY, *arguments], input=stdin, capture_output=True, cwd=self.folder,
            env={**ENVIRONMENT, **(env or {})}, timeout=60, check=False))

    def check(self, result, code, err_has=()):
        self.assertEqual(result.code, code, f"stdout: {result.out}\nstderr: {result.err}")
        for text in [err_has] if isinstance(err_has, str) else err_has:
            self.assertIn(text, result.err)


def modem_manager(*exchange):
    """A ModemManager log: ('>', bytes) was sent, ('<', bytes) came back, 10 ms apart."""
    def escape(data):
        out = ""
        for byte in data:
            if byte == 13:
                out += "<CR>"
            elif byte == 10:
                out += "<LF>"
            elif 32 <= byte < 127:
                out += chr(byte)
            else:
                out += f"\\{byte}"
        return out
    lines = []
    for index, (side, data) in enumerate(exchange):
        arrow = "-->" if side == ">" else "<--"
        time = 1700000000 + index / 100
        lines.append(f"ModemManager[812]: <dbg> [{time:.6f}] [ttyUSB2/at] {arrow} '{escape(data)}'\n")
    return "".join(lines)


GOOD = modem_manager(
    (">", b"AT+CREG?\r"), ("<", b"\r\n+CREG: 5\r\n"), ("<", b"\r\n+CREG: 0,1\r\n\r\nOK\r\n"),
    (">", b"AT+CSQ\r"), ("<", b"\r\n+CSQ: 17,99\r\n\r\nOK\r\n"))

SECRET = modem_manager(
    (">", b'AT+LOCK="secret-pin"\r'), ("<", b'AT+LOCK="secret-pin"\r\r\nOK\r\n'),
    (">", b"AT+WHO\r"), ("<", b"\r\n001010123456789\r\n\r\nOK\r\n"),
    (">", b'AT+LOCK="secret-pin"\r'), ("<", b"\r\n+CME ERROR: 14\r\n"))

if __name__ == "__main__":
    unittest.main()
