#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Checks that the house stays as drawn: check_house.py CHECK, where CHECK is one of the functions below.

Each check prints what is wrong with its place and leaves with 1, or leaves with 0.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
CODE_DIRECTORIES = ("capture", "decoder", "cli", "gui", "plugins")

# Who may include whom: the longest room that a file's path starts with decides. An entry that ends in "/"
# is a room with all below it, else it is one header.
MAY_INCLUDE = {
    "capture/": ["capture/"],
    "decoder/dialects/": ["decoder/dialects/"],
    "decoder/grammar/": ["decoder/grammar/", "decoder/dialects/"],
    "decoder/sms/": ["decoder/sms/"],
    "decoder/session/": ["decoder/session/", "decoder/grammar/", "decoder/sms/", "capture/segment.h"],
    # Machines ask what a command line holds and which settings a `when` finds, as the session does.
    "decoder/machine/": [
        "decoder/machine/", "decoder/grammar/", "decoder/session/event.h", "decoder/session/command_line.h",
        "decoder/session/settings_tracker.h", "capture/segment.h",
    ],
    "decoder/trace/": ["decoder/trace/", "decoder/session/", "decoder/machine/", "capture/segment.h"],
    # A filter asks for decoded values and names of commands, too; mistakes in it get a "did you mean".
    "decoder/query/": [
        "decoder/query/", "decoder/session/event.h", "decoder/session/fields.h", "decoder/session/command_line.h",
        "decoder/grammar/", "capture/segment.h",
    ],
    # The source's facts (has it times, directions, lost records) tell which rules can run.
    "decoder/lint/": [
        "decoder/lint/", "decoder/session/", "decoder/machine/", "decoder/grammar/", "capture/segment.h", "capture/source.h",
    ],
    # What no face shows: secrets in lines and in the findings that quote them.
    "decoder/mask/": ["decoder/mask/", "decoder/lint/finding.h", "decoder/session/", "decoder/grammar/"],
    # What the faces write alike: formats for other programs, and the words that they are made of.
    "decoder/report/": [
        "decoder/report/", "decoder/mask/", "decoder/session/", "decoder/grammar/", "capture/segment.h",
    ],
    # What atscope.toml says about rules and findings: the command line and the window read it alike.
    "decoder/config/": ["decoder/config/", "decoder/lint/", "decoder/grammar/", "decoder/report/"],
    "cli/": ["cli/", "capture/", "decoder/"],
    "gui/": ["gui/", "capture/", "decoder/"],
    # What a link type's header says is read once, in the capture room: the dissector asks it, packet by packet.
    "plugins/wireshark/": [
        "plugins/wireshark/", "decoder/", "capture/segment.h", "capture/source.h",
        "capture/pcap/link_type.h", "capture/pcap/packet.h", "capture/pcap/traffic_filter.h",
    ],
    "plugins/wireshark/extcap/": ["plugins/wireshark/", "decoder/", "capture/"],
}  # fmt: skip

OUTSIDE_THE_DECODER = re.compile(r"^(Q[A-Z]|Qt|qt|pcap|libserialport|termios|epan/|wireshark/|libusb)")
LINKS_OUTSIDE_THE_DECODER = re.compile(r"\b(Qt\d?::|PCAP|libpcap|serialport|Wireshark|epan)\b", re.IGNORECASE)

# Results are values; only the faces of the program print or leave.
LOUD = re.compile(
    r"(?<![\w:])(?:std::)?(?:v?f?printf|f?puts|f?putc|putchar|perror|exit|_exit|quick_exit|abort|terminate)\s*\("
    r"|\bstd::(?:cout|cerr|clog)\b|\bfmt::print(?:ln)?\b|\bthrow\b"
)

# Dialect files that no vendor owns: v250.at, 3gpp.at and the parts it includes.
STANDARDS = ("v250", "3gpp")


def sources(*directories, suffixes=(".h", ".cpp")):
    for directory in directories:
        for path in sorted((TOP / directory).rglob("*")):
            if path.suffix in suffixes and path.is_file():
                yield path


def relative(path):
    return path.relative_to(TOP).as_posix()


