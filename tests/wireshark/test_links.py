# SPDX-License-Identifier: MIT
"""Links between frames, times, states, lines that several frames hold, secrets, statistics."""

import unittest

from frames import RECEIVED, SENT, pcap, serial
from wireshark import SAMPLES, atscope, convert, events, fields, packets, tshark

MS = 1_000_000


def talk(name, *lines):
    """A serial capture: (ms since the start, way, bytes) each."""
    return pcap(name, 250, [(serial(way, data), at * MS) for at, way, data in lines])


class Links(unittest.TestCase):
    def test_command_and_response(self):
        capture = talk("links.pcap", (0, SENT, b"AT+CSQ\r"), (12, RECEIVED, b"\r\n+CSQ: 15,99\r\n"), (20, RECEIVED, b"\r\nOK\r\n"))
        rows = fields(capture, "atscope.response_in", "atscope.response_to", "atscope.latency", "atscope.outcome", "atscope.result")
        self.assertEqual(rows[0], ["3", "", "0.020000000", "ok", "OK"])
        self.assertEqual(rows[1], ["", "1", "", "", ""])
        self.assertEqual(rows[2], ["", "1", "0.020000000", "ok", "OK"])
        # In a single pass the answer knows its command; the command does not know its answer yet.
        rows = fields(capture, "atscope.response_in", "atscope.response_to", "atscope.latency", passes=1)
        # What the answer is shows with the result code.
        self.assertEqual(rows, [["", "", ""], ["", "", ""], ["", "1", "0.020000000"]])

    def test_the_documented_maximum(self):
        slow = talk("slow.pcap", (0, SENT, b"AT+CSQ\r"), (9900, RECEIVED, b"\r\n+CSQ: 15,99\r\n\r\nOK\r\n"))
        options = ("-o", "atscope.dialect:yuge-ec716s")
        row = fields(slow, "atscope.latency", "atscope.limit", "atscope.over_limit", "atscope.finding.code", options=options)[0]
        self.assertEqual(row[0], "9.900000000")
        self.assertAlmostEqual(float(row[0]) - float(row[1]), float(row[2]))
        self.assertIn("TIM001", row[3])
        quick = talk("quick.pcap", (0, SENT, b"AT+CSQ\r"), (90, RECEIVED, b"\r\n+CSQ: 15,99\r\n\r\nOK\r\n"))
        self.assertEqual(fields(quick, "atscope.over_limit", "atscope.finding.code", options=options)[0][0], "")

    def test_a_late_finding_stands_on_the_frame_that_reveals_it_too(self):
        slow = talk("late.pcap", (0, SENT, b"AT+CSQ\r"), (9900, RECEIVED, b"\r\n+CSQ: 15,99\r\n"), (9910, RECEIVED, b"\r\nOK\r\n"))
        names = ("atscope.finding.code", "atscope.finding.frame")
        options = ("-o", "atscope.dialect:yuge-ec716s", "-o", "atscope.rules:TIM001")
        self.assertEqual(fields(slow, *names, options=options), [["TIM001", "1"], ["", ""], ["TIM001", "1"]])
        self.assertEqual(fields(slow, *names, options=options, passes=1), [["", ""], ["", ""], ["TIM001", "1"]])
        self.assertEqual(fields(slow, *names, options=(*options, "-o", "atscope.lint:FALSE")), [["", ""]] * 3)

    def test_deferred_results(self):
        capture = talk("deferred.pcap", (0, SENT, b'AT+CIPSTART="TCP","192.0.2.1",80\r'), (10, RECEIVED, b"\r\nOK\r\n"), (700, RECEIVED, b"\r\nCONNECT OK\r\n"))
        rows = fields(capture, "atscope.kind", "atscope.deferred_in", "atscope.deferred_to", "atscope.deferred_time", options=("-o", "atscope.dialect:simcom"))
        self.assertEqual(rows[0][1], "3")
        self.assertEqual(rows[2][0].split("~")[0], "deferred")
        self.assertEqual(rows[2][2:], ["1", "0.700000000"])

    def test_unsolicited_codes_and_what_switched_them_on(self):
        capture = talk("urc.pcap", (0, SENT, b"AT+CREG=1\r"), (5, RECEIVED, b"\r\nOK\r\n"), (900, RECEIVED, b"\r\n+CREG: 5\r\n"),
                       (1000, SENT, b"AT+COPS?\r"), (1001, RECEIVED, b"\r\n+CREG: 1\r\n"), (1010, RECEIVED, b"\r\n+COPS: 0\r\n\r\nOK\r\n"))  # fmt: skip
        rows = fields(capture, "atscope.kind", "atscope.enabled_by", "atscope.inside", "atscope.inside_frame")
        self.assertEqual([row[0].split("~")[0] for row in rows], ["command", "result", "urc", "command", "urc", "info"])
        self.assertEqual(rows[2][1:], ["1", "", ""])
        self.assertEqual(rows[4][1:], ["1", "2", "4"])

    def test_several_in_one_frame(self):
        capture = talk("several.pcap", (0, SENT, b"AT\rAT+CSQ\r"), (5, RECEIVED, b"\r\nOK\r\n\r\n+CSQ: 15,99\r\n\r\nOK\r\n"))
        found = list(events(packets(capture)))
        self.assertEqual([(frame, event.value("atscope.text")) for frame, _, event in found],
                         [(1, "AT"), (1, "AT+CSQ"), (2, "OK"), (2, "+CSQ: 15,99"), (2, "OK")])  # fmt: skip
        # Each marks its own bytes: the header of the record has 12.
        self.assertEqual([(event.position, event.size) for _, _, event in found][:3], [(12, 2), (15, 6), (14, 2)])


