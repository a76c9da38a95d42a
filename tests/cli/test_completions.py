# SPDX-License-Identifier: MIT
"""Completion scripts and manual pages, made from the tables of the options."""
import re
import shutil
import subprocess
import unittest

from program import ProgramTest


class Completions(ProgramTest):
    def complete(self, *words):
        """What bash offers for the last word."""
        script = self.run_atscope("completions", "bash")
        self.check(script, 0)
        quoted = " ".join(f"'{word}'" for word in words)
        done = subprocess.run(["bash", "--norc"], input=script.out + f"\nCOMP_WORDS=(atscope {quoted}); COMP_CWORD={len(words)}\n"
                              "_atscope\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n", capture_output=True, text=True, cwd=self.folder, check=False)
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_bash_offers_commands_options_and_values(self):
        self.assertIn("lint", self.complete("l"))
        self.assertIn("--select", self.complete("lint", "--sel"))
        self.assertIn("response-timeout", self.complete("lint", "--select", "resp"))
        self.assertIn("TIM001", self.complete("lint", "--ignore", "TIM"))
        self.assertIn("ORD001,TIM001", self.complete("lint", "--ignore", "ORD001,TIM"))
        self.assertIn("yuge-ec716s", self.complete("decode", "-d", "yu"))
        self.assertIn("sarif", self.complete("lint", "-f", "sa"))
        self.assertEqual(self.complete("lint", "--fail-on", "w"), ["warning"])
        self.assertIn("modemmanager", self.complete("lint", "--format-in", "mod"))
        self.assertIn("check", self.complete("config", "ch"))

    def test_bash_offers_files(self):
        self.write("some.log", "")
        self.assertEqual(self.complete("lint", "so"), ["some.log"])
        self.assertEqual(self.complete("lint", "--baseline", "so"), ["some.log"])

    def test_each_script_is_sound(self):
        for shell in ("bash", "zsh", "fish"):
            script = self.run_atscope("completions", shell)
            self.check(script, 0)
            for word in ("lint", "redact", "select", "response-timeout", "summary-md"):
                self.assertIn(word, script.out, shell)
            if shutil.which(shell):
                self.write("script", script.out)
                done = subprocess.run([shell, "-n", self.path("script")], capture_output=True, text=True, check=False)
                self.assertEqual((done.returncode, done.stderr), (0, ""), shell)
        self.check(self.run_atscope("completions", "tcsh"), 2)

    def test_every_command_and_option_has_its_line_in_the_manual(self):
        program = self.run_atscope("man")
        self.check(program, 0)
        names = re.findall(r"^\.TP\n\\fB([a-z]+)\\fR$", program.out, re.MULTILINE)
        self.assertIn("lint", names)
        for name in names:
            page = self.run_atscope("man", name)
            self.check(page, 0)
            help_text = self.run_atscope(name, "--help").out
            for option in set(re.findall(r"--[a-z][a-z-]+", "\n".join(l for l in help_text.splitlines() if re.match(r"\s+(-\w,)?--", l)))):
                self.assertIn(option.replace("-", r"\-"), page.out, name)
        self.assertIn("response\\-timeout", self.run_atscope("man", "rules").out)
        self.assertIn("fail\\-on", self.run_atscope("man", "atscope.toml").out)
        self.check(self.run_atscope("man", "lnit"), 2, "did you mean lint?")

    def test_the_manual_is_sound_roff(self):
        if not shutil.which("groff"):
            self.assertRegex(self.run_atscope("man").out, r"\A\.TH ATSCOPE 1 ")
            return
        for page in ([], ["lint"], ["rules"], ["atscope.toml"]):
            text = self.run_atscope("man", *page).out
            done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-z"], input=text, capture_output=True, text=True, check=False)
            self.assertEqual(done.stderr, "", page)


if __name__ == "__main__":
    unittest.main()
