# SPDX-License-Identifier: MIT
"""Runs tshark with the plugin, and atscope, over the same captures."""

import json
import os
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ATSCOPE = os.environ["ATSCOPE_BINARY"]
PLUGIN = Path(os.environ["ATSCOPE_WIRESHARK_PLUGIN"])  # …/4.0/epan/atscope.so
TOP = Path(os.environ["ATSCOPE_SOURCE_DIR"])
SAMPLES = TOP / "samples"
CAPTURES = Path(os.environ.get("ATSCOPE_CAPTURES", TOP.parents[1] / "shared/captures"))
if not CAPTURES.is_dir():
    CAPTURES = TOP.parents[0] / "shared/captures"
TSHARK = shutil.which("tshark")

FOLDER = Path(tempfile.mkdtemp(prefix="atscope-wireshark-"))
FOLDER.chmod(0o755)


def plugin_folder():
    """A folder as Wireshark wants it, which anybody may read: as root it loads no plugin of a user."""
    folder = FOLDER / "plugins"
    place = folder / PLUGIN.parent.parent.name / "epan"
    if not place.is_dir():
        place.mkdir(parents=True)
        shutil.copy(PLUGIN, place / PLUGIN.name)
        for each in (folder, place.parent, place):
            each.chmod(0o755)
    return folder


def as_user(command, plugin=True, **environment):
    """`command` as one who is not root, with a home of its own and the plugin."""
    home = FOLDER / "home"
    if not home.is_dir():
        home.mkdir()
        home.chmod(0o777)
    settings = {
        "HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "TMPDIR": os.environ.get("TMPDIR", "/tmp"),
        "WIRESHARK_PLUGIN_DIR": str(plugin_folder() if plugin else FOLDER / "none"), "PATH": os.environ["PATH"],
        "LC_ALL": "C.UTF-8", "TZ": "UTC", **environment,
    }  # fmt: skip
    if os.environ.get("ATSCOPE_PRELOAD"):
        settings["LD_PRELOAD"] = os.environ["ATSCOPE_PRELOAD"]
        settings["ASAN_OPTIONS"] = "detect_leaks=0:detect_odr_violation=0"  # of Wireshark's own
    words = ["env", "-i", *(f"{name}={value}" for name, value in settings.items()), *map(str, command)]
    if os.geteuid() == 0:
        words = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *words]
    return words


def tshark(*arguments, plugin=True, check=True, **environment):
    done = subprocess.run(as_user([TSHARK, *arguments], plugin, **environment), capture_output=True, timeout=300)
    text = done.stdout.decode("utf-8", "replace")
    noise = done.stderr.decode("utf-8", "replace")
    if check:
        assert done.returncode == 0, f"tshark {arguments} left with {done.returncode}:\n{noise}"
    assert "ERROR" not in noise and "ASSERT" not in noise.upper(), noise
    return text


def readable(path):
    """A copy of a capture that everybody may read."""
    copy = FOLDER / Path(path).name
    if Path(path) != copy:
        shutil.copyfile(path, copy)
    copy.chmod(0o644)
    return copy


def convert(log, kind="pcapng"):
    """A sample as a capture."""
    out = FOLDER / f"{Path(log).stem}-{kind}.{'pcap' if kind == 'pcap' else 'pcapng'}"
    subprocess.run([ATSCOPE, "convert", log, "--to", kind, "-o", out], check=True, capture_output=True)
    out.chmod(0o644)
    return out


def atscope(*arguments):
    """The records of decode or lint, one a line."""
    done = subprocess.run([ATSCOPE, *map(str, arguments)], capture_output=True)
    assert done.returncode in (0, 1), done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


class Node:
    """A field of a packet with what stands below it."""

    def __init__(self, element):
        self.name = element.get("name") or ""
        self.show = element.get("show")
        self.label = element.get("showname") or element.get("show") or ""
        self.position, self.size = int(element.get("pos", -1)), int(element.get("size", -1))
        self.children = [Node(child) for child in element if child.tag == "field"]

    def everything(self):
        return (self.name, self.show, self.label, self.position, self.size, [child.everything() for child in self.children])

    def values(self, name):
        """Of the fields called `name` right below."""
        return [child.show for child in self.children if child.name == name]

    def value(self, name):
        found = self.values(name)
        return found[0] if found else None

    def all(self, name):
        """Every field called `name`, at any depth."""
        found = [self] if self.name == name else []
        for child in self.children:
            found += child.all(name)
        return found


def packets(capture, *options, passes=2, **more):
    """By frame: the protocol items "atscope" of it."""
    text = tshark(*(["-2"] if passes == 2 else []), "-r", capture, "-T", "pdml", *options, **more)
    frames = {}
    for packet in ElementTree.fromstring(text.encode()).iter("packet"):
        protocols = list(packet.iter("proto"))
        number = next(f.get("show") for f in packet.iter("field") if f.get("name") == "frame.number")
        frames[int(number)] = [Node(proto) for proto in protocols if proto.get("name") == "atscope"]
    return frames


def fields(capture, *names, passes=2, options=()):
    """One list of values a packet, as -T fields gives them; of many values, joined by "~"."""
    wanted = [word for name in names for word in ("-e", name)]
    text = tshark(*(["-2"] if passes == 2 else []), "-r", capture, "-T", "fields", "-E", "separator=/t",
                  "-E", "aggregator=~", *wanted, *options)  # fmt: skip
    return [line.split("\t") for line in text.split("\n")[:-1]]


def events(frames):
    """Every event of the capture with the frame that shows it, in the order of the frames."""
    for frame, protocols in sorted(frames.items()):
        for protocol in protocols:
            for child in protocol.children:
                if any(each.name == "atscope.kind" for each in child.children):
                    yield frame, protocol, child