class Values(unittest.TestCase):
    capture = talk("values.pcap", (0, SENT, b"AT+CREG?\r"), (5, RECEIVED, b'\r\n+CREG: 2,5,"00C3","0123ABCD",7\r\n\r\nOK\r\n'),
                   (100, SENT, b"AT+CSQ\r"), (105, RECEIVED, b"\r\n+CSQ: 15,99\r\n\r\nOK\r\n"))  # fmt: skip

    def test_names_meanings_units_and_bytes(self):
        frames = packets(self.capture)
        values = {value.value("atscope.value.name"): value for _, _, event in events(frames) for value in event.children if value.value("atscope.value.name")}
        self.assertEqual(values["stat"].value("atscope.value.meaning"), "registered (roaming)")
        self.assertEqual(values["rssi"].value("atscope.value.unit"), "dBm")
        self.assertEqual(float(values["rssi"].value("atscope.value.scaled")), -83)
        # "+CREG: 2,5": behind header (12), line end (2) and "+CREG: 2," (9).
        self.assertEqual((values["stat"].position, values["stat"].size), (23, 1))

    def test_filters_by_name(self):
        shown = lambda text: [row[0] for row in fields(self.capture, "frame.number", options=("-Y", text))]
        self.assertEqual(shown("atscope.field.rssi < -80"), ["4"])
        self.assertEqual(shown("atscope.field.rssi > -80"), [])
        self.assertEqual(shown('atscope.value.meaning contains "roaming"'), ["2"])
        self.assertEqual(shown('atscope.name == "+CREG" and atscope.kind == "command"'), ["1"])
        self.assertEqual(shown("atscope.latency > 0.004"), ["1", "2", "3", "4"])

    def test_the_filter_language_has_the_same_answer(self):
        for ours, query in (("atscope.field.rssi < -80", "field.rssi < -80"), ('atscope.kind == "info"', "kind == info"),
                            ('atscope.outcome == "ok" and atscope.kind == "command"', "outcome == ok and kind == command")):  # fmt: skip
            expected = {record["frame"] for record in atscope("decode", self.capture, "-f", "jsonl", "--filter", query)}
            self.assertEqual({int(row[0]) for row in fields(self.capture, "frame.number", options=("-Y", ours))}, expected)


class SeveralFrames(unittest.TestCase):
    capture = talk("split.pcap", (0, SENT, b"AT+C"), (1, SENT, b"SQ\r"), (5, RECEIVED, b"\r\n+CSQ: 1"), (6, RECEIVED, b"5,99\r\n\r\nO"), (7, RECEIVED, b"K\r\n"))

    def test_are_joined_where_they_are_complete(self):
        rows = fields(self.capture, "atscope.text", "atscope.frame", "atscope.reassembled_in", "atscope.segments")
        self.assertEqual(rows[0], ["", "", "2", ""])
        self.assertEqual(rows[1], ["AT+CSQ", "1", "", "2"])
        self.assertEqual(rows[3][:3], ["+CSQ: 15,99", "3", "5"])
        self.assertEqual(rows[4][:2], ["OK", "4"])

    def test_their_bytes_have_a_tab(self):
        shown = tshark("-2", "-r", self.capture, "-x", "-Y", "frame.number == 2")
        self.assertIn("Reassembled AT (7 bytes):", shown)
        value = next(v for _, _, event in events(packets(self.capture)) for v in event.children if v.value("atscope.value.name") == "ber")
        self.assertEqual((value.position, value.size), (9, 2))

    def test_the_dialogue_is_that_of_decode(self):
        self.assertEqual([event.value("atscope.text") for _, _, event in events(packets(self.capture))],
                         [record["text"] for record in atscope("decode", self.capture, "-f", "jsonl") if record["kind"] != "transaction"])  # fmt: skip


