"""Which sums of a message do not count: taken back, refused before, one of two, or worth of unpaid work."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from assistant.text.amounts import Amount
from assistant.text.units import Unit
from assistant.understanding.project.actors import Said
from assistant.understanding.project.lexicon import Hit, Lexicon

_SUMS = frozenset({Unit.KR, Unit.EUR})
_FILLER = re.compile(
    r"(?:[\s,.:;–—()!?-]|\b(?:kr|kronor|eller|jag|vi|det|de|ska|skall|vara|var|blev|blir|ar|nu|har|snarare|ratt|rattare|sagt|menar|"
    r"saga|ca|cirka|pa|till|i|alltsa|vanta|hm+|eh|ju|tusen|tkr|men|utan|no|it|is)\b)*"
)
_RATHER_THAN = re.compile(
    r"[\s,–-]*(?:(?:kr|kronor)[\s,]+)?(?:och |alltsa )?(?:inte|ej|i ?stallet for|snarare an|not|instead of|rather than)\s(?:de |dom )?"
)
_THAT_IS = re.compile(r"\b(?:alltsa|dvs|d\.v\.s|det vill saga|det ar|that is|i\.e)\b|=")
_NOT_BUT = re.compile(r"\b(?:inte|ej|not)\s(?:de |pa )?$")
_BUT = re.compile(r"[\s,]*(?:(?:kr|kronor)[\s,]+)?(?:utan|but)\s(?:bara |just )?")
_EITHER = re.compile(
    r"[\s,]*(?:(?:kr|kronor)[\s,]*)?(?:i [a-z]+ )?(?:eller|alternativt|or)\s(?:kanske |mojligen |rentav |ocksa |maybe )?"
)
_IN = re.compile(
    r"\s(?:kr\s|kronor\s)?(?:i|for|av|som ar|ar|avser|in|of|worth of)\s(?:ren |rena |rent |vart |vara |our )?"
)
_CLAUSE = re.compile(r"[.?!;\n]|\b(?:men|fast|medan|utover|but|while)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """
    The sums of a message by what becomes of them; *counted* has all amounts that are not sums, too.

    *refused*: sums said to have been turned down, which another sum now stands against.  *either*: two sums of
    which only one can hold.
    """

    counted: tuple[Amount, ...]
    unpaid: tuple[Amount, ...]
    refused: tuple[Amount, ...]
    either: tuple[Amount, Amount] | None


def _pairs(amounts: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    sums = [a for a in amounts if a.unit in _SUMS]
    yield from ((a, b) for a, b in pairwise(sums) if a.unit is b.unit)


def _without(text: str, hits: Sequence[Hit]) -> str:
    for hit in reversed(hits):
        text = text[: hit.start] + " " + text[hit.end :]
    return text


def _is_said_again(one: Amount, other: Amount, between: str) -> bool:
    """Return whether *other* says *one* in other words: "trekvarts miljon minus en krona, alltså 749 999 kr"."""
    close = abs(Decimal(one.value) - Decimal(other.value)) * 100 <= max(Decimal(one.value), Decimal(other.value))
    return close and bool(_THAT_IS.search(between))


def _is_not_but(said: Said, one: Amount, between: str) -> bool:
    return bool(_NOT_BUT.search(said.folded[: one.start]) and _BUT.fullmatch(between))


def _is_put_right(one: Amount, other: Amount, between: str, hits: Sequence[Hit]) -> bool:
    corrected = hits and _FILLER.fullmatch(_without(between, hits))
    return bool(corrected) or _is_said_again(one, other, between)


def _taken_back(said: Said, amounts: Sequence[Amount], lexicon: Lexicon) -> Iterator[Amount]:
    """Yield the sums that the message itself puts right: "450, nej 480 tusen", "480, inte 450"."""
    yield from _left_out(said, amounts, lexicon)
    for one, other in _pairs(amounts):
        between = said.folded[one.end : other.start]
        hits = [h for h in lexicon.facts["andring"].find(between) if h.key == "ersatt"]
        if _RATHER_THAN.fullmatch(between):
            yield other
        elif _is_not_but(said, one, between) or _is_put_right(one, other, between, hits):
            yield one


def _left_out(said: Said, amounts: Sequence[Amount], lexicon: Lexicon) -> Iterator[Amount]:
    """Yield the sums that are said to be left out: the one last named in the sentence before "ska bort"."""
    for hit in lexicon.facts["bort"].find(said.folded):
        start, _ = said.sentence(hit.start)
        before = [a for a in amounts if a.unit in _SUMS and start <= a.start and a.end <= hit.start]
        yield from before[-1:]


def _refused(said: Said, amounts: Sequence[Amount], lexicon: Lexicon) -> Iterator[Amount]:
    hits = lexicon.facts["avslag"].find(said.folded)
    for one, _ in _pairs(amounts):
        before = any(0 <= one.start - h.end <= 1 for h in hits if h.key == "fore")
        after = any(0 <= h.start - one.end <= 4 for h in hits if h.key == "efter")
        if before or after:
            yield one


def _either(said: Said, amounts: Sequence[Amount]) -> tuple[Amount, Amount] | None:
    return next(((a, b) for a, b in _pairs(amounts) if _EITHER.fullmatch(said.folded[a.end : b.start])), None)


def _plain_cost(said: Said, start: int, end: int, lexicon: Lexicon) -> bool:
    return lexicon.facts["galler"].has(said.folded[start:end])


def _worth(said: Said, hit: Hit, sums: Sequence[Amount], lexicon: Lexicon) -> Iterator[Amount]:
    """Yield the sum that words for unpaid work go with: around them, right before them, else the next of the clause."""
    around = [a for a in sums if a.start <= hit.start and hit.end <= a.end]
    before = [a for a in sums if a.end <= hit.start and _IN.fullmatch(said.folded[a.end : hit.start])]
    after = [
        a
        for a in sums
        if a.start >= hit.end
        and not _CLAUSE.search(said.folded, hit.end, a.start)
        and not _plain_cost(said, hit.end, a.start, lexicon)
    ]
    yield from around or before[-1:] or after[:1]


def _unpaid(said: Said, amounts: Sequence[Amount], lexicon: Lexicon) -> Iterator[Amount]:
    sums = [a for a in amounts if a.unit in _SUMS]
    work: int | None = None
    for hit in lexicon.facts["obetalt"].find(said.folded):
        if hit.key == "arbete":
            work = hit.start if work is None else work
            yield from _worth(said, hit, sums, lexicon)
        elif work is not None:
            around = [a for a in sums if a.start <= hit.start and hit.end <= a.end]
            after = [a for a in sums if a.start >= hit.start and not _CLAUSE.search(said.folded, hit.end, a.start)]
            yield from around or after[:1]


def sorted_out(said: Said, amounts: Sequence[Amount], lexicon: Lexicon) -> Sorted:
    """Return the amounts of *said* by whether they count."""
    back = set(_taken_back(said, amounts, lexicon))
    standing = [a for a in amounts if a not in back]
    unpaid = tuple(dict.fromkeys(_unpaid(said, standing, lexicon)))
    refused = tuple(a for a in _refused(said, standing, lexicon) if a not in unpaid)
    counted = tuple(a for a in standing if a not in unpaid)
    return Sorted(counted=counted, unpaid=unpaid, refused=refused, either=_either(said, counted))