def without_comments(text, keep_strings=True):
    """The code with comments (and strings) blanked, line breaks kept. Knows no raw strings with delimiters."""
    token = re.compile(
        r'R"\((?P<raw>.*?)\)"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*.*?\*/', re.DOTALL
    )

    def replace(match):
        found = match.group(0)
        if found.startswith("/") or not keep_strings:
            return re.sub(r"[^\n]", " ", found)
        return found

    return token.sub(replace, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def includes():
    """Every include keeps to the table of rooms; the decoder includes no Qt, libpcap or serial port."""
    for path in sources(*CODE_DIRECTORIES):
        name, text = relative(path), without_comments(path.read_text())
        room = max((room for room in MAY_INCLUDE if name.startswith(room)), key=len, default=None)
        if room is None:
            yield f"{name}: stands in no room that the table of check_house.py knows"
            continue
        for match in re.finditer(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', text, re.MULTILINE):
            quote, header = match.groups()
            place = f"{name}:{line_of(text, match.start(2))}"
            if name.startswith("decoder/") and OUTSIDE_THE_DECODER.match(header):
                yield f"{place}: the decoder must not include <{header}>"
            if quote == "<":
                continue
            if not header.startswith(tuple(f"{directory}/" for directory in CODE_DIRECTORIES)):
                yield f'{place}: write the path from the top of the tree instead of "{header}"'
            elif not any(header.startswith(a) if a.endswith("/") else header == a for a in MAY_INCLUDE[room]):
                yield f'{place}: {room} must not include "{header}"; it may include {", ".join(MAY_INCLUDE[room])}'


def links():
    """The decoder's targets link no Qt, libpcap or serial port."""
    for path in sources("decoder", suffixes=(".txt", ".cmake")):
        text = re.sub(r"#[^\n]*", "", path.read_text())
        for match in LINKS_OUTSIDE_THE_DECODER.finditer(text):
            yield f"{relative(path)}:{line_of(text, match.start())}: the decoder must not link {match.group(0)}"


def silence():
    """Nothing under decoder/ or capture/ prints, exits, aborts or throws."""
    for path in sources("capture", "decoder"):
        text = without_comments(path.read_text(), keep_strings=False)
        for match in LOUD.finditer(text):
            found = match.group(0).rstrip("( ")
            yield f"{relative(path)}:{line_of(text, match.start())}: '{found}' has no place here; return the error as a value"


def licence():
    """Every source file says its licence in the first lines."""
    named = {"CMakeLists.txt"}
    suffixes = {".h", ".cpp", ".py", ".cmake", ".at", ".in", ".sh"}
    skip = {"build", ".git"}
    for path in sorted(TOP.rglob("*")):
        parts = path.relative_to(TOP).parts
        if parts[0] in skip or not path.is_file() or "corpus" in parts:
            continue
        is_script = parts[0] in ("scripts", ".ci")
        if path.suffix not in suffixes and path.name not in named and not is_script:
            continue
        head = path.read_text(errors="replace").splitlines()[:3]
        # Dialects with deliberate mistakes are test data.
        if path.suffix == ".at" and parts[0] == "tests":
            continue
        expected = "GPL-2.0-or-later" if parts[:2] == ("plugins", "wireshark") else "MIT"
        if not any(f"SPDX-License-Identifier: {expected}" in line for line in head):
            yield f"{relative(path)}:1: the first lines must hold 'SPDX-License-Identifier: {expected}'"


def vendor_names():
    """Commands of a vendor are facts of a dialect file: no C++ outside the tests names one."""
    owned, common = set(), set()
    for path in sorted((TOP / "decoder/dialects").rglob("*.at")):
        text = path.read_text()
        # With another sign before it the word of a standard is still that: ^CPIN.
        names = {name[1:] for name in re.findall(r"^command\s+([+^*#$%&]\w+)", text, re.MULTILINE)}
        (common if path.stem.startswith(STANDARDS) else owned).update(names)
    owned = sorted(name for name in owned - common if len(name) > 2)
    if not owned:
        yield "decoder/dialects: no dialect of a vendor found"
        return
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, owned)) + r")\b")
    for path in sources(*CODE_DIRECTORIES):
        if relative(path).startswith("capture/text/"):
            continue  # a log format carries sample lines: they are its tests, and what it reads is no AT
        text = without_comments(path.read_text())
        for match in pattern.finditer(text):
            yield f"{relative(path)}:{line_of(text, match.start())}: '{match.group(0)}' belongs into a dialect file"


def samples():
    """samples/ holds what scripts/make-samples writes."""
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run([sys.executable, TOP / "scripts/make-samples", directory], check=True)
        made = {path.name: path.read_bytes() for path in Path(directory).iterdir()}
    there = {p.name: p.read_bytes() for p in (TOP / "samples").iterdir() if p.name != "README.md"}
    for name in sorted(made.keys() | there.keys()):
        if made.get(name) != there.get(name):
            yield f"samples/{name}: differs from what scripts/make-samples writes"
    text = (TOP / "samples/README.md").read_text()
    for name in sorted(made):
        if f"`{name}`" not in text:
            yield f"samples/README.md: says nothing about `{name}`"


def commands():
    """The README's two commands exist, and every script says what it does when asked."""
    readme = (TOP / "README.md").read_text()
    for command in ("./scripts/demo", "./scripts/test"):
        if command not in readme:
            yield f"README.md: does not name {command}"
    for path in sorted((TOP / "scripts").iterdir()):
        if path.name == "lib.sh" or path.suffix == ".pyc" or path.is_dir():
            continue
        if not path.stat().st_mode & 0o111:
            yield f"scripts/{path.name}: is not executable"
            continue
        done = subprocess.run([path, "--help"], capture_output=True, text=True, cwd=TOP)
        if done.returncode != 0 or "Usage:" not in done.stdout + done.stderr:
            yield f"scripts/{path.name} --help: left with {done.returncode} and without 'Usage:'"
    for path in re.findall(r"`(scripts/[\w-]+)`", readme + (TOP / "CONTRIBUTING.md").read_text()):
        if not (TOP / path).is_file():
            yield f"README.md or CONTRIBUTING.md: names {path}, which does not exist"


def doc_links():
    """Links between our Markdown pages lead somewhere."""
    pages = [*TOP.glob("*.md"), *(TOP / "docs").rglob("*.md"), *(TOP / "samples").glob("*.md")]
    for page in sorted(pages):
        text = re.sub(r"```.*?```|`[^`\n]*`", lambda m: re.sub(r"[^\n]", " ", m.group(0)), page.read_text(), flags=re.DOTALL)
        for match in re.finditer(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
            target = match.group(1)
            if "://" not in target and not (page.parent / target).exists():
                yield f"{relative(page)}:{line_of(text, match.start())}: the link leads nowhere: {target}"


CHECKS = {
    check.__name__.replace("_", "-"): check
    for check in (includes, links, silence, licence, vendor_names, samples, commands, doc_links)
}


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in CHECKS:
        print(f"Usage: {sys.argv[0]} {'|'.join(CHECKS)}", file=sys.stderr)
        return 2
    wrong = list(CHECKS[sys.argv[1]]())
    for complaint in wrong:
        print(complaint)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
