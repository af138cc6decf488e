"""Whose organisation each mention is, and what is told of it: role, size, ground of support, earlier aid."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from assistant.rules.projekt import (
    Projektpart,
    Roll,
    Stodgrund,
    Storlek,
)
from assistant.text.amounts import Amount, fold_in_place
from assistant.text.units import Unit
from assistant.understanding.project.actors import UNCLEAR, Mention, Said
from assistant.understanding.project.book import APPLYING, COMPANIES, OURS, PUBLIC, SHORT_ANSWER, Book, company_of
from assistant.understanding.project.lexicon import Hit, Lexicon
from assistant.understanding.project.roles import SAME, US, Casting, Cue

_SHORT_SIZE = 8
_IS_OF_SIZE = re.compile(
    r"\b(?:ar|blir|var|raknas som|klassas som)\s(?:alltsa |ju |nu |faktiskt |egentligen |i sjalva verket )?(?:ett )?"
    r"(stort|medelstort|litet)\b(?! (?:projekt|problem|belopp))"
)


_WHAT_IF = re.compile(r"\b(?:om|vore|hade varit|i stallet|istallet|nej|andra till|byter till|if|instead)\b")


_SELLS = re.compile(r"\b(?:ekonomisk verksamhet|naringsverksamhet|saljer|sald[ae] tjanster|konkurrerar pa)\b")


_SELLS_NOTHING = re.compile(
    r"\b(?:saljer (?:ingenting|inget|inte|aldrig)|(?:inte|ej|aldrig) saljer|"
    r"(?:ingen|inte|ej|icke)[- ]ekonomisk|ingen naringsverksamhet)\b"
)


_PRICED_AFTER = re.compile(
    r"[\s:=–-]*(?:och |som )?(?:(?:ville? ha|tar|begar|kostar|offererar|offererade|kraver|fakturerar|quoted|quotes|charges|costs|wants) )?"
    r"(?:for |pa |om |at |of )?(?:cirka |ca )?\d"
)
_PRICED_BEFORE = re.compile(
    r"(?:kr|kronor|tkr|mkr|tusen|lax|k|\d['’]?)\s(?:gar |ar )?(?:till |i |for |pa |at |to )?(?:en |ett |var |vart |a |an |our )?$"
)
_AS_A_PART = re.compile(r"\b(?:part|parten|projektpart\w*|partner\w*|medsokande)\b[^.?!]{0,20}$")
_IS_A_PART = re.compile(
    r"[^.?!;]{0,40}\b(?:som (?:projekt)?part|(?:ar|blir) (?:projekt)?part\w*|medverkar|deltar|egna kostnader|anstallda|"
    r"experimentell|i (?:bidrag|stod|egen insats))\b"
)
"""What says that an organisation takes part in the project itself, so that the sum beside it is no price."""
_SELLER = re.compile(r"konsult|byrå|leverantör", re.IGNORECASE)
_IS_RUN_BY = re.compile(r"(?:det|den|vi|verksamheten|[a-z]+(?:en|et|an)) (?:drivs|ags|ar|e|tillhor|hor|it is|run by)\b")


_FOR = re.compile(r"\s(?:stod\w* )?(?:for|hos|pa)\s(?:den |det |vart |var )?")
_US_AFTER = re.compile(r"(?:oss|egen del|var del)\b")
_ALL = re.compile(r"\b(?:alla|samtliga|bada|bagge|allihop|all|both)\b")
_OF_LEVELS = re.compile(r"bonus|paslag|niva|tillagg")
_BONUS = {"ja": True, "nej": False}


def _new_key(book: Book, mention: Mention, used: Sequence[str]) -> str:
    same = [k for k, p in book.parties.items() if p.aktorstyp == mention.kind and k != OURS]
    by_size = [k for k in same if mention.storlek and book.parties[k].storlek is mention.storlek]
    by_name = [k for k in same if mention.name and book.parties[k].namn == mention.name]
    if found := by_name or by_size:
        return found[-1]
    again = [k for k in same if k in used]
    if again and not mention.definite and (mention.further or mention.storlek):
        return f"{mention.kind}#{len(same) + 1}"
    return same[-1] if same else mention.kind


def _key(book: Book, said: Said, mention: Mention, used: Sequence[str]) -> str:
    answers = len(said.folded.split()) <= SHORT_ANSWER or _IS_RUN_BY.match(said.folded)
    if book.questions and mention.kind != UNCLEAR and answers:
        return next(iter(book.questions))
    ours = book.parties.get(OURS)
    if mention.ours:
        if (
            ours is None
            or ours.aktorstyp in {mention.kind, None}
            or _related(ours.aktorstyp, mention.kind)
            or _WHAT_IF.search(said.folded)
        ):
            return OURS
        return _new_key(book, mention, used)
    if (
        ours
        and ours.aktorstyp == mention.kind
        and not mention.other
        and (mention.definite or mention.owns_project)
        and not mention.several
    ):
        return OURS
    return _new_key(book, mention, used)


def _related(one: str | None, other: str) -> bool:
    return {one, other} <= COMPANIES | {"ideell_forening", "samfallighet", "trossamfund"} and one in {
        "foretag",
        "ideell_forening",
    }


def _updated(party: Projektpart | None, mention: Mention) -> Projektpart:
    base = party or Projektpart()
    specific = base.aktorstyp and _related(mention.kind, base.aktorstyp) and not mention.ours
    return replace(
        base,
        namn=mention.name or base.namn,
        aktorstyp=base.aktorstyp if specific else None if mention.kind == UNCLEAR else mention.kind,
        land=mention.land or base.land,
        storlek=mention.storlek or base.storlek,
        organisationsnummer=mention.organisationsnummer or base.organisationsnummer,
    )


def add_parties(book: Book, said: Said, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Enter the organisations of a message and return the party that each mention is."""
    keys: list[str] = []
    for mention in _owned_by_us(book, mentions):
        key = _key(book, said, mention, keys)
        book.parties[key] = _updated(book.parties.get(key), mention)
        if mention.question:
            book.questions[key] = mention.question
        elif key in book.questions and mention.kind != UNCLEAR:
            del book.questions[key]
        keys.append(key)
        book.mentions.append(mention)
    return tuple(keys)


