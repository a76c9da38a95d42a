# SPDX-License-Identifier: MIT
"""Every state machine of the manual, row by row, and every time it names."""
import re

from manual import ManualTest, main, table
from notation import matches

MACHINES = {"TCPIP-single": "tcp", "TCPIP-multi": "tcp-multi", "TCPIP-multi-link": "link", "UART-mode": "uart", "REG": "registration",
            "ATTACH": "attach", "CONTEXT": "context", "SIM": "sim", "SLEEP": "sleep", "POWER": "power", "BEARER": "bearer",
            "HTTP": "http", "FTP": "ftp", "MQTT": "mqtt", "RXGET": "rxget", "CELL-REPORT": "cell-report", "FOTA": "fota"}
# States that the dialect calls by another name.
NAMES = {
    ("RXGET", "on, idle"): ["idle"], ("RXGET", "on, announced"): ["announced"],
    ("FTP", "ext download"): ["extended download"], ("FTP", "ext upload"): ["extended upload"],
    ("FTP", "to-fs download"): ["download to a file"], ("FTP", "from-fs upload"): ["upload of a file"],
    ("FOTA", "idle (state 0)"): ["not running"], ("FOTA", "downloading (state 1)"): ["downloading"],
    ("FOTA", "done (state 2), restart, write, restart"): ["ended"], ("FOTA", "done (state 2) with error code"): ["ended"],
    ("REG", "registered, home"): ["registered (home network)"], ("REG", "registered, roaming"): ["registered (roaming)"],
    ("REG", "not registered, idle"): ["not registered"], ("REG", "denied"): ["registration denied"],
    ("REG", "unknown"): ["registration not known"],
    ("REG", "registered, SMS only (home or roaming)"): ["registered for SMS only (home network)", "registered for SMS only (roaming)"],
    ("REG", "emergency bearer services only"): ["emergency services only"],
    ("REG", "registered, CSFB not preferred"): ["registered without CSFB (home network)", "registered without CSFB (roaming)"],
    ("REG", "registered"): ["registered (home network)", "registered (roaming)"],
    ("SLEEP", "sleep mode 2 or 3"): ["sleep mode 2", "sleep mode 3"],
    ("SLEEP", "data mode"): ["awake"], ("SLEEP", "sleep"): ["sleep mode 2"],
    ("BEARER", "connecting or closing"): ["connecting", "closing"],
    ("MQTT", "tcp up or offline"): ["tcp up"],
    ("CONTEXT", "active (default context cid 1)"): ["active"],
    ("TCPIP-single", "TCP CONNECTING or UDP CONNECTING"): ["TCP CONNECTING", "UDP CONNECTING"],
    ("TCPIP-single", "TCP CLOSING or UDP CLOSING"): ["TCP CLOSING", "UDP CLOSING"],
    ("TCPIP-single", "PDP DEACT or IP START"): ["PDP DEACT"],
}
# Rows that no transition stands for, by a part of the trigger, and why.
ELSEWHERE = {
    "(listed state)": "told by STATE: only",
    "AT+CIPCLOSE -> ERROR": "a failure changes nothing; the states are in `allowed`",
    "AT+CIFSR -> ERROR": "a failure changes nothing; the states are in `allowed`",
    "AT+CIPSHUT -> ERROR": "a failure changes nothing",
    "AT+CIPSEND -> +CME ERROR": "a failure changes nothing; the states are in `allowed`",
    "AT+CIPSEND -> SEND FAIL": "what follows is not said; CLOSED tells",
    "last link closed": "not stated; AT+CIPSTATUS tells",
    "> of AT+CIPSEND": "the data phases of the commands' forms",
    "byte count, 0x1A, timer or gap": "the data phases of the commands' forms",
    "antenna removed or no coverage": "told by +CREG", "coverage again": "told by +CREG", "cell changed": "told by +CREG",
    "AT+SIMCROSS": "told by +CPIN after the start",
    "AT+HTTPDATA -> DOWNLOAD": "the data phase of AT+HTTPDATA",
    "AT+COPS=0, 1 or 4": "told by +CREG", "AT+CFUN=1": "told by +CREG", "AT+CFUN=0 or AT+CFUN=4": "told by +CREG",
    "sleep mode 4 wake-up": "an outside cause of the machine power",
    "AT+SAPBR=2,<cid>": "told by +SAPBR",
}
STAYS = {"unchanged", "(not allowed)", "?"}


