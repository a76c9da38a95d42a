# SPDX-License-Identifier: MIT
"""Pseudo-terminals in the place of serial lines, and atscope capturing from them."""
import contextlib
import os
import select
import signal
import subprocess
import time
import tty

from program import BINARY, ENVIRONMENT

PATIENCE = 30  # seconds until a wait counts as lost; nothing takes that long unless it is broken


def wait_until(condition, what):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain: {what}")
        time.sleep(0.005)


class Line:
    """One end of a serial cable: what is written to `wire` arrives at the port `path`, and the other way round."""

    def __init__(self, link=None):
        self.wire, port = os.openpty()
        tty.setraw(port)
        self.path = os.ttyname(port)
        self.port = port  # held open, so that bytes wait for a reader that comes late
        self.link = link
        if link:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(link)
            os.symlink(self.path, link)
            self.path = link

    def write(self, data):
        while data:
            select.select([], [self.wire], [], PATIENCE)
            data = data[os.write(self.wire, data[:1024]):]

    def read(self, size):
        """Exactly `size` bytes."""
        return read_exactly(self.wire, size)

    def vanish(self):
        os.close(self.wire)
        os.close(self.port)
        if self.link:
            os.unlink(self.link)

    def close(self):
        for fd in (self.wire, self.port):
            with contextlib.suppress(OSError):
                os.close(fd)


def read_exactly(fd, size):
    data = bytearray()
    while len(data) < size:
        ready, _, _ = select.select([fd], [], [], PATIENCE)
        if not ready:
            raise AssertionError(f"{size} bytes were expected, only these came: {bytes(data[-1000:])!r}")
        data += os.read(fd, size - len(data))
    return bytes(data)


def read_until(fd, end):
    data = b""
    while not data.endswith(end):
        data += read_exactly(fd, 1)
    return data


class Running:
    """A subcommand that runs until it is told to end."""

    def __init__(self, folder, *arguments, **options):
        self.process = subprocess.Popen(
            [BINARY, *arguments], cwd=folder, env=ENVIRONMENT,
            **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options})
        self.out = self.err = ""

    def end(self, sig=signal.SIGINT):
        self.process.send_signal(sig)
        return self.wait()

    def wait(self):
        out, err = self.process.communicate(timeout=PATIENCE)
        self.out, self.err = (out or b"").decode(), (err or b"").decode()
        return self.process.returncode

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()
