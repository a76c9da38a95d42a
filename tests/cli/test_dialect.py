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

    def test_check_tells_each_kind_of_mistake(self):
        command = 'command +X "x" {\n  set =<n>\n%s}\n'
        for name, text, place, words in (
            ("twice", command % "" * 2, "2:9", "+X is declared twice"),
            ("type", command % "  <n>  intger\n", "4:8", 'unknown type or enumeration "intger"'),
            ("range", command % "  <n>  9..1\n", "4:8", "the range ends before it begins"),
            ("values", command % '  <n>  9..1 "few" | 3 "three"\n', "4:8", "9..1 is no range of numbers"),
            ("state", "command +X\nmachine m {\n  states A, B\n  * -> A  on AT+X ok\n}\n", "4:13",
             'nothing leads to the state "B" of machine "m"'),
        ):
            with self.subTest(name):
                self.write(f"{name}.at", f'dialect {name} "Bad"\n{text}')
                expected = f"{name}.at:{place}:" if name != "twice" else f"{name}.at:5:9:"
                result = self.run_atscope("dialect", "check", f"{name}.at")
                self.check(result, 1, (expected, words, "^"))

    def test_check_tells_a_cycle_of_ancestors(self):
        self.write("one.at", 'dialect one "One" extends two.at\n')
        self.write("two.at", 'dialect two "Two" extends three.at\n')
        self.write("three.at", 'dialect three "Three" extends one.at\n')
        result = self.run_atscope("dialect", "check", "one.at")
        self.check(result, 1, ("three.at:1:31:", '"one.at" extends itself', "a dialect cannot be its own ancestor", "^"))

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
