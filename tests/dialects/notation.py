# SPDX-License-Identifier: MIT
"""The notation of a dialect as a regular expression, and sample lines made from the notation of a manual."""
import re

NAME = re.compile(r"<([^<>]*)>")


def expression(notation):
    """A regular expression that takes what the notation takes; values are bare, quoted or in a group."""
    out, at = [], 0
    text = notation.strip()
    while at < len(text):
        c = text[at]
        if c == "<" and NAME.match(text, at):
            name = NAME.match(text, at)
            out.append(r"(?:.*)" if name[1].endswith("...") else r'\s*(?:"[^"]*"|\([^)]*\)|[^,"]*?(?:"[^"]*")?)\s*')
            at = name.end()
            continue
        if c == "[":
            out.append("(?:")
        elif c == "]":
            out.append(")?")
        elif c == "{":
            out.append("(?:")
        elif c == "}":
            out.append(")*")
        elif c in ":,":
            out.append(r"\s*" + re.escape(c) + r"\s*")
        elif c == " ":
            out.append(r"\s*")
        else:
            out.append(re.escape(c))
        at += 1
    return "".join(out)


_compiled = {}


def matches(notation, line):
    """The whole line fits; letters of commands compare without case."""
    pattern = _compiled.get(notation)
    if pattern is None:
        pattern = _compiled[notation] = re.compile(r"\s*" + expression(notation) + r"\s*", re.IGNORECASE)
    return pattern.fullmatch(line) is not None


def without_brackets(text, keep):
    """Optional parts taken (`keep`) or left out. Manuals forget brackets: a surplus one is dropped."""
    out, depth = [], 0
    for at, c in enumerate(text):
        if c == "[":
            depth += "]" in text[at:]
        elif c == "]":
            depth = max(0, depth - 1)
        elif depth == 0 or keep:
            out.append(c)
    return "".join(out)


def samples(text, value):
    """The shortest and the longest line that the notation describes; `value(name)` fills in the values."""
    text = re.sub(r"\((?:list|range)\s*of\s[^()]*(?:\([^()]*\)[^()]*)*\)", "(0-1)", text)
    text = re.sub(r"\(listof[^()]*\)", "(0-1)", text)
    text = text.replace("<CR><LF>", "")
    found = []
    for keep in (False, True):
        line = NAME.sub(lambda match: value(match[1]), without_brackets(text, keep))
        line = line.strip()
        if line and line not in found:
            found.append(line)
    return found