class States(unittest.TestCase):
    def test_are_fields_that_say_what_the_filter_language_says(self):
        capture = convert(SAMPLES / "tcp-pdp-deact.log")
        states = {record["transition"]["to"] for record in atscope("decode", capture, "-f", "jsonl") if record["kind"] == "transition" and record["transition"]["machine"] == "tcp"}
        self.assertGreater(len(states), 3)
        for state in states:
            # The first event of a frame decides what the list of frames can show.
            query = f'state.tcp == "{state}" and kind != transition'
            expected = {record["frame"] for record in atscope("decode", capture, "-f", "jsonl", "--filter", query) if record["kind"] != "transaction"}
            found = {int(row[0]) for row in fields(capture, "frame.number", options=("-Y", f'atscope.state.tcp == "{state}" and not atscope.machine'))}
            self.assertLessEqual(found, expected)
            self.assertTrue(found or len(expected) <= 1)

    def test_transitions(self):
        capture = convert(SAMPLES / "tcp-pdp-deact.log")
        rows = [row for row in fields(capture, "atscope.machine", "atscope.from", "atscope.to") if row[0]]
        expected = [record["transition"] for record in atscope("decode", capture, "-f", "jsonl") if record["kind"] == "transition"]
        self.assertEqual([move for row in rows for move in zip(*(cell.split("~") for cell in row))],
                         [(move["machine"], move["from"], move["to"]) for move in expected])  # fmt: skip


class Secrets(unittest.TestCase):
    capture = talk("pin.pcap", (0, SENT, b'AT+CPIN="4711"\r'), (5, RECEIVED, b"\r\nOK\r\n"), (50, SENT, b"AT+CIMI\r"), (55, RECEIVED, b"\r\n262019876543210\r\n\r\nOK\r\n"))

    def test_are_masked_unless_asked_for(self):
        everything = tshark("-2", "-r", self.capture, "-O", "atscope") + tshark("-r", self.capture)
        for secret in ("4711", "262019876543210"):
            self.assertNotIn(secret, everything)
        self.assertIn("[REDACTED]", everything)
        self.assertIn("4711", tshark("-2", "-r", self.capture, "-O", "atscope", "-o", "atscope.mask:FALSE"))


class Statistics(unittest.TestCase):
    capture = convert(SAMPLES / "tcp-pdp-deact.log")

    def test_commands_and_outcomes(self):
        expected = {}
        for record in atscope("decode", self.capture, "-f", "jsonl"):
            if record["kind"] == "transaction":
                expected[record["outcome"]] = expected.get(record["outcome"], 0) + 1
        text = tshark("-2", "-q", "-r", self.capture, "-z", "atscope,tree")
        outcomes = text[text.index("\nOutcomes") : text.index("\nUnsolicited")].splitlines()[2:]
        found = {line.split()[0]: int(line.split()[1]) for line in outcomes if not line.strip().startswith("over")}
        self.assertEqual(found, expected)

    def test_response_times(self):
        text = tshark("-2", "-q", "-r", self.capture, "-z", "atscope,srt")
        calls = {line.split()[1]: int(line.split()[2]) for line in text.splitlines() if line.strip()[:1].isdigit()}
        timed = [r for r in atscope("decode", self.capture, "-f", "jsonl") if r["kind"] == "transaction" and r["latency_ns"] is not None]
        self.assertEqual(sum(calls.values()), len(timed))
        self.assertEqual(calls["+CIPSTART"], sum(r["command"].startswith("AT+CIPSTART") for r in timed))

    def test_follow_stream(self):
        capture = talk("follow.pcap", (0, SENT, b"AT\r"), (5, RECEIVED, b"\r\nOK\r\n"))
        text = tshark("-2", "-q", "-r", capture, "-z", "follow,atscope,hex,0")
        self.assertIn("Filter: atscope.stream == 0", text)
        self.assertIn("Node 0: host:0\nNode 1: module:0", text)
        self.assertIn("00000000  41 54 0d", text)
        self.assertIn("\t00000000  0d 0a 4f 4b 0d 0a", text)


if __name__ == "__main__":
    unittest.main()
