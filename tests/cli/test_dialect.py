# SPDX-License-Identifier: MIT
"""dialect list, check and dump; formats."""
import json
import unittest

from program import DIALECT, GOOD, ProgramTest


class Dialects(ProgramTest):
    def test_list(self):
        result = self.run_atscope("dialect", "list")
        self.check(result, 0)
        for name in ("v250", "3gpp", "yuge-ec716s"):
            self.assertRegex(result.out, rf"(?m)^{name} +\S")
        listed = json.loads(self.run_atscope("dialect", "list", "-f", "json").out)["dialects"]
        self.assertEqual(len(listed), len(result.out.splitlines()))

    def test_check_of_a_good_file(self):
        result = self.run_atscope("dialect", "check", DIALECT)
        self.check(result, 0)
        self.assertIn("is fine", result.out)

    def test_check_of_every_built_in_dialect(self):
        names = [entry["name"] for entry in json.loads(self.run_atscope("dialect", "list", "-f", "json").out)["dialects"]]
        self.assertTrue(names)
        self.check(self.run_atscope("dialect", "check", *names), 0)

    def test_check_shows_the_place_of_a_mistake(self):
        self.write("bad.at", 'dialect bad "Bad"\ncommand +X "x" {\n  sett =<n>\n}\n')
        result = self.run_atscope("dialect", "check", "bad.at")
        self.check(result, 1, ("bad.at:3:", "^"))

    def test_check_reads_standard_input(self):
        with open(DIALECT, "rb") as file:
            self.check(self.run_atscope("dialect", "check", "-", stdin=file.read()), 0)

    def test_check_of_what_cannot_be_read(self):
        self.check(self.run_atscope("dialect", "check", "missing.at"), 2, "missing.at")
        self.check(self.run_atscope("dialect", "check", "."), 2, "is a directory")

    def test_dump_is_json_that_knows_the_commands(self):
        result = self.run_atscope("dialect", "dump", DIALECT, "--format", "json")
        self.check(result, 0)
        self.assertIn("+CREG", json.dumps(json.loads(result.out)))
        self.check(self.run_atscope("dialect", "dump", "nonsense"), 2, "there is no dialect")

    def test_auto_says_what_it_chose(self):
        name = self.write("in.log", GOOD)
        self.assertRegex(self.run_atscope("decode", name).out, r"dialect \S+ \(auto: .+\)")
        quiet = self.run_atscope("decode", "--format", "jsonl", name)
        self.assertEqual(quiet.err, "")
        self.assertRegex(self.run_atscope("decode", "-v", "--format", "jsonl", name).err, r"dialect \S+ \(auto: ")

    def test_formats(self):
        result = self.run_atscope("formats")
        self.check(result, 0)
        listed = json.loads(self.run_atscope("formats", "--format", "json").out)["formats"]
        for entry in listed:
            self.assertIn(entry["name"], result.out)
            self.assertTrue(entry["description"], entry)
            self.assertTrue(entry["example"] or "capture" in entry["description"], entry)
        self.assertIn("modemmanager", [entry["name"] for entry in listed])


if __name__ == "__main__":
    unittest.main()
