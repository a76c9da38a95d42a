# SPDX-License-Identifier: MIT
"""Lines of other makers' modules: the dialect that `auto` chooses, names, meanings and units."""
import unittest

from program import ProgramTest, modem_manager


class Vendors(ProgramTest):
    def decode(self, *lines):
        """Lines of the module; "> AT…" is sent. Gives the records of the module's lines."""
        exchange = [(">", line[2:].encode() + b"\r") if line.startswith("> ")
                    else ("<", b"\r\n" + line.encode() + b"\r\n") for line in lines]
        self.write("in.log", modem_manager(*exchange))
        result = self.run_atscope("decode", "-f", "jsonl", "--fields", "--show-secrets", "in.log")
        self.check(result, 0)
        return [record for record in result.records()
                if record.get("sender") == "dce" and record["kind"] not in ("result", "transition")]

    def values(self, record):
        def shown(field):
            if field["meaning"] is not None:
                return field["meaning"]
            return f"{field['scaled']:g} {field['unit']}" if "scaled" in field else field["value"]
        return {field["name"]: shown(field) for field in record["fields"]}

    def test_huawei(self):
        answer, report, gone, mode, state, unknown = self.decode(
            "> AT^HCSQ?", '^HCSQ: "LTE",53,45,181,18', "OK", '^HCSQ:"WCDMA",39,29,45', '^HCSQ:"NOSERVICE"',
            "^MODE:5,4", "> AT^SYSINFO", "^SYSINFO:2,3,0,5,255,,4", "OK", "^SIMST:255,1")
        self.assertEqual((answer["kind"], report["kind"]), ("info", "urc"))
        self.assertEqual(self.values(answer), {"lte_rssi": "-68 dBm", "rsrp": "-96 dBm", "sinr": "16 dB", "rsrq": "-11 dB"})
        self.assertEqual(self.values(report), {"rssi": "-82 dBm", "rscp": "-92 dBm", "ecio": "-10 dB"})
        self.assertEqual(self.values(gone), {"sysmode": "NOSERVICE"})
        self.assertEqual(self.values(mode), {"sys_mode": "WCDMA", "sys_submode": "WCDMA"})
        self.assertEqual(self.values(state)["sim_state"], "no card")
        self.assertEqual(self.values(unknown), {"sim_state": "no card", "lock_state": "locked to a network"})

    def test_huawei_connection(self):
        stat, query, either = self.decode(
            "> AT^HCSQ?", "OK", '^NDISSTAT:1,,,"IPV4"', "> AT^NDISSTATQRY?",
            '^NDISSTATQRY:1,,,"IPV4",0,,,"IPV6"', "OK", "> AT^NDISSTATQRY?", '^NDISSTAT:0,,,"IPV4"', "OK")
        self.assertEqual([record["kind"] for record in (stat, query, either)], ["urc", "info", "info"])
        self.assertEqual((self.values(stat)["stat"], self.values(either)["stat"]), ("connected", "disconnected"))
        self.assertEqual((self.values(query)["stat"], self.values(query)["stat6"]), ("connected", "disconnected"))

    def test_telit(self):
        card, context, ring, sockets, supply, heat = self.decode(
            "> AT#QSS?", "#QSS: 2,3", "OK", "> AT#SGACT=1,1", "#SGACT: 192.0.2.4", "OK", "SRING: 1,15",
            "> AT#SS=1", "#SS: 1,3,192.0.2.4,1024,198.51.100.1,80", "OK", "> AT#CBC", "#CBC: 0,382", "OK",
            "> AT#TEMPMON=1", "#TEMPMEAS: 0,32", "OK")
        self.assertEqual(self.values(card), {"mode": "with PIN and readiness", "status": "inserted and ready"})
        self.assertEqual(context["fields"][0]["type"], "ipv4")
        self.assertEqual((ring["kind"], self.values(ring)), ("urc", {"conn": 1, "count": 15}))
        self.assertEqual(self.values(sockets)["state"], "suspended, data waits")
        self.assertEqual(self.values(supply), {"charger": "none", "voltage": "3820 mV"})
        self.assertEqual((heat["kind"], self.values(heat)), ("info", {"level": "normal", "temperature": 32}))

    def test_nordic(self):
        event, cell, rtt, state, urc = self.decode(
            "%XMODEMSLEEP: 1,3600000", "> AT%XMONITOR",
            '%XMONITOR: 5,"EDAV","EDAV","26295","00B7",7,20,"00011B07",7,2300,63,39,"","00000010","00000110","01001001"',
            "OK", "> AT%XVBAT", "%XVBAT: 5021", "OK", "> AT#XSOCKET=1,1,0", "#XSOCKET: 1,1,6", "OK",
            '#XTCPSVR: "192.0.2.9","connected"')
        self.assertEqual(self.values(event), {"type": "PSM", "time": 3600000})
        shown = self.values(cell)
        self.assertEqual((shown["stat"], shown["rsrp"], shown["snr"]), ("registered (roaming)", "-78 dBm", "14 dB"))
        self.assertEqual(self.values(rtt), {"voltage": 5021})
        self.assertEqual(self.values(state), {"handle": 1, "type": "TCP", "protocol": "TCP"})
        self.assertEqual((urc["fields"][0]["type"], self.values(urc)["event"]), ("ipv4", "connected"))

    def test_results_that_a_command_promised_have_their_code(self):
        opened, refused, fetched = self.decode(
            '> AT+QIOPEN=1,0,"TCP","192.0.2.1",80,0,0', "OK", "+QIOPEN: 0,0",
            '> AT+QIOPEN=1,1,"TCP","192.0.2.1",80,0,0', "OK", "+QIOPEN: 1,566",
            "> AT+QHTTPGET=80", "OK", "+QHTTPGET: 0,200,1024")
        self.assertEqual([record["kind"] for record in (opened, refused, fetched)], ["deferred"] * 3)
        self.assertEqual((self.values(opened)["err"], self.values(refused)["err"]), ("success", "socket connect failed"))
        self.assertEqual(self.values(fetched), {"err": "success", "status": 200, "content_length": 1024})

    def test_a_list_of_quoted_values_keeps_its_quotes(self):
        line, = self.decode("> AT+CEER", '+CEER: "EMM cause",18,"not available"', "OK")
        self.assertEqual(line["fields"][0]["value"], '"EMM cause",18,"not available"')

    def test_an_answer_that_nobody_asked_for_has_its_names(self):
        alone, report = self.decode('+CEREG: 2,1,"1F00","79D903",7', '+CEREG: 5,"1F00","20","79D903",7')
        self.assertEqual(alone["kind"], "urc")
        self.assertEqual(self.values(alone), {"n": "state and cell", "stat": "registered (home network)", "tac": "1F00",
                                              "ci": "79D903", "AcT": "E-UTRAN"})
        self.assertEqual((self.values(report)["stat"], self.values(report)["ci"]), ("registered (roaming)", "79D903"))

    def test_registration_in_ims(self):
        read, report = self.decode("> AT+CIREG?", "+CIREG: 2,1,5", "OK", "+CIREGU: 0")
        self.assertEqual(self.values(read)["reg_info"], "registered")
        self.assertEqual((report["kind"], self.values(report)), ("urc", {"reg_info": "not registered"}))

    def test_a_code_keeps_its_zeros(self):
        line, = self.decode("> AT+XCELL?", "+XCELL: 262,02,0,00A1,-101,7", "OK")
        self.assertEqual([field["value"] for field in line["fields"]], [262, "02", 0, "00A1", -101, 7])


if __name__ == "__main__":
    unittest.main()
