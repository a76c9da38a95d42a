# SPDX-License-Identifier: MIT
"""Secrets stay out of every output unless the user asks for them."""
import unittest

from program import DIALECT, SECRET, ProgramTest

OUTPUTS = (["decode"], ["decode", "--fields"], ["decode", "--format", "jsonl"], ["decode", "--format", "jsonl", "--fields"],
           ["decode", "--format", "csv", "--fields"], ["lint"], ["lint", "-f", "concise"], ["lint", "-f", "jsonl"],
           ["stats"], ["stats", "-f", "json"])


class Masking(ProgramTest):
    def test_no_output_shows_a_secret(self):
        name = self.write("in.log", SECRET)
        for command in OUTPUTS:
            result = self.run_atscope(*command, "-d", DIALECT, name)
            self.assertIn(result.code, (0, 1), result.err)
            for secret in ("secret-pin", "001010123456789"):
                self.assertNotIn(secret, result.out + result.err, command)
            if command[0] == "decode":
                self.assertIn("[REDACTED]", result.out, command)

    def test_hex_does_not_show_a_secret_either(self):
        name = self.write("in.txt", b"AT+LOCK=\"secret-pin\xff\"\r\nOK\r\n")
        result = self.run_atscope("decode", "--format", "jsonl", "-d", DIALECT, name)
        self.assertNotIn(b"secret-pin".hex(), result.out)
        self.assertNotIn("secret-pin", result.out)

    def test_the_user_may_see_them(self):
        name = self.write("in.log", SECRET)
        for command in (["decode"], ["decode", "--format", "jsonl"], ["decode", "--format", "csv"]):
            result = self.run_atscope(*command, "--show-secrets", "-d", DIALECT, name)
            self.assertIn("secret-pin", result.out)
            self.assertNotIn("[REDACTED]", result.out)


if __name__ == "__main__":
    unittest.main()
