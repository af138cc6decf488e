"""What each amount of a message is about: a cost, a wanted grant, own money, earlier aid, unpaid work."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.rules.projekt import Kostnadsslag
from assistant.text.amounts import Amount
from assistant.text.units import Unit
from assistant.understanding.project.actors import Mention, Said
from assistant.understanding.project.lexicon import Hit, Lexicon
from assistant.understanding.project.roles import US
from assistant.understanding.project.withdrawn import Sorted, sorted_out
from assistant.understanding.project.worked import amounts_of

PROJECT = -2
"""Place of an amount that is the whole project's."""


class About(StrEnum):
    """What an amount is about; the names are those of corpus/words/kostnader.toml."""

    BIDRAG = "bidrag"
    KOSTNAD = "kostnad"
    EGEN_INSATS = "egen_insats"
    TIDIGARE_STOD = "tidigare_stod"
    OMSATTNING = "omsattning"
    BALANSOMSLUTNING = "balansomslutning"
    OBETALT = "obetalt"
    """The worth of unpaid work: told, but no cost."""


class Change(StrEnum):
    """How an amount changes what was told before."""

    MORE = "mer"
    LESS = "mindre"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One amount of a message with what it is about; *place* is a mention's, US or PROJECT."""

    amount: Amount
    about: About
    kostnadsslag: Kostnadsslag | None = None
    place: int = PROJECT
    whole: bool = False
    """Whether the words say that it is the project's total."""
    change: Change | None = None
    clear: bool = False
    """Whether the message itself says what the amount is about, so that it does not lean on what was told before."""
    named: bool = False
    """Whether words say what it is about, unit or no unit."""


_SUMS = frozenset({Unit.KR, Unit.EUR})
_MINOR_AID = "mindre_betydelse"
"""Key of the words for aid of minor importance; beside words for something earlier they say that kronor are such aid."""
_COMPANY_FIGURES = frozenset({About.OMSATTNING, About.BALANSOMSLUTNING, About.TIDIGARE_STOD})
_ASKED = re.compile(
    r"\b(?:max\w*|hogsta|storsta|mojliga|vilket|vad blir|vad ar|vilken|hur stor\w*|"
    r"hur mycket|hur hogt|maximum|highest|largest|what|how much|how large)\b"
    r"(?:\s(?!(?:om|med|for|nar|i|pa|da|vid|if|with|for|on)\b)[a-z]+){0,4}?\s(?:bidrag\w*|stod\w*|belopp\w*|grant|funding)\b"
    r"|\bhur mycket (?:pengar |bidrag |stod )?(?:kan|far|kunde|skulle|gar det att|"
    r"ska|har)\s(?:[a-zåäö]+\s){0,4}?(?:soka|fa|ansoka|begara|ta ut|ut|sokas|bidrag)\b"
    r"|\bvad (?:kan|far) (?:vi|man|de|foreningen|kommunen|klubben) (?:max(?:imalt)? )?(?:fa|soka)\b"
    r"|\bhow much (?:can|could|may) (?:we|they|i|one) (?:apply for|get|receive|request)\b"
    r"|\b(?:max|maximalt|hogsta|storsta) (?:mojliga )?(?:bidrag\w*|grant|stod)\b|\b(?:bidrag\w*|grant)\s?\?"
    r"|\b(?:stodberattigande|stodberattigade) "
)
_TO_MENTION = re.compile(
    r"[\s,(]*(?:kr\s)?(?:i stödberattigande kostnader\s|i kostnader\s|i lon\s|"
    r"i personalkostnader\s)?(?:ligger |finns |uppstar |faller |hamnar |bars )?"
    r"(?:i|hos|for|pa|fran|till|av|at|in|from|at|by|for|by the|in the|ar|avser|galler|star|kommer fran|ligger hos|"
    r"ligger i|ligger pa)\s(?:hela )?(?:den |det |en |ett |var |vart |a |an |the |our )?(?:[a-z-]+\s){0,2}"
)
_TO_US = re.compile(r"[\s,(]*(?:kr\s|kronor\s)?(?:for|hos|pa|till|av|fran|for|with|at|by)\s(?:oss|us)\b")
_IN_KIND = re.compile(
    r"\s(?:kr\s|kronor\s)?(?:i|for|pa|till|av|ar|avser|in|of)\s(?:ren |rena |inkopta |de |en |ett |var |vart )?"
)
_LISTING = re.compile(r"[,;.?!\n]|\b(?:och|samt|plus|medan|and)\b")
_CLAUSE = re.compile(r"[;]|\b(?:dar|varav|medan|fast|men|resten|of which|while)\b")
_DURING = re.compile(r"\b(?:under|i|inom|till|for|av)\s$")
_WE = re.compile(r"\b(?:vi|oss|jag|we|us|sjalva)\b")
_FIXED_CHANGE = re.compile(r"\b(?:till|ner till|upp till|pa|to)\s(?:bara |max |totalt |cirka |ca )?$")


