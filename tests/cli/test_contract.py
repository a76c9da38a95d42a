# SPDX-License-Identifier: MIT
"""decode --format jsonl and csv: the promise of docs/jsonl.md."""
import csv
import io
import json
import os
import unittest

import jsonschema

from program import DIALECT, GOOD, SECRET, SOURCE_DIR, ProgramTest, modem_manager

EVENT_KEYS = ["v", "kind", "channel", "sender", "time", "clock", "t", "line", "frame", "offset", "bytes", "text", "hex",
              "txn", "inside", "confidence", "because", "transition", "fields", "file"]
TRANSACTION_KEYS = ["v", "kind", "txn", "channel", "command", "line", "frame", "result", "result_line", "result_frame",
                    "outcome", "latency_ns", "info", "deferred", "file"]


def schema(name):
    with open(os.path.join(SOURCE_DIR, "docs", "schema", name), encoding="utf-8") as file:
        loaded = json.load(file)
    jsonschema.Draft7Validator.check_schema(loaded)
    return jsonschema.Draft7Validator(loaded)


class Contract(ProgramTest):
    validator = schema("decode-v1.schema.json")

    def decode(self, content, *options):
        name = self.write("in.log", content)
        result = self.run_atscope("decode", "-d", DIALECT, "--format", "jsonl", *options, name)
        self.check(result, 0)
        self.assertTrue(result.out.endswith("\n"))
        for record in result.records():
            self.hold(record)
        return result.records()

    def hold(self, record):
        errors = [error.message for error in self.validator.iter_errors(record)]
        self.assertEqual(errors, [], record)
        order = TRANSACTION_KEYS if record["kind"] == "transaction" else EVENT_KEYS
        self.assertEqual(list(record), [key for key in order if key in record])

    def test_one_exchange(self):
        records = self.decode(GOOD)
        self.assertEqual([record["kind"] for record in records],
                         ["command", "urc", "info", "result", "transaction", "command", "info", "result", "transaction"])
        command, urc, info, result, transaction = records[:5]
        self.assertEqual(command["text"], "AT+CREG?")
        self.assertEqual((command["sender"], command["line"], command["txn"]), ("dte", 1, 1))
        self.assertEqual(command["time"], "2023-11-14T22:13:20.000000000Z")
        self.assertEqual(command["bytes"], 9)
        self.assertEqual(command["channel"], "ttyUSB2")
        self.assertEqual((urc["txn"], urc["inside"], urc["sender"]), (None, 1, "dce"))
        self.assertEqual((info["text"], info["txn"]), ("+CREG: 0,1", 1))
        self.assertEqual(transaction, {
            "v": 1, "kind": "transaction", "txn": 1, "channel": "ttyUSB2", "command": "AT+CREG?", "line": 1,
            "result": "OK", "result_line": 3, "outcome": "ok", "latency_ns": 20000000, "info": ["+CREG: 0,1"],
            "deferred": []})

    def test_offsets_point_into_the_file(self):
        content = GOOD.encode()
        for record in self.decode(GOOD):
            if record["kind"] == "transaction":
                continue
            text = record["text"].encode()
            self.assertEqual(content[record["offset"]:][:len(text)], text, record)

    def test_fields(self):
        records = self.decode(GOOD, "--fields")
        info = [record for record in records if record["kind"] == "info"]
        self.assertEqual(
            [(field["name"], field["value"], field["meaning"]) for field in info[0]["fields"]],
            [("n", 0, None), ("stat", 1, "registered, home")])
        self.assertEqual(info[1]["fields"][0]["scaled"], -79)
        self.assertEqual(info[1]["fields"][0]["unit"], "dBm")
        for record in records:
            for field in record.get("fields", []):
                text = record["text"].encode()[field["offset"]:][:field["bytes"]].decode().strip('"')
                self.assertEqual(text, str(field["value"]))
        self.assertNotIn("fields", self.decode(GOOD)[0])

    def test_field_places_hold_after_masking(self):
        for record in self.decode(SECRET, "--fields"):
            for field in record.get("fields", []):
                text = record["text"].encode()[field["offset"]:][:field["bytes"]].decode().strip('"')
                self.assertEqual(text, str(field["value"]))

    def test_bytes_that_are_no_utf8_are_hex(self):
        records = self.decode(modem_manager((">", b"AT+CSQ\r"), ("<", b"\r\n\xff\xfe\r\n\r\nOK\r\n")))
        odd = [record for record in records if "hex" in record]
        self.assertEqual([record["hex"] for record in odd], ["fffe"])
        self.assertNotIn("text", odd[0])

    def test_a_transition_names_its_evidence(self):
        records = self.decode(modem_manager((">", b"AT+MOVE\r"), ("<", b"\r\nOK\r\n")))
        moved = [record["transition"] for record in records if record["kind"] == "transition"]
        self.assertEqual(len(moved), 1)
        self.assertEqual((moved[0]["machine"], moved[0]["from"], moved[0]["to"]), ("motion", "unknown", "MOVING"))
        self.assertEqual(moved[0]["evidence"], {"line": 2})

    def test_a_log_without_time_and_one_that_ends_early(self):
        records = self.decode("AT+CSQ\r\n\r\n+CSQ: 1,99\r\n\r\nOK\r\nAT+CREG?\r\n")
        self.assertTrue(all(record.get("time") is None for record in records))
        self.assertTrue(all("t" not in record for record in records))
        transactions = [record for record in records if record["kind"] == "transaction"]
        self.assertEqual(transactions[0]["latency_ns"], None)
        self.assertEqual((transactions[-1]["outcome"], transactions[-1]["result"]), ("open", None))

    def test_several_inputs_are_told_apart(self):
        self.write("a.log", GOOD)
        self.write("b.log", GOOD)
        result = self.run_atscope("decode", "-d", DIALECT, "--format", "jsonl", "a.log", "b.log")
        for record in result.records():
            self.hold(record)
        self.assertEqual({record["file"] for record in result.records()}, {"a.log", "b.log"})

    def test_every_sample_holds_to_the_schema(self):
        folder = os.path.join(SOURCE_DIR, "samples")
        names = [name for name in sorted(os.listdir(folder)) if not name.endswith((".md", ".txt", ".json"))]
        for name in names:
            if os.path.isdir(os.path.join(folder, name)):
                continue
            with self.subTest(sample=name):
                result = self.run_atscope("decode", "--format", "jsonl", "--fields", os.path.join(folder, name))
                self.assertIn(result.code, (0, 3), result.err)
                for record in result.records():
                    self.hold(record)

    def test_csv_has_one_row_per_event(self):
        name = self.write("in.log", modem_manager(
            (">", b"AT+CREG?\r"), ("<", b'\r\n+CREG: 0,1\r\n\r\nOK\r\n'), ("<", b'\r\nsay "a,b"\\\x1b[31m\r\n')))
        result = self.run_atscope("decode", "-d", DIALECT, "--format", "csv", name)
        self.check(result, 0)
        self.assertEqual(result.out.count("\r\n"), result.out.count("\n"))
        rows = list(csv.DictReader(io.StringIO(result.out, newline="")))
        self.assertEqual([row["kind"] for row in rows], ["command", "info", "result", "unparsed"])
        self.assertEqual(rows[1]["text"], "+CREG: 0,1")
        self.assertEqual(rows[3]["text"], 'say "a,b"\\\\\\x1b[31m')
        self.assertEqual((rows[0]["line"], rows[0]["frame"], rows[0]["txn"], rows[0]["t"]), ("1", "", "1", ""))
        fields = self.run_atscope("decode", "-d", DIALECT, "--format", "csv", "--fields", name)
        rows = list(csv.DictReader(io.StringIO(fields.out, newline="")))
        self.assertEqual(rows[1]["fields"], "n=0; stat=1 (registered, home)")


if __name__ == "__main__":
    unittest.main()
