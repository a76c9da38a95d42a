# SPDX-License-Identifier: MIT
"""Every secret that the manual names, in one log: not one of them in any output, and redact leaves none in the copy."""
import gzip
import json
import os
import re
import unittest

from program import ProgramTest, modem_manager

# What is sent, what comes back, and the secrets in them. All values are made up.
TALK = [
    (b'AT+CPIN="4093"', b"+CME ERROR: 16", ["4093"]),
    (b'AT+CPIN="83920174","8642"', b"OK", ["83920174", "8642"]),
    (b'AT+CLCK="SC",1,"9753"', b"OK", ["9753"]),
    (b'AT+CPWD="SC","9753","3579"', b"OK", ["3579"]),
    (b"AT+CIMI", b"460001357924680\r\n\r\nOK", ["460001357924680"]),
    (b"AT+CGSN", b"861234567890123\r\n\r\nOK", ["861234567890123"]),
    (b"AT+CCID", b"89860012345678901234\r\n\r\nOK", ["89860012345678901234"]),
    (b'AT+CGAUTH=1,1,"apn-user","apn-password"', b"OK", ["apn-user", "apn-password"]),
    (b'AT+CSTT="internet","cstt-user","cstt-password"', b"OK", ["cstt-user", "cstt-password"]),
    (b'AT+CPNETAPN=2,"corp","net-user","net-password",1', b"OK", ["net-user", "net-password"]),
    (b'AT+SAPBR=3,1,"USER","bearer-user"', b"OK", ["bearer-user"]),
    (b'AT+SAPBR=3,1,"PWD","bearer-password"', b"OK", ["bearer-password"]),
    (b'AT+MCONFIG="client","mqtt-user","mqtt-password"', b"OK", ["mqtt-user", "mqtt-password"]),
    (b'AT+FTPUN="ftp-user"', b"OK", ["ftp-user"]),
    (b'AT+FTPPW="ftp-password"', b"OK", ["ftp-password"]),
    (b'AT+HTTPPARA="URL","http://url-user:url-password@192.0.2.1/x"', b"OK", ["url-user", "url-password"]),
    (b'AT+HTTPPARA="USERDATA","Authorization: Basic dXNlcjpwYXNz"', b"OK", ["dXNlcjpwYXNz"]),
    (b'AT+SSLCFG="premaster",0,"0badc0de0badc0de"', b"OK", ["0badc0de0badc0de"]),
    (b'ATD+491701234567;', b"OK", ["491701234567"]),
    (b'AT+CMGS="+491709876543"', b"+CMS ERROR: 500", ["491709876543"]),
    (b"AT+CNUM", b'+CNUM: "own","+491705555555",145\r\n\r\nOK', ["491705555555"]),
    (b'AT+CPIN="broken-pin', b"ERROR", ["broken-pin"]),
]
SECRETS = [secret for _, _, secrets in TALK for secret in secrets]


def log():
    exchange = [(">", b"ATI\r"), ("<", b"\r\nYM310.X09_AT\r\n\r\nOK\r\n")]
    for sent, answer, _ in TALK:
        exchange += [(">", sent + b"\r"), ("<", sent + b"\r"), ("<", b"\r\n" + answer + b"\r\n")]
    exchange += [("<", b'\r\nRING\r\n\r\n+CLIP: "+491705555555",145\r\n')]
    # Each command again while another is open: they become findings, and their lines the evidence.
    for sent, _, _ in TALK:
        exchange += [(">", sent + b"\r"), (">", b"AT+CSQ\r"), ("<", b"\r\nERROR\r\n")]
    return modem_manager(*exchange)


COMMANDS = (["decode"], ["decode", "-v", "--fields"], ["decode", "--format", "jsonl", "--fields"], ["decode", "--format", "csv", "--fields"],
            ["stats"], ["stats", "-f", "json"], ["stats", "-f", "csv"])
FORMATS = ("full", "concise", "json", "jsonl", "sarif", "junit", "github", "gitlab", "summary-md")


