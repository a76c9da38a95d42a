# SPDX-License-Identifier: MIT
"""The dissector and the program say the same of the same capture: events, values, transactions, findings."""

import re
import unittest
from collections import Counter

from wireshark import CAPTURES, SAMPLES, atscope, convert, events, packets, readable

UNMASKED = ("-o", "atscope.mask:FALSE")


def captures():
    """Every sample as every kind of capture, and the public captures that are there, with what each needs."""
    for sample in sorted(SAMPLES.iterdir()):
        if sample.suffix == ".pcapng":
            yield readable(sample), ("-o", "atscope.serial:Always")
        elif sample.name != "README.md":
            # Classic pcap has no room for a direction that is not known.
            for kind in ("pcapng", "upper-pdu", *(() if sample.suffix == ".txt" else ("pcap",))):
                # A log without direction becomes a capture of link type USER0.
                yield convert(sample, kind), ("-o", "atscope.serial:Always", "-o", "atscope.user_links:0")
    if CAPTURES.is_dir():
        for capture in sorted(CAPTURES.glob("hfp-*.pcap")):
            channel = atscope("decode", capture, "-f", "jsonl")[0]["channel"]
            yield readable(capture), ("-d", f"btrfcomm.dlci=={channel.split()[-1]},atscope")
        for capture in sorted(CAPTURES.glob("nrf*.pcapng")):
            yield readable(capture), ()


def text_of(record):
    """As the dissector writes bytes that are no text."""
    data = bytes.fromhex(record["hex"]) if "hex" in record else record["text"].encode()
    return wireshark_text(data)


def wireshark_text(data):
    text = data.replace(b"\0", "\u2400".encode()).decode("utf-8", "replace")
    return re.sub(r"[\r\n\t]", " ", text)  # as an attribute in XML gives them


def said_by_decode(capture):
    """Per event what both have to agree on, the values and the transactions."""
    records = atscope("decode", capture, "-f", "jsonl", "--fields", "--show-secrets")
    seen, transactions = [], {}
    for record in records:
        if record["kind"] == "transaction":
            transactions[record["txn"]] = record
            continue
        move = record.get("transition")
        seen.append((
            record["frame"], record["kind"], record["sender"], record["confidence"], record["because"], text_of(record),
            record["txn"], record.get("inside"), record["channel"],
            (move["machine"], move.get("instance"), move["from"], move["to"]) if move else None,
            tuple((f["name"], f["type"], f["meaning"], f["unit"], f.get("decoded"), f.get("flag"))
                  for f in record["fields"]),
        ))  # fmt: skip
    return seen, transactions


def number(text):
    return None if text is None else int(text)


def said_by_tshark(capture, options):
    seen, transactions = [], {}
    for _, protocol, event in events(packets(capture, *options, *UNMASKED)):
        kind = event.value("atscope.kind")
        values = []
        for child in event.children:
            if child.value("atscope.value.type") is not None:
                values.append(tuple(
                    child.value(f"atscope.value.{part}") for part in ("name", "type", "meaning", "unit", "decoded", "flag")
                ))  # fmt: skip
        moved = event.value("atscope.machine")
        seen.append((
            number(event.value("atscope.frame")), kind, event.value("atscope.sender"), event.value("atscope.confidence"),
            event.value("atscope.because"), event.value("atscope.text"), number(event.value("atscope.txn")),
            number(event.value("atscope.inside")), protocol.value("atscope.channel"),
            (moved, event.value("atscope.instance"), event.value("atscope.from"), event.value("atscope.to")) if moved else None,
            tuple(values),
        ))  # fmt: skip
        if kind == "command":
            latency = event.value("atscope.latency")
            transactions[number(event.value("atscope.txn"))] = {
                "command": event.value("atscope.command"), "outcome": event.value("atscope.outcome"),
                "result": event.value("atscope.result"), "frame": number(event.value("atscope.frame")),
                "latency_ns": None if latency is None else round(float(latency) * 1e9),
                "deferred": len(event.values("atscope.deferred_in")),
            }  # fmt: skip
    return seen, transactions


class Same(unittest.TestCase):
    maxDiff = 4000

    def test_events_values_and_transactions(self):
        checked = 0
        for capture, options in captures():
            with self.subTest(capture.name):
                expected, transactions = said_by_decode(capture)
                found, found_transactions = said_by_tshark(capture, options)
                # State changes have no bytes of their own: they stand with the event that caused them.
                place = lambda event: event if event[1] != "transition" else (None, *event[1:])
                self.assertEqual(Counter(map(place, expected)), Counter(map(place, found)))
                self.assertEqual(transactions.keys(), found_transactions.keys())
                for txn, record in transactions.items():
                    other = found_transactions[txn]
                    for key in ("command", "outcome", "result", "frame", "latency_ns"):
                        self.assertEqual(record[key], other[key], f"{key} of transaction {txn}")
                    self.assertEqual(len(record["deferred"]), other["deferred"])
                checked += len(transactions)
        self.assertGreater(checked, 50)

    def test_findings(self):
        checked = 0
        for capture, options in captures():
            with self.subTest(capture.name):
                expected = {
                    finding["id"]: (finding["code"], finding["name"], finding["severity"], finding["confidence"],
                                    finding["message"], finding["help"], finding["source"], finding["txn"],
                                    finding["cause"], finding["state"], finding["fingerprint"])
                    for finding in atscope("lint", capture, "-f", "jsonl")
                }  # fmt: skip
                found = {}
                for protocols in packets(capture, *options).values():
                    for protocol in protocols:
                        for finding in protocol.all("atscope.finding"):
                            value = lambda name: finding.value(f"atscope.finding.{name}")
                            found[int(value("id"))] = (
                                value("code"), value("rule"), value("severity"), value("confidence"), value("message"),
                                value("help"), value("source"), number(value("txn")), number(value("cause")),
                                value("state"), value("fingerprint"),
                            )  # fmt: skip
                            self.assertTrue(finding.all("_ws.expert.message"), "no expert information")
                self.assertEqual(expected, found)
                checked += len(found)
        self.assertGreater(checked, 10)

    def test_experts_have_codes_severities_and_texts_of_the_rules(self):
        capture = convert(SAMPLES / "tcp-pdp-deact.log")
        findings = atscope("lint", capture, "-f", "jsonl")
        self.assertTrue(findings)
        levels = {"note": "Note", "warning": "Warning", "error": "Error"}
        experts = Counter()
        for protocols in packets(capture).values():
            for protocol in protocols:
                for expert in protocol.all("_ws.expert"):
                    message = expert.value("_ws.expert.message")
                    severity = expert.children[[c.name for c in expert.children].index("_ws.expert.severity")].label
                    experts[message.split(" (about frame")[0].split(" [")[0], severity.split(": ")[-1]] += 1
        for finding in findings:
            self.assertIn((finding["message"], levels[finding["severity"]]), experts)


if __name__ == "__main__":
    unittest.main()
