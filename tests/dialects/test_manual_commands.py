# SPDX-License-Identifier: MIT
"""Every command of the manual, in every form and variant: syntax, answers, results, time, section, what it needs."""
import re

from manual import ManualTest, main, table
from notation import matches, samples

# Rows that are no command of the dialect, and why.
NOT_A_COMMAND = {
    "AT": "an empty command line (V.250 5.2.1), which the decoder knows without a dialect",
    "+++": "the escape sequence; its times are timers of the dialect",
}
# Syntax that is not taken literally, and why.
SYNTAX = {
    "AT+SIMSWT": "printed with blanks around the +",
    "AT+CTZU": "AT+CTZU=0/1 names two values",
    "AT+CMGS": "named only; the syntax is that of 27.005",
    "AT+CMGW": "named only; the syntax is that of 27.005",
    "AT+CPBW": "named only; the syntax is that of 27.007",
    "AT+CGDSCONT": "named only; the syntax is that of 27.007",
}
SAID_SYNTAX = {
    "AT + SIMSWT": "AT+SIMSWT", "AT + SIMSWT?": "AT+SIMSWT?", "AT+CTZU=0/1": "AT+CTZU=<fun>",
    "AT+CMGS=<...>": "AT+CMGS=<length>", "AT+CMGW=<...>": "AT+CMGW=<length>",
    "AT+CPBW=<...>": "AT+CPBW=<index>", "AT+CGDSCONT=<...>": "AT+CGDSCONT=<cid>,<p_cid>",
    'AT+SSLCFG="XXXXXX",<n>,<XXXXXX>': 'AT+SSLCFG="cacert",<n>,',
}
# Answers that are not taken literally, and why.
ANSWERS = {
    # 11.12: a copy of the test row of AT+HTTPREAD.
    ("AT+HTTPSCONT", "exec"),
    # 8.2, 8.6: free text.
    ("AT+FSREAD", "set"), ("AT+FSLS", "set"),
}
# What a command needs that the dialect does not say, and why.
NOT_JUDGED = {
    "AT+CPWD": "the lock has to be on for the facility SC only, and for no other",
    "AT+CSCLK": "whether a USB cable is connected, no line tells",
    "AT+COPS": "a registration that is going on is not told from one that searches",
    "AT+CGPADDR": "without a context there is no address, which is no error",
    "AT+CIPSHUT": "any state",
    "AT+MIPSTART": "which context is the default one, the command does not say",
    "AT+SSLMIPSTART": "as AT+MIPSTART; the certificates are optional",
}
# What the cell `saved` names that is not kept by the command named there.
NOT_KEPT = {
    "AT+CIPRXGET": "reading data sets nothing",
}

VALUES = {"n": "1", "mode": "1", "cmd_type": "1", "n>[,<length": "1"}


def value(row):
    variant = row["variant"]
    chosen = dict(VALUES)
    for name, number in re.findall(r"(\w+)=(\d)", variant):
        chosen["requested dump" if name == "dump" else name] = number
    number = re.match(r"(?:mode|cmd_type) (?:0 or )?(\d)", variant)
    if number:
        chosen["mode"] = chosen["cmd_type"] = number[1]
    if row["command"] == "AT+CLCK" and variant == "mode=2":
        chosen["mode"] = "2"

    def pick(name):
        if name in chosen:
            return chosen[name]
        if re.search("addr|ip", name, re.IGNORECASE):
            return "192.0.2.1"
        return "7"
    return pick


def fits_variant(form, row):
    """A form under a condition stands for the rows of that condition only."""
    when = form.get("when", "")
    variant = row["variant"]
    single = "CIPMUX=0" in variant or "single link" in variant
    multi = "CIPMUX=1" in variant or "multi link" in variant
    return not (single and "mux = 1" in when or multi and "mux = 0" in when)


