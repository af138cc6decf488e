"""Figures taken out of what a model reads and put back into what it writes, so that it never writes one itself."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from assistant.models.wording import NAME
from assistant.text.figures import figures

_UNIT = (
    r"(?:[ \u00a0]?(?:%|miljon(?:er)? (?:euro|kronor)|procentenheter(?:na)?|procent|kronor|kr\b|mkr\b|euro|månader|år\b|dagar|"
    r"veckor|timmar))?"
)
_FIGURE = re.compile(rf"\d(?:[\d \u00a0.,:/–-]*\d)?{_UNIT}|[A-Za-zÅÄÖåäö]+{_UNIT}")
_MONTHS = "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
_DATE = re.compile(rf"(?:\b\d{{1,2}} )?\b(?:{_MONTHS})\b(?: \d{{4}})?")
_PROPER = re.compile(rf"\bStarta er AI-resa\b|\bVinnova(?=s?\b)|{NAME.pattern}", re.MULTILINE)
"""The call's own name is one name, not words to translate one by one."""
_MARK = re.compile(r"\{[^{}]*\}")
_FIGURE_OUTSIDE = re.compile(rf"{_MARK.pattern}|{_FIGURE.pattern}")
_KINDS = (
    ("belopp", re.compile(r"kr|euro")),
    ("andel", re.compile(r"%|procent")),
    ("tid", re.compile(r"månad|år|dag|veck|timm")),
)


def _kind(text: str) -> str:
    return next((name for name, pattern in _KINDS if pattern.search(text)), "tal")


@dataclass(slots=True)
class Placeholders:
    """
    The figures of one conversation with the model, each under a name.

    >>> marks = Placeholders()
    >>> marks.hide("Högst 600 000 kr och tre parter.")
    'Högst {belopp_1} och {tal_1} parter.'
    >>> marks.fill("Max {belopp_1}.")
    'Max 600 000 kr.'
    """

    _names: dict[str, str] = field(default_factory=dict)

    def hide(self, text: str) -> str:
        """Return *text* with every figure, in digits or words, as a placeholder with its unit."""
        return _FIGURE_OUTSIDE.sub(lambda m: self._name(m[0]) if m[0][0] != "{" and figures(m[0]) else m[0], text)

    def hide_all(self, text: str) -> str:
        """
        Return *text* with dates and names hidden too, for what must come out as it went in.

        >>> Placeholders().hide_all("Fråga Anna på Vinnova före den 1 maj 2022.")
        'Fråga {namn_1} på {namn_2} före den {datum_1}.'
        """
        undated = _DATE.sub(lambda m: self._name(m[0], "datum"), text)
        return _PROPER.sub(lambda m: self._name(m[0], "namn"), self.hide(undated))

    def _name(self, figure: str, kind: str = "") -> str:
        if figure not in self._names:
            kind = kind or _kind(figure)
            same = sum(name.startswith(f"{kind}_") for name in self._names.values())
            self._names[figure] = f"{kind}_{same + 1}"
        return f"{{{self._names[figure]}}}"

    def fill(self, text: str, written: Callable[[str], str] = str) -> str:
        """Return *text* with the figures back, each as *written*; a placeholder that was never given stays as it is."""

        def figure(mark: re.Match[str]) -> str:
            found = self._figures().get(mark[0][1:-1].strip())
            return mark[0] if found is None else written(found)

        return _MARK.sub(figure, text)

    def _figures(self) -> Mapping[str, str]:
        return {name: figure for figure, name in self._names.items()}

    def loose(self, text: str) -> Iterator[str]:
        """Yield the figures that the model wrote itself, and the placeholders that it made up."""
        yield from sorted(figures(_MARK.sub(" ", text)))
        yield from (m for m in _MARK.findall(text) if m[1:-1].strip() not in self._figures())
