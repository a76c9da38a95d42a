# SPDX-License-Identifier: MIT
"""Writes small captures byte by byte."""

import struct

from wireshark import FOLDER

START = 1_700_000_000 * 10**9
SENT, RECEIVED = "sent", "received"


def pcap(name, link_type, records, step=1_000_000):
    """`records`: bytes, or (bytes, ns since the start)."""
    path = FOLDER / name
    out = struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262144, link_type)
    for number, record in enumerate(records):
        data, at = record if isinstance(record, tuple) else (record, number * step)
        seconds, ns = divmod(START + at, 10**9)
        out += struct.pack("<IIII", seconds, ns, len(data), len(data)) + data
    path.write_bytes(out)
    path.chmod(0o644)
    return path


def serial(way, data, event=None):
    """Link type 250."""
    number = event if event is not None else {SENT: 1, RECEIVED: 2}[way]
    return struct.pack(">IIBBH", START // 10**9, 0, number, 0, 0) + data


def exported(way, data, name=b"at"):
    """Link type 252."""
    tags = struct.pack(">HH", 12, len(name)) + name
    tags += struct.pack(">HHI", 35, 4, 0 if way == SENT else 1) + struct.pack(">HH", 0, 0)
    return tags + data


def bulk(way, data, bus=1, device=5, endpoint=1):
    """Link type 220: a bulk transfer as usbmon shows it, at the moment at which it has its data."""
    address = endpoint | (0 if way == SENT else 0x80)
    kind = b"S" if way == SENT else b"C"
    status = -115 if way == SENT else 0
    return struct.pack("<QcBBBHBBqiiII8sIIII", 0x1234, kind, 3, address, device, bus, 0x2D, 0, START // 10**9, 0, status,
                       len(data), len(data), b"", 0, 0, 0, 0) + data  # fmt: skip


def control_in(data, device, bus=1):
    """The answer of a device to GET_DESCRIPTOR, with the request before it."""
    setup = bytes([0x80, 6, 0, data[1], 0, 0]) + struct.pack("<H", len(data))
    head = lambda kind, flag, status, size, captured: struct.pack(
        "<QcBBBHBBqiiII8sIIII", 0x99, kind, 2, 0x80, device, bus, flag, 0 if captured else 0x3C, START // 10**9, 0, status, size,
        captured, setup if kind == b"S" else b"", 0, 0, 0, 0)  # fmt: skip
    return [head(b"S", 0, -115, len(data), 0), head(b"C", 0x2D, 0, len(data), len(data)) + data]


def device_descriptor(vendor, product):
    return struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x0200, 0, 0, 0, 64, vendor, product, 0x0600, 0, 0, 0, 1)


def acl(way, channel, data):
    l2cap = struct.pack("<HH", len(data), channel) + data
    return struct.pack(">I", 0 if way == SENT else 1) + b"\x02" + struct.pack("<HH", 0x2001, len(l2cap)) + l2cap


def rfcomm_begins():
    """The connection on L2CAP, without which Wireshark does not know what its channel carries."""
    return [acl(RECEIVED, 1, struct.pack("<BBHHH", 2, 1, 4, 3, 0x41)), acl(SENT, 1, struct.pack("<BBHHHHH", 3, 1, 8, 0x41, 0x41, 0, 0))]


def rfcomm(way, data, dlci=6):
    """Link type 201: an RFCOMM frame on a dynamic L2CAP channel, in basic mode."""
    address, control = dlci << 2 | 3, 0xEF
    check = 0xFF
    for byte in (address, control):
        check ^= byte
        for _ in range(8):
            check = check >> 1 ^ 0xE0 if check & 1 else check >> 1
    frame = bytes([address, control, len(data) << 1 | 1]) + data + bytes([0xFF - check])
    return acl(way, 0x41, frame)


TALK = [(SENT, b"AT+CSQ\r"), (RECEIVED, b"\r\n+CSQ: 15,99\r\n\r\nOK\r\n"), (SENT, b"AT+CGMI\r"), (RECEIVED, b"\r\nERROR\r\n")]
