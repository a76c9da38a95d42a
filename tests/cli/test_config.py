# SPDX-License-Identifier: MIT
"""atscope.toml: found, checked, shown with origins, and obeyed by lint."""
import json
import os
import re
import unittest

from program import DIALECT, GOOD, SOURCE_DIR, ProgramTest, modem_manager
from test_lint import BAD

REFUSED = modem_manager((">", b"AT+CSQ\r"), ("<", b"\r\n+CME ERROR: 50\r\n"))


class Config(ProgramTest):
    def setUp(self):
        super().setUp()
        os.mkdir(self.path(".git"))

    def lint(self, *arguments, env=None):
        return self.run_atscope("lint", "-d", DIALECT, *arguments, env={"XDG_CONFIG_HOME": self.path("xdg"), **(env or {})})

    def codes(self, *arguments, env=None):
        return [(r["code"], r["severity"]) for r in self.lint("-f", "jsonl", *arguments, env=env).records() if r["cause"] is None]

    def test_the_nearest_file_up_to_the_repository_holds(self):
        os.makedirs(self.path("logs/hil"))
        self.write("logs/hil/bad.log", BAD)
        self.write("atscope.toml", "[lint]\nfail-on = \"never\"\n")
        self.check(self.lint("logs/hil/bad.log"), 0)
        self.write("logs/atscope.toml", "[lint]\nfail-on = \"error\"\n")
        self.check(self.lint("logs/hil/bad.log"), 1)
        self.check(self.lint("--isolated", "logs/hil/bad.log"), 1)
        os.mkdir(self.path("logs/.git"))
        os.remove(self.path("logs/atscope.toml"))
        self.check(self.lint("logs/hil/bad.log"), 1)

    def test_without_one_the_users_own_holds(self):
        os.makedirs(self.path("xdg/atscope"))
        self.write("xdg/atscope/atscope.toml", "[lint]\nfail-on = \"never\"\n")
        self.write("bad.log", BAD)
        self.check(self.lint("bad.log"), 0)
        self.check(self.lint("--isolated", "bad.log"), 1)

    def test_the_last_word_is_option_then_config_option_then_environment_then_file(self):
        self.write("bad.log", BAD)
        self.write("atscope.toml", "[lint]\nfail-on = \"never\"\n")
        self.check(self.lint("bad.log", env={"ATSCOPE_FAIL_ON": "error"}), 1)
        self.check(self.lint("--config", "fail-on=never", "bad.log", env={"ATSCOPE_FAIL_ON": "error"}), 0)
        self.check(self.lint("--fail-on", "error", "--config", "fail-on=never", "bad.log"), 1)
        self.write("other.toml", "[lint]\nfail-on = \"error\"\n")
        self.check(self.lint("--config", "other.toml", "bad.log"), 1)
        self.check(self.lint("bad.log", env={"ATSCOPE_CONFIG": "other.toml"}), 1)

    def test_show_says_where_each_value_comes_from(self):
        self.write("atscope.toml", "dialect = \"3gpp\"\n\n[lint]\nignore = [\"TIM\", \"ERR001\"]\n[lint.severity]\nORD001 = \"note\"\n"
                   "[[override]]\nlog = \"*no_sim*\"\nexpect = [\"ERR001\"]\n[[waiver]]\nrule = \"DAT\"\nuntil = 2026-12-31\n")
        result = self.run_atscope("config", "show", env={"ATSCOPE_MAX_WARNINGS": "3"})
        self.check(result, 0)
        for line in (r'dialect = "3gpp" +# atscope.toml:1', r'lint.ignore = \["TIM", "ERR001"\] +# atscope.toml:4',
                     r'lint.severity.ORD001 = "note" +# atscope.toml:6', r"lint.max-warnings = 3 +# ATSCOPE_MAX_WARNINGS",
                     r'lint.fail-on = "error" +# default', r"\[\[override\]\] +# atscope.toml:7", r'  expect = \["ERR001"\]',
                     r"\[\[waiver\]\] +# atscope.toml:10", r"  until = 2026-12-31"):
            self.assertRegex(result.out, line)

    def test_every_key_is_in_the_schema_and_the_other_way_round(self):
        shown = self.run_atscope("config", "show", "--isolated").out.splitlines()
        keys = {line.lstrip("# ").split(" =")[0] for line in shown}
        with open(os.path.join(SOURCE_DIR, "docs", "schema", "atscope-toml.schema.json"), encoding="utf-8") as file:
            properties = json.load(file)["properties"]
        stated = {key for key in properties if key not in ("lint", "override", "waiver", "profile")}
        stated |= {"lint." + key for key in properties["lint"]["properties"] if key != "severity"}
        self.assertEqual(keys, stated)
        with open(os.path.join(SOURCE_DIR, "docs", "configuration.md"), encoding="utf-8") as file:
            page = file.read()
        for key in keys:
            self.assertIn(f"`{key.removeprefix('lint.')}`", page)

    def test_mistakes_are_drawn_with_a_caret_and_a_way_out(self):
        for text, says in (("[lint]\nfail-on = \"eror\"\n", ["atscope.toml:2:11", "'eror' is none of", "^", "did you mean error?"]),
                           ("[lint]\nfaill-on = \"error\"\n", ["there is no key 'lint.faill-on'", "did you mean lint.fail-on?"]),
                           ("[lint]\nselect = [\"TIM\", \"ERR0O1\"]\n", ["atscope.toml:2:18", "there is no rule 'ERR0O1'"]),
                           ("[lint.severity]\nresponse-timout = \"off\"\n", ["did you mean response-timeout?"]),
                           ("[lint]\nmax-warnings = \"3\"\n", ["wrong type", "a number"]),
                           ("[[waiver]]\nreason = \"x\"\n", ["a waiver names its rule"]),
                           ("[[waiver]]\nrule = \"DAT\"\nuntil = \"soon\"\n", ["'soon' is no date"]),
                           ("[lint]\nrequire-reason = true\n[[waiver]]\nrule = \"DAT\"\n", ["a waiver says why"]),
                           ("override = 1\n", ["array of tables"]),
                           ("[lint\nx", ["atscope.toml:1"])):
            self.write("atscope.toml", text)
            self.check(self.run_atscope("config", "check"), 1, says)
            self.write("bad.log", BAD)
            self.check(self.lint("bad.log"), 2)
        os.remove(self.path("atscope.toml"))
        self.check(self.run_atscope("config", "check"), 0)
        self.check(self.lint("--config", "fail-onn=x", "bad.log"), 2, "did you mean fail-on?")
        self.check(self.lint("--config", "missing.toml", "bad.log"), 2, "cannot be read")
        self.check(self.lint("bad.log", env={"ATSCOPE_FAIL_ON": "x"}), 2, "ATSCOPE_FAIL_ON")

    def test_rules_are_chosen_by_code_prefix_name_and_glob(self):
        self.write("bad.log", BAD + REFUSED)
        for word in ("ORD001", "ORD", "command-before-final-result", "command-*", "ORD00[1]"):
            self.assertIn(("ORD001", "error"), self.codes("--select", word, "bad.log"), word)
            self.assertNotIn("ORD001", [code for code, _ in self.codes("--ignore", word, "bad.log")], word)
        self.assertEqual({code for code, _ in self.codes("--select", "ERR001", "bad.log")}, {"ERR001"})
        self.check(self.lint("--select", "ORDD", "bad.log"), 2, "there is no rule")

    def test_presets_say_how_strict(self):
        self.write("bad.log", BAD + REFUSED)
        sets = [set(self.codes("--select", preset, "bad.log")) for preset in ("default", "strict", "pedantic")]
        codes = [{code for code, _ in found} for found in sets]
        self.assertTrue(codes[0] <= codes[1] <= codes[2])
        self.assertEqual({severity for _, severity in sets[1]} - {"error", "note"}, set())
        self.assertEqual({severity for _, severity in sets[2]} - {"error", "warning"}, set())

    def test_presets_run_different_rules(self):
        rules = [self.rules_that_ran(preset) for preset in ("default", "strict", "pedantic")]
        self.assertTrue(rules[0] < rules[1] < rules[2])
        self.assertFalse({"REL004", "CFG504", "ORD008"} & rules[0])
        self.assertTrue({"REL004", "CFG504"} <= rules[1])
        self.assertNotIn("ORD008", rules[1])
        self.assertIn("ORD008", rules[2])
        self.assertEqual(rules[0], self.rules_that_ran(None))
        self.assertEqual(self.rules_that_ran("default,ORD008") - rules[0], {"ORD008"})

    def rules_that_ran(self, preset):
        self.write("good.log", GOOD)
        options = ["--select", preset] if preset else []
        result = self.run_atscope("lint", "--isolated", "--timings", "-d", "yuge-ec716s", *options, "good.log")
        self.assertIn(result.code, (0, 1), result.err)
        return set(re.findall(r"calls  ([A-Z]{3}\d{3}) [a-z]", result.err))

    def test_severity_is_the_users(self):
        self.write("bad.log", BAD)
        self.assertIn(("ORD001", "note"), self.codes("--severity", "ORD001=note", "bad.log"))
        self.assertNotIn("ORD001", [code for code, _ in self.codes("--severity", "ORD=off", "bad.log")])
        self.write("atscope.toml", "[lint.severity]\nORD = \"warning\"\nORD001 = \"note\"\n")
        self.assertIn(("ORD001", "note"), self.codes("bad.log"))
        self.check(self.lint("bad.log"), 0)
        self.check(self.lint("--fail-on", "note", "bad.log"), 1)
        self.check(self.lint("--severity", "ORD001=warning", "--max-warnings", "0", "bad.log"), 1)
        self.check(self.lint("--severity", "ORD001=warning", "--max-warnings", "100", "bad.log"), 0)

    def test_an_override_holds_where_its_scope_does(self):
        os.mkdir(self.path("hil"))
        self.write("hil/flaky.log", BAD)
        self.write("hil/other.log", BAD)
        self.write("atscope.toml", "[[override]]\nlog = \"hil/flaky*\"\nignore = [\"ORD001\"]\n")
        self.assertNotIn("ORD001", [code for code, _ in self.codes("hil/flaky.log")])
        self.assertIn("ORD001", [code for code, _ in self.codes("hil/other.log")])
        self.write("atscope.toml", "[[override]]\nchannel = \"ttyUSB2\"\nseverity = { ORD001 = \"note\" }\n")
        self.assertIn(("ORD001", "note"), self.codes("hil/other.log"))
        self.write("atscope.toml", "[[override]]\ndevice = \"ttyS9\"\nseverity = { ORD001 = \"note\" }\n")
        self.assertIn(("ORD001", "error"), self.codes("hil/other.log"))

    def test_a_folder_in_place_of_the_file_is_told(self):
        self.write("good.log", GOOD)
        os.mkdir(self.path("atscope.toml"))
        done = self.run_atscope("lint", "good.log")
        self.check(done, 2)
        self.assertIn("cannot be read", done.err)

    def test_low_confidence_need_not_fail(self):
        self.write("bad.log", BAD)
        records = self.lint("-f", "jsonl", "bad.log").records()
        sure = {r["confidence"] for r in records if r["severity"] == "error"}
        self.assertEqual(self.lint("--fail-on-confidence", "high", "bad.log").code, 1 if "high" in sure else 0)

    def test_a_dialect_of_the_configuration_serves_decode_too(self):
        with open(DIALECT, encoding="utf-8") as file:
            self.write("own.at", file.read())
        self.write("good.log", GOOD)
        self.write("atscope.toml", "dialect = \"./own.at\"\n")
        self.assertIn("dialect test", self.run_atscope("lint", "good.log").out)
        self.check(self.run_atscope("decode", "good.log"), 0)
        self.write("atscope.toml", "dialect = \"./missing.at\"\n")
        self.check(self.run_atscope("decode", "good.log"), 2)


if __name__ == "__main__":
    unittest.main()
