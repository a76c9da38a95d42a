# SPDX-License-Identifier: MIT
"""What each machine format of lint must hold to. Each check raises AssertionError with the reason."""
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

from program import SOURCE_DIR

MULTITOOL = os.path.join(SOURCE_DIR, "build", "npm", "node_modules", "@microsoft", "sarif-multitool-linux", "Sarif.Multitool")
XSD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "data", "junit-strict.xsd")


def require(condition, what):
    if not condition:
        raise AssertionError(what)


# ---------------------------------------------------------------------------------------------------- SARIF

def check_region(region, what):
    for key in ("startLine", "startColumn", "endLine", "endColumn"):
        require(isinstance(region.get(key), int) and region[key] >= 1, f"{what}: {key} in {region}")
    require(region["endColumn"] > region["startColumn"] or region["endLine"] > region["startLine"], f"{what}: empty {region}")
    if "byteOffset" in region:
        require(region["byteLength"] > 0, f"{what}: {region}")


def check_location(location, what):
    place = location["physicalLocation"]
    require(re.fullmatch(r"[A-Za-z0-9._~/%:-]+", place["artifactLocation"]["uri"]), f"{what}: {place}")
    check_region(place["region"], what)
    if "contextRegion" in place:
        context, region = place["contextRegion"], place["region"]
        require(context["startLine"] <= region["startLine"] and context["endLine"] >= region["endLine"], f"{what}: {place}")
        require(context["snippet"]["text"], what)


def check_sarif(data):
    """The schema's essentials, GitHub's ingestion rules and caps, and what neither of them asks for: fingerprints."""
    require(len(data) < 10_000_000, "over the limit even unpacked")
    document = json.loads(data)
    require(document["version"] == "2.1.0" and document["$schema"], "head")
    require(len(document["runs"]) == 1, "one run")
    run = document["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    require(run["tool"]["driver"]["name"], "name")
    for rule in rules:
        for key in ("shortDescription", "fullDescription"):
            require(0 < len(rule[key]["text"]) <= 1024, rule["id"])
        require(rule["help"]["text"], rule["id"])
        require(len(rule["name"]) <= 255 and len(rule["properties"]["tags"]) <= 10, rule["id"])
        require(rule["properties"]["precision"] in ("very-high", "high", "medium", "low"), rule["id"])
    require(len(run["results"]) <= 25000, "too many results")
    prints = [result["partialFingerprints"]["primaryLocationLineHash"] for result in run["results"]]
    require(len(prints) == len(set(prints)), "fingerprints are not unique")
    for result in run["results"]:
        require(rules[result["ruleIndex"]]["id"] == result["ruleId"], result)
        require(result["level"] in ("error", "warning", "note"), result)
        require(result["message"]["text"], result)
        require(len(result["locations"]) == 1, result)
        for location in result["locations"] + result.get("relatedLocations", []):
            check_location(location, result["ruleId"])
        for flow in result.get("codeFlows", []):
            for step in flow["threadFlows"][0]["locations"]:
                check_location(step["location"], result["ruleId"])
        for suppression in result.get("suppressions", []):
            require(suppression["kind"] in ("inSource", "external") and suppression["justification"], result)
    for invocation in run["invocations"]:
        require(isinstance(invocation["executionSuccessful"], bool), invocation)
    return document


def multitool_complaints(path):
    """What the multitool says against the file; it leaves with 0 all the same. None when it is not installed."""
    if not os.access(MULTITOOL, os.X_OK):
        print("\nnote: the SARIF multitool is not installed (scripts/bootstrap test needs npm): only the checks of this "
              "test ran", file=sys.stderr)
        return None
    done = subprocess.run([MULTITOOL, "validate", path, "--rule-kind", "Sarif;Ghas"], capture_output=True, text=True,
                          env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}, timeout=100, check=False)
    require("Analysis completed successfully" in done.stdout, done.stdout + done.stderr)
    return re.findall(r".*: error .*", done.stdout)


# ---------------------------------------------------------------------------------------------------- JUnit

def check_junit(path):
    done = subprocess.run(["xmllint", "--noout", "--huge", "--schema", XSD, path], capture_output=True, text=True, check=False)
    require(done.returncode == 0, done.stderr)
    root = ElementTree.parse(path).getroot()
    for suite in root:
        cases = suite.findall("testcase")
        names = [case.get("name") for case in cases]
        require(len(names) == len(set(names)), "two cases of one name")
        require(int(suite.get("tests")) == len(cases), "tests")
        for tag, attribute in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            found = [case.find(tag) for case in cases if case.find(tag) is not None]
            require(int(suite.get(attribute)) == len(found), attribute)
            require(all(element.get("message") for element in found), tag)
    for attribute in ("tests", "failures", "errors"):
        require(int(root.get(attribute)) == sum(int(suite.get(attribute)) for suite in root), attribute)
    return root


# ------------------------------------------------------------------------------------------- GitLab, GitHub

def check_gitlab(data):
    require(not data.startswith(b"\xef\xbb\xbf"), "byte order mark")
    entries = json.loads(data)
    prints = [entry["fingerprint"] for entry in entries]
    require(len(prints) == len(set(prints)), "equal fingerprints collapse into one")
    for entry in entries:
        require(set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}, entry)
        require(entry["severity"] in ("info", "minor", "major", "critical", "blocker"), entry)
        require(entry["description"].startswith(entry["check_name"]) or entry["check_name"] == "atscope-input", entry)
        require(not entry["location"]["path"].startswith("/"), entry)
        require(entry["location"]["lines"]["begin"] >= 1, entry)
    return entries


ANNOTATION = re.compile(r"::(error|warning|notice) file=([^,:]+)(?:,line=(\d+),endLine=(\d+))?,title=([^,:]+)::(.+)")


def check_github(text):
    """Only our own commands, each whole and on its own line; at most 10 of a kind."""
    found = []
    for line in text.splitlines():
        if not line.startswith("::"):
            require(line.startswith("atscope: "), line)
            continue
        match = ANNOTATION.fullmatch(line)
        require(match, line)
        require(re.search(r"%(?!25|0A|0D)", match[6]) is None, line)
        found.append(match)
    for kind in ("error", "warning", "notice"):
        require(sum(match[1] == kind for match in found) <= 10 + 1, kind)
    return found


def check_markdown(text):
    """No markup but that of the report itself."""
    for line in text.splitlines():
        bare = line.replace("<br>", "").replace("<details><summary>not checked</summary>", "").replace("</details>", "")
        require("<" not in bare and ">" not in bare, line)
        require("`" not in bare and "@" not in bare and "](" not in bare and "://" not in bare, line)
    require(len(text) < 1 << 20, "over the limit of a step summary")
