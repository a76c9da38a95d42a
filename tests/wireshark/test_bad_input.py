# SPDX-License-Identifier: MIT
"""Captures that are broken, cut, out of order or huge in one way: no crash, no assertion, and it is said."""

import os
import random
import shutil
import struct
import subprocess
import unittest

from frames import RECEIVED, SENT, START, TALK, bulk, exported, pcap, rfcomm, rfcomm_begins, serial
from wireshark import FOLDER, SAMPLES, as_user, convert, fields, readable, tshark

EVERYTHING = ("-o", "atscope.serial:Always", "-o", "atscope.user_links:0-15", "-o", "atscope.stock:TRUE")
SEEDS = range(int(os.environ.get("ATSCOPE_FUZZ_SEEDS", "6")))


def sources():
    yield convert(SAMPLES / "tcp-pdp-deact.log")
    yield convert(SAMPLES / "http-get.log", "upper-pdu")
    yield readable(SAMPLES / "transparent.pcapng")
    yield pcap("fuzz-usb.pcap", 220, [bulk(*each) for each in TALK * 20])
    yield pcap("fuzz-rfcomm.pcap", 201, [*rfcomm_begins(), *(rfcomm(*each) for each in TALK * 20)])
    yield pcap("fuzz-user.pcap", 147, [data for _, data in TALK * 20])


class Fuzzed(unittest.TestCase):
    @unittest.skipUnless(shutil.which("editcap"), "there is no editcap")
    def test_changed_bytes(self):
        for source in sources():
            for seed in SEEDS:
                with self.subTest(source.name, seed=seed):
                    out = FOLDER / f"fuzzed-{source.stem}-{seed}.pcapng"
                    subprocess.run(["editcap", "-E", str(0.01 * (1 + seed % 5)), "--seed", str(seed), source, out], check=True, capture_output=True)
                    out.chmod(0o644)
                    as_rfcomm = ("-d", "btrfcomm.dlci==6,atscope")
                    tshark("-2", "-r", out, "-V", "-x", *EVERYTHING, *as_rfcomm)
                    tshark("-r", out, "-q", "-z", "atscope,tree", "-z", "atscope,srt", "-z", "expert", *EVERYTHING)

    @unittest.skipUnless(shutil.which("randpkt"), "there is no randpkt")
    def test_random_packets(self):
        for kind in ("usb-linux", "eth", "tcp"):
            out = FOLDER / f"random-{kind}.pcap"
            subprocess.run(["randpkt", "-t", kind, "-c", "300", out], check=True, capture_output=True)
            out.chmod(0o644)
            tshark("-2", "-r", out, "-V", *EVERYTHING)

    def test_random_bytes_behind_each_link_type(self):
        shuffler = random.Random(3)
        noise = [shuffler.randbytes(shuffler.randrange(0, 90)) for _ in range(200)]
        for link_type in (147, 187, 189, 201, 220, 249, 250, 252):
            with self.subTest(link_type=link_type):
                head = b"\0\0\0\1\2" if link_type in (187, 201) else b""  # without it Wireshark does not open the file
                tshark("-2", "-r", pcap(f"noise-{link_type}.pcap", link_type, [head + each for each in noise]), "-V", *EVERYTHING)


class Cut(unittest.TestCase):
    def test_frames_that_were_not_captured_whole(self):
        path = FOLDER / "snap.pcap"
        out = struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 20, 250)
        for number, (way, data) in enumerate(TALK):
            record = serial(way, data)
            out += struct.pack("<IIII", START // 10**9, number * 1000, min(20, len(record)), len(record)) + record[:20]
        path.write_bytes(out)
        path.chmod(0o644)
        text = tshark("-2", "-r", path, "-V", "-o", "atscope.serial:Always")
        self.assertIn("the last 13 bytes of frame 2 were not captured (snap length)", text)
        for size in range(6, 40, 3):
            for link_type, make in ((250, serial), (252, exported), (220, bulk), (201, rfcomm)):
                tshark("-2", "-r", pcap(f"cut-{link_type}-{size}.pcap", link_type, [make(*each)[:size] for each in TALK]), "-V", *EVERYTHING)

    def test_a_capture_that_begins_in_the_middle(self):
        capture = pcap("middle.pcap", 250, [serial(RECEIVED, b",99\r\n\r\nOK\r\n"), *(serial(*each) for each in TALK)])
        self.assertEqual(fields(capture, "atscope.txn")[1][0], "1")

    def test_times_that_run_backwards(self):
        records = [(serial(*each), 10**9 * (10 - number)) for number, each in enumerate(TALK)]
        capture = pcap("backwards.pcap", 250, records)
        self.assertEqual([row[0] for row in fields(capture, "atscope.txn")], ["1", "1~1", "2", "2"])
        self.assertEqual(fields(capture, "atscope.latency")[0][0], "")


class Many(unittest.TestCase):
    def test_thousands_of_ports(self):
        records = [bulk(*each, bus=1 + port // 100, device=1 + port % 100) for port in range(3000) for each in TALK[:2]]
        capture = pcap("ports.pcap", 220, records)
        rows = fields(capture, "atscope.stream", "atscope.too-many-channels", options=("-Y", "usb"))
        self.assertEqual(len({row[0] for row in rows if row[0]}), 1024)
        self.assertTrue(any(row[1] for row in rows))

    def test_one_long_line_over_many_frames(self):
        capture = pcap("long.pcap", 250, [serial(SENT, b"AT+CSQ\r"), *(serial(RECEIVED, b"x" * 1000) for _ in range(300)), serial(RECEIVED, b"\r\nOK\r\n")])
        self.assertEqual(fields(capture, "atscope.outcome", options=("-Y", "frame.number == 1"))[0][0], "ok")


class Again(unittest.TestCase):
    @unittest.skipUnless(shutil.which("sharkd"), "there is no sharkd")
    def test_reload_with_another_dialect(self):
        """As in the window: the preference changes, and the file is read again, many times."""
        capture = convert(SAMPLES / "tcp-pdp-deact.log")
        lines = []
        for dialect in ("3gpp", "yuge-ec716s", "nonsense", "auto") * 3:
            lines += ['{"method":"setconf","params":{"name":"atscope.dialect","value":"%s"}}' % dialect,
                      '{"method":"load","params":{"file":"%s"}}' % capture, '{"method":"frame","params":{"frame":9,"proto":true}}']  # fmt: skip
        text = "".join('{"jsonrpc":"2.0","id":%d,%s\n' % (number, line[1:]) for number, line in enumerate(lines, 1))
        done = subprocess.run(as_user([shutil.which("sharkd"), "-"]), input=text.encode(), capture_output=True, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr.decode()[-2000:])
        answers = done.stdout.decode().splitlines()
        shown = [answer for answer in answers if "Dialect: " in answer]
        self.assertEqual(len(shown), 12, done.stderr.decode()[-2000:])
        for number, name in enumerate(("3gpp", "yuge-ec716s", "auto:", "auto:") * 3):
            self.assertIn(name, shown[number])


if __name__ == "__main__":
    unittest.main()
