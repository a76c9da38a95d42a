# SPDX-License-Identifier: MIT
"""Every row of the manual's parameter tables: type, values, ranges, lengths, units, defaults, meaning, sensitivity."""
import re

from manual import ManualTest, main, table

# What is printed as the command of a row, and where its parameters are declared.
HOMES = {"+CCED": "+CCED", "+NITZ": "+CTZR", "+CGEV": "+CGEREP"}
# Lines that belong to another command of the dialect.
SAME_LINE = {("AT+CIPSTART", "<sl_state>"): "AT+CIPSTATUS"}  # STATE: comes before CONNECT FAIL
# Names that differ from the table's, and why.
NAMES = {
    ("AT+CLCK", "classx"): "class",                     # <class>, <class1>, <class2> in the syntax
    ("AT+UPGRADE", "savetoNV"): "save toNV",            # so in the syntax
    ("AT+SAPBR", "ConParamValue_ConType"): "ConParamValue",  # the values of one tag
    ("AT+SAPBR", "ConParamValue_Rate"): "ConParamValue",
    ("AT+SSLCFG", "clientrandom"): "randbytes",         # so in the syntax
    ("AT+HTTPACTION", "method"): "Method",
    ("AT+CDNSGIP", "(result)"): "result",               # has no name in the manual
    ("AT+CGDCONT", "pd1>...<pdN"): "pd",
    ("TCP ERROR", "err code"): "tcp err code",          # one name, two tables
    ("UDP ERROR", "err code"): "udp err code",
    ("ERROR:", "err code"): "http err code",
    ("ATS3", "n"): "n", ("ATS4", "n"): "n", ("ATS5", "n"): "n",
}
VALUE_SETS = {"<ConParamValue_ConType>": "CONTYPE", "<ConParamValue_Rate>": "RATE"}
# Values that are examples of what may stand there, not all there are.
EXAMPLES = {("AT+FSLS", "filepath"): "roots of the drives; the meaning names them"}
# Parameters whose type differs from the table's, and why.
TYPES = {
    ("AT+CIPSTATUS", "port"): "in quotes in the example",
    ("AT+MSUB", "len"): "with the word byte behind it",
    ("AT+MQTTMSGGET", "len"): "with the word byte behind it",
}
# Rows without a parameter of the dialect, and why.
NOT_A_PARAMETER = {
    ("AT+FTPSCONT", "value"): "stands for each of the listed settings, which have names of their own",
    ("+CME ERROR", "err"): "the value of the family cme, which is compared code by code",
}
SECRET = {"pin", "newpin", "oldpwd", "newpwd", "password", "pwd", "pw", "premaster"}
PERSONAL = {"imei", "iccid", "imsi", "user_sn", "username", "user name", "user", "userid"}
# (command, parameter) whose listed limit is not taken literally, and why.
LIMITS = {
    ("AT+CGREG", "ci"): "2 bytes as printed, 4 in the example",
    ("AT+CGREG", "lac"): "hex digits of two bytes are four characters",
    ("AT+CIPSEND", "length"): "checked with its range",
    ("AT^HEARTBEATHEX", "data"): "256 bytes are 512 digits",
    ("AT+CNTP", "time zone"): "-48 for the network's time",
}
UNITS = {"bps": "bit/s", "quarter hour": "15 min", "zone in quarter hours": None, "ASCII code": None}
PAYLOAD = "(bytes)"


def number(text):
    text = text.replace("2^32", "4294967296").replace("300K", "307200")
    return int(text) if re.fullmatch(r"-?\d+", text) else None


def bounds(text):
    """`0~5`, `1-1460`, `-1000~-1006`, `>0`: lowest and highest, or None."""
    found = re.fullmatch(r"(-?\d+)\s*[~-]\s*(-?[\d^]+K?)", text)
    if found:
        low, high = number(found[1]), number(found[2])
        return (min(low, high), max(low, high))
    found = re.fullmatch(r"0-<(\w+)>", text)
    if found:
        return (0, None)
    found = re.fullmatch(r"(>=|>|<)(\d+)", text)
    if found:
        limit = int(found[2])
        return {">": (limit + 1, None), ">=": (limit, None), "<": (None, limit - 1)}[found[1]]
    return None