class Dialect:
    """Every secret or personal value that a dialect names, filled in where its forms, answers and codes have it."""

    def __init__(self, dump):
        self.secrets = []
        self.exchange = []
        for command in dump["commands"]:
            self.hidden = {parameter["name"]: parameter for parameter in command.get("parameters", [])
                           if parameter.get("sensitivity")}
            if not self.hidden:
                continue
            self.values = {parameter["name"]: parameter for parameter in command["parameters"]}
            for form in command["forms"]:
                answers = [answer["syntax"] for answer in form.get("responses", []) if self.holds(answer.get("syntax", ""))]
                if form["form"] == "test" or not (answers or self.holds(form["syntax"])):
                    continue
                payload = any(answer.get("payload") for answer in form.get("responses", []))
                if "cmgf" in form.get("when", ""):
                    self.exchange += [(">", "AT+CMGF=" + form["when"][-1]), ("<", "OK")]
                for answer in answers or [""]:
                    self.exchange.append((">", self.fill(form["syntax"])))
                    self.exchange += [("<", self.fill(answer))] if answer else []
                    self.exchange += [("<", "0791947106004034")] * payload + [("<", "OK")]
            for urc in command.get("urcs", []):
                if self.holds(urc["syntax"]):
                    self.exchange += [("<", self.fill(urc["syntax"]))] + [("<", "0791947106004034")] * ("payload" in urc)

    def holds(self, syntax):
        return any(f"<{name}>" in syntax or f"<{name}..." in syntax for name in self.hidden)

    def fill(self, syntax):
        syntax = re.sub(r"<\w+=([^>]*)>", r"\1", syntax)
        return re.sub(r"<([^<>]+)>", self.value, re.sub(r"[][{}]", "", syntax))

    def value(self, match):
        name = match[1].rstrip(".")
        parameter = self.values.get(name, {})
        kind = parameter.get("type", "integer")
        if name not in self.hidden:
            values = parameter.get("values") or [{"value": parameter.get("minimum", 1)}]
            return str(values[0]["value"]) if kind != "string" else '"x"'
        number = len(self.secrets) + 71000
        secret = f"{number}{number}" if kind in ("integer", "hex", "bits", "octets", "decimal") else f"hide{number}me"
        self.secrets.append(secret)
        return f'"{secret}"' if kind != "integer" else secret

    def log(self):
        # Each command once more, overtaken by another: then it is the evidence of a finding.
        talk = [(">", "ATI"), ("<", "YM310.X09_AT\r\n\r\nOK"), (">", "AT+CMGF=1"), ("<", "OK"), *self.exchange]
        for side, text in self.exchange:
            talk += [(">", text), (">", "AT+CSQ"), ("<", "ERROR")] if side == ">" else []
        return modem_manager(*[(side, f"{text}\r".encode() if side == ">" else f"\r\n{text}\r\n".encode())
                               for side, text in talk])


class Secrets(ProgramTest):
    def assert_clean(self, data, what, secrets=tuple(SECRETS)):
        text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
        self.assertEqual([secret for secret in secrets if secret in text], [], what)

    def test_no_value_that_the_dialect_calls_secret_or_personal_gets_out(self):
        dump = self.run_atscope("dialect", "dump", "yuge-ec716s", "--format", "json")
        dialect = Dialect(json.loads(dump.out))
        self.assertGreater(len(dialect.secrets), 40)
        name = self.write("run.log", dialect.log())
        lines = dialect.log().splitlines()
        # The generator does its work: without masks each of them is there.
        shown = self.run_atscope("decode", "-d", "yuge-ec716s", "--show-secrets", name).out
        self.assertEqual([secret for secret in dialect.secrets if secret not in shown], [])
        commands = [*COMMANDS, *(["lint", "-f", form, "--no-ignores", "--select", "all"] for form in FORMATS)]
        at = [["explain", "--at", f"{name}:{number}", *options] for number in range(1, len(lines) + 1, 23)
              for options in ([], ["--format", "json"])]
        for command in [*commands, *at]:
            result = self.run_atscope(*command, "-d", "yuge-ec716s", *([] if command[0] == "explain" else [name]))
            self.assertIn(result.code, (0, 1, 2), result.err)
            self.assert_clean(result.out + result.err, command, dialect.secrets)
        self.check(self.run_atscope("redact", "-d", "yuge-ec716s", name, "-o", "copy.log"), 0)
        with open(self.path("copy.log"), "rb") as copy:
            self.assert_clean(copy.read(), "redact", dialect.secrets)

    def test_mistakes_are_told_without_one(self):
        name = self.write("run.log", log() + "atscope: ignore[ORD9] AT+CPIN=\"4093\"\natscope: ignore AT+CPIN=\"4093\"\n")
        self.write("atscope.toml", '[[waiver]]\nrule = "ERR001"\ncommand = "AT+CPIN=\\"4093\\""\nreason = "x"\nuntil = "soon"\n')
        for command in (["lint", name], ["config", "check", name], ["config", "show", name]):
            result = self.run_atscope(*command)
            self.assert_clean(result.out + result.err, command)

    def test_no_output_of_any_command_shows_one(self):
        name = self.write("run.log", log())
        for command in COMMANDS:
            result = self.run_atscope(*command, "-d", "yuge-ec716s", name)
            self.assert_clean(result.out, command)
            self.assert_clean(result.err, command)

    def test_no_format_of_lint_shows_one(self):
        name = self.write("run.log", log())
        os.mkdir(self.path("fw"))
        for dialect in ("yuge-ec716s", "auto"):
            for verbose in ([], ["-v", "--statistics", "--no-ignores", "--select", "pedantic"]):
                options = [part for form in FORMATS for part in ("-f", f"{form}:out.{form}")]
                result = self.run_atscope("lint", "-d", dialect, *verbose, *options, "--baseline", "b", "--update-baseline", name)
                self.assertIn(result.code, (0, 1), result.err)
                self.assert_clean(result.err, verbose)
                for file in [f"out.{form}" for form in FORMATS] + ["b"]:
                    with open(self.path(file), "rb") as stream:
                        self.assert_clean(stream.read(), file)

    def test_secrets_are_shown_on_a_terminal_only(self):
        name = self.write("run.log", log())
        self.check(self.run_atscope("lint", "--show-secrets", name), 2, "on a terminal only")

    def test_payload_and_odd_lines_do_not_show_one(self):
        name = self.write("raw.txt", b"AT+CSQ\r\nGET / HTTP/1.1\r\nAuthorization: Bearer dXNlcjpwYXNz\r\nOK\r\nhttp://url-user:url-password@x/\r\n")
        for command in (["decode"], ["decode", "--format", "jsonl"], ["lint"], ["lint", "-f", "sarif"]):
            result = self.run_atscope(*command, name)
            self.assert_clean(result.out + result.err, command)


