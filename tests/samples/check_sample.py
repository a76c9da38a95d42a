#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Usage: check_sample.py ATSCOPE SAMPLE

Runs `decode --format jsonl` and `lint -f jsonl` on a sample and compares what they say with EXPECTED. The
expectations are what the dialogues in scripts/make-samples mean, not what the program happened to print.
"""

import json
import subprocess
import sys
from collections import Counter

START = 'AT+CIPSTART="TCP","198.51.100.20",7500'
URL = 'AT+HTTPPARA="URL","http://www.example.com/device/status"'

# transactions: (command, outcome, result, information responses, deferred results)
# urcs: (text, inside a transaction of which command, or None)
# data: (sender, number of payload bytes)
EXPECTED = {
    "tcp-pdp-deact.log": {
        "transactions": [
            ("ATI", "ok", "OK", ["YM310.X09_AT.U60_R2.0.0.250110"], []),
            ("AT+CREG?", "ok", "OK", ["+CREG: 0,1"], []),
            ("AT+CGATT?", "ok", "OK", ["+CGATT: 1"], []),
            ("AT+CIPMUX=0", "ok", "OK", [], []),
            ('AT+CSTT="internet.example"', "ok", "OK", [], []),
            ("AT+CIICR", "ok", "OK", [], []),
            ("AT+CIFSR", "ok", "192.0.2.17", None, []),
            (START, "ok", "OK", [], ["CONNECT OK"]),
            ("AT+CIPSEND=24", "ok", "SEND OK", [], []),
            ("AT+CSQ", "ok", "OK", ["+CSQ: 18,99"], []),
            (START, "error", "ERROR", [], []),
            ("AT+CIPSEND=24", "error", "ERROR", [], []),
            (START, "error", "ERROR", [], []),
            (START, "error", "ERROR", [], []),
            ("AT+CSQ", "ok", "OK", ["+CSQ: 17,99"], []),
        ],
        "urcs": [("+PDP DEACT", None)],
        "data": [("dte", 24)],
        "states": {"tcp": ["IP INITIAL", "IP START", "IP CONFIG", "IP GPRSACT", "IP STATUS", "TCP CONNECTING",
                           "CONNECT OK", "PDP DEACT"]},
        "exit": 1,
        "cause": ("STA502", 'AT+CIPSTART="TCP"'),
    },
    "http-get.log": {
        "transactions": [
            ("AT", "ok", "OK", [], []),
            ("AT+CGMM", "ok", "OK", ['+CGMM: "YM310 X09"'], []),
            ("AT+CREG?", "ok", "OK", ["+CREG: 0,1"], []),
            ('AT+SAPBR=3,1,"CONTYPE","GPRS"', "ok", "OK", [], []),
            ('AT+SAPBR=3,1,"APN","internet.example"', "ok", "OK", [], []),
            ("AT+SAPBR=1,1", "ok", "OK", [], []),
            ("AT+SAPBR=2,1", "ok", "OK", ["+SAPBR: 1,1,192.0.2.44"], []),
            ("AT+HTTPINIT", "ok", "OK", [], []),
            ('AT+HTTPPARA="CID",1', "ok", "OK", [], []),
            (URL, "ok", "OK", [], []),
            ("AT+HTTPACTION=0", "ok", "OK", [], ["+HTTPACTION: 0,200,46"]),
            ("AT+HTTPREAD", "ok", "OK", ["+HTTPREAD: 46"], []),
            ("AT+HTTPTERM", "ok", "OK", [], []),
            ("AT+SAPBR=0,1", "ok", "OK", [], []),
        ],
        "urcs": [],
        "data": [("dce", 46)],
        "exit": 0,
    },
    "mqtt.log": {
        "transactions": [
            ("ATI", "ok", "OK", ["YM310.X09_AT.U60_R2.0.0.250110"], []),
            ("AT+CGREG=1", "ok", "OK", [], []),
            ("AT+CGREG?", "ok", "OK", ["+CGREG: 1,1"], []),
            ("AT+MQTTMODE=0", "ok", "OK", [], []),
            ("AT+MQTTMSGSET=0", "ok", "OK", [], []),
            ('AT+MCONFIG="meter-07"', "ok", "OK", [], []),
            ('AT+MIPSTART="broker.example.com","1883"', "ok", "OK", [], ["CONNECT OK"]),
            ("AT+MCONNECT=1,300", "ok", "OK", [], ["CONNACK OK"]),
            ('AT+MSUB="meter/07/set",0', "ok", "OK", [], ["SUBACK"]),
            ("AT+CSQ", "ok", "OK", ["+CSQ: 21,99"], []),
            ('AT+MPUB="meter/07/kwh",0,0,"1204.7"', "ok", "OK", [], []),
            ("AT+CGREG?", "ok", "OK", ["+CGREG: 1,1"], []),
            ('AT+MPUB="meter/07/kwh",0,0,"1204.9"', "ok", "OK", [], []),
            ("AT+MDISCONNECT", "ok", "OK", [], []),
            ("AT+MIPCLOSE", "ok", "OK", [], []),
        ],
        "urcs": [
            ('+MSUB: "meter/07/set",11 byte,interval=60', "AT+CSQ"),
            ("+CGREG: 5", 'AT+MPUB="meter/07/kwh",0,0,"1204.7"'),
            ('+MSUB: "meter/07/set",8 byte,report=1', None),
            ("+CGREG: 1", "AT+CGREG?"),
        ],
        "data": [],
        "exit": 0,
    },
    "transparent.pcapng": {
        "transactions": [
            ("AT+CGMM", "ok", "OK", ['+CGMM: "YM310 X09"'], []),
            ("AT+CIPMUX=0", "ok", "OK", [], []),
            ("AT+CIPMODE=1", "ok", "OK", [], []),
            (START, "ok", "OK", [], ["CONNECT"]),
            ("AT+CSQ", "ok", "OK", ["+CSQ: 23,99"], []),
            ("ATO", "ok", "CONNECT", [], []),
            ("AT+CIPCLOSE", "ok", "CLOSE OK", [], []),
            ("AT+CIPSHUT", "ok", "SHUT OK", [], []),
        ],
        "urcs": [],
        # Bursts of one sender may come in pieces; the totals count. "+++" is no payload.
        "totals": {"dte": 45, "dce": 22},
        "exit": 0,
    },
    "creg-urc.txt": {
        "transactions": [
            ("AT+CREG=1", "ok", "OK", [], []),
            ("AT+CREG?", "ok", "OK", ["+CREG: 1,5"], []),
        ],
        "urcs": [("+CREG: 5", "AT+CREG?")],
        "data": [],
        "exit": 0,
    },
}  # fmt: skip


def run(*command):
    done = subprocess.run(command, capture_output=True)
    return done.returncode, [json.loads(line) for line in done.stdout.decode().splitlines()], done.stderr.decode()


def differences(what, expected, found):
    if expected == found:
        return
    yield f"{what}: expected {len(expected)}, found {len(found)}"
    for i in range(max(len(expected), len(found))):
        e = expected[i] if i < len(expected) else None
        f = found[i] if i < len(found) else None
        if e != f:
            yield f"  expected {e!r}\n  found    {f!r}"


def check(atscope, sample):
    expected, path = EXPECTED[sample], f"samples/{sample}"

    code, records, errors = run(atscope, "decode", "--format", "jsonl", path)
    if code != 0:
        yield f"decode left with {code}: {errors}"
        return
    commands = {r["txn"]: r["command"] for r in records if r["kind"] == "transaction"}

    transactions = [
        (r["command"], r["outcome"], r["result"], r["info"], r["deferred"])
        for r in sorted((r for r in records if r["kind"] == "transaction"), key=lambda r: r["txn"])
    ]
    for i, e in enumerate(expected["transactions"][: len(transactions)]):
        if e[3] is None:  # the answer is the result: it may also be listed as information
            found = transactions[i]
            transactions[i] = (found[0], found[1], found[2] or (found[3] or [""])[-1], None, found[4])
    yield from differences("transactions", expected["transactions"], transactions)

    urcs = [(r["text"], commands.get(r.get("inside"))) for r in records if r["kind"] == "urc"]
    yield from differences("urcs", expected["urcs"], urcs)

    data = [r for r in records if r["kind"] == "data"]
    if "data" in expected:
        yield from differences("data", expected["data"], [(r["sender"], r["bytes"]) for r in data])
    if "totals" in expected:
        totals = Counter()
        for r in data:
            if r.get("text") != "+++":
                totals[r["sender"]] += r["bytes"]
        yield from differences("totals", sorted(expected["totals"].items()), sorted(totals.items()))

    for machine, states in expected.get("states", {}).items():
        moves = [r["transition"] for r in records if r["kind"] == "transition"]
        moves = [move["to"] for move in moves if move["machine"] == machine]
        yield from differences(f"states of machine {machine}", states, moves)

    unparsed = [r for r in records if r["kind"] == "unparsed"]
    if unparsed:
        yield f"unparsed: {unparsed}"

    code, findings, errors = run(atscope, "lint", "-f", "jsonl", path)
    if code != expected["exit"]:
        yield f"lint left with {code}, expected {expected['exit']}: {errors}{findings}"
    causes = [f for f in findings if not f["cause"] and f["severity"] != "note"]
    if "cause" in expected:
        rule, command = expected["cause"]
        if [f["code"] for f in causes] != [rule]:
            yield f"findings that stand for themselves: expected [{rule}], found {[(f['code'], f['message']) for f in causes]}"
    elif causes:
        yield f"findings: expected none, found {[(f['code'], f['line'], f['message']) for f in causes]}"


def main():
    if len(sys.argv) != 3 or sys.argv[2] not in EXPECTED:
        print(__doc__, file=sys.stderr)
        return 2
    wrong = list(check(sys.argv[1], sys.argv[2]))
    for complaint in wrong:
        print(complaint)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
