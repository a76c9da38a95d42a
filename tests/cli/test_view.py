# SPDX-License-Identifier: MIT
"""`atscope view` starts the window with what it was given, or says what is missing."""
import os
import shutil
import subprocess
import unittest

from program import BINARY, ENVIRONMENT, ProgramTest, Result


class View(ProgramTest):
    def setUp(self):
        super().setUp()
        os.mkdir(self.path("bin"))
        self.alone = shutil.copy(BINARY, self.path("bin"))  # a copy without the window beside it

    def view(self, *arguments, path):
        return Result(subprocess.run([self.alone, "view", *arguments], capture_output=True, cwd=self.folder,
                                     env={**ENVIRONMENT, "PATH": path}, timeout=60, check=False))

    def test_the_window_beside_the_program_is_taken(self):
        self.write("bin/atscope-gui", '#!/bin/sh\nprintf "%s\\n" "$@"\n')
        os.chmod(self.path("bin/atscope-gui"), 0o755)
        result = self.view("-d", "3gpp", "a.log", "b.log", path=os.environ["PATH"])
        self.assertEqual(result.out.split("\n")[:-1],
                         ["--dialect", "3gpp", "--format-in", "auto", "--", "a.log", "b.log"])

    def test_a_missing_window_is_told_with_a_way_out(self):
        result = self.view("a.log", path=self.path("nothing"))
        self.check(result, 2, ("atscope-gui", "not installed", "qt6-base-dev"))


if __name__ == "__main__":
    unittest.main()
