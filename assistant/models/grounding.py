"""
What a model may say: a statement stands only where one piece of evidence says the same.

Words may change places and a sentence may be shortened; nothing may be added, and no figure, name, actor or
small word that turns the meaning (not, only, at most, if …) may be changed, moved or lost.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.models.wording import Token, Turn, names, tokens, without
from assistant.replies.draft import Claim
from assistant.sources.library import Proof
from assistant.sources.quotes import locate
from assistant.text.amounts import find_amounts
from assistant.text.figures import figures
from assistant.text.sentences import sentences
from assistant.text.units import Unit

NEAR_ENOUGH = 0.9
"""Share of a quote's words that must stand in the source in order before the source's wording replaces it."""
_RETOLD = 0.7
"""Share of a sentence's content from which a statement retells it whole, so that no small word may be missing."""
_MAX_QUOTE = 400
_REACH = 2
_WORDS = re.compile(r"\S+")
_CLAUSE = re.compile(r"[,;:] | \(| – ")
_SET_APART = re.compile(r"(?:,|\b(?:och|men|eller|utan)) (?:inte|ej|icke) (?:heller )?([^,.;:()]+)")
_THAT = re.compile(r"([\w-]+),? att ([^.;!?\n]+)")
_INTRODUCING = frozenset({"observera", "notera", "tänk", "visst", "klart", "går", "bra", "möjligt", "tillåtet"})
_LEAD = re.compile(r"^(?:ja|jo|nej)[,.:;!–-]*(?:\s+|$)", re.IGNORECASE)
_OPENING = re.compile(r"^(?:\W*)(ja|jo|nej)\b", re.IGNORECASE)

Alike = Callable[[str, str], bool]
"""Whether a statement and its evidence mean about the same: a measure beside that of words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """
    One numbered piece of evidence.

    *text*: what it says.  *proofs*: the quotes that an approved sentence rests on; empty for a passage, where
    the quoted words themselves become the proof.  *computed*: the text tells a function's result.
    """

    number: int
    text: str
    proofs: tuple[Proof, ...] = ()
    passage: Proof | None = None
    """The whole passage as a proof, where this is a passage."""
    computed: bool = False
    claim: Claim | None = None
    """The draft's own claim that this evidence restates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What the model said: a sentence, the number of the evidence, and the words it quotes."""

    text: str
    number: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded:
    """A statement after the check: the claim that may be shown, or None and the reason."""

    statement: Statement
    claim: Claim | None = None
    reason: str = ""


def nearest(quote: str, text: str) -> str | None:
    """
    Return *quote* as it stands in *text*: exactly, else the nearest run of words that is close enough; else None.

    >>> nearest("max 600 000 kr för projekt", "Bidrag ges med max 600 000 kr per projekt.") is None
    True
    >>> nearest("Bidrag kan beviljas med max 600 000 kr på projektet", "Bidrag kan beviljas med max 600 000 kr per projekt.")
    """
    if exact := locate(quote, text):
        return exact
    wanted = [w.lower().strip(".,;:") for w in quote.split()]
    spots = list(_WORDS.finditer(text))
    found = [m[0].lower().strip(".,;:") for m in spots]
    blocks = [b for b in SequenceMatcher(None, wanted, found, autojunk=False).get_matching_blocks() if b.size]
    if not blocks:
        return None
    first, last = blocks[0].b, blocks[-1].b + blocks[-1].size
    matched = sum(b.size for b in blocks)
    if 2 * matched < NEAR_ENOUGH * (len(wanted) + last - first):
        return None
    return text[spots[first].start() : spots[last - 1].end()]


def _whole_sentences(quote: str, text: str) -> str:
    """Return the sentences of *text* that *quote* touches, with the line that governs a list's items."""
    at = text.find(quote)
    end = at + len(quote)
    kept, start = [], 0
    for sentence in sentences(text):
        begins = text.find(sentence, start)
        start = begins + len(sentence)
        if begins < end and start > at:
            kept.append(sentence)
    whole = "\n".join(kept)
    listed = kept and kept[0].startswith("•")
    return f"{text.splitlines()[0]}\n{whole}" if listed and text.splitlines()[0] not in kept else whole


