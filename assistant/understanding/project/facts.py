"""All turns of a conversation to the project they tell of: corrections, additions and what-ifs included."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.rules.projekt import (
    Bilaga,
    Inriktning,
    Projekt,
    Projektpart,
)
from assistant.text.amounts import Amount
from assistant.text.units import Unit
from assistant.understanding.project.actors import UNCLEAR, Mention, Said, find_mentions
from assistant.understanding.project.book import APPLYING, OURS, Book, Turn
from assistant.understanding.project.lexicon import Hit, Lexicon
from assistant.understanding.project.money import About, either_of, told_amounts
from assistant.understanding.project.parties import (
    activity,
    add_grounds,
    add_no_earlier_aid,
    add_parties,
    add_people,
    add_roles,
    add_size,
    inherit_role,
    is_a_cost,
    is_told_cost,
)
from assistant.understanding.project.roles import cast
from assistant.understanding.project.settle import doubt, post, wanted_by_share, with_costs, with_grants, with_roles
from assistant.understanding.project.sums import add_amount, add_shares, parted_costs, retimed_costs, scaled_costs
from assistant.understanding.project.worked import amounts_of, exchange_rate

_PAST_TIME = re.compile(
    r"\b(?:sedan|sen|senaste|gamla|gammal|ago|last|tidigare)\b|\bi\s(?:tre|fem|tio|manga)\s(?:ar|artionden)\b"
)


_DURATION = re.compile(
    r"\b(?:projekt\w*|pag\w*|lopti\w*|langd\w*|lang\w*|halla pa|haller pa|genomfor\w*|koer|kor\w*|tar|ta|"
    r"tid\w*|under|jobba\w*|strack\w*|behover|planera\w*|dra\w*|manader|man|run|last|takes|months?|year)\b"
)


_WITHOUT = re.compile(
    r"\b(?:inte|ingen|inget|inga|saknar|saknas|glomt|glomde|glomdes|utan|ej|missat|missades|fattas|fattades|"
    r"hinner inte|har vi inte|hann vi inte|without|no|missing|don't have|har inte)\b"
)
_UNSIGNED = re.compile(
    r"\b(?:ingen|inte|vagrar|varken|ej|aldrig|nobody|not)\b[^.,;?!]*\b(?:namnteckning\w*|underskrift\w*|skriv\w* (?:under|pa)|"
    r"skrivit (?:under|pa)|signera\w*|underteckna\w*|fatt (?:ihop|till|fram|in)|hunnit|ordna\w*|bifoga\w*|sign)\b[^.,;?!]*$"
    r"|\bvarken\b[^.?!]*$"
)
_NOT_DONE = re.compile(
    r"\s(?:vagrar|refuses)\b|"
    r"\s(?:ar|har|blev|vill|kan|hinner|hann|far|is|has)\s(?:[a-z]+ ){0,2}?(?:inte|ingen|ej|aldrig|not|nobody)\b[^.,;?!]{0,40}"
    r"\b(?:klar\w*|fardig\w*|skriv\w*|skrivit|paskriven|underskriven|undertecknad\w*|underteckna\w*|signera\w*|med|bifogad\w*|hunnit|ready|signed)\b"
)
_TWICE = re.compile(
    r"\b(?:det dubbla|dubbelt sa (?:lang\w*|mycket)|dubbla tiden|dubblas|fordubblas|twice as long|double)\b"
)
_BY = re.compile(r"[^.?!]{0,30}\b(?:av|fran|from|by) (?:den |en |ett |var |vart |the )?$")
_TALKED = re.compile(
    r"\bhar\b[^.?!]*\b(?:pratat|diskuterat|funderat|velat|talat|hallit|samlat|haft|loggat|matt|funnits|kort)\b[^.?!]*$"
)
_FOR = re.compile(r"\b(?:pa|under|over)\s(?:ungefar |cirka |max |hogst |drygt |knappt )?$")
_TIME = re.compile(r"\b(?:tidplan\w*|tiden|langd\w*|projekttid\w*|lopti\w*|slutdatum\w*|manad\w*)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a conversation tells: the project, its parties by key, and how each message was read."""

    projekt: Projekt
    parties: dict[str, Projektpart]
    turns: tuple[Turn, ...]
    questions: Mapping[str, str] = field(default_factory=dict)
    """What must be asked about a party before anything can be said of it, by key: its legal form."""
    unpaid: tuple[int, ...] = ()
    """What unpaid work was said to be worth, in kronor; no cost."""
    doubt: str = ""
    """What must be asked before the sums told can be counted."""
    both_levels: bool = False
    """Whether the company's level is asked about both with and without bonus."""


