"""How an expected fact is looked for in a reply: the matching that the question format declares."""

import re

_GROUPS = re.compile(r"(?<=\d) (?=\d)")
_PERCENT = re.compile(r" *(?:%|\bprocent\b)")
_KRONOR = re.compile(r"\bkronor\b")
_MARKS = re.compile(r" ?\[\d+\]")


def normalised(text: str) -> str:
    r"""
    Return *text* as facts are matched: lower case, digit groups joined, "%" and "kr".

    >>> normalised("Högst 600\u00a0000 kronor, alltså 80 procent [1].")
    'högst 600000 kr, alltså 80%.'
    """
    plain = _MARKS.sub("", text).lower().replace("\u00a0", " ").replace("\u202f", " ")
    plain = " ".join(plain.replace("*", "").split())
    return _KRONOR.sub("kr", _PERCENT.sub("%", _GROUPS.sub("", plain)))


def holds(fact: str, text: str) -> bool:
    r"""
    Return whether normalised *text* holds *fact*; "re:" begins a regular expression.

    >>> holds("80 procent", normalised("max 80% av")), holds("re:\\b12 mån", normalised("12 månader"))
    (True, True)
    """
    if fact.startswith("re:"):
        return re.search(fact[3:], text) is not None
    return normalised(fact) in text
