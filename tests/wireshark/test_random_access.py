# SPDX-License-Identifier: MIT
"""What a frame shows does not depend on the order in which frames are looked at (sharkd does what a window does)."""

import json
import random
import shutil
import subprocess
import unittest

from frames import TALK, bulk, exported, pcap, serial
from wireshark import SAMPLES, as_user, convert, fields, packets, readable

SHARKD = shutil.which("sharkd")


def looked_at(capture, order):
    """The trees of frames, asked for in that order, after the capture was loaded."""
    requests = [{"method": "load", "params": {"file": str(capture)}}]
    requests += [{"method": "frame", "params": {"frame": frame, "proto": True, "bytes": True}} for frame in order]
    lines = "".join(json.dumps({"jsonrpc": "2.0", "id": number, **each}) + "\n" for number, each in enumerate(requests, 1))
    done = subprocess.run(as_user([SHARKD, "-"]), input=lines.encode(), capture_output=True, timeout=300)
    answers = [json.loads(line) for line in done.stdout.decode().splitlines() if line.startswith("{")]
    assert len(answers) == len(requests), done.stderr.decode()[-2000:]
    assert answers[0]["result"]["status"] == "OK", answers[0]
    return {frame: answer["result"] for frame, answer in zip(order, answers[1:])}


def captures():
    for sample in sorted(SAMPLES.glob("*.log")):
        yield convert(sample)
        yield convert(sample, "upper-pdu")
    yield readable(SAMPLES / "transparent.pcapng")
    yield pcap("random-usb.pcap", 220, [bulk(way, bytes([byte])) for way, data in TALK * 3 for byte in data])
    yield pcap("random-serial.pcap", 250, [serial(*each) for each in TALK * 20])


class RandomAccess(unittest.TestCase):
    @unittest.skipUnless(SHARKD, "there is no sharkd")
    def test_any_order_shows_the_same(self):
        shuffler = random.Random(7)
        for capture in captures():
            with self.subTest(capture.name):
                frames = [int(row[0]) for row in fields(capture, "frame.number")]
                sequence = looked_at(capture, frames)
                self.assertIn("AT commands (atscope)", json.dumps(sequence))
                for _ in range(2):
                    shuffled = frames * 2
                    shuffler.shuffle(shuffled)
                    self.assertEqual(looked_at(capture, shuffled), sequence)
                self.assertEqual(looked_at(capture, frames[::-1]), sequence)

    def test_a_filter_shows_frames_as_they_stand_in_the_whole(self):
        capture = convert(SAMPLES / "tcp-pdp-deact.log")
        whole = packets(capture)
        for text in ('atscope.kind == "command"', "atscope.finding", "frame.number > 20"):
            some = packets(capture, "-Y", text)
            self.assertTrue(0 < len(some) < len(whole))
            for frame, protocols in some.items():
                self.assertEqual([each.everything() for each in protocols], [each.everything() for each in whole[frame]])

    def test_both_passes_and_one_agree_on_what_is_settled(self):
        capture = pcap("settled.pcap", 252, [exported(*each) for each in TALK * 10])
        names = ("atscope.kind", "atscope.text", "atscope.txn", "atscope.response_to")
        for one, two in zip(fields(capture, *names, passes=1), fields(capture, *names)):
            for first, second in zip(one, two):
                self.assertIn(first, ("", second))


if __name__ == "__main__":
    unittest.main()