class Commands(ManualTest):
    def forms(self, row):
        """The forms of the dialect that take the row's syntax; and a sample that none takes."""
        command = self.dialect.command(row["command"])
        syntax = SAID_SYNTAX.get(row["syntax"], row["syntax"]).strip()
        found = []
        for line in samples(syntax, value(row)):
            fitting = []
            for form in command["forms"]:
                said = form["syntax"].replace("ATS?", "ATS<register>?")
                # AT+CGCONTRDP[=<cid>] is one row and two forms.
                if form["form"] not in ({row["form"], "exec"} if "[=" in row["syntax"] else {row["form"]}):
                    continue
                if fits_variant(form, row) and matches(said, line):
                    fitting.append(form)
            if not fitting:
                return [], line
            found += [form for form in fitting if form not in found]
        return found, None

    def check_row(self, row):
        name = row["command"]
        if name in NOT_A_COMMAND:
            return
        command = self.dialect.command(name)
        what = f"{name} {row['form']} {row['variant']}".strip()
        if command is None:
            yield f"{what}: no such command"
            return
        forms, line = self.forms(row)
        if line:
            yield f"{what}: no form takes {line}"
            return
        # The registers are one command: what is read of each has the section of what is set.
        said = command["forms"] if command["name"] == "S" else forms
        sections = {form.get("section", "") for form in said} | {command.get("section", "")}
        if f"§{row['section']}" not in sections:
            yield f"{what}: section {row['section']} is not said"
        if not command.get("meaning"):
            yield f"{what}: no meaning"
        kind = {"s-param": "s-register"}.get(row["kind"], row["kind"])
        if command["kind"] != kind:
            yield f"{what}: kind {command['kind']}"
        yield from self.check_time(what, row, forms)
        yield from self.check_finals(what, row, forms)
        yield from self.check_answers(what, row, forms, command)
        yield from self.check_deferred(what, row, forms, command)
        if row["state_requirement"] and name not in NOT_JUDGED and not (command.get("allowed") or command.get("needs") or command.get("requires")):
            yield f"{what}: needs {row['state_requirement']}"
        if row["saved"] and name not in NOT_KEPT and not command.get("keeping"):
            yield f"{what}: kept: {row['saved']}"

    @staticmethod
    def check_time(what, row, forms):
        for form in forms:
            limit = form.get("max_response", {})
            wanted = float(row["max_response_s"] or 9) * 1000
            longer = bool(row["timeout_notes"]) and limit.get("ms", 0) >= wanted
            if limit.get("ms") != wanted and not longer:
                yield f"{what}: {form['syntax']} may take {limit.get('ms')} ms, not {wanted:.0f}"
            if "data phase" in row["timeout_notes"] and "per" not in limit and row["variant"] != "mode 0 or 1":
                if re.search("time>", form["syntax"]) or "timeout" in form["syntax"]:
                    yield f"{what}: {form['syntax']} takes as long as its parameter says"

    def check_finals(self, what, row, forms):
        said = [final["syntax"] for form in forms for final in form["finals"]]
        said += [form["data"].get("announce", "") for form in forms if "data" in form]
        said += [rule["syntax"] for rule in self.dialect.all["results"] if rule["syntax"] != "OK"]
        every = self.dialect.command(row["command"])["forms"]
        for text in row["final_results"].split(" | "):
            text = text.replace(" (not printed)", "")
            if text in ("", "ERROR") or text.startswith("+CME ERROR"):  # every command may fail
                continue
            if text == "none":
                if not any(form.get("no_final") for form in every) and not row["command"] == "ATQ":
                    yield f"{what}: may have no result"
            elif text == "<IP address>":
                if not any(form.get("no_ok") for form in forms):
                    yield f"{what}: the answer is the result"
            elif not any(matches(final, sample) for final in said for sample in samples(text, lambda name: "1")):
                yield f"{what}: result {text} is not among {said}"

    def check_answers(self, what, row, forms, command):
        if (row["command"], row["form"]) in ANSWERS:
            return
        rules = [rule for form in forms for rule in form["responses"]]
        finals = [rule["syntax"] for form in forms for rule in form["finals"]]
        later = [rule["syntax"] for form in forms for rule in form.get("deferred", [])]
        urcs = [rule["syntax"] for rule in command.get("urcs", [])] + [rule["syntax"] for rule in self.dialect.all["urcs"]]
        said = [rule["syntax"] for rule in rules] + finals + later + urcs
        printed = [text.split(" (")[0] for text in row["printed_variants"].split(" | ") if text[:1] in "+^*C"]
        for text in row["response"].split("\n") + printed:
            text = text.strip()
            if not text or text in ("OK", ">", "<data>", "<hex data>", "date", "DOWNLOAD", "[...]", "[ . . . ]]") or "//" in text:
                continue
            if text.startswith(("list of <", "list of sub")):
                text = "TAG: value"
            text = text.replace("(0,1,...", "(0,1")
            for line in samples(text, value(row)):
                if not any(matches(rule, line) for rule in said) and not self.announces(forms, line):
                    yield f"{what}: answer {line!r} is not among {[rule['syntax'] for rule in rules]}"

    @staticmethod
    def announces(forms, line):
        return any(matches(form["data"].get("announce", "\n"), line) for form in forms if "data" in form)

    def check_deferred(self, what, row, forms, command):
        said = [rule["syntax"] for form in forms for rule in form.get("deferred", [])]
        said += [rule["syntax"] for form in forms if form.get("ok_first") for rule in form["responses"]]
        said += [rule["syntax"] for rule in command.get("urcs", []) + self.dialect.all["urcs"]]
        if row["deferred"] and row["command"] != "AT+FTPQUIT" and not (
                any(form.get("deferred") or form.get("ok_first") for form in forms)):
            yield f"{what}: promises nothing"
        for part in row["deferred"].split(" | "):
            for text in part.split("\n"):
                for line in samples(text, lambda name: "1"):
                    others = [rule["syntax"] for rule in self.dialect.commands["+CIPSTATUS"]["urcs"]]
                    if not any(matches(rule, line) for rule in said + others):
                        yield f"{what}: later {line!r} is not among {said}"

    def test_every_row(self):
        self.compare(table("commands"), self.check_row, 478)

    def test_every_command_is_there_once(self):
        names = {row["command"] for row in table("commands")} - set(NOT_A_COMMAND)
        self.assertGreaterEqual(len(names), 181)
        self.assertEqual([name for name in sorted(names) if self.dialect.command(name) is None], [])


if __name__ == "__main__":
    main()