class Redact(ProgramTest):
    def decoded(self, name):
        """What is said, without values: kinds, results, counts and times."""
        keep = ("kind", "sender", "time", "line", "frame", "txn", "bytes", "outcome", "result", "latency_ns", "result_line")
        records = self.run_atscope("decode", "--format", "jsonl", "-d", "yuge-ec716s", name).records()
        return [{key: record.get(key) for key in keep} for record in records]

    def redact(self, name, output="out.log", *options):
        self.check(self.run_atscope("redact", "-d", "yuge-ec716s", *options, name, "-o", output), 0)
        with open(self.path(output), "rb") as file:
            data = file.read()
        self.assertEqual([secret for secret in SECRETS if secret.encode() in data], [])
        return data

    def test_the_copy_decodes_to_the_same_transactions(self):
        name = self.write("run.log", log() + "ModemManager[812]: <dbg> [1700000999.0] modem imsi 460001357924680\n")
        data = self.redact(name)
        self.assertEqual(self.decoded(name), self.decoded("out.log"))
        self.assertEqual(data.count(b"\n"), log().count("\n") + 1)
        self.assertIn(b"AT+CPIN=", data)

    def test_a_raw_transcript(self):
        text = "".join(sent.decode() + "\r\r\n" + answer.decode() + "\r\n" for sent, answer, _ in TALK)
        name = self.write("run.txt", "ATI\r\r\nYM310.X09_AT\r\n\r\nOK\r\n" + text)
        data = self.redact(name)
        self.assertEqual(len(data), os.path.getsize(self.path("run.txt")))
        self.assertEqual(self.decoded(name), self.decoded("out.log"))

    def test_packed_input_and_standard_input(self):
        self.write("run.log.gz", gzip.compress(log().encode()))
        plain = self.redact("run.log.gz")
        result = self.run_atscope("redact", "-d", "yuge-ec716s", "-", stdin=log().encode())
        self.check(result, 0)
        self.assertEqual(result.out_bytes, plain)

    def test_every_sample_can_be_redacted(self):
        samples = os.path.join(os.environ["ATSCOPE_SOURCE_DIR"], "samples")
        for sample in sorted(os.listdir(samples)):
            path = os.path.join(samples, sample)
            if sample == "README.md":
                continue
            self.check(self.run_atscope("redact", "-d", "yuge-ec716s", "--force", path, "-o", "copy"), 0)
            self.assertEqual(self.decoded(path), self.decoded("copy"), sample)

    def test_the_evidence_is_never_touched(self):
        name = self.write("run.log", log())
        self.check(self.run_atscope("redact", name, "-o", "run.log", "--force"), 2, "is the input")
        self.write("there", "x")
        self.check(self.run_atscope("redact", name, "-o", "there"), 2, "exists already")
        self.check(self.run_atscope("redact", "missing", "-o", "new"), 2)
        self.assertFalse(os.path.exists(self.path("new")))


if __name__ == "__main__":
    unittest.main()