def _window(said: Said, amounts: Sequence[Amount], at: int) -> tuple[int, int]:
    amount = amounts[at]
    start, end = said.sentence(amount.start)
    alike = [a for a in amounts if a.unit is amount.unit]
    start = max([start, *(a.end for a in alike if a.end <= amount.start)])
    end = min([end, *(a.start for a in alike if a.start >= amount.end)])
    breaks = list(_CLAUSE.finditer(said.folded, start, end))
    start = max([start, *(m.start() for m in breaks if m.start() <= amount.start)])
    end = min([end, *(m.start() for m in breaks if m.start() >= amount.end)])
    return start, end


def _nearest(hits: Sequence[Hit], amount: Amount, after: int = 6) -> str | None:
    def distance(hit: Hit) -> int:
        if hit.start <= amount.start and amount.end <= hit.end:
            return 0
        return amount.start - hit.end if hit.end <= amount.start else hit.start - amount.end + after

    return min(hits, key=distance).key if hits else None


def _gap(hit: Hit, amount: Amount) -> int:
    return max(amount.start - hit.end, hit.start - amount.end)


def _is_bound(said: Said, amount: Amount, hit: Hit) -> bool:
    """Return whether a word follows right upon *amount*: "275 000 kr i bidrag"."""
    between = said.folded[amount.end : hit.start]
    return bool(_IN_KIND.fullmatch(between)) or (not between.strip() and said.folded.startswith("i ", hit.start))


def _is_its(said: Said, hit: Hit, amount: Amount, amounts: Sequence[Amount]) -> bool:
    """Return whether a word stands closer to *amount* than to another sum or percentage that it can be about."""
    units = {Unit.KR, Unit.EUR} if hit.key in _COMPANY_FIGURES else {Unit.PERCENT}
    bound = [a for a in amounts if a.unit in _SUMS and a.end <= hit.start and _is_bound(said, a, hit)]
    if bound:
        return bound[-1] is amount
    rivals = [a for a in amounts if a.unit in units]
    return hit.key == About.KOSTNAD or all(_gap(hit, amount) <= _gap(hit, a) for a in rivals)


def _within(words_hits: Sequence[Hit], window: tuple[int, int]) -> list[Hit]:
    return [h for h in words_hits if window[0] <= h.start and h.end <= window[1]]


def _masked(said: Said) -> str:
    return _ASKED.sub(lambda m: "_" * len(m[0]), said.folded)


def _about(amount: Amount, hits: Sequence[Hit], slag: Kostnadsslag | None) -> About:
    key = _nearest(hits, amount)
    if amount.unit is Unit.EUR:
        euro = [h for h in hits if h.key in {About.OMSATTNING, About.BALANSOMSLUTNING, About.TIDIGARE_STOD}]
        return About(_nearest(euro, amount) or About.TIDIGARE_STOD)
    if slag is not None or amount.hours:
        return About.KOSTNAD
    if key in {About.TIDIGARE_STOD, _MINOR_AID} and {About.TIDIGARE_STOD, _MINOR_AID} <= {h.key for h in hits}:
        return About.TIDIGARE_STOD
    if key == About.TIDIGARE_STOD:
        return (
            About.TIDIGARE_STOD
            if _nearest([h for h in hits if h.key != key], amount) == About.BIDRAG
            else About.KOSTNAD
        )
    return About(key) if key in set(About) else About.KOSTNAD


