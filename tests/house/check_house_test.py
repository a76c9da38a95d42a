#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Each check of check_house.py finds the mistake planted for it, and is silent without it."""

import tempfile
import unittest
from pathlib import Path

import check_house

SPDX = "// SPDX-License-Identifier: MIT\n"


class PlantedMistakes(unittest.TestCase):
    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        self.top = Path(self.directory.name)
        self.addCleanup(setattr, check_house, "TOP", check_house.TOP)
        check_house.TOP = self.top

    def plant(self, name, text):
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def assert_finds(self, check, place):
        found = list(check())
        self.assertEqual(len(found), 1, found)
        self.assertTrue(found[0].startswith(place), found[0])

    def assert_silent(self, check):
        self.assertEqual(list(check()), [])

    def test_a_room_that_includes_one_it_must_not_know_is_found(self):
        self.plant("decoder/grammar/a.cpp", SPDX + '#include "decoder/grammar/a.h"\n')
        self.assert_silent(check_house.includes)
        self.plant("decoder/grammar/b.cpp", SPDX + '\n#include "decoder/session/event.h"\n')
        self.assert_finds(check_house.includes, "decoder/grammar/b.cpp:3")

    def test_a_single_allowed_header_does_not_open_its_room(self):
        self.plant("decoder/session/a.cpp", '#include "capture/segment.h"\n')
        self.assert_silent(check_house.includes)
        self.plant("decoder/session/b.cpp", '#include "capture/open.h"\n')
        self.assert_finds(check_house.includes, "decoder/session/b.cpp:1")

    def test_an_include_that_is_not_from_the_top_of_the_tree_is_found(self):
        self.plant("cli/a.cpp", '#include "console.h"\n')
        self.assert_finds(check_house.includes, "cli/a.cpp:1")

    def test_qt_in_the_decoder_is_found(self):
        self.plant("decoder/session/a.cpp", "#include <QString>\n")
        self.assert_finds(check_house.includes, "decoder/session/a.cpp:1")

    def test_an_include_in_a_comment_is_none(self):
        self.plant("decoder/session/a.cpp", '// #include "gui/window.h"\n')
        self.assert_silent(check_house.includes)

    def test_a_directory_that_is_no_room_is_found(self):
        self.plant("decoder/attic/a.cpp", "\n")
        self.assert_finds(check_house.includes, "decoder/attic/a.cpp")

    def test_libpcap_linked_to_the_decoder_is_found(self):
        self.plant("decoder/session/CMakeLists.txt", "atscope_room(session)  # not PkgConfig::PCAP\n")
        self.assert_silent(check_house.links)
        self.plant("decoder/session/CMakeLists.txt", "atscope_room(session LINKS PkgConfig::PCAP)\n")
        self.assert_finds(check_house.links, "decoder/session/CMakeLists.txt:1")

    def test_what_prints_leaves_or_throws_is_found(self):
        innocent = 'int n = snprintf(b, 9, "throw");  // exit(1)\nauto s = "std::cout";\nx.abort_at = 1;\n'
        self.plant("decoder/session/a.cpp", innocent)
        self.assert_silent(check_house.silence)
        for guilty in ('printf("x");', "std::cerr << 1;", "std::exit(1);", "abort();", "throw 1;", 'fmt::print("x");'):
            with self.subTest(guilty):
                self.plant("decoder/session/a.cpp", innocent + guilty + "\n")
                self.assert_finds(check_house.silence, "decoder/session/a.cpp:4")

    def test_a_file_without_its_licence_is_found(self):
        self.plant("capture/a.cpp", SPDX)
        self.plant("scripts/tool", "#!/bin/sh\n# SPDX-License-Identifier: MIT\n")
        self.assert_silent(check_house.licence)
        self.plant("capture/b.cpp", "int x;\n")
        self.assert_finds(check_house.licence, "capture/b.cpp:1")

    def test_the_wireshark_plugin_has_another_licence(self):
        self.plant("plugins/wireshark/a.cpp", SPDX)
        self.assert_finds(check_house.licence, "plugins/wireshark/a.cpp:1")

    def test_a_command_of_a_vendor_in_code_is_found(self):
        self.plant("decoder/dialects/3gpp.at", "command +CREG\n")
        self.plant("decoder/dialects/acme.at", "command +CREG\ncommand ^CREG\ncommand +ACMESEND\n")
        self.plant("decoder/lint/a.cpp", '// AT+ACMESEND\nauto known = "+CREG";\n')
        self.assert_silent(check_house.vendor_names)
        self.plant("decoder/lint/a.cpp", '\nif (name == "+ACMESEND") {}\n')
        self.assert_finds(check_house.vendor_names, "decoder/lint/a.cpp:2")

    def test_without_dialects_the_search_for_vendor_names_says_so(self):
        self.assert_finds(check_house.vendor_names, "decoder/dialects")

    def test_a_link_to_a_missing_page_is_found(self):
        self.plant("docs/a.md", "[b](../README.md) `[c](nowhere.md)` [d](https://example.com/e)\n")
        self.plant("README.md", "[a](docs/a.md#part)\n")
        self.assert_silent(check_house.doc_links)
        self.plant("README.md", "\n[a](docs/b.md)\n")
        self.assert_finds(check_house.doc_links, "README.md:2")


if __name__ == "__main__":
    unittest.main()