@dataclass(frozen=True, slots=True)
class _Support:
    """What the quoted words say in full, and the proofs that go with them."""

    text: str
    proofs: tuple[Proof, ...]


def _support(statement: Statement, evidence: Evidence) -> _Support | None:
    places = [evidence.text, *(p.quote for p in evidence.proofs)]
    found = next((q for q in (nearest(statement.quote, place) for place in places) if q), None)
    if found is None:
        return None
    if evidence.passage is None:
        return _Support(evidence.text, evidence.proofs)
    whole = _whole_sentences(found, evidence.text)
    cited = locate(whole.removeprefix("• "), evidence.text) if len(whole) <= _MAX_QUOTE else None
    return _Support(whole, (Proof(quote=cited or found, passage=evidence.passage.passage),))


def _beside(row: Sequence[Token], at: int, step: int, reach: int = _REACH) -> list[str]:
    stop = len(row) if step > 0 else -1
    return [row[i].key for i in range(at + step, stop, step) if row[i].content][:reach]


def _turn_kept(turn: Token, around: set[str], rows: Sequence[Sequence[Token]]) -> bool:
    for row in rows:
        for at, token in enumerate(row):
            if token.turn is turn.turn:
                here = {*_beside(row, at, -1, 3), *_beside(row, at, 1, 3)}
                if not around or here & around:
                    return True
    return False


def _moved_turns(claim: Sequence[Sequence[Token]], support: Sequence[Sequence[Token]]) -> Iterator[str]:
    """Yield the small words of *claim* that the support does not have at the same place."""
    for row in claim:
        for at, token in enumerate(row):
            around = {*_beside(row, at, -1), *_beside(row, at, 1)}
            if token.turn and not _turn_kept(token, around, support):
                yield token.raw


def _in_play(row: Sequence[Token], at: int, said: set[str]) -> bool:
    """Return whether *said* uses what the small word at *at* turns."""
    left, right = _beside(row, at, -1, 1), _beside(row, at, 1, 1)
    if row[at].conditional:
        before = [t.key for t in row[:at] if t.content]
        after = [t.key for t in row[at + 1 :] if t.content]
        touched = before or after
        return 2 * sum(k in said for k in touched) >= len(touched)
    return bool(left or right) and all(key in said for key in (*left, *right))


def _lost_turns(claim: Sequence[Sequence[Token]], support: Sequence[Sequence[Token]]) -> Iterator[str]:
    """Yield the small words of the support that govern what *claim* says, and that *claim* leaves out."""
    said = {t.key for row in claim for t in row}
    for row in support:
        for at, token in enumerate(row):
            if not token.turn or token.turn in {Turn.YES, Turn.NO} or not _in_play(row, at, said):
                continue
            around = {*_beside(row, at, -1), *_beside(row, at, 1)}
            if not _turn_kept(token, around, claim):
                yield token.raw


def _strong(token: Token) -> bool:
    return token.figure or token.actor


def _bound(row: Sequence[Token], one: int, other: int) -> bool:
    """Return whether nothing that competes stands between two tokens; a plain list of actors does not."""
    between = row[min(one, other) + 1 : max(one, other)]
    if any(t.figure for t in between):
        return False
    return not any(t.actor for t in between) or all(t.actor for t in between)


def _tied(token: Token, left: Token | None, right: Token | None, support: Sequence[Sequence[Token]]) -> bool:
    return any(
        all(_reaches(row, at, token, other, step) for other, step in ((left, -1), (right, 1)) if other)
        for row in support
        for at, here in enumerate(row)
        if here.key == token.key
    )


def _reaches(row: Sequence[Token], at: int, token: Token, other: Token, step: int) -> bool:
    ordered = token.actor and other.actor
    return any(
        there.key == other.key and i != at and _bound(row, at, i) and (not ordered or (i - at) * step > 0)
        for i, there in enumerate(row)
    )