def _months(said: Said, amounts: Sequence[Amount]) -> int | None:
    for amount in reversed(amounts):
        if amount.unit is not Unit.MONTHS:
            continue
        start, end = said.sentence(amount.start)
        around = said.folded[start:end]
        after = said.folded[amount.end : amount.end + 12]
        told_in_months = "man" in said.folded[amount.start : amount.end]
        if _PAST_TIME.search(after) or _PAST_TIME.search(said.folded[max(start, amount.start - 12) : amount.start]):
            continue
        if not told_in_months and _TALKED.search(said.folded[start : amount.start]):
            continue
        if told_in_months or _DURATION.search(around) or _FOR.search(said.folded[start : amount.start]):
            return math.ceil(amount.value)
    return None


def _is_time(book: Book, said: Said, amount: Amount) -> bool:
    """Return whether a bare number corrects the months ("tidplanen drog ut till 15"), so that it is no sum."""
    bare = said.folded[amount.start : amount.end].strip().isdigit()
    return bare and "manader" in book.project and bool(_TIME.search(said.folded[slice(*said.sentence(amount.start))]))


def _corrected_months(book: Book, said: Said, amounts: Sequence[Amount]) -> int | None:
    if not amounts and not book.costs and "manader" in book.project and _TWICE.search(said.folded):
        return int(book.project["manader"]) * 2
    bare = [a for a in amounts if a.unit is Unit.NONE]
    last = book.turns[-1].project if book.turns else {}
    if timed := [a for a in amounts if _is_time(book, said, a)]:
        return int(said.folded[timed[-1].start : timed[-1].end])
    if bare and "manader" in last and {h.key for h in book.lexicon.facts["andring"].find(said.folded)} & {"ersatt"}:
        return math.ceil(bare[-1].value)
    return None


def _attachments(book: Book, said: Said, mentions: Sequence[Mention]) -> dict[str, Any]:
    hits = book.lexicon.facts["bilagor"].find(said.folded)
    missing = [
        Bilaga(h.key)
        for h in hits
        if _in_wrong_form(book, said, h) or _signed_by_another(said, h, mentions) or _is_missing(said, h)
    ]
    if not missing:
        return {}
    known: tuple[Bilaga, ...] = book.project.get("bilagor_saknas", ())
    return {"bilagor_saknas": tuple(dict.fromkeys((*known, *missing)))}


def _is_missing(said: Said, hit: Hit) -> bool:
    """Return whether the words around an attachment say that it is not there, or that nobody signs it."""
    start, _ = said.sentence(hit.start)
    before, after = said.folded[start : hit.start], said.folded[hit.end :]
    near = bool(_WITHOUT.search(said.folded[max(start, hit.start - 30) : hit.start]) or _UNSIGNED.search(before))
    return near or bool(_WITHOUT.match(after.lstrip()) or _NOT_DONE.match(after))


def _in_wrong_form(book: Book, said: Said, hit: Hit) -> bool:
    start, end = said.sentence(hit.start)
    return book.lexicon.facts["fel_form"].has(said.folded[start:end])


def _signed_by_another(said: Said, hit: Hit, mentions: Sequence[Mention]) -> bool:
    """Return whether the letter of intent is told to come from one who cannot be koordinator."""
    if hit.key != Bilaga.AVSIKTSFORKLARING:
        return False
    others = (m for m in mentions if m.start > hit.end and m.kind not in {*APPLYING, UNCLEAR} and not m.ours)
    return any(_BY.fullmatch(said.folded[hit.end : m.start]) for m in others)


def _aims(book: Book, said: Said) -> tuple[Inriktning, ...]:
    """Return what the project is told to do: by its own words, or by a thing and what is done with it."""
    facts = book.lexicon.facts
    named = [h.key for h in facts["inriktning"].find(said.folded)]
    done = {h.key for h in facts["gor"].find(said.folded)}
    paired = [h.key for h in facts["sak"].find(said.folded) if h.key in done]
    return tuple(dict.fromkeys(Inriktning(key) for key in (*named, *paired)))


