# SPDX-License-Identifier: MIT
"""Every unsolicited code, every late result, every result code and every error code of the manual."""
import re

from manual import ManualTest, main, table
from notation import matches, samples

# Rows that no rule of the dialect stands for, and why.
NO_TEXT = {
    "(initialisation report)": "its text is not in the manual",
    "(call or SMS report)": "its text is not in the manual; those of 27.007 and 27.005 are inherited",
}
# Printed with brackets that do not pair; the forms behind them, shortest and longest.
SYNTAX = {
    "+CEREG: <stat>[,<tac>],[<ci>],[<AcT>]]": ["+CEREG: 1", '+CEREG: 1,"18be","9363",7'],
    "+CEREG: <stat>[,<tacl>,<ci>[,<AcT>]][,<cause_type>,<reject_cause>]]": ["+CEREG: 1", '+CEREG: 1,"18be","9363",7,0,15'],
    "+CEREG: <stat>[,<tac>],[<ci>],[<AcT>],[<cause_type>,<reject_cause>]]": ["+CEREG: 1", '+CEREG: 3,"18be","9363",7,0,15'],
    "+CEREG: <stat>[,<tac>],[<ci>],[<AcT>][,],[<Active Time>],[<Periodic-TAU>]]]]": [
        "+CEREG: 1", '+CEREG: 1,"18be","9363",7,,,"00100010","00100010"'],
    "+CEREG:<stat>[,<tac>],[<ci>],[<AcT>][,<cause_type>],[<reject_cause>][,<Active-Time>],[<Periodic-TAU>]]]]": [
        "+CEREG:1", '+CEREG:1,"18be","9363",7,0,15,"00100010","00100010"'],
    "+CEREG: <stat>[,<tac>],[<ci>],[<AcT>][,],[<cause_type>],[<reject_cause>][,],[<Active-Time>],[<Periodic-TAU>]]]]": [
        "+CEREG:1", '+CEREG:1,"18be","9363",7,0,15,"00100010","00100010"'],
    "+CGEV:NW MODIFY<cid>,<change_reason>,<event_type>": ["+CGEV: NW MODIFY 1,2,0"],  # a blank is lost
    "(text not given)": [],
    "<data>": [],
}
# What enables a code and is no setting of the dialect, and why.
ENABLED = {
    "AT+CTZR (on by default, no set form)": "there is nothing to switch",
    "AT+IPR=0 plus host AT, or AT+IPR=x;&W": "its text is not in the manual",
    "AT+CGREG=4 (as printed)": "", "AT+CGREG=5 (as printed)": "", "AT+CEREG=3 (as printed)": "printed under AT+CREG",
}
ROLES = {"urc": {"urc"}, "boot": {"urc"}, "stream": {"urc"},
         "deferred": {"deferred-ok", "deferred-error", "final-ok", "final-error", "connect", "urc", "answer"}}
FAMILIES = {"CME": "cme", "TCP": "tcp-error", "UDP": "udp-error", "HTTP-status": "http-status", "HTTP-err": "http-error",
            "FTP": "ftp-error", "FOTA-error": "fota-error", "FOTA-cause": "fota-cause", "DNS": "dns-error", "NTP": "ntp-result"}