class States(ManualTest):
    def names(self, row, column):
        text = row[column]
        machine = self.dialect.machines[MACHINES[row["machine"]]]
        if (row["machine"], text) in NAMES:
            return NAMES[row["machine"], text]
        if text in ("any state", "any session", "other states", "states without a connection", "(power-on)"):
            return None
        text = re.sub(r" \(.*\)$", "", text)
        if (row["machine"], text) in NAMES:
            return NAMES[row["machine"], text]
        if text in machine["states"]:
            return [text]
        return [name for name in re.split(r", | or ", text) if name in machine["states"]]

    @staticmethod
    def is_about(transition, trigger):
        """The transition's cause is the one that the manual names."""
        commands = re.findall(r"AT[+&*^]?[A-Z]+(?:=\d(?:,\d)?)?", trigger)
        if transition["on"] in ("sent", "ok", "error"):
            said = transition["command"]
            return any(said == command or said.startswith(command) or command.startswith(said.split("=<")[0].split("[")[0])
                       for command in commands)
        if transition["on"] == "line":
            line = transition["line"]
            texts = re.findall(r"[<\w>+]+[^,()]*?(?=$| or | and |, | \()", trigger) + [trigger]
            texts += ["+CGEV: " + text for text in re.split(r", | or ", trigger.replace("+CGEV: ", ""))]
            lines = [re.sub(r"<[^>]*>", "1", text).replace(":n", ":1").replace(": ...", ": 1").strip() for text in texts]
            lead = re.split(r"[<:]", line)[0].strip()
            return any(matches(line, text) for text in lines) or (len(lead) > 3 and lead in trigger)
        return transition["on"] in ("outside", "boot")

    def check_row(self, row):
        what = f"{row['machine']}: {row['from_state']} -- {row['trigger']} --> {row['to_state']}"
        machine = self.dialect.machines.get(MACHINES[row["machine"]])
        if machine is None:
            yield f"{what}: no such machine"
            return
        if any(part in row["trigger"] for part in ELSEWHERE) or (row["machine"], row["from_state"]) == ("HTTP", "input"):
            return
        origins, targets = self.names(row, "from_state"), self.names(row, "to_state")
        if row["to_state"].startswith("unchanged") or row["to_state"] in STAYS or targets == origins:
            yield from self.check_stays(what, row, machine, origins)
            return
        if row["to_state"] == "(power-on)":
            if not any(transition["on"] == "boot" or "RESET" in transition.get("command", "") or "start" in transition.get("cause", "")
                       for transition in machine["transitions"]):
                yield f"{what}: the start of the module"
            return
        if not targets:
            yield f"{what}: no state for {row['to_state']}"
            return
        for target in targets:
            into = [item for item in machine["transitions"] if item["to"] == target]
            about = [item for item in into if self.is_about(item, row["trigger"])]
            told = [source for source in machine["known_from"] if source["line"].split(":")[0] in row["trigger"]]
            reached = [item for item in about if not item["from"] or origins is None or set(origins) & set(item["from"])]
            if not reached and not told and not ("stat" in row["trigger"] and machine["known_from"]):
                yield f"{what}: no transition to {target}"

    def check_stays(self, what, row, machine, origins):
        """Nothing moves the machine there; and what may not be sent there is not allowed."""
        names = re.findall(r"AT([+&*^]?[A-Z]+)", row["trigger"])
        for name in names:
            command = self.dialect.commands.get(name)
            if command is None:
                yield f"{what}: no command AT{name}"
            elif row["to_state"] == "(not allowed)":
                if any(set(origins) & set(rule["states"]) for rule in command.get("allowed", []) if rule["machine"] == machine["name"]):
                    yield f"{what}: AT{name} is allowed"
        for origin in origins or []:
            if origin not in machine["states"]:
                yield f"{what}: no state {origin}"

    def test_every_row(self):
        self.assertEqual({row["machine"] for row in table("states")}, set(MACHINES))
        self.compare(table("states"), self.check_row, 217)

    # Where the dialect holds each time: a command's limit, a timer, a parameter, the end of a data phase.
    TIMES = {
        "+++ guard before": ("timer", "escape-before", 1000), "+++ window": ("timer", "escape-within", 500),
        "+++ guard after": ("timer", "escape-after", 500), "CIPATS": ("parameter", "+CIPATS", "time"),
        "FSWRITE input": ("data time", "+FSWRITE", "inputtime"), "HTTPDATA input": ("data time", "+HTTPDATA", "time"),
        "HTTPEXPOST input": ("data time", "+HTTPEXPOST", "timeout"), "HTTP request": ("variant", "+HTTPPARA", "TIMEOUT"),
        "FTPEXTPUT input": ("data time", "+FTPEXTPUT", "timeout"), "FTP reconnect wait": ("parameter", "+FTPGETTOFS", "time"),
        "MPUBEX gap": ("data pause", "+MPUBEX", 5000), "MQTT keep-alive": ("parameter", "+MCONNECT", "keepalive"),
        "NTP answer": ("parameter", "+CNTP", "time out"), "PING reply": ("parameter", "+CIPPING", "timeout"),
        "TCP keep-alive idle": ("parameter", "+CIPTKA", "keepIdle"), "TCP keep-alive interval": ("parameter", "+CIPTKA", "keepInterval"),
        "TCP keep-alive count": ("parameter", "+CIPTKA", "keepCount"), "heartbeat interval": ("parameter", "^HEARTCONFIG", "heartbeat_time"),
        "SSL negotiation": ("parameter", "+SSLCFG", "negotiate_time"), "transparent wait": ("parameter", "+CIPCCFG", "WaitTm"),
        "transparent read interval": ("parameter", "+CIPCCFG", "Rxtimer"), "sleep idle": ("timer", "sleep-idle", 5000),
        "data-mode sleep": ("parameter", "*RTIME", "wait_time"), "RI pulse": ("timer", "ring-pulse", 120),
        "wake-up pin": ("timer", "wake-up-pin", 50), "FOTA period": ("variant", "+UPGRADE", "PERIOD"),
        "CIPRDTIMER": ("timer", "ciprdtimer-1", 2000),
    }

    def check_time(self, row):
        what = row["name"]
        if what.startswith("response "):
            wanted = float(row["value"]) * 1000
            name = what.split()[1]
            if name == "default":
                said = [self.dialect.all["default_max_response"]["ms"]]
            else:
                said = [form["max_response"]["ms"] for form in self.dialect.commands["+" + name]["forms"]]
            if set(said) != {wanted}:
                yield f"{what}: {said}, not {wanted:.0f} ms"
            return
        kind, name, value = self.TIMES[what]
        if kind == "timer":
            if self.dialect.timers.get(name, {}).get("time", {}).get("ms") != value:
                yield f"{what}: timer {name} {value} ms"
            return
        command = self.dialect.commands[name]
        if kind.startswith("data"):
            phases = [form["data"] for form in command["forms"] if "data" in form]
            good = (any(phase.get("pause", {}).get("ms") == value for phase in phases) if kind == "data pause" else
                    any(value in phase.get("time", {}).get("per", []) for phase in phases))
            if not good:
                yield f"{what}: the data phase of {name} ends by {value}"
            return
        found = [item for item in command["parameters"] if item["name"] == value]
        if kind == "variant":
            found = [variant for item in command["parameters"] for variant in item.get("variants", []) if value in variant["is"]]
        for item in found:
            if row["default"] and item.get("default") != row["default"]:
                yield f"{what}: default {item.get('default')}, not {row['default']}"
            limits = re.fullmatch(r"(\d+)[~-](\d+)", row["range"])
            if limits and (item.get("minimum"), item.get("maximum")) != (int(limits[1]), int(limits[2])):
                yield f"{what}: range {row['range']}"
        if not found:
            yield f"{what}: no parameter {value} of {name}"

    def test_every_time(self):
        self.compare(table("timers"), self.check_time, 39)


if __name__ == "__main__":
    main()
