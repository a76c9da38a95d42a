#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Usage: tests/bench/bench_proxy.py ATSCOPE [--seconds N]

What the proxy of `atscope capture` costs, on pseudo-terminals: the round trip of an AT command with and without it, how
many bytes a second pass, and whether N seconds (60) of traffic at 921600 bit/s, both ways at once, all arrive and are all
recorded.
"""
import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
import tty

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("atscope")
parser.add_argument("--seconds", type=float, default=60)
arguments = parser.parse_args()
os.environ["ATSCOPE_BINARY"] = os.path.abspath(arguments.atscope)
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from serial_line import Line, Running, read_exactly, wait_until  # noqa: E402

COMMAND, ANSWER = b"AT+CSQ\r", b"\r\n+CSQ: 20,99\r\n\r\nOK\r\n"
BYTES_PER_SECOND = 921600 // 10


def raw(path):
    fd = os.open(path, os.O_RDWR | os.O_NOCTTY)
    tty.setraw(fd, 0)
    return fd


def in_thread(target, *args):
    thread = threading.Thread(target=target, args=args)
    thread.start()
    return thread


def round_trips(host, line, count=2000):
    def answer():
        for _ in range(count):
            read_exactly(line.wire, len(COMMAND))
            os.write(line.wire, ANSWER)
    thread, times = in_thread(answer), []
    for _ in range(count):
        begin = time.perf_counter()
        os.write(host, COMMAND)
        read_exactly(host, len(ANSWER))
        times.append(time.perf_counter() - begin)
    thread.join()
    times.sort()
    return f"median {statistics.median(times) * 1e6:.0f} us, 99 % {times[len(times) * 99 // 100] * 1e6:.0f} us"


def pump(fd, data, rate=None):
    begin, sent = time.monotonic(), 0
    while sent < len(data):
        if rate:
            ahead = sent / rate - (time.monotonic() - begin)
            if ahead > 0.002:
                time.sleep(ahead)
        sent += os.write(fd, data[sent:sent + 1024])


def main():
    with tempfile.TemporaryDirectory() as folder:
        line = Line()
        direct = raw(line.path)
        print("round trip without the proxy:", round_trips(direct, line))
        os.close(direct)

        link, recording = os.path.join(folder, "modem"), os.path.join(folder, "talk.pcapng")
        proxy = Running(folder, "capture", "--proxy", line.path, "--link", link, "-o", recording, "-q")
        wait_until(lambda: os.path.exists(link), link)
        host = raw(link)
        print("round trip through the proxy:", round_trips(host, line))

        data = os.urandom(16 << 20)
        begin = time.monotonic()
        sender = in_thread(pump, line.wire, data)
        same = read_exactly(host, len(data)) == data
        sender.join()
        print(f"throughput: {len(data) / (time.monotonic() - begin) / 1e6:.1f} MB/s, all bytes arrived: {same}")

        data = os.urandom(int(BYTES_PER_SECOND * arguments.seconds))
        got = {}
        threads = [in_thread(pump, line.wire, data, BYTES_PER_SECOND), in_thread(pump, host, data, BYTES_PER_SECOND),
                   in_thread(lambda: got.update(host=read_exactly(host, len(data)))),
                   in_thread(lambda: got.update(module=read_exactly(line.wire, len(data))))]
        begin, used = time.monotonic(), cpu_seconds(proxy.process.pid)
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - begin
        used = cpu_seconds(proxy.process.pid) - used
        whole = got["host"] == data and got["module"] == data
        print(f"921600 bit/s both ways for {seconds:.1f} s: {2 * len(data)} bytes, all arrived: {whole}, "
              f"{100 * used / seconds:.1f} % of a core")
        os.close(host)
        proxy.end()
        print(proxy.err.strip().splitlines()[-1])
        size = os.path.getsize(recording)
        print(f"recording: {size / 1e6:.1f} MB")
        line.close()
        return 0 if whole and same else 1


def cpu_seconds(pid):
    fields = open(f"/proc/{pid}/stat", encoding="ascii").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main())
