# SPDX-License-Identifier: MIT
"""Where the plugin and its profile are installed to, and that Wireshark finds them there."""

import os
import subprocess
import unittest
from pathlib import Path

from wireshark import FOLDER, PLUGIN, SAMPLES, convert, fields, tshark

BUILD = Path(os.environ["ATSCOPE_BUILD_DIR"])


def install(component, **environment):
    subprocess.run(["cmake", "--install", BUILD, "--component", component], check=True, capture_output=True,
                   env={**os.environ, **environment})  # fmt: skip


class Install(unittest.TestCase):
    def test_for_everybody(self):
        root = FOLDER / "root"
        install("wireshark", DESTDIR=str(root))
        files = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
        self.assertEqual(len([f for f in files if f.endswith(f"plugins/{PLUGIN.parent.parent.name}/epan/atscope.so")]), 1)
        self.assertIn("usr/share/wireshark/profiles/AT/colorfilters", files)

    def test_for_one_user(self):
        home = FOLDER / "installed"
        home.mkdir()
        install("wireshark-user", HOME=str(home))
        subprocess.run(["chmod", "-R", "a+rX", home], check=True)
        own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config")}
        capture = convert(SAMPLES / "tcp-pdp-deact.log")
        # env(1) takes the last assignment: without the variable Wireshark looks below the home.
        listed = tshark("-G", "plugins", WIRESHARK_PLUGIN_DIR="", **own)
        self.assertIn(str(home), listed)
        text = tshark("-2", "-C", "AT", "-r", capture, WIRESHARK_PLUGIN_DIR="", **own)
        first = text.splitlines()[0].split()
        self.assertIn("command", first)  # a column of the profile
        self.assertIn("ttyUSB2", first)

    def test_the_colours_are_filters_that_wireshark_understands(self):
        rules = (Path(os.environ["ATSCOPE_SOURCE_DIR"]) / "plugins/wireshark/profile/AT/colorfilters").read_text().splitlines()
        filters = [line.split("@")[2] for line in rules if line.startswith("@")]
        self.assertGreater(len(filters), 8)
        capture = convert(SAMPLES / "tcp-pdp-deact.log")
        found = [len(fields(capture, "frame.number", options=("-Y", text))) for text in filters]
        self.assertGreater(found[0], 0)
        self.assertGreater(found[-1], 20)


if __name__ == "__main__":
    unittest.main()