class Lines(ManualTest):
    def check_urc(self, row):
        what = f"{row['section']} {row['syntax']}"
        if row["name"] in NO_TEXT:
            return
        if row["name"] == "(received data)":
            if not any(rule.get("raw") for rule in self.dialect.all["urcs"]):
                yield f"{what}: no rule for data without a head"
            return
        lines = SYNTAX.get(row["syntax"])
        printed = [re.sub(r" \([^()]*\)$", "", text) for text in row["printed_examples"].split(" | ") if text[:1] != "<"]
        if row["kind"] == "stream" and row["name"] != "RECV FROM":
            lines, printed = [row["syntax"].split("<data>")[0].split("\n")[0].replace("<data Size>", "4").replace("<TCP/UDP>", "TCP")
                              .replace("<data length>", "4").replace("<n>", "0").replace("<length>", "4")], []
        if lines is None:
            lines = [line for text in row["syntax"].split("\n") for line in samples(text, lambda name: "1")]
        for line in lines + [text for text in printed if text and ":xx" not in text]:
            if line.endswith(" (three times)"):
                line = line.removesuffix(" (three times)")
            found = [(rule, command, form) for rule, command, form in self.dialect.rules()
                     if rule["role"] in ROLES[row["kind"]] and matches(rule["syntax"], line)]
            if not found:
                yield f"{what}: {line!r} is not known"
                continue
            yield from self.check_facts(what, row, line, found)

    def check_facts(self, what, row, line, found):
        if row["kind"] in ("urc", "stream") and not any(rule.get("meaning") for rule, _, _ in found):
            yield f"{what}: no meaning for {line!r}"
        if row["kind"] == "stream" and row["payload"].startswith("data on the same line"):
            if not any(rule.get("payload", {}).get("inline") for rule, _, _ in found):
                yield f"{what}: payload on the line"
        enabled = re.match(r"AT([+*]\w+)(?:=(\d))?", row["enabled_by"])
        if row["enabled_by"] in ENABLED or not enabled:
            return
        name = enabled[1]
        if row["kind"] == "deferred":
            if row["name"] == "+CME ERROR":  # any command
                return
            commands = re.findall(r"AT\+\w+", row["enabled_by"])
            if not any(command is not None and "AT" + command["name"] in commands for _, command, _ in found):
                if not any(rule["syntax"].split(":")[0] in ("STATE", "PUBREC") for rule, _, _ in found):
                    yield f"{what}: {line!r} does not belong to {row['enabled_by']}"
            return
        command = self.dialect.commands[name]
        settings = [rule["setting"] for rule in command.get("settings", [])]
        if not any(setting in rule.get("when", "") for setting in settings for rule, _, _ in found):
            yield f"{what}: {line!r} is not bound to {row['enabled_by']}"

    def check_error(self, row):
        what = f"{row['family']} {row['code']}"
        if row["family"] == "RESULT":
            yield from self.check_result(what, row)
            return
        family = self.dialect.enumerations.get(FAMILIES[row["family"]])
        if family is None:
            yield f"{what}: no such family"
            return
        if row["code"] == "(other)":  # what is not listed decodes as a number
            return
        wanted = row["code"].split("~")
        for entry in family["values"]:
            if entry["value"] == wanted[0] and entry.get("last", wanted[0]) == wanted[-1]:
                if not entry["meaning"]:
                    yield f"{what}: no meaning ({row['meaning']})"
                if row["family"] == "CME":
                    for words in {row["verbose"], row["verbose_fixed"]} - {""}:
                        if words.lower() not in {text.lower() for text in entry.get("words", []) + [entry["meaning"]]}:
                            yield f"{what}: the words {words!r} stand for it"
                return
        yield f"{what}: no such code ({row['meaning']})"

    def check_result(self, what, row):
        code = row["code"]
        if code == ">":
            if not any(form.get("data", {}).get("announce") == ">" for command in self.dialect.all["commands"]
                       for form in command["forms"]):
                yield f"{what}: no prompt"
            return
        if code == "(none)":
            if not any(form.get("no_final") for command in self.dialect.all["commands"] for form in command["forms"]):
                yield f"{what}: every command has a result"
            return
        said = [rule["syntax"] for rule, _, _ in self.dialect.rules()]
        said += [form["data"].get("announce", "") for command in self.dialect.all["commands"] for form in command["forms"]
                 if "data" in form]
        for line in samples(code, lambda name: "192.0.2.1" if "IP" in name else "1"):
            if not any(matches(syntax, line) for syntax in said):
                yield f"{what}: not known"

    def test_two_meanings_where_the_manual_has_two(self):
        codes = [row["code"] for row in table("errors") if row["family"] == "CME"]
        twice = {code for code in codes if codes.count(code) == 2}
        family = {entry["value"]: entry for entry in self.dialect.enumerations["cme"]["values"]}
        self.assertTrue(twice)
        self.assertEqual({code for code in twice if "alternative" not in family[code]}, set())

    def test_every_unsolicited_code_and_late_result(self):
        self.compare(table("urcs"), self.check_urc, 127)

    def test_every_error_and_result_code(self):
        self.compare(table("errors"), self.check_error, 375)


if __name__ == "__main__":
    main()
