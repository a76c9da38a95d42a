# SPDX-License-Identifier: MIT
"""Where the dissector finds AT, and where it keeps its hands off."""

import unittest

from frames import RECEIVED, SENT, TALK, bulk, control_in, device_descriptor, exported, pcap, rfcomm, rfcomm_begins, serial
from wireshark import CAPTURES, atscope, fields, readable, tshark


def texts(capture, *options, passes=2):
    return [row[0] for row in fields(capture, "atscope.text", passes=passes, options=options)]


SAID = ["AT+CSQ", "+CSQ: 15,99~OK", "AT+CGMI", "ERROR"]


class Serial(unittest.TestCase):
    capture = pcap("serial.pcap", 250, [serial(*each) for each in TALK])
    # A port that speaks something else: a frame of Modbus, and text that is no command.
    foreign = pcap("foreign.pcap", 250, [serial(SENT, b"\x01\x03\0\0\0\x02\xc4\x0b"), serial(RECEIVED, b"READY, ATTENTION\r\n")])

    def test_is_found_by_its_commands(self):
        self.assertEqual(texts(self.capture), SAID)
        self.assertEqual(texts(self.capture, passes=1), SAID)

    def test_what_came_before_the_first_command_is_decoded_too(self):
        boot = pcap("boot.pcap", 250, [serial(RECEIVED, b"\r\nRING\r\n"), *(serial(*each) for each in TALK)])
        self.assertEqual(texts(boot), ["RING", *SAID])

    def test_another_protocol_is_left_alone(self):
        self.assertEqual(texts(self.foreign), ["", ""])

    def test_always_and_never(self):
        self.assertEqual(texts(self.capture, "-o", "atscope.serial:Only by Decode As"), [""] * 4)
        self.assertEqual(texts(self.foreign, "-o", "atscope.serial:Always")[1], "READY, ATTENTION")

    def test_decode_as(self):
        never = ("-o", "atscope.serial:Only by Decode As")
        self.assertEqual(texts(self.capture, *never, "-d", "rtacser.data,atscope"), SAID)
        # Once: not by the carrier and by its payload.
        frames = tshark("-2", "-r", self.capture, "-d", "rtacser.data,atscope", "-O", "atscope")
        self.assertEqual(frames.count("Command: AT+CSQ"), 1)

    def test_the_choice_of_another_dissector_holds(self):
        self.assertEqual(texts(self.capture, "-d", "rtacser.data,data"), [""] * 4)

    def test_records_without_payload(self):
        lines = pcap("lines.pcap", 250, [*(serial(*each) for each in TALK), serial(None, b"", event=5), serial(None, b"", event=8)])
        kinds = fields(lines, "atscope.kind", "atscope.text", "atscope.because")
        self.assertEqual(kinds[4], ["note", "the capturing port lost bytes", "bytes are missing here"])
        self.assertEqual(kinds[5], ["note", "parity error", "error on the line"])

    def test_the_stock_dissector_keeps_its_place(self):
        self.assertEqual(fields(self.capture, "rtacser.eventtype"), [["0x01"], ["0x02"], ["0x01"], ["0x02"]])
        # … also when ours is switched off.
        off = ("--disable-protocol", "atscope")
        self.assertEqual(fields(self.capture, "rtacser.eventtype", "atscope", options=off)[0], ["0x01", ""])


class ExportedPdu(unittest.TestCase):
    def test_at_is_shown_by_both(self):
        capture = pcap("at.pcap", 252, [exported(*each) for each in TALK])
        self.assertEqual(texts(capture), SAID)
        self.assertTrue(fields(capture, "at.command")[0][0])
        self.assertEqual(texts(capture, "-o", "atscope.exported_at:FALSE"), [""] * 4)

    def test_atscope_is_ours(self):
        capture = pcap("named.pcap", 252, [exported(way, data, b"atscope") for way, data in TALK])
        self.assertEqual(texts(capture), SAID)
        self.assertEqual(texts(capture, "-o", "atscope.exported_at:FALSE"), SAID)

    def test_others_are_not(self):
        capture = pcap("other.pcap", 252, [exported(way, data, b"data") for way, data in TALK])
        self.assertEqual(texts(capture), [""] * 4)


class UserLink(unittest.TestCase):
    capture = pcap("user.pcap", 149, [data for _, data in TALK])

    def test_by_preference(self):
        self.assertEqual(texts(self.capture, "-o", "atscope.user_links:2"), SAID)
        self.assertEqual(texts(self.capture, "-o", "atscope.user_links:3"), [""] * 4)

    def test_by_the_table_of_wireshark(self):
        table = 'uat:user_dlts:"User 2 (DLT=149)","atscope","0","","0",""'
        self.assertEqual(texts(self.capture, "-o", table), SAID)