def _owned_by_us(book: Book, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions, "vårt bolag" in the mouth of a municipality as a municipal company."""
    kinds = {m.kind for m in mentions if m.ours} | {p.aktorstyp for k, p in book.parties.items() if k == OURS}
    for mention in mentions:
        owned = mention.ours and mention.kind == "foretag" and "kommun" in kinds and not _SELLER.search(mention.surface)
        yield replace(mention, kind="kommunalt_bolag") if owned else mention


def add_roles(book: Book, casting: Casting, keys: Sequence[str], *, money: bool) -> None:
    """Enter the roles; who only applies is kept apart, and asking what the money comes to is not applying."""
    for place, cue in casting.cues.items():
        key = _meant(book, place, keys)
        if key is None:
            continue
        roll = _roll(book, casting, place, key)
        if key == OURS and OURS not in book.parties:
            book.parties[OURS] = Projektpart()
        if roll:
            book.parties[key] = replace(book.parties[key], roll=roll)
        if cue is Cue.SOKANDE and not money:
            book.applying.add(key)


def _meant(book: Book, place: int, keys: Sequence[str]) -> str | None:
    """Return the party at *place*, also where a pronoun or nothing at all stands for it; None for one never named."""
    if place >= 0 or place == US:
        return OURS if place == US else keys[place]
    before = next((turn for turn in reversed(book.turns) if turn.keys), None)
    if before is None:
        return OURS if place == SAME else None
    return before.others[-1] if before.others else OURS if place == SAME else before.keys[-1]


def _roll(book: Book, casting: Casting, place: int, key: str) -> Roll | None:
    """Return the role told at *place*; one who applies beside another is a part, unless it is of a kind that may apply."""
    if casting.cues[place] is not Cue.MEDSOKANDE:
        return casting.roll(place)
    party = book.parties.get(key)
    return None if party is None or party.aktorstyp in APPLYING else Roll.PROJEKTPART


def inherit_role(book: Book, casting: Casting, keys: Sequence[str]) -> None:
    """Give a party named in a follow-up, without a role, the one that was asked about before it."""
    before = book.turns[-1] if book.turns else None
    if before is None or casting.told:
        return
    asked = [book.parties[k].roll for k in before.others if k in book.parties and book.parties[k].roll]
    for key in keys:
        if asked and key != OURS and book.parties[key].roll is None:
            book.parties[key] = replace(book.parties[key], roll=asked[-1])


def _of_party(book: Book, turn_keys: Sequence[str], mentions: Sequence[Mention], hit: Hit) -> str | None:
    before = [
        k
        for k, m in zip(turn_keys, mentions, strict=True)
        if m.end <= hit.start and book.parties[k].aktorstyp in COMPANIES
    ]
    nearest = [k for k, m in zip(turn_keys, mentions, strict=True) if m.end <= hit.start]
    return (
        before[-1]
        if before
        else company_of(book) or (nearest[-1] if nearest else OURS if OURS in book.parties else None)
    )


def _public(book: Book) -> str | None:
    """Return the asker's own organisation, else the one that is public, else None."""
    return OURS if OURS in book.parties else next((k for k, p in book.parties.items() if p.aktorstyp in PUBLIC), None)


def _whose_ground(
    book: Book, said: Said, keys: Sequence[str], mentions: Sequence[Mention], hit: Hit
) -> tuple[str, ...]:
    """Return the parties that a ground or a bonus is told of: those named right after or before it, else the company."""
    if after := _FOR.match(said.folded, hit.end):
        named = [k for k, m in zip(keys, mentions, strict=True) if m.start == after.end()]
        own = _public(book) if _US_AFTER.match(said.folded, after.end()) else None
        if named or own:
            return (*named[:1], *([own] if own and not named else []))
    start, _ = said.sentence(hit.start)
    if hit.key == Stodgrund.ICKE_STATSSTOD:
        if _ALL.search(said.folded[start : hit.start]):
            return tuple(book.parties)
        before = [k for k, m in zip(keys, mentions, strict=True) if m.end <= hit.start]
        return tuple(before[-1:]) or tuple(k for k in [_public(book)] if k)
    found = _of_party(book, keys, mentions, hit)
    if found is None or book.parties[found].aktorstyp in PUBLIC - {"ideell_forening"}:
        return ()
    return (found,)


def _only_of_companies(said: Said, name: str, hit: Hit) -> bool:
    """Return whether only a company can be meant; spreading and working together are told of anybody."""
    if name == "stodgrund":
        return hit.key != Stodgrund.ICKE_STATSSTOD
    return bool(_OF_LEVELS.search(said.folded[hit.start : hit.end]))


def _new_company(book: Book, said: Said, hit: Hit) -> str:
    """Return the company that a ground only companies have was told of without naming it, as a party."""
    start, end = said.sentence(hit.start)
    size = book.lexicon.facts["storlek"].first(said.folded[start:end])
    book.parties["foretag"] = Projektpart(aktorstyp="foretag", storlek=Storlek(size) if size else None)
    return "foretag"


def add_grounds(book: Book, said: Said, keys: Sequence[str], mentions: Sequence[Mention], *, money: bool) -> int:
    """
    Enter grounds of support and bonus of whom they stand beside; return how many were told.

    *money*: sums are told, so that a ground only a company can have is told of one, named or not.
    """
    facts = 0
    for name, words in (("stodgrund", book.lexicon.facts["stodgrund"]), ("bonusgrund", book.lexicon.facts["bonus"])):
        for hit in words.find(said.folded):
            found = _whose_ground(book, said, keys, mentions, hit)
            if not found and money and _only_of_companies(said, name, hit):
                found = (_new_company(book, said, hit),)
            value: Any = Stodgrund(hit.key) if name == "stodgrund" else _BONUS.get(hit.key)
            change: dict[str, Any] = {name: value}
            book.both_levels = book.both_levels or hit.key == "bada"
            for key in found:
                book.parties[key] = replace(book.parties[key], **change)
            facts += bool(found)
    return facts


def add_people(book: Book, keys: Sequence[str], mentions: Sequence[Mention], amounts: Sequence[Amount]) -> int:
    """Enter a company's head count; return how many facts that was."""
    people = [a for a in amounts if a.unit is Unit.PEOPLE]
    if not people or not (key := _of_party(book, keys, mentions, Hit("", people[0].start, people[0].end))):
        return 0
    if book.parties[key].aktorstyp not in COMPANIES:
        return 0
    book.parties[key] = replace(book.parties[key], anstallda=int(people[0].value), storlek=None)
    return 1


def add_size(book: Book, said: Said, mentions: Sequence[Mention]) -> int:
    """Take "och om det är stort?" as said of the company, where no organisation of the message has a size of its own."""
    company = company_of(book)
    if company is None or any(m.storlek for m in mentions) or "projekt" in said.folded or not book.turns:
        return 0
    told = _IS_OF_SIZE.search(said.folded)
    key = book.lexicon.facts["storlek"].first(told[1] if told else said.folded)
    if key is None or (told is None and len(said.folded.split()) > _SHORT_SIZE):
        return 0
    book.parties[company] = replace(book.parties[company], storlek=Storlek(key), anstallda=None)
    return 1


def add_no_earlier_aid(book: Book, said: Said) -> int:
    """Enter that the company has had no aid before, where that is said; return how many facts that was."""
    company = company_of(book)
    if company is None or not book.lexicon.facts["utan_stod"].has(said.folded):
        return 0
    book.parties[company] = replace(book.parties[company], tidigare_stod_eur=0)
    return 1


def activity(book: Book, said: Said) -> None:
    """Enter whether the asker's own organisation sells anything, where that is said."""
    if not _SELLS.search(said.folded) or OURS not in book.parties:
        return
    book.parties[OURS] = replace(book.parties[OURS], ekonomisk_verksamhet=not _SELLS_NOTHING.search(said.folded))


def is_a_cost(said: Said, mention: Mention, lexicon: Lexicon) -> bool:
    """Return whether what looks like an organisation names a cost ("konsulter 150 000 kr")."""
    surface = said.folded[mention.start : mention.end]
    alone = any(h.end - h.start == len(surface) for h in lexicon.facts["kostnadsslag"].find(surface))
    before, after = said.folded[: mention.start], said.folded[mention.end :]
    if _AS_A_PART.search(before) or _IS_A_PART.match(after):
        return False
    return alone and bool(_PRICED_AFTER.match(after) or _PRICED_BEFORE.search(before))


def is_told_cost(book: Book, mention: Mention) -> bool:
    """Return whether what looks like an organisation is a cost told before ("konsulten sänkte priset")."""
    hits = book.lexicon.facts["kostnadsslag"].find(fold_in_place(mention.surface))
    return any(h.key == c.kostnadsslag for h in hits for c in book.costs)