def _kind(said: Said, amount: Amount, hits: Sequence[Hit]) -> Kostnadsslag | None:
    bound = [h for h in hits if h.start >= amount.end and _IN_KIND.fullmatch(said.folded[amount.end : h.start])]
    if bound:
        return Kostnadsslag(bound[0].key)
    if amount.hours:
        hits = [h for h in hits if h.key == Kostnadsslag.KONSULT and h.end <= amount.start]
    key = _nearest(hits, amount, after=2)
    if key:
        return Kostnadsslag(key)
    return Kostnadsslag.PERSONAL if amount.hours else None


def _place(said: Said, amount: Amount, window: tuple[int, int], mentions: Sequence[Mention]) -> int | None:
    before = [n for n, m in enumerate(mentions) if window[0] <= m.start and m.end <= amount.start]
    after = [n for n, m in enumerate(mentions) if amount.end <= m.start and m.end <= window[1]]
    if after and _TO_MENTION.fullmatch(said.folded[amount.end : mentions[after[0]].start]):
        return after[0]
    if _TO_US.match(said.folded, amount.end):
        return US
    if before:
        return before[-1]
    if after and mentions[after[0]].start - amount.end < 30:
        return after[0]
    return US if _WE.search(said.folded, window[0], amount.start) else None


def _goes_on(said: Said, amount: Amount, last: Told | None) -> int:
    same = last and last.place >= 0 and said.sentence(last.amount.start) == said.sentence(amount.start)
    return last.place if last and same else PROJECT


def _change(said: Said, amount: Amount, hits: Sequence[Hit]) -> Change | None:
    fixed = _FIXED_CHANGE.search(said.folded, max(0, amount.start - 25), amount.start)
    if fixed and not any(h.start < fixed.start() < h.end for h in hits):
        return None
    close = [h for h in hits if -20 <= amount.start - h.end <= 25 or 0 <= h.start - amount.end <= 8]
    key = _nearest([h for h in close if h.key in set(Change)], amount)
    return Change(key) if key else None


def _is_clear(hits: Sequence[Hit], amount: Amount) -> bool:
    return bool(hits) and not amount.inherited


def told_amounts(
    said: Said, mentions: Sequence[Mention], lexicon: Lexicon, like: Amount | None = None
) -> tuple[Told, ...]:
    """Return every sum of kronor or euro in *said* with what it is about and whose it is; those taken back left out."""
    found = sorted_out(said, amounts_of(said, like), lexicon)
    unpaid = (Told(amount=a, about=About.OBETALT, clear=True) for a in found.unpaid)
    return (*_told(said, mentions, lexicon, found), *unpaid)


def either_of(said: Said, lexicon: Lexicon, like: Amount | None = None) -> tuple[Amount, Amount] | None:
    """Return two sums that *said* tells as alternatives ("500 000 eller 600 000"), None where it tells none."""
    return sorted_out(said, amounts_of(said, like), lexicon).either


def _hits(lexicon: Lexicon, said: Said) -> tuple[Sequence[Hit], Sequence[Hit]]:
    """Return the words for what sums are about and for kinds of cost; those of a bonus are none of them."""
    masked = _masked(said)
    for hit in lexicon.facts["bonus"].find(said.folded):
        masked = masked[: hit.start] + "_" * (hit.end - hit.start) + masked[hit.end :]
    return lexicon.facts["galler"].find(masked), lexicon.facts["kostnadsslag"].find(masked)


def _of_another(said: Said, hit: Hit, amount: Amount, amounts: Sequence[Amount]) -> bool:
    """Return whether a word for a kind of cost goes with another amount: "250 000, konsulterna tar 120 000"."""
    sums = [a for a in amounts if a.unit in _SUMS]
    rivals = [a for a in sums if a.start >= hit.end][:1] if hit.start >= amount.end else []
    rivals += [a for a in sums if a.end <= hit.start][-1:] if hit.end <= amount.start else []
    apart = _is_apart(said, hit, amount)
    listed = apart and any(a is not amount and not _is_apart(said, hit, a) for a in rivals)
    return listed or _of_a_share(hit, amount, amounts)


