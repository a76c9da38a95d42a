# SPDX-License-Identifier: MIT
"""A log is data from outside: nothing in it may reach a terminal or a CI runner as a command."""
import os
import unicodedata
import unittest

import validators
from program import DIALECT, ProgramTest, modem_manager

# What each of these would do, if it got through, is known to its reader: a terminal, a CI runner, an XML or Markdown reader.
CI_COMMANDS = [b"::add-mask::x", b"::stop-commands::x", b"%0A::error::x", b"]]>", b"<![CDATA[", b"</failure><x>&y;", b"| a | `b` |",
               b"[x](javascript:y)", b"<script>x</script>", b"@everyone", b"##vso[task.complete]", b"\xef\xbf\xbe", b"\xed\xa0\x80"]
HOSTILE = CI_COMMANDS + [b"\x1b]0;title\x07", b"\x1b[2J", b"\x9b31m", b"\xc2\x9b31m", b"\x7f\x08\x00", "\u202etxet\u202c".encode(),
           "\u2066x\u2069".encode(), b"\xff\xfe\xc0\x80", "\u2028::stop-commands::x".encode()]


class HostileBytes(ProgramTest):
    def assert_harmless(self, data, what):
        text = data.decode("utf-8")  # valid UTF-8 always
        for c in text:
            if c in "\n\r":
                continue
            self.assertNotIn(unicodedata.category(c), ("Cc", "Cf", "Zl", "Zp"), f"{what}: {c!r}")
        self.assertNotIn("\r", text.replace("\r\n", "\n"), what)
        for line in text.splitlines():
            if line.startswith("::") and what == "lint -f github":
                self.assertRegex(line, r"^::(error|warning|notice) file=", what)
                self.assertNotRegex(line.split("::", 2)[2], r"%(?!25|0A|0D)", what)
                continue
            self.assertFalse(line.startswith("::"), what)

    def outputs(self, name):
        for command in (["decode"], ["decode", "--fields"], ["decode", "--format", "jsonl", "--fields"],
                        ["decode", "--format", "csv", "--fields"], ["lint"], ["lint", "-f", "concise"],
                        ["lint", "-f", "jsonl"], ["lint", "-f", "json"], ["lint", "-f", "sarif"], ["lint", "-f", "junit"],
                        ["lint", "-f", "github"], ["lint", "-f", "gitlab"], ["lint", "-f", "summary-md"], ["stats"], ["stats", "-f", "json"], ["stats", "-f", "csv"]):
            result = self.run_atscope(*command, "-d", DIALECT, name)
            self.assertIn(result.code, (0, 1, 3), result.err)
            yield " ".join(command), result

    def test_in_answers_commands_and_errors(self):
        exchange = []
        for evil in HOSTILE:
            exchange += [(">", b"AT+X" + evil + b"\r"), ("<", b"\r\n" + evil + b"\r\n\r\n+CME ERROR: " + evil + b"\r\n"),
                         (">", b"AT+CSQ\r"), ("<", b"\r\n::add-mask::x\r\n\r\nERROR\r\n"), ("<", b"\r\n" + evil + b"\r\n")]
        name = self.write("evil.log", modem_manager(*exchange))
        for what, result in self.outputs(name):
            self.assert_harmless(result.out_bytes, what)
            self.assert_harmless(result.err_bytes, what)

    def test_in_a_raw_transcript(self):
        name = self.write("evil.txt", b"".join(b"AT+CSQ\r\n" + evil + b"\r\nOK\r\n::warning::x\r\n" for evil in HOSTILE))
        for what, result in self.outputs(name):
            self.assert_harmless(result.out_bytes, what)
            self.assert_harmless(result.err_bytes, what)

    def test_in_files_for_machines(self):
        exchange = []
        for evil in HOSTILE + [b"x" * 1_000_000]:
            exchange += [(">", b"AT+CSQ=" + evil + b"\r"), (">", b"AT+CREG?;" + evil + b"\r"), ("<", b"\r\n+CREG: 0," + evil + b"\r\n"),
                         ("<", b"\r\n+CME ERROR: " + evil + b"\r\n")]
        name = self.write("]]>%0A,::x:.log", modem_manager(*exchange))
        result = self.run_atscope("lint", "-d", DIALECT, name, "-f", "sarif:s", "-f", "junit:j", "-f", "gitlab:l", "-f", "github:h",
                                  "-f", "summary-md:m", "-f", "full:f", env={"GITHUB_STEP_SUMMARY": ""})
        self.check(result, 1)
        data = {}
        for file in "sjlhmf":
            with open(self.path(file), "rb") as stream:
                data[file] = stream.read()
            self.assert_harmless(data[file], "lint -f github" if file == "h" else file)
        validators.check_sarif(data["s"])
        self.assertIn(validators.multitool_complaints(self.path("s")), (None, []))
        validators.check_junit(self.path("j"))
        validators.check_gitlab(data["l"])
        self.assertTrue(validators.check_github(data["h"].decode()))
        validators.check_markdown(data["m"].decode())
        self.assertLess(os.path.getsize(self.path("f")), 200_000)

    def test_in_names_of_files_and_arguments(self):
        evil = "a\x1b[31m\u202eb\nc"
        for arguments in (["decode", evil], ["decode", "-d", evil, "x"], ["explain", "-d", DIALECT, evil], [evil],
                          ["decode", "--" + evil], ["lint", "--select", evil, "x"], ["dialect", "check", evil],
                          ["decode", "--format-in", evil, "x"]):
            result = self.run_atscope(*arguments)
            self.assertEqual(result.code, 2, arguments)
            self.assert_harmless(result.err_bytes, arguments)
        self.write(evil, modem_manager((">", b"AT\r"), ("<", b"\r\nOK\r\n")))
        for what, result in self.outputs(evil):
            self.assert_harmless(result.out_bytes, what)

    def test_in_a_dialect_file(self):
        self.write("evil.at", 'dialect x "y"\nresult \x1b[31m\u202e ::error::\n')
        result = self.run_atscope("dialect", "check", "evil.at")
        self.check(result, 1)
        self.assert_harmless(result.err_bytes, "dialect check")


if __name__ == "__main__":
    unittest.main()