class Parameters(ManualTest):
    def find(self, row):
        """The declarations of the row's parameter, with the one that the row's context asks for first."""
        name = NAMES.get((row["command"], row["parameter"].strip("<>")), row["parameter"].strip("<>"))
        row = {**row, "command": SAME_LINE.get((row["command"], row["parameter"]), row["command"])}
        home = HOMES.get(row["command"]) or (row["command"][2:].upper() if row["command"].startswith("AT") else None)
        home = "S" if home and re.fullmatch(r"S\d+", home) else home
        command = self.dialect.commands.get(home)
        if command is None:
            found = [item for item in self.dialect.all["parameters"] if item["name"] == name]
        else:
            found = [item for item in command["parameters"] if item["name"].lower() == name.lower()]
        wanted = self.context(row)
        if wanted is None:
            return found
        special = [variant for item in found for variant in item.get("variants", [])
                   if any(value in wanted for value in variant["is"])]
        return special or found

    @staticmethod
    def context(row):
        text = row["context"]
        if row["command"] == "AT+CIPRXGET" and row["parameter"] == "<len>":
            return [re.search(r"mode (\d)", row["meaning"])[1]]
        if row["parameter"] in VALUE_SETS:
            return [VALUE_SETS[row["parameter"]]]
        if row["command"] in ("AT+HTTPPARA", "AT+BANDIND", "AT+UPGRADE", "AT*BANDIND"):
            if row["parameter"] in ("<HTTPParamValue>", "<band>", "<value>"):
                return re.split(r"/", text.split("=")[-1].strip('"'))
        register = re.fullmatch(r"ATS(\d)", row["command"])
        return [register[1]] if register else None

    def check_row(self, row):
        what = f"{row['command']} {row['parameter']} {row['context']} {row['value']}".replace("  ", " ")
        key = (row["command"], row["parameter"].strip("<>"))
        if key in NOT_A_PARAMETER:
            return
        if row["value"] == PAYLOAD and self.has_payload(row):
            return
        found = self.find(row)
        if not found:
            yield f"{what}: no such parameter"
            return
        if row["value"].startswith("field "):
            yield from self.check_field(what, row)
        if not any(item.get("meaning") or item.get("values") for item in found):
            yield f"{what}: no meaning ({row['meaning']})"
        yield from self.check_value(what, row, found)
        yield from self.check_type(what, row, found)
        yield from self.check_limits(what, row, found)
        unit = row["unit"]
        if unit and not (row["value"].startswith("(") and row["value"] != "(int)") and UNITS.get(unit, unit):
            yield from self.check_unit(what, unit, found)
        default = row["default_value"].strip('"')
        if default and not any(item.get("default") == default for item in found):
            yield f"{what}: default {default}"
        name = key[1].lower()
        wanted = "secret" if name in SECRET else "personal" if name in PERSONAL else None
        if wanted and not all(item.get("sensitivity") == wanted for item in found):
            yield f"{what}: is {wanted}"

    def has_payload(self, row):
        command = self.dialect.command(row["command"]) if row["command"].startswith("AT") else None
        for form in (command or {"forms": []})["forms"]:
            if any("payload" in rule or rule.get("text") for rule in form["responses"]):
                return True
        return False

    def check_field(self, what, row):
        lead = f"+CCED: {row['context']}:"
        command = self.dialect.commands["+CCED"]
        for rule in command["urcs"] + [rule for form in command["forms"] for rule in form["responses"]]:
            if rule["syntax"].startswith(lead):
                names = re.findall(r"<([^<>]+)>", rule["syntax"])
                if names[int(row["value"][6:]) - 1] == row["parameter"]:
                    return
        yield f"{what}: not in its place"

    @staticmethod
    def takes(item, low, high):
        """The declaration covers the range from low to high."""
        values = [number(value["value"]) for value in item.get("values", [])]
        for value in item.get("values", []):
            if "last" in value and low is not None and high is not None:
                if number(value["value"]) <= low and high <= number(value["last"]):
                    return True
        if low is not None and high is not None and high - low < 200 and values:
            if all(any(v == n for v in values) for n in range(low, high + 1)):
                return True
        fits_low = low is None or ("minimum" in item and item["minimum"] <= low)
        fits_high = high is None or ("maximum" in item and item["maximum"] >= high)
        return fits_low and fits_high

    def check_value(self, what, row, found):
        value = row["value"]
        if (row["command"], row["parameter"].strip("<>")) in EXAMPLES:
            return
        enumerated = "enum" in row["type"] or "bit" in row["type"]
        single = number(value)
        if single is not None:
            listed = any(self.listed(item, value) for item in found)
            if enumerated and not listed:
                yield f"{what}: the value is not listed ({row['meaning']})"
            elif not listed and not any(self.takes(item, single, single) for item in found):
                yield f"{what}: the value is not among those ({row['meaning']})"
            return
        limits = bounds(value)
        if limits:
            if not any(self.takes(item, *limits) for item in found):
                yield f"{what}: the range is not covered"
            return
        if value.startswith("(") or value.startswith("field "):
            return
        if re.fullmatch(r"[\d,]+", value):
            for part in value.split(","):
                if not any(self.listed(item, part) for item in found):
                    yield f"{what}: {part} is not listed"
            return
        if enumerated or re.fullmatch(r'"[A-Z/:]+"|[A-Z]+|0X[0-9A-F]+', value):
            if not any(self.listed(item, value.strip('"')) for item in found):
                yield f"{what}: the value is not listed ({row['meaning']})"

    @staticmethod
    def listed(item, value):
        for entry in item.get("values", []):
            if entry["value"] == value or (number(entry["value"]) is not None and number(entry["value"]) == number(value)):
                return bool(entry["meaning"])
            if "last" in entry and number(value) is not None:
                if number(entry["value"]) <= number(value) <= number(entry["last"]):
                    return bool(entry["meaning"])
        return False

    @staticmethod
    def check_type(what, row, found):
        kind = row["type"]
        if (row["command"], row["parameter"].strip("<>")) in TYPES:
            return
        types = {item["type"] for item in found}
        numeric = any("minimum" in item or "maximum" in item for item in found)
        numbered = any(number(value["value"]) is not None for item in found for value in item.get("values", []))
        if kind.startswith("hex string"):
            good = types & {"hex", "octets"}
        elif kind.startswith(("int", "bit")) or kind == "enum int":
            good = "integer" in types or numeric or numbered
        elif kind.startswith("ip"):
            good = "address" in types
        elif kind.startswith("string") or kind.startswith("digits"):
            good = types & {"string", "hex", "address", "integer", "escaped", "octets", "time", "timer"} or any(item.get("values") for item in found)
        elif kind.startswith("enum"):
            good = any(item.get("values") for item in found)
        else:
            good = True
        if not good:
            yield f"{what}: type {kind}, not {sorted(types)}"

    @staticmethod
    def check_limits(what, row, found):
        if (row["command"], row["parameter"].strip("<>")) in LIMITS:
            return
        text = row["limits"]
        length = re.search(r"(?:^|0-)(?:host name )?(\d+) (?:ASCII )?(?:bytes|characters|bytes at)(?: at most)?", text)
        digits = re.search(r"(\d+) digits", text)
        if digits:
            length = digits
        if "or 64 characters" in text:
            length = re.search(r"or (64)", text)
        if length and "byte" not in row["unit"]:
            if not any(item.get("maximum_length") == int(length[1]) for item in found):
                yield f"{what}: length {text}"
        if "byte" in row["unit"] and (most := re.match(r"(\d+) at most", text)):
            if not any(item.get("maximum") == int(most[1]) for item in found):
                yield f"{what}: {text}"
        limits = bounds(text)
        if limits and not any((item.get("minimum"), item.get("maximum")) == limits for item in found):
            yield f"{what}: range {text}"

    @staticmethod
    def check_unit(what, unit, found):
        unit = UNITS.get(unit, unit)
        scale = 1
        scaled = re.fullmatch(r"(\d+) (\w+)", unit)
        if scaled:
            scale, unit = int(scaled[1]), scaled[2]
        if not any(item.get("unit") == unit and item.get("scale", 1) == scale for item in found):
            yield f"{what}: unit {unit} × {scale}"

    def test_every_row(self):
        self.compare(table("params"), self.check_row, 1025)

    def test_ranges_are_as_wide_as_the_manual_says(self):
        """A parameter that the manual gives one range has this range and no wider one."""
        rows = {}
        for row in table("params"):
            rows.setdefault((row["command"], row["parameter"], row["context"]), []).append(row)
        wider = []
        for (command, name, context), group in rows.items():
            limits = bounds(group[0]["value"])
            if len(group) > 1 or not limits or None in limits or (command, name) in self.WIDER:
                continue
            for item in self.find(group[0]):
                said = (item.get("minimum"), item.get("maximum"))
                if said != (None, None) and said != limits:
                    wider.append(f"{command} {name} {context}: {said}, not {limits}")
        self.assertEqual(wider, [])

    WIDER = {
        ("AT+CLPORT", "<port>"): "the test form begins at 0",
        ("AT+CNTP", "<time zone>"): "-48 for the network's time",
        ("AT+CGPADDR", "<cid>"): "1~15 in 6.3, 1~8 in 6.5",
        ("AT+UPGRADE", "<percent>"): "a download begins at 0",
        ("AT+FTPLIST", "<cnflen>"): "0 as for AT+FTPGET, when nothing waits",
    }


if __name__ == "__main__":
    main()
