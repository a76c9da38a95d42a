# SPDX-License-Identifier: MIT
"""Every worked example of the manual decodes as its marks say, and every finding on it is a defect of the manual."""
import glob
import json
import os
import re
import subprocess
import tempfile
import unittest

import manual

# Lines that read otherwise than they are marked, and why.
OTHERWISE = {
    # The content of a file comes without a head: free text of the command.
    ("49-fs-local.txt", "1234567890"): {"info", "data"}, ("50-fs-sdcard.txt", "34567"): {"info"},
}
COMMAND, PROMPT, DATA, LATE, ANSWER = ({"command"}, {"prompt"}, {"data"}, {"urc", "deferred"},
                                       {"info", "result", "intermediate", "prompt"})


# Settings that an example names in words only, by the number of the command or line they stand before.
SAID_IN_WORDS = {
    "75-send-formats-summary.txt": {2: "AT+CIPMUX=1"},
    "76-receive-formats-summary.txt": {0: "AT+CIPHEAD=0"},
}
# Data whose end is not printed.
ENDS = {"75-send-formats-summary.txt", "52-cipsend-cr-lf.txt"}


def escaped(data):
    return "".join(chr(c) if 0x20 <= c < 0x7F and c != 0x5C else f"\\{c:03o}" for c in data.encode("gbk"))


class Example:
    """An example as a log of what went over the line, and what each line of the log has to be."""

    def __init__(self, path):
        self.name = os.path.basename(path)
        self.log, self.expected = [], []
        with open(path, encoding="utf-8") as file:
            lines = file.read().split("\n")
        self.bytes_in_words = any("stand for the bytes" in line for line in lines)
        self.said = dict(SAID_IN_WORDS.get(self.name, {}))
        self.commands = 0
        urc, size = False, None
        for at, line in enumerate(lines):
            if line.startswith("# @urc"):
                urc = True
            elif found := re.match(r"# @data (\d+)", line):
                size = int(found[1])
                if at + 1 < len(lines) and lines[at + 1].startswith("# @elided"):
                    sends = self.expected and self.expected[-1][0] == PROMPT or self.waits_for_host()
                    self.add(">" if sends else "<", "x" * size, DATA, urc)
                    urc, size = False, None
            elif line[:2] in ("> ", "< ") or line in (">", "<"):
                self.line(line[0], line[2:], urc, size)
                urc, size = False, None

    def waits_for_host(self):
        return bool(self.log) and re.search(r"DOWNLOAD|\+FTPPUT: ?2,|\+FTPEXTPUT: ", self.log[-1]) is not None

    def line(self, sender, text, urc, size):
        if self.bytes_in_words:
            text = text.replace("\\r", "\r").replace("\\n", "\n")
        text = text.replace("<CTRL-Z>", "\x1A")
        if self.commands in self.said and (size is None and sender == ">" or not self.log):
            self.add(">", self.said.pop(self.commands) + "\r", COMMAND, urc, frame=False)
            self.add("<", "OK", ANSWER, urc)
        if size is not None:
            command = [text for kinds, text, _ in self.expected if kinds is COMMAND][-1:]
            if sender == ">" and self.name in ENDS and re.search(r"CIPSEND(=5)?$", command[0]):
                text += "\x1A"
            self.add(sender, text, DATA, urc)
        elif sender == "<" and text.strip() == ">":
            self.add("<", "\r\n> ", PROMPT, urc, frame=False)
        elif sender == ">" and text == "+++":
            self.add(">", "+++", DATA | {"command"}, urc, frame=False)
        elif sender == ">":
            self.commands += 1
            self.add(">", text if text.endswith(("\r", "\n")) else text + "\r", COMMAND, urc, frame=False)
        else:
            self.add("<", text, LATE if urc else ANSWER, urc)

    def add(self, sender, text, kinds, urc, frame=True):
        if sender == "<" and frame:
            text = ("" if kinds is DATA else "\r\n") + text + "\r\n"
        self.log.append(f"ofonod[1]: Modem: {sender} {escaped(text)}")
        self.expected.append((kinds, text.strip(), urc))


class Dialogues(unittest.TestCase):
    maxDiff = None

    def decode(self, example, *arguments):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "example.log")
            with open(path, "w", encoding="utf-8") as file:
                file.write("\n".join(example.log) + "\n")
            result = subprocess.run([manual.ATSCOPE, *arguments, "--dialect", manual.NAME, path],
                                    capture_output=True, check=False)
            return [json.loads(line) for line in result.stdout.decode().splitlines() if line.startswith("{")]

    def examples(self):
        found = [Example(path) for path in sorted(glob.glob(os.path.join(manual.MANUAL, "dialogues", "*.txt")))]
        self.assertGreaterEqual(len(found), 97)
        return found

    def test_every_line_reads_as_it_is_marked(self):
        wrong = []
        for example in self.examples():
            events = self.decode(example, "decode", "--format", "jsonl", "--show-secrets")
            kinds = {}
            for event in events:
                if event["kind"] in ("transaction", "transition", "note"):
                    continue
                kinds.setdefault(event["line"], []).append(event["kind"])
                if event["kind"] == "unparsed":
                    wrong.append(f"{example.name}: not understood: {event.get('text', event.get('hex'))!r}")
            for number, (wanted, text, _) in enumerate(example.expected, 1):
                wanted = wanted | OTHERWISE.get((example.name, text), set())
                found = set(kinds.get(number, []))
                if not found & wanted:
                    wrong.append(f"{example.name}: {text[:60]!r} is {sorted(found)}, not {sorted(wanted)}")
        self.assertEqual("", "\n".join(wrong))

    def test_every_finding_is_a_defect_of_the_manual(self):
        found = []
        for example in self.examples():
            for finding in self.decode(example, "lint", "--select", "all", "-f", "jsonl"):
                if "code" not in finding or finding["code"] == "CAP003":  # the examples have no times
                    continue
                key = (example.name[:2], finding["code"])
                if key not in DEFECTS and finding["code"] not in HABITS:
                    found.append(f"{example.name}:{finding['line']}: {finding['code']} {finding['message']}")
        self.assertEqual("", "\n".join(found))


# What the manual does in many of its examples: they hold identities of modules and subscribers, PINs and passwords.
HABITS = {"SEC001", "SEC002"}
# Findings on the manual's own examples: the example's number, the rule, and the defect of the manual behind it.
DEFECTS = {
    ("12", "CFG002"): "shows on purpose what ATQ1 does",
    ("70", "CFG501"): "shows on purpose how data without a head looks", ("76", "CFG501"): "as before",
    ("27", "ORD001"): "the answer to AT+CIPSTART is left out",
    ("51", "ORD001"): "four alternatives without answers, one below the other",
    ("52", "ORD001"): "four ways to send, without their results",
    ("52", "DAT501"): "shows on purpose that the first LF of the payload is swallowed",
    ("64", "STA501"): "shows on purpose that AT+CIFSR fails after AT+CIPSHUT", ("64", "ERR001"): "as before",
    ("69", "STA501"): "AT+CSTT, AT+CIICR and AT+CIFSR are left out",
    ("70", "CFG504"): "shows on purpose what AT+CIPHEAD=0 does", ("76", "CFG504"): "as before",
    ("93", "SEC004"): "logs in to a broker without TLS", ("93", "CFG504"): "keepalive 60, where 13.3 advises 300",
    ("94", "CFG504"): "as before",
}


if __name__ == "__main__":
    manual.main()