def _flag(book: Book, said: Said, name: str) -> bool | None:
    keys = [h.key for h in book.lexicon.facts[name].find(said.folded)]
    return None if not keys else "nej" not in keys


def _add_project(book: Book, said: Said, amounts: Sequence[Amount], mentions: Sequence[Mention]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "manader": _corrected_months(book, said, amounts) if (told := _months(said, amounts)) is None else told,
        "paborjat": _flag(book, said, "paborjat"),
        "data_finns": _flag(book, said, "data"),
    }
    if aims := _aims(book, said):
        found["inriktning"] = aims
    known = {k: v for k, v in found.items() if v is not None} | _attachments(book, said, mentions)
    book.project |= known
    return known


def _parties_in(book: Book, said: Said) -> tuple[Mention, ...]:
    """Return the organisations of *said* that are parties, not what one of them buys from."""
    found = find_mentions(said, book.lexicon, book.mentions)
    return tuple(m for m in found if not (is_a_cost(said, m, book.lexicon) or is_told_cost(book, m)))


def _read(book: Book, raw: str, at: int) -> None:
    said = Said(raw)
    if rate := exchange_rate(said):
        book.project["eurokurs"] = rate
    mentions = _parties_in(book, said)
    known = set(book.parties)
    keys = add_parties(book, said, mentions)
    casting = cast(said, mentions, book.lexicon)
    like = book.last.amount if book.last else None
    amounts = amounts_of(said, like)
    heard = told_amounts(said, mentions, book.lexicon, like)
    told = tuple(t for t in heard if t.about is not About.OBETALT and not _is_time(book, said, t.amount))
    book.unpaid += [int(t.amount.value) for t in heard if t.about is About.OBETALT]
    book.either = either_of(said, book.lexicon, like) or (None if told else book.either)
    add_roles(book, casting, keys, money=bool(told))
    inherit_role(book, casting, keys)
    facts = len(told) + bool(rate) + len(set(keys) - known)
    facts += add_grounds(book, said, keys, mentions, money=bool(told)) + add_people(book, keys, mentions, amounts)
    facts += add_size(book, said, mentions) + add_no_earlier_aid(book, said)
    parted_costs(book, said.folded)
    for one in told:
        add_amount(book, one, keys, at)
    shares = add_shares(book, said, mentions, keys)
    scaled_costs(book, said.folded, at)
    facts += retimed_costs(book, amounts, at)
    project = _add_project(book, said, amounts, mentions)
    facts += len(project) + len(shares) + sum(m.storlek is not None or m.land is not None for m in mentions)
    activity(book, said)
    book.turns.append(
        Turn(
            said=said,
            mentions=mentions,
            keys=keys,
            casting=casting,
            told=told,
            shares=shares,
            project=project,
            facts=facts,
        )
    )


def understand(turns: Sequence[str], lexicon: Lexicon) -> Facts:
    """Return what *turns* tell, the later over the earlier; nothing in it is guessed."""
    book = Book(lexicon)
    for at, raw in enumerate(turns):
        _read(book, raw, at)
    parties, loose = with_costs(book, with_roles(book))
    wanted = with_grants(book, parties)
    if wanted is None:
        wanted = wanted_by_share(book, book.costs, About.BIDRAG)
    if "egen_insats" not in book.project and (own := wanted_by_share(book, book.costs, About.EGEN_INSATS)) is not None:
        book.project["egen_insats"] = own
    known = {
        k: p
        for k, p in parties.items()
        if p.aktorstyp or (k in book.questions and (p.roll or k in {OURS, *book.applying}))
    }
    return Facts(
        projekt=Projekt(
            parter=tuple(known.values()),
            kostnader=tuple(post(c) for c in loose),
            sokt_bidrag=wanted,
            **book.project,
        ),
        parties=known,
        turns=tuple(book.turns),
        questions=dict(book.questions),
        unpaid=tuple(book.unpaid),
        doubt=doubt(book),
        both_levels=book.both_levels,
    )
