#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Time of tshark with and without the plugin on one capture, in turn.

bench_wireshark.py PLUGIN_FOLDER [FRAMES [RUNS]]     PLUGIN_FOLDER holds 4.0/epan/atscope.so, readable for everybody
"""

import os
import resource
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

TALK = [
    (1, b"AT+CSQ\r"), (2, b"AT+CSQ\r\r\n+CSQ: 15,99\r\n"), (2, b"\r\nOK\r\n"), (1, b"AT+CREG?\r"), (2, b"\r\n+CREG: 0,1\r\n"),
    (2, b"\r\nOK\r\n"), (1, b"AT+CGATT?\r"), (2, b"\r\n+CGATT: 1\r\n\r\nOK\r\n"), (2, b"\r\n+CREG: 5\r\n"), (1, b"AT+COPS?\r"),
    (2, b'\r\n+COPS: 0,0,"Operator",7\r\n\r\nOK\r\n'),
]  # fmt: skip


def write(path, frames):
    """A serial capture (link type 250) in which a host polls its module."""
    now = 1_700_000_000 * 10**9
    with open(path, "wb", buffering=1 << 20) as out:
        out.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 250))
        for number in range(frames):
            event, data = TALK[number % len(TALK)]
            now += 7_000_000
            seconds, ns = divmod(now, 10**9)
            record = struct.pack(">IIBBH", seconds, ns // 1000, event, 0, 0) + data
            out.write(struct.pack("<IIII", seconds, ns, len(record), len(record)) + record)


def seconds_of(plugins, home, *arguments):
    """Processor time of one run."""
    command = ["env", f"WIRESHARK_PLUGIN_DIR={plugins}", f"HOME={home}", "tshark", *arguments]
    if os.geteuid() == 0:  # as root it would load no plugin of a user
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *command]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    plugins = Path(sys.argv[1]).resolve()
    frames = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    runs = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        capture = Path(folder) / "poll.pcap"
        write(capture, frames)
        capture.chmod(0o644)
        for name, options in (("one pass", ()), ("two passes", ("-2",))):
            best = [min(times) for times in zip(*((seconds_of("/nowhere", folder, *options, "-r", capture), seconds_of(plugins, folder, *options, "-r", capture)) for _ in range(runs)))]
            print(f"{frames} frames, {name}: {best[0]:.2f} s without, {best[1]:.2f} s with the plugin: {best[1] / best[0]:.2f} times")


if __name__ == "__main__":
    main()
