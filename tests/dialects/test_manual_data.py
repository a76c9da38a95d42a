# SPDX-License-Identifier: MIT
"""Every way into and out of a data phase that the manual knows."""
import re

from manual import ManualTest, main, table
from notation import matches, samples

SETTINGS = {"CIPMUX": "mux", "AT&D": None, "CIPCCFG": None}  # the others are called as their command
# Rows that no form of a command stands for, and what does.
ELSEWHERE = {
    "escape": "timers escape-before, escape-within and escape-after",
    "recv-raw": "a raw urc", "recv-sender": "a urc", "recv-ipd": "a urc with payload", "recv-ipd-proto": "a urc with payload",
    "recv-multi": "a urc with payload", "msub": "a urc; its length is one too many in the examples, the line's end counts",
    "heartbeathex": "no data phase: the digits stand in the command line",
}


class Data(ManualTest):
    def forms(self, row):
        syntax = re.sub(r"\[=<len>\]", "=<len>", row["command"].split(" (")[0])
        command = self.dialect.command(re.match(r"AT[+*^&]?\w+?(?=[=*\[ ]|$)|ATD", syntax)[0])
        lines = [line for qos in "012" for line in samples(syntax, lambda name: qos if name == "qos" else "7")]
        found = [form for form in command["forms"] if any(matches(form["syntax"], line) for line in lines)]
        return found or [form for form in command["forms"] if form["form"] == "set"]  # named without its values

    def check_row(self, row):
        what = row["id"]
        for setting in re.findall(r"\b[A-Z&]{5,}\b", row["affected_by"]):
            name = SETTINGS.get(setting, setting.lower())
            known = {item["name"] for item in self.dialect.all["settings"]}
            if name and name not in known:
                yield f"{what}: {setting} is no setting"
        if what == "escape":
            for timer, ms in (("escape-before", 1000), ("escape-within", 500), ("escape-after", 500)):
                if self.dialect.timers.get(timer, {}).get("time", {}).get("ms") != ms:
                    yield f"{what}: {timer} {ms} ms"
        if what in ELSEWHERE:
            if what.startswith(("recv", "msub")):
                yield from self.check_urc(what, row)
            return
        forms = self.forms(row)
        if not forms:
            yield f"{what}: no form of {row['command']}"
            return
        check = self.check_sent if row["direction"] != "module->DTE" else self.check_received
        yield from check(what, row, forms)

    def check_urc(self, what, row):
        rules = self.dialect.all["urcs"] + [rule for command in self.dialect.all["commands"] for rule in command.get("urcs", [])]
        if what == "recv-raw":
            if not any(rule.get("raw") and "ciphead = 0" in rule.get("when", "") for rule in rules):
                yield f"{what}: no raw data with AT+CIPHEAD=0"
            return
        line = {"recv-sender": "RECV FROM:192.0.2.1:80", "recv-ipd": "+IPD,4:", "recv-ipd-proto": "+IPD,4,TCP:",
                "recv-multi": "+RECEIVE,0,7:", "msub": '+MSUB: "a/b",9 byte,message'}[what]
        found = [rule for rule in rules if matches(rule["syntax"], line)]
        if not found:
            yield f"{what}: {line} is not known"
        elif what in ("recv-ipd", "recv-ipd-proto", "recv-multi"):
            if not any(rule.get("payload", {}).get("kind") == "counted" for rule in found):
                yield f"{what}: no payload"

    @staticmethod
    def check_sent(what, row, forms):
        data = [form["data"] for form in forms if "data" in form]
        begins = {phase["begins"] for phase in data}
        ends = {phase["ends"] for phase in data}
        wanted = row["announced_by"]
        if wanted.startswith(">") and "prompt" not in begins:
            yield f"{what}: prompt"
        if "nothing when CIPSPRT" in wanted and "immediately" not in begins:
            yield f"{what}: without a prompt"
        if wanted == "CONNECT" and "connect" not in begins:
            yield f"{what}: CONNECT"
        if wanted == "DOWNLOAD" or wanted.startswith("+"):
            if not any(phase["begins"] == "line" and matches(phase["announce"], sample) for phase in data
                       for sample in samples(wanted, lambda name: "7")):
                yield f"{what}: announced by {wanted}"
        end = row["end_known_by"]
        if "0x1A" in end and not any(phase.get("terminator") == 0x1A for phase in data):
            yield f"{what}: Ctrl-Z"
        if "byte count" in end and "length" not in ends:
            yield f"{what}: byte count"
        if row["payload"].startswith("raw bytes in both") and "transparent" not in ends:
            yield f"{what}: transparent"
        if row["payload"] == "PPP frames" and "ppp" not in ends:
            yield f"{what}: ppp"
        if "CIPATS" in end and not all(phase.get("early_when") == "cipats = 1" for phase in data):
            yield f"{what}: the timer of AT+CIPATS"
        if re.search(r"<\w+> (ms|seconds)", end + row["abort_or_timeout"]) and not any("time" in phase for phase in data):
            yield f"{what}: a time ends it"
        if "5 s" in end + row["abort_or_timeout"] and not any(phase.get("pause", {}).get("ms") == 5000 for phase in data):
            yield f"{what}: a pause ends it"
        if row["abort_or_timeout"].startswith("0x1B aborts") and not any(phase.get("abort") == 0x1B for phase in data):
            yield f"{what}: ESC aborts"
        if "CIPSPRT=2" in row["followed_by"] and not any(form.get("no_final") for form in forms):
            yield f"{what}: no result with AT+CIPSPRT=2"
        results = [rule["syntax"] for form in forms for rule in form["finals"] + form.get("deferred", [])]
        for text in re.findall(r"SEND OK|DATA ACCEPT|SEND FAIL|TimeOut|PUBACK|PUBCOMP|\+HTTPEXPOST", row["followed_by"]):
            if not any(text in result for result in results):
                yield f"{what}: followed by {text}"

    @staticmethod
    def check_received(what, row, forms):
        rules = [rule for form in forms for rule in form["responses"]]
        if row["announced_by"].startswith("nothing"):
            if not any(rule.get("text") for rule in rules):
                yield f"{what}: free text"
            return
        if "no data line" in row["payload"]:
            return
        heads = [text for text in re.findall(r"\+\w+: ?[^+()]*", row["announced_by"])]
        for head in heads:
            for line in samples(head.replace(" or", "").strip(), lambda name: "7"):
                found = [rule for rule in rules if matches(rule["syntax"], line)]
                if not found:
                    yield f"{what}: {line} is not known"
                elif what == "msub-cached":
                    continue
                elif not any(rule.get("payload", {}).get("kind") == "counted" for rule in found):
                    yield f"{what}: no payload behind {line}"
                elif "hex" in row["payload"] and not any(rule["payload"].get("multiplier") == 2 for rule in found):
                    yield f"{what}: two digits a byte"

    def test_every_row(self):
        self.compare(table("datamode"), self.check_row, 38)


if __name__ == "__main__":
    main()