class Usb(unittest.TestCase):
    def test_a_port_is_ours_from_its_first_command_on(self):
        capture = pcap("usb.pcap", 220, [bulk(RECEIVED, b"\r\nRING\r\n"), *(bulk(*each) for each in TALK)])
        self.assertEqual(texts(capture), ["RING", *SAID])
        # In one pass nobody knew at the first frame.
        self.assertEqual(texts(capture, passes=1), ["", *SAID])
        self.assertEqual({row[0] for row in fields(capture, "atscope.channel")}, {"1.5 ep1"})

    def test_one_byte_a_transfer(self):
        records = [bulk(way, bytes([byte])) for way, data in TALK for byte in data]
        found = [text for text in texts(pcap("bytes.pcap", 220, records)) if text]
        self.assertEqual(found, ["AT+CSQ", "+CSQ: 15,99", "OK", "AT+CGMI", "ERROR"])

    def test_near_misses_are_not_claimed(self):
        misses = {
            "line-ends": [(RECEIVED, b"\r\n"), (RECEIVED, b"OK\r\n")],
            "words": [(SENT, b"ATTENTION PLEASE\r"), (SENT, b"ATLAS\r\n")],
            "no-end": [(SENT, b"AT+CSQ")],
            "inside": [(SENT, b"echo AT+CSQ\r")],
            "binary": [(SENT, b"AT+CSQ\r\x00\x80\xff")],
            "disk": [(SENT, b"USBC" + bytes(27)), (SENT, b"AT+CSQ\r\n" * 4)],
            "file": [(SENT, b"AT+CSQ\r\n" * 512)],
        }  # fmt: skip
        for name, records in misses.items():
            with self.subTest(name):
                capture = pcap(f"miss-{name}.pcap", 220, [bulk(*each) for each in records])
                self.assertEqual(texts(capture), [""] * len(records))

    def test_two_ports_are_two_channels(self):
        records = [bulk(way, data, endpoint=endpoint) for way, data in TALK for endpoint in (1, 3)]
        rows = fields(pcap("ports.pcap", 220, records), "atscope.channel", "atscope.txn")
        self.assertEqual([row[0] for row in rows], ["1.5 ep1", "1.5 ep3"] * 4)
        self.assertEqual([row[1] for row in rows][:2], ["1", "2"])

    def test_ftdi_has_its_status_bytes_taken_off(self):
        answer = b"\r\n+CSQ: 15,99\r\n\r\nOK\r\n"
        long = b"\r\n+CGMI: " + b"x" * 100 + b"\r\n\r\nOK\r\n"
        status = b"\x01\x60"
        split = b"".join(status + long[at : at + 62] for at in range(0, len(long), 62))
        records = control_in(device_descriptor(0x0403, 0x6001), 7)
        records += [bulk(SENT, b"AT+CSQ\r", device=7, endpoint=2), bulk(RECEIVED, status, device=7), bulk(RECEIVED, status + answer, device=7)]
        records += [bulk(SENT, b"AT+CGMI\r", device=7, endpoint=2), bulk(RECEIVED, split, device=7)]
        rows = fields(pcap("ftdi.pcap", 220, records), "atscope.text", "atscope.channel", "ftdi-ft")
        self.assertEqual([row[0] for row in rows if row[0]], ["AT+CSQ", "+CSQ: 15,99~OK", "AT+CGMI", "+CGMI: " + "x" * 100 + "~OK"])

    @unittest.skipUnless((CAPTURES / "usbmon-dual-cdc-acm-echo.pcapng").exists(), "the public captures are not there")
    def test_a_device_that_speaks_no_at(self):
        capture = readable(CAPTURES / "usbmon-dual-cdc-acm-echo.pcapng")
        self.assertEqual(tshark("-2", "-r", capture, "-Y", "atscope"), "")
        for options in ((), ("-V",), ("-T", "fields", "-e", "frame.protocols")):
            self.assertEqual(tshark("-2", "-r", capture, *options), tshark("-2", "-r", capture, *options, plugin=False))


class Bluetooth(unittest.TestCase):
    # The captured side is the phone: what it sends is the module's.
    capture = pcap("rfcomm.pcap", 201, [*rfcomm_begins(), *(rfcomm(RECEIVED if way == SENT else SENT, data) for way, data in TALK)])

    def test_decode_as(self):
        as_at = ("-d", "btrfcomm.dlci==6,atscope")
        self.assertEqual(texts(self.capture, *as_at)[2:], SAID)
        self.assertEqual([row[0] for row in fields(self.capture, "atscope.sender", options=as_at)][2:], ["dte", "dce~dce", "dte", "dce"])
        self.assertEqual(texts(self.capture), [""] * 6)

    def test_behind_the_stock_dissector(self):
        options = ("-d", "btrfcomm.dlci==6,bthfp", "-o", "atscope.stock:TRUE")
        for passes in (1, 2):
            self.assertEqual(texts(self.capture, *options, passes=passes)[2:], SAID)
        self.assertTrue(fields(self.capture, "bthfp.data", options=options)[2][0])
        self.assertEqual(texts(self.capture, *options[:2]), [""] * 6)

    def test_the_user_says_who_is_who(self):
        given = ("-d", "btrfcomm.dlci==6,atscope", "-o", "atscope.role:The host (DTE)")
        self.assertEqual(fields(self.capture, "atscope.sender", options=given)[2], ["dce"])


class Stock(unittest.TestCase):
    def test_behind_at(self):
        capture = pcap("behind.pcap", 252, [exported(*each) for each in TALK])
        options = ("-o", "atscope.exported_at:FALSE", "-o", "atscope.stock:TRUE")
        self.assertEqual(texts(capture, *options), SAID)
        self.assertEqual(texts(capture, "-o", "atscope.stock:TRUE"), SAID)


class Dialect(unittest.TestCase):
    capture = Serial.capture

    def test_is_chosen_by_the_user(self):
        for name in ("3gpp", "yuge-ec716s"):
            self.assertEqual(fields(self.capture, "atscope.dialect", options=("-o", f"atscope.dialect:{name}"))[0], [name])

    def test_a_wrong_name_is_told_and_auto_is_used(self):
        options = ("-o", "atscope.dialect:nonsense")
        row = fields(self.capture, "atscope.dialect", "atscope.dialect-mistake", options=options)[0]
        self.assertIn("auto", row[0])
        self.assertTrue(row[1])

    def test_auto_is_that_of_decode(self):
        self.assertIn(fields(self.capture, "atscope.dialect")[-1][0].split(" (")[0], {"v250", "3gpp"})
        self.assertEqual(len(atscope("decode", self.capture, "-f", "jsonl")), 5 + 2)


if __name__ == "__main__":
    unittest.main()