def _loose_ties(claim: Sequence[Sequence[Token]], support: Sequence[Sequence[Token]]) -> Iterator[str]:
    """Yield the figures and actors of *claim* that stand beside other words than in the support."""
    rivals = Counter(t.figure for row in support for t in row if _strong(t))
    for row in claim:
        named = [t for t in row if t.content]
        for at, token in enumerate(named):
            if not _strong(token) or rivals[token.figure] < 2:
                continue
            left = named[at - 1] if at else None
            right = named[at + 1] if at + 1 < len(named) else None
            if not _tied(token, left, right, support):
                yield token.raw


def _counts(rows: Sequence[Sequence[Token]]) -> Counter[str]:
    return Counter(t.key for row in rows for t in row)


def _too_many(claim: Sequence[Sequence[Token]], support: Sequence[Sequence[Token]]) -> Iterator[str]:
    """
    Yield what *claim* says more often than the support: a name that took another's place, a second "not".

    A plain word may be said again where nothing of the support is left out, since it then took no other's place.
    """
    have, said = _counts(support), _counts(claim)
    whole = all(t.key in said for row in support for t in row if t.content)
    plain = {t.key for row in claim for t in row if t.content and not _strong(t)} if whole else set[str]()
    yield from (key for key, count in said.items() if count > have[key] and key not in plain)


def _too_few(claim: Sequence[Sequence[Token]], support: Sequence[Sequence[Token]]) -> Iterator[str]:
    """Yield the small words that *claim* says less often than the sentences that it retells whole."""
    said = _counts(claim)
    whole = [row for row in support if _retold(row, said)]
    turns = Counter(t.key for row in whole for t in row if t.turn not in {None, Turn.YES, Turn.NO})
    yield from (key for key, count in turns.items() if said[key] < count)


def _retold(row: Sequence[Token], said: Counter[str]) -> bool:
    content = [t.key in said for t in row if t.content]
    return sum(content) >= _RETOLD * len(content)


def _units(text: str) -> set[tuple[str, Unit]]:
    return {(str(a.value), a.unit) for a in find_amounts(text) if a.unit is not Unit.NONE}


def _wrong_units(text: str, support: str) -> Iterator[str]:
    known = _units(support)
    yield from (f"{value} {unit}" for value, unit in sorted(_units(text)) if known and (value, unit) not in known)


def _unattributed(claim: Sequence[Sequence[Token]], support: str) -> Iterator[str]:
    """Yield the verb under which the support says something that *claim* states outright: "assesses that", "write that"."""
    said = {t.key for row in claim for t in row}
    for match in _THAT.finditer(support):
        verb = next((t for t in tokens(match[1]) if t.content), None)
        tail = [t.key for t in tokens(match[2]) if t.content]
        stated = tail and 2 * sum(key in said for key in tail) >= len(tail)
        if verb and verb.raw not in _INTRODUCING and stated and verb.key not in said:
            yield verb.raw


def _contrasts(text: str) -> tuple[frozenset[str], ...]:
    """Return what *text* sets apart as not so: "…, not Y", "… and not Y"."""
    return tuple(frozenset(t.key for t in tokens(m[1]) if t.content) for m in _SET_APART.finditer(text))


def _wrongly_set_apart(text: str, support: str) -> Iterator[str]:
    """Yield what *text* sets apart as not so where the support sets something else apart."""
    known = _contrasts(support)
    for named in _contrasts(text) if known else ():
        if named and not any(2 * len(named & other) >= len(named) for other in known):
            yield min(named)


def _unsaid(claim: Sequence[Sequence[Token]], support: Sequence[Sequence[Token]]) -> Iterator[Token]:
    have = {t.key for row in support for t in row}
    yield from (t for row in claim for t in row if t.content and t.key not in have)