def _is_apart(said: Said, hit: Hit, amount: Amount) -> bool:
    """Return whether a comma, a full stop or an "och" stands between a word and *amount*."""
    return bool(_LISTING.search(said.folded[min(hit.end, amount.end) : max(hit.start, amount.start)]))


def _of_a_share(hit: Hit, amount: Amount, amounts: Sequence[Amount]) -> bool:
    """Return whether a word for indirect costs goes with a percentage ("30 % overhead"), not with the sum."""
    shares = [a for a in amounts if a.unit is Unit.PERCENT]
    return hit.key == Kostnadsslag.INDIREKTA and any(_gap(hit, a) < _gap(hit, amount) for a in shares)


def _told(said: Said, mentions: Sequence[Mention], lexicon: Lexicon, found: Sorted) -> Iterator[Told]:
    amounts = found.counted
    galler, every_kind = _hits(lexicon, said)
    slag = [h for h in every_kind if not any(m.start < h.end and h.start < m.end for m in mentions)]
    split, change = lexicon.facts["atskillnad"].find(said.folded), lexicon.facts["andring"].find(said.folded)
    last: Told | None = None
    refused: About | None = None
    for at, amount in enumerate(amounts):
        if amount.unit not in {Unit.KR, Unit.EUR}:
            continue
        window = _window(said, amounts, at)
        kinds = [h for h in _within(slag, window) if not _of_another(said, h, amount, amounts)]
        kind = _kind(said, amount, kinds) if amount.unit is Unit.KR else None
        within = [h for h in _within(galler, window) if _is_its(said, h, amount, amounts)]
        about = _about(amount, within, kind)
        if amount in found.refused:
            refused = about if within else About.BIDRAG
            continue
        about, refused = (refused if refused and not within and kind is None else about), None
        near = {h.key for h in _within(split, window) if not _DURING.search(said.folded[: h.start])}
        whole = "totalt" in near and kind is None
        place = _place(said, amount, window, mentions)
        last = Told(
            amount=amount, about=about, kostnadsslag=kind if about is About.KOSTNAD else None, whole=whole,
            place=place if place is not None else PROJECT if whole else _goes_on(said, amount, last),
            change=_change(said, amount, change), clear=_is_clear(within, amount) or kind is not None,
            named=bool(within) or kind is not None,
        )  # fmt: skip
        yield last


def told_shares(said: Said, mentions: Sequence[Mention], lexicon: Lexicon) -> tuple[Told, ...]:
    """Return every percentage in *said* that the words say is a grant's, own money's, overhead's or a party's."""
    amounts = amounts_of(said)
    galler, slag = _hits(lexicon, said)
    return tuple(
        share
        for at, amount in enumerate(amounts)
        if amount.unit is Unit.PERCENT
        and (share := _share(said, amount, _window(said, amounts, at), mentions, galler, slag))
    )


def _share(
    said: Said,
    amount: Amount,
    window: tuple[int, int],
    mentions: Sequence[Mention],
    galler: Sequence[Hit],
    slag: Sequence[Hit],
) -> Told | None:
    kind = _kind(said, amount, [h for h in _within(slag, window) if h.key == Kostnadsslag.INDIREKTA])
    about = _nearest(_within(galler, window), amount)
    if kind is None and (about is None or about not in {About.BIDRAG, About.EGEN_INSATS, About.KOSTNAD}):
        return None
    place = _place(said, amount, window, mentions)
    named = place if place is not None and place >= 0 and (kind or about == About.KOSTNAD) else PROJECT
    if kind is None and about == About.KOSTNAD and named == PROJECT:
        return None
    return Told(
        amount=amount,
        about=About(about) if about and not kind else About.KOSTNAD,
        kostnadsslag=kind,
        place=named,
        clear=True,
    )
