# SPDX-License-Identifier: MIT
"""lint's output for machines: valid, several in one pass, the same exit code for all."""
import json
import os
import unittest

import validators
from program import DIALECT, GOOD, ProgramTest, modem_manager
from test_contract import schema
from test_lint import BAD

FILES = {"full": "full.txt", "concise": "concise.txt", "json": "out.json", "jsonl": "out.jsonl", "sarif": "out.sarif",
         "junit": "out.xml", "github": "github.txt", "gitlab": "gitlab.json", "summary-md": "summary.md"}
NO_TIMES = "AT+CREG?\r\n\r\n+CREG: 0,1\r\n\r\nOK\r\nAT+CSQ\r\n\r\n+CSQ: 1,99\r\n\r\nOK\r\n"


class Formats(ProgramTest):
    def lint(self, *arguments, env=None):
        return self.run_atscope("lint", "-d", DIALECT, *arguments, env={"GITHUB_STEP_SUMMARY": "", "CI_PROJECT_DIR": "",
                                                                        "GITHUB_WORKSPACE": "", **(env or {})})

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def all_formats(self, *arguments):
        options = [part for name, file in FILES.items() for part in ("-f", f"{name}:{file}")]
        return self.lint(*options, *arguments)

    def check_all(self, multitool=False):
        sarif = validators.check_sarif(self.read("out.sarif"))
        if multitool:
            self.assertIn(validators.multitool_complaints(self.path("out.sarif")), (None, []))
        junit = validators.check_junit(self.path("out.xml"))
        gitlab = validators.check_gitlab(self.read("gitlab.json"))
        github = validators.check_github(self.read("github.txt").decode())
        validators.check_markdown(self.read("summary.md").decode())
        return sarif["runs"][0], junit, gitlab, github

    def test_all_formats_come_out_of_one_pass(self):
        self.write("bad.log", BAD)
        self.write("good.log", GOOD)
        result = self.all_formats("bad.log", "good.log")
        self.check(result, 1)
        self.assertEqual(result.out, "")
        run, junit, gitlab, github = self.check_all()
        self.assertIn("ORD001", [entry["ruleId"] for entry in run["results"]])
        self.assertIn("ORD001", [entry["check_name"] for entry in gitlab])
        self.assertIn("ORD001 command-before-final-result", [match[5] for match in github])
        self.assertEqual([suite.get("name") for suite in junit], ["bad.log", "good.log"])
        self.assertIn(b"error[ORD001]", self.read("full.txt"))
        self.assertIn(b"error[ORD001]", self.read("concise.txt"))
        self.assertIn(b"| ORD001", self.read("summary.md"))

    def test_one_file_each_is_the_same_as_all_at_once(self):
        self.write("bad.log", BAD)
        self.all_formats("bad.log")
        for name, file in FILES.items():
            alone = self.lint("-f", name, "bad.log")
            self.check(alone, 1)
            self.assertEqual(alone.out_bytes, self.read(file), name)

    def test_the_exit_code_does_not_depend_on_the_format(self):
        self.write("bad.log", BAD)
        self.write("good.log", GOOD)
        self.write("none.log", "nothing of interest\n")
        for name in FILES:
            self.check(self.lint("-f", name, "good.log"), 0)
            self.check(self.lint("-f", name, "bad.log"), 1)
            self.check(self.lint("-f", name, "good.log", "missing.log"), 2)
            self.check(self.lint("-f", name, "none.log"), 3)

    def test_json_is_one_document_of_the_findings_of_jsonl(self):
        self.write("bad.log", BAD)
        self.all_formats("bad.log", "missing.log")
        document = json.loads(self.read("out.json"))
        self.assertEqual([e.message for e in schema("lint-report-v1.schema.json").iter_errors(document)], [])
        lines = [json.loads(line) for line in self.read("out.jsonl").splitlines()]
        self.assertEqual(document["inputs"][0]["findings"], lines)
        self.assertEqual(document["exit_code"], 2)
        self.assertEqual(document["inputs"][1]["file"], "missing.log")
        self.assertTrue(document["inputs"][1]["failed"])

    def test_a_file_that_cannot_be_read_is_in_every_report(self):
        self.write("good.log", GOOD)
        self.check(self.all_formats("good.log", "missing.log"), 2)
        run, junit, gitlab, github = self.check_all()
        self.assertFalse(run["invocations"][0]["executionSuccessful"])
        self.assertIsNotNone(junit[1].find("testcase/error"))
        self.assertEqual(gitlab[-1]["severity"], "blocker")
        self.assertEqual(github[-1][5], "cannot be read")
        self.assertIn(b"cannot be read", self.read("summary.md"))

    def test_what_was_not_checked_is_said(self):
        self.write("raw.txt", NO_TIMES)
        self.check(self.all_formats("raw.txt"), 0)
        run, junit, _, _ = self.check_all()
        said = run["invocations"][0]["toolExecutionNotifications"]
        self.assertIn("TIM001", [entry["associatedRule"]["id"] for entry in said])
        skipped = {case.get("name").split()[0]: case.find("skipped").get("message")
                   for case in junit[0].findall("testcase") if case.find("skipped") is not None}
        self.assertEqual(skipped["TIM001"], "the log has no timestamps")
        self.assertEqual(skipped["DAT001"], "the log does not tell who sent what")

    def test_a_case_has_a_time_when_rules_are_measured(self):
        self.write("good.log", GOOD)
        result = self.run_atscope("lint", "--timings", "-f", "junit:j", "good.log")
        self.check(result, 0, "ms in ")
        suite = validators.check_junit(self.path("j"))[0]
        self.assertGreater(sum(float(case.get("time", 0)) for case in suite.findall("testcase")), 0)

    def test_a_capture_counts_frames(self):
        source = os.path.join(os.environ["ATSCOPE_SOURCE_DIR"], "samples")
        captures = [os.path.join(source, name) for name in sorted(os.listdir(source)) if ".pcap" in name]
        self.assertTrue(captures)
        self.all_formats("--path-root", source, *captures, "missing.log")
        self.check_all(multitool=True)

    def test_sarif_shows_the_exchange_without_the_log(self):
        self.write("bad.log", BAD)
        self.all_formats("bad.log")
        result = next(r for r in self.check_all()[0]["results"] if r["ruleId"] == "ORD001")
        place = result["locations"][0]["physicalLocation"]
        self.assertEqual(place["region"]["snippet"]["text"], "AT+CSQ")
        self.assertIn("AT+CREG?", place["contextRegion"]["snippet"]["text"])
        region = place["region"]
        self.assertEqual(self.read("bad.log")[region["byteOffset"]:][:region["byteLength"]], b"AT+CSQ")
        steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
        self.assertGreaterEqual(len(steps), 2)
        self.assertEqual(steps[0]["executionTimeUtc"], "2023-11-14T22:13:20.000000000Z")

    def test_sarif_stops_at_what_github_takes(self):
        exchange = []
        for number in range(25100):
            exchange += [(">", b"AT+CSQ\r"), ("<", b"\r\n+CME ERROR: 50\r\n")]
        self.write("many.log", modem_manager(*exchange))
        self.lint("-f", "sarif:out.sarif", "--select", "ERR001", "many.log")
        run = json.loads(self.read("out.sarif"))["runs"][0]
        self.assertLessEqual(len(run["results"]), 25000)
        if len(run["results"]) == 25000:
            said = [entry["message"]["text"] for entry in run["invocations"][0]["toolExecutionNotifications"]]
            self.assertTrue(any("left out" in text for text in said), said)

    def test_fingerprints_do_not_move_with_lines_and_times(self):
        self.write("bad.log", BAD)
        self.all_formats("bad.log")
        before = [entry["fingerprint"] for entry in self.check_all()[2]]
        self.write("bad.log", "booting\n" * 7 + BAD.replace("17000", "17777"))
        self.all_formats("bad.log")
        self.assertEqual([entry["fingerprint"] for entry in self.check_all()[2]], before)

    def test_github_shows_the_ten_that_matter_and_writes_the_rest_to_the_summary(self):
        kinds = [b"AT+CSQ", b"AT+CREG?", b"AT+CREG=1", b"AT+PUSH=1", b"AT+MOVE", b"AT+WHO", b"ATE0", b"AT+CSQ;+MOVE"]
        self.write("bad.log", modem_manager(*[step for number in range(32) for step in (
            (">", kinds[number % 8] + b"\r"), ("<", b"\r\n+CME ERROR: 50\r\n"))]))
        result = self.lint("-f", "github", "--fail-on", "note", "bad.log", env={"GITHUB_STEP_SUMMARY": self.path("step.md")})
        found = validators.check_github(result.out)
        self.assertRegex(result.out, r"(?m)^atscope: \d+ more (error|warning|note)s are not shown .*; see the step summary$")
        self.assertTrue(found)
        self.assertIn(b"## atscope lint: findings", self.read("step.md"))
        self.lint("-f", "github", "bad.log", env={"GITHUB_STEP_SUMMARY": self.path("step.md")})
        self.assertEqual(self.read("step.md").count(b"## atscope lint"), 2)

    def test_findings_land_on_the_firmware_line(self):
        os.mkdir(self.path("fw"))
        os.mkdir(self.path("fw/.git"))
        self.write("fw/.git/x.c", 'send("AT+CSQ");\n')
        self.write("fw/modem.c", '// asks for AT+CREG\nvoid f() {\n  at_cmd("AT+CREG?\\r");\n  at_cmd("AT+CSQ\\r\\n");\n}\n')
        self.write("fw/other.c", 'void g() { at_cmd("AT+CSQX"); }\n')
        self.write("bad.log", BAD)
        self.check(self.all_formats("--map-source", "fw", "bad.log"), 1)
        run, _, gitlab, github = self.check_all(multitool=True)
        mapped = next(r for r in run["results"] if r["ruleId"] == "ORD001")
        place = mapped["locations"][0]["physicalLocation"]
        self.assertEqual((place["artifactLocation"]["uri"], place["region"]["startLine"], place["region"]["snippet"]["text"]),
                         ("fw/modem.c", 4, "AT+CSQ"))
        self.assertEqual(mapped["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"], "bad.log")
        self.assertIn(("fw/modem.c", "4"), [(match[2], match[3]) for match in github])
        self.assertIn("fw/modem.c", [entry["location"]["path"] for entry in gitlab])
        self.assertIn(b"= code: fw/modem.c:4:11", self.read("full.txt"))
        self.check(self.lint("--map-source", "nowhere", "bad.log"), 2, "is no folder")

    def test_paths_are_relative_to_the_root(self):
        self.write("bad.log", BAD)
        result = self.lint("-f", "gitlab", os.path.join(self.folder, "bad.log"), env={"CI_PROJECT_DIR": self.folder})
        self.assertEqual(json.loads(result.out)[0]["location"]["path"], "bad.log")
        result = self.lint("-f", "gitlab", "--path-root", os.path.dirname(self.folder), "bad.log")
        self.assertEqual(json.loads(result.out)[0]["location"]["path"], os.path.basename(self.folder) + "/bad.log")

    def test_mistakes_in_format_options_are_said(self):
        self.write("bad.log", BAD)
        self.check(self.lint("-f", "sarrif", "bad.log"), 2, "did you mean sarif?")
        self.check(self.lint("-f", "full", "-f", "json", "bad.log"), 2, "only one format")
        self.check(self.lint("-f", "json:a", "-f", "sarif:a", "bad.log"), 2, "same file a")
        self.check(self.lint("-f", "json:", "bad.log"), 2, "names no file")
        self.check(self.lint("-f", "json:no/such/folder/x", "bad.log"), 2, "cannot be written")


if __name__ == "__main__":
    unittest.main()
