# SPDX-License-Identifier: MIT
"""Short messages in decode --fields: sender, time and text; numbers hidden."""
import unittest

from program import ProgramTest, modem_manager

PDU = b"07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37"
SUBMIT = b"0011000B916407281553F80000AA0AE8329BFD4697D9EC37"


class Sms(ProgramTest):
    def fields(self, *exchange, options=()):
        self.write("in.log", modem_manager(*exchange))
        result = self.run_atscope("decode", "-d", "3gpp", "-f", "jsonl", "--fields", *options, "in.log")
        self.check(result, 0)
        self.text = result.out
        return [{field["name"]: field for field in record["fields"]}
                for record in result.records() if record["kind"] == "data"]

    def test_a_message_that_comes(self):
        for head in (b"+CMT: ,29", b"+CMT: \"\",29"):
            fields, = self.fields(("<", b"\r\n" + head + b"\r\n" + PDU + b"\r\n"), options=["--show-secrets"])
            self.assertEqual(fields["sender"]["decoded"], "27838890001")
            self.assertEqual(fields["time"]["decoded"], "1999-03-29T15:16:59+02:00")
            self.assertEqual(fields["text"]["decoded"], "hellohello")
            self.assertEqual(fields["service_centre"]["decoded"], "+27381000015")
            self.assertEqual((fields["sender"]["offset"], fields["sender"]["bytes"]), (18, 16))

    def test_a_stored_message_that_is_read_and_listed(self):
        for command, head in ((b"AT+CMGR=1", b"+CMGR: 1,,29"), (b"AT+CMGL=4", b"+CMGL: 1,1,,29")):
            fields, = self.fields((">", command + b"\r"), ("<", b"\r\n" + head + b"\r\n" + PDU + b"\r\n\r\nOK\r\n"))
            self.assertEqual(fields["text"]["decoded"], "hellohello")

    def test_a_message_that_the_host_sends(self):
        fields, = self.fields((">", b"AT+CMGS=23\r"), ("<", b"\r\n> "), (">", SUBMIT + b"\x1a"),
                              ("<", b"\r\n+CMGS: 4\r\n\r\nOK\r\n"), options=["--show-secrets"])
        self.assertEqual(fields["recipient"]["decoded"], "+46708251358")
        self.assertEqual(fields["validity"]["decoded"], "4 days")
        self.assertEqual(fields["text"]["decoded"], "hellohello")

    def test_numbers_are_hidden(self):
        for exchange in ([("<", b"\r\n+CMT: ,29\r\n" + PDU + b"\r\n")],
                         [(">", b"AT+CMGS=23\r"), ("<", b"\r\n> "), (">", SUBMIT + b"\x1a"), ("<", b"\r\nOK\r\n")]):
            fields, = self.fields(*exchange)
            number = fields.get("sender") or fields["recipient"]
            self.assertEqual(number["value"], "[REDACTED]")
            self.assertEqual(fields["text"]["decoded"], "hellohello")
            for hidden in ("7238880900F1", "27838890001", "6407281553F8", "46708251358"):
                self.assertNotIn(hidden, self.text)

    def test_parts_of_a_longer_message_are_joined(self):
        def part(number, text):
            data = bytes((5, 0, 3, 7, 3, number)) + text.encode("utf-16-be")
            return (b"0044049121430008" + b"62304190623540" + b"%02X" % len(data) + data.hex().upper().encode())
        parts = [part(1, "Grüße "), part(2, "aus "), part(3, "Žilina")]
        for heads in ([b"+CMT: ,%d"] * 3, [b"+CMGL: %d,1,," % number + b"%d" for number in (4, 5, 6)]):
            body = b"".join(b"\r\n" + head % (len(pdu) // 2 - 1) + b"\r\n" + pdu for head, pdu in zip(heads, parts))
            listing = heads[0].startswith(b"+CMGL")
            exchange = ([(">", b"AT+CMGL=4\r"), ("<", body + b"\r\n\r\nOK\r\n")] if listing
                        else [("<", body + b"\r\n")])
            first, second, third = self.fields(*exchange)
            self.assertEqual(first["whole_text"]["meaning"], "parts 2 and 3 of 3 not seen yet")
            self.assertEqual(second["whole_text"]["meaning"], "part 3 of 3 not seen yet")
            self.assertNotIn("decoded", second["whole_text"])
            self.assertEqual(third["text"]["decoded"], "Žilina")
            self.assertEqual(third["whole_text"]["decoded"], "Grüße aus Žilina")
            self.assertIsNone(third["whole_text"]["meaning"])
            shown = self.run_atscope("decode", "-d", "3gpp", "--fields", "in.log")
            self.assertIn("whole_text", shown.out)
            self.assertIn("“Grüße aus Žilina”", shown.out)
            rows = self.run_atscope("decode", "-d", "3gpp", "--fields", "-f", "csv", "in.log")
            self.assertIn("Grüße aus Žilina", rows.out)

    def test_text_mode(self):
        fields, = self.fields(
            (">", b"AT+CMGF=1\r"), ("<", b"\r\nOK\r\n"),
            (">", b"AT+CMGR=1\r"),
            ("<", b'\r\n+CMGR: "REC READ","+491701234567",,"26/03/14,09:26:53+04"\r\nHello there\r\n\r\nOK\r\n'))
        self.assertEqual(fields["text"]["value"], "Hello there")
        self.assertNotIn("491701234567", self.text)
        self.assertIn('"decoded":"2026-03-14T09:26:53+01:00"', self.text)

    def test_text_mode_in_ucs2(self):
        fields, = self.fields(
            (">", b"AT+CMGF=1\r"), ("<", b"\r\nOK\r\n"), (">", b"AT+CMGR=1\r"),
            ("<", b'\r\n+CMGR: "REC READ","002B0034",,"26/03/14,09:26:53+04"\r\n004800E40066\r\n\r\nOK\r\n'))
        self.assertEqual(fields["text"]["decoded"], "H\u00e4f")


if __name__ == "__main__":
    unittest.main()