def _rows(text: str) -> tuple[tuple[Token, ...], ...]:
    return tuple(row for row in (tokens(s) for s in sentences(text)) if row)


def retells(text: str, whole: str) -> bool:
    """
    Return whether *text* holds nearly all that *whole* says, and each of its figures.

    >>> retells("Ni kan få bidrag.", "Ni kan få högst 600 000 kronor i bidrag.")
    False
    """
    said = _counts(_rows(text))
    return figures(whole) <= figures(text) and all(_retold(row, said) for row in _rows(whole))


def _clauses(text: str) -> tuple[tuple[Token, ...], ...]:
    return tuple(row for row in (tokens(clause) for s in sentences(text) for clause in _CLAUSE.split(s)) if row)


def _opening(text: str) -> str:
    match = _OPENING.match(text)
    return "nej" if match and match[1].lower() == "nej" else "ja" if match else ""


def contradiction(text: str, support: str) -> str:
    """
    Return in what *text* says anything else than *support*; empty where it says the same or less.

    >>> contradiction("Enskild firma kan delta.", "Enskild firma kan inte delta som projektpart.")
    'negation står färre gånger än i underlaget'
    """
    claim, whole = _rows(text), _rows(support)
    for token in _unsaid(claim, whole):
        kind = "siffran" if token.figure else "aktören" if token.actor else "ordet"
        return f"{kind} {token.raw} står inte i underlaget"
    checks: Mapping[str, Iterator[str]] = {
        "{} har en annan enhet i underlaget": _wrong_units(text, support),
        "{} hör inte ihop så i underlaget": _loose_ties(_clauses(text), whole),
        "{} står oftare än i underlaget": _too_many(claim, whole),
        "{} nekas inte i underlaget": _wrongly_set_apart(text, support),
        "{} har fallit bort": _unattributed(claim, support),
        "{} står färre gånger än i underlaget": _too_few(claim, whole),
        "{} står inte så i underlaget": _moved_turns(claim, whole),
        "{} saknas": _lost_turns(claim, whole),
        "namnet {} står inte i underlaget": iter(sorted(without(text, support))),
    }
    return next((text_.format(word) for text_, words in checks.items() for word in words), "")


def _settled_opening(text: str, support: str) -> str:
    """Return *text* opening with "yes" or "no" just where the evidence does; there it is half the answer."""
    bare = _capital(_LEAD.sub("", text))
    opening = _opening(support)
    if not opening or not bare:
        return bare
    first = bare.split(maxsplit=1)[0]
    inside = first if first.isupper() or first in names(support) or first.lower() in names(support) else first.lower()
    return f"{_capital(opening)}, {inside}{bare[len(first) :]}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def ground(statement: Statement, evidence: Mapping[int, Evidence], alike: Alike | None = None) -> Grounded:
    """
    Return *statement* as a claim with proofs, or the reason why it may not be shown.

    The quote is found in the evidence of that number only, and the statement must be carried by the whole
    sentences that the quote belongs to.
    """

    def cut(reason: str) -> Grounded:
        return Grounded(statement=statement, reason=reason)

    source = evidence.get(statement.number)
    if source is None:
        return cut("underlaget med det numret finns inte")
    support = _support(statement, source)
    if support is None:
        return cut("citatet finns inte ordagrant i underlaget")
    opening, whole = _opening(statement.text), _opening(support.text)
    if opening and whole and opening != whole:
        return cut(f"{opening} mot {whole} i underlaget")
    text = _settled_opening(statement.text, support.text)
    if not any(token.content for row in _rows(text) for token in row):
        return cut("meningen säger inget")
    if fault := contradiction(text, support.text):
        return cut(fault)
    if alike and not alike(text, support.text):
        return cut("meningen liknar inte underlaget")
    if source.computed and figures(text) <= figures(source.text):
        return Grounded(statement=statement, claim=Claim(text=text, proofs=support.proofs, computed=True))
    return Grounded(statement=statement, claim=Claim(text=text, proofs=support.proofs))
