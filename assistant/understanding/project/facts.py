"""All turns of a conversation to the project they tell of: corrections, additions and what-ifs included."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from assistant.rules.projekt import (
    Bilaga,
    Inriktning,
    Kostnadspost,
    Kostnadsslag,
    Projekt,
    Projektpart,
    Roll,
    Stodgrund,
    Storlek,
)
from assistant.text.amounts import Amount
from assistant.text.units import Unit
from assistant.understanding.project.actors import UNCLEAR, Mention, Said, find_mentions
from assistant.understanding.project.lexicon import Hit, Lexicon
from assistant.understanding.project.money import (
    PROJECT,
    About,
    Change,
    Told,
    amounts_of,
    exchange_rate,
    told_amounts,
    told_shares,
)
from assistant.understanding.project.roles import US, Casting, Cue, cast

OURS = "vi"
"""Key of the asker's own organisation."""

_PUBLIC = frozenset({"kommun", "ideell_forening", "region", "universitet", "institut", "statlig_myndighet", "kommunalforbund"})
_COMPANIES = frozenset({"foretag", "kommunalt_bolag", "svb", "socialt_foretag", "enskild_firma", "ekonomisk_forening", "kooperativ"})
_SHORT_ANSWER = 6
_SHORT_SIZE = 8
_WHAT_IF = re.compile(r"\b(?:om|vore|hade varit|i stallet|istallet|nej|andra till|byter till|if|instead)\b")
_WE_WORDS = re.compile(r"\b(?:vi|oss|var|vart|vara|jag|min|our|we|us|my)\b")
_PAST_TIME = re.compile(r"\b(?:sedan|sen|senaste|gamla|gammal|ago|last|tidigare)\b|\bi\s(?:tre|fem|tio|manga)\s(?:ar|artionden)\b")
_DURATION = re.compile(r"\b(?:projekt\w*|pag\w*|lopti\w*|langd\w*|lang\w*|halla pa|haller pa|genomfor\w*|koer|kor\w*|tar|ta|tid\w*|under|jobba\w*|strack\w*|behover|planera\w*|dra\w*|manader|man|run|last|takes|months?|year)\b")
_WITHOUT = re.compile(r"\b(?:inte|ingen|inget|inga|saknar|saknas|glomt|glomde|utan|ej|missat|hinner inte|without|no|missing|don't have|har inte)\b")
_SELLS = re.compile(r"\b(?:ekonomisk verksamhet|naringsverksamhet|saljer|sald[ae] tjanster|konkurrerar pa)\b")
_SELLS_NOTHING = re.compile(r"\b(?:saljer ingenting|saljer inget|saljer inte|ingen ekonomisk|inte ekonomisk|ej ekonomisk|icke[- ]ekonomisk|ingen naringsverksamhet)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One message as understood."""

    said: Said
    mentions: tuple[Mention, ...]
    keys: tuple[str, ...]
    """The party that each mention is."""
    casting: Casting
    told: tuple[Told, ...]
    shares: tuple[Told, ...]
    project: Mapping[str, Any]
    """What it tells of the project itself, by field of `Projekt`."""
    facts: int
    """How many facts the message added; 0 where it only asks."""

    @property
    def others(self) -> tuple[str, ...]:
        """Return the parties the message names that are not the asker's own."""
        return tuple(dict.fromkeys(k for k in self.keys if k != OURS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One cost told, by party key ("" for the project's)."""

    key: str
    kostnadsslag: Kostnadsslag | None
    belopp: int
    timmar: int | None
    turn: int
    whole: bool = False
    """Whether it was told as the project's total, so that parts told later are parts of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A percentage told: of the costs as grant, own money or a party's part, or of pay as indirect costs."""

    about: About
    key: str
    andel: Decimal
    indirect: bool = False


@dataclass(slots=True)
class _Book:
    """What is known so far; lives only while the turns are read."""

    lexicon: Lexicon
    parties: dict[str, Projektpart] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    grants: dict[str, int] = field(default_factory=dict)
    project: dict[str, Any] = field(default_factory=dict)
    applying: set[str] = field(default_factory=set)
    questions: dict[str, str] = field(default_factory=dict)
    shares: dict[tuple[About, str], Share] = field(default_factory=dict)
    last: Told | None = None
    last_key: str = ""
    turns: list[Turn] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a conversation tells: the project, its parties by key, and how each message was read."""

    projekt: Projekt
    parties: dict[str, Projektpart]
    turns: tuple[Turn, ...]
    questions: Mapping[str, str] = field(default_factory=dict)
    """What must be asked about a party before anything can be said of it, by key: its legal form."""


def _new_key(book: _Book, mention: Mention, used: Sequence[str]) -> str:
    same = [k for k, p in book.parties.items() if p.aktorstyp == mention.kind and k != OURS]
    by_size = [k for k in same if mention.storlek and book.parties[k].storlek is mention.storlek]
    by_name = [k for k in same if mention.name and book.parties[k].namn == mention.name]
    if found := by_name or by_size:
        return found[-1]
    again = [k for k in same if k in used]
    if again and not mention.definite and (mention.further or mention.storlek):
        return f"{mention.kind}#{len(same) + 1}"
    return same[-1] if same else mention.kind


def _key(book: _Book, said: Said, mention: Mention, used: Sequence[str]) -> str:
    if book.questions and mention.kind != UNCLEAR and len(said.folded.split()) <= _SHORT_ANSWER:
        return next(iter(book.questions))
    ours = book.parties.get(OURS)
    if mention.ours:
        if ours is None or ours.aktorstyp in {mention.kind, None} or _related(ours.aktorstyp, mention.kind) or _WHAT_IF.search(said.folded):
            return OURS
        return _new_key(book, mention, used)
    if ours and ours.aktorstyp == mention.kind and not mention.other and (mention.definite or mention.owns_project) and not mention.several:
        return OURS
    return _new_key(book, mention, used)


def _related(one: str | None, other: str) -> bool:
    return {one, other} <= _COMPANIES | {"ideell_forening", "samfallighet", "trossamfund"} and one in {"foretag", "ideell_forening"}


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


def _add_parties(book: _Book, said: Said, mentions: Sequence[Mention]) -> tuple[str, ...]:
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


def _owned_by_us(book: _Book, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """Yield the mentions, "vårt bolag" in the mouth of a municipality as a municipal company."""
    kinds = {m.kind for m in mentions if m.ours} | {p.aktorstyp for k, p in book.parties.items() if k == OURS}
    for mention in mentions:
        owned = mention.ours and mention.kind == "foretag" and "kommun" in kinds
        yield replace(mention, kind="kommunalt_bolag") if owned else mention


def _add_roles(book: _Book, casting: Casting, keys: Sequence[str], *, money: bool) -> None:
    for place, cue in casting.cues.items():
        key = OURS if place == US else keys[place]
        roll = casting.roll(place)
        if key == OURS and OURS not in book.parties:
            book.parties[OURS] = Projektpart()
        if roll:
            book.parties[key] = replace(book.parties[key], roll=roll)
        if cue is Cue.SOKANDE and not money:
            book.applying.add(key)


def _inherit_role(book: _Book, casting: Casting, keys: Sequence[str]) -> None:
    before = book.turns[-1] if book.turns else None
    if before is None or casting.told:
        return
    asked = [book.parties[k].roll for k in before.others if k in book.parties and book.parties[k].roll]
    for key in keys:
        if asked and key != OURS and book.parties[key].roll is None:
            book.parties[key] = replace(book.parties[key], roll=asked[-1])


def _party_of(book: _Book, told: Told, keys: Sequence[str]) -> str:
    if told.place >= 0:
        return keys[told.place]
    return OURS if told.place == US and OURS in book.parties else ""


def _company(book: _Book) -> str | None:
    """Return the party that state aid can concern: the last company, else the last that is not plainly public."""
    keys = [k for k, p in book.parties.items() if p.aktorstyp in _COMPANIES]
    loose = [k for k, p in book.parties.items() if p.aktorstyp and p.aktorstyp not in _PUBLIC]
    return (keys or loose or [None])[-1]


def _set_cost(book: _Book, key: str, told: Told, at: int) -> None:
    belopp, timmar = int(told.amount.value), told.amount.hours
    same = [c for c in book.costs if (c.key, c.kostnadsslag) == (key, told.kostnadsslag)]
    old = [c for c in same if c.turn < at]
    if told.change and old:
        last = old[-1]
        sign = 1 if told.change is Change.MORE else -1
        book.costs[book.costs.index(last)] = replace(last, belopp=last.belopp + sign * belopp)
        return
    book.costs = [c for c in book.costs if c not in old]
    book.costs.append(Cost(key=key, kostnadsslag=told.kostnadsslag, belopp=belopp, timmar=math.ceil(timmar) if timmar else None, turn=at, whole=told.whole))


def _leaning(book: _Book, told: Told) -> Told:
    last = book.last
    if told.clear and not told.change or last is None or told.amount.unit is not last.amount.unit:
        return told
    if told.about is About.KOSTNAD and (not told.clear or told.change):
        same_place = told.place < 0
        about = last.about if not told.clear or not last.about is About.KOSTNAD and not told.clear else told.about
        return replace(told, about=about, kostnadsslag=told.kostnadsslag or (last.kostnadsslag if same_place else None))
    return told


def _add_amount(book: _Book, told: Told, keys: Sequence[str], at: int) -> None:
    new = at > 0 and book.last is not None and all(t.said is not None for t in book.turns)
    leaned = _leaning(book, told) if new and book.turns and not _told_in(book, at) else told
    key = _party_of(book, leaned, keys)
    if new and leaned.place < 0 and not leaned.clear and book.last:
        key = book.last_key
    if new and leaned.change and not any(c.key == key for c in book.costs) and book.costs:
        key = book.costs[-1].key
    _file(book, leaned, key, at)
    book.last, book.last_key = leaned, key


def _told_in(book: _Book, at: int) -> bool:
    return any(c.turn == at for c in book.costs)


def _file(book: _Book, told: Told, key: str, at: int) -> None:
    value = int(told.amount.value)
    if told.about is About.BIDRAG:
        before = book.grants.get(key, 0)
        sign = {Change.MORE: 1, Change.LESS: -1}.get(told.change) if told.change else None
        book.grants[key] = before + sign * value if sign and before else value
    elif told.about is About.EGEN_INSATS:
        book.project["egen_insats"] = value
    elif told.about in {About.OMSATTNING, About.BALANSOMSLUTNING, About.TIDIGARE_STOD}:
        _file_of_company(book, told, key)
    else:
        _set_cost(book, key, told, at)


def _in_euro(book: _Book, told: Told) -> int | None:
    if told.amount.unit is Unit.EUR:
        return int(told.amount.value)
    rate: Decimal | None = book.project.get("eurokurs")
    return math.ceil(Decimal(told.amount.value) / rate) if rate else None


def _file_of_company(book: _Book, told: Told, key: str) -> None:
    company = key if key in book.parties else _company(book)
    euro = _in_euro(book, told)
    if company is None or euro is None:
        return
    name = {
        About.OMSATTNING: "omsattning_eur",
        About.BALANSOMSLUTNING: "balansomslutning_eur",
        About.TIDIGARE_STOD: "tidigare_stod_eur",
    }[told.about]
    change: dict[str, Any] = {name: euro}
    book.parties[company] = replace(book.parties[company], **change)


def _add_shares(book: _Book, said: Said, mentions: Sequence[Mention], keys: Sequence[str]) -> tuple[Told, ...]:
    found = told_shares(said, mentions, book.lexicon)
    for one in found:
        key = keys[one.place] if one.place >= 0 else ""
        indirect = one.kostnadsslag is Kostnadsslag.INDIREKTA
        share = Share(about=one.about, key=key, andel=Decimal(one.amount.value) / 100, indirect=indirect)
        book.shares[one.about, "indirekta" if indirect else key] = share
    return found


def _scaled_costs(book: _Book, folded: str, at: int) -> None:
    words = {h.key for h in book.lexicon.facts["andring"].find(folded)} & {"dubblas", "halveras"}
    if at == 0 or not words or not book.costs:
        return
    last = book.costs[-1]
    belopp = last.belopp * 2 if "dubblas" in words else last.belopp // 2
    book.costs[-1] = replace(last, belopp=belopp)


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
        if told_in_months or _DURATION.search(around):
            return math.ceil(amount.value)
    return None


def _of_party(book: _Book, turn_keys: Sequence[str], mentions: Sequence[Mention], hit: Hit) -> str | None:
    before = [k for k, m in zip(turn_keys, mentions, strict=True) if m.end <= hit.start and book.parties[k].aktorstyp in _COMPANIES]
    nearest = [k for k, m in zip(turn_keys, mentions, strict=True) if m.end <= hit.start]
    return before[-1] if before else _company(book) or (nearest[-1] if nearest else OURS if OURS in book.parties else None)


def _add_grounds(book: _Book, said: Said, keys: Sequence[str], mentions: Sequence[Mention]) -> int:
    facts = 0
    for name, words in (("stodgrund", book.lexicon.facts["stodgrund"]), ("bonusgrund", book.lexicon.facts["bonus"])):
        for hit in words.find(said.folded):
            key = _of_party(book, keys, mentions, hit)
            if key is None:
                continue
            value: Any = Stodgrund(hit.key) if name == "stodgrund" else hit.key == "ja"
            change: dict[str, Any] = {name: value}
            book.parties[key] = replace(book.parties[key], **change)
            facts += 1
    return facts


def _add_people(book: _Book, said: Said, keys: Sequence[str], mentions: Sequence[Mention], amounts: Sequence[Amount]) -> int:
    people = [a for a in amounts if a.unit is Unit.PEOPLE]
    if not people or not (key := _of_party(book, keys, mentions, Hit("", people[0].start, people[0].end))):
        return 0
    if book.parties[key].aktorstyp not in _COMPANIES:
        return 0
    book.parties[key] = replace(book.parties[key], anstallda=int(people[0].value), storlek=None)
    return 1


def _add_size(book: _Book, said: Said, keys: Sequence[str]) -> int:
    """Take "och om det är stort?" as said of the company, where the message names none."""
    company = _company(book)
    if company is None or company in keys or "projekt" in said.folded or not book.turns:
        return 0
    key = book.lexicon.facts["storlek"].first(said.folded)
    if key is None or len(said.folded.split()) > _SHORT_SIZE:
        return 0
    book.parties[company] = replace(book.parties[company], storlek=Storlek(key), anstallda=None)
    return 1


def _add_no_earlier_aid(book: _Book, said: Said) -> int:
    company = _company(book)
    if company is None or not book.lexicon.facts["utan_stod"].has(said.folded):
        return 0
    book.parties[company] = replace(book.parties[company], tidigare_stod_eur=0)
    return 1


def _corrected_months(book: _Book, said: Said, amounts: Sequence[Amount]) -> int | None:
    bare = [a for a in amounts if a.unit is Unit.NONE]
    last = book.turns[-1].project if book.turns else {}
    if bare and "manader" in last and {h.key for h in book.lexicon.facts["andring"].find(said.folded)} & {"ersatt"}:
        return math.ceil(bare[-1].value)
    return None


def _attachments(book: _Book, said: Said) -> dict[str, Any]:
    hits = book.lexicon.facts["bilagor"].find(said.folded)
    missing = [Bilaga(h.key) for h in hits if _WITHOUT.search(said.folded[max(0, h.start - 30) : h.start]) or _WITHOUT.match(said.folded[h.end :].lstrip())]
    if not missing:
        return {}
    known: tuple[Bilaga, ...] = book.project.get("bilagor_saknas", ())
    return {"bilagor_saknas": tuple(dict.fromkeys((*known, *missing)))}


def _flag(book: _Book, said: Said, name: str) -> bool | None:
    keys = [h.key for h in book.lexicon.facts[name].find(said.folded)]
    return None if not keys else "nej" not in keys


def _add_project(book: _Book, said: Said, amounts: Sequence[Amount]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "manader": _corrected_months(book, said, amounts) if (told := _months(said, amounts)) is None else told,
        "paborjat": _flag(book, said, "paborjat"),
        "data_finns": _flag(book, said, "data"),
    }
    aims = tuple(dict.fromkeys(Inriktning(h.key) for h in book.lexicon.facts["inriktning"].find(said.folded)))
    if aims:
        found["inriktning"] = aims
    known = {k: v for k, v in found.items() if v is not None} | _attachments(book, said)
    book.project |= known
    return known


def _activity(book: _Book, said: Said) -> None:
    if not _SELLS.search(said.folded) or OURS not in book.parties:
        return
    book.parties[OURS] = replace(book.parties[OURS], ekonomisk_verksamhet=not _SELLS_NOTHING.search(said.folded))


def _is_a_cost(said: Said, mention: Mention, lexicon: Lexicon) -> bool:
    surface = said.folded[mention.start : mention.end]
    alone = any(h.end - h.start == len(surface) for h in lexicon.facts["kostnadsslag"].find(surface))
    close = re.match(r"[\s:=–-]*(?:for |pa |om )?\d", said.folded[mention.end :])
    led = re.search(r"(?:kr|kronor|tkr|mkr|k|\d)\s(?:till |i |for |pa )?$", said.folded[: mention.start])
    return alone and bool(close or led)


def _read(book: _Book, raw: str, at: int) -> None:
    said = Said(raw)
    if rate := exchange_rate(said):
        book.project["eurokurs"] = rate
    mentions = tuple(m for m in find_mentions(said, book.lexicon, book.mentions) if not _is_a_cost(said, m, book.lexicon))
    known = set(book.parties)
    keys = _add_parties(book, said, mentions)
    casting = cast(said, mentions, book.lexicon)
    like = book.last.amount if book.last else None
    amounts = amounts_of(said, like)
    told = told_amounts(said, mentions, book.lexicon, like)
    _add_roles(book, casting, keys, money=bool(told))
    _inherit_role(book, casting, keys)
    facts = len(told) + bool(rate) + len(set(keys) - known)
    facts += _add_grounds(book, said, keys, mentions) + _add_people(book, said, keys, mentions, amounts)
    facts += _add_size(book, said, keys) + _add_no_earlier_aid(book, said)
    for one in told:
        _add_amount(book, one, keys, at)
    shares = _add_shares(book, said, mentions, keys)
    _scaled_costs(book, said.folded, at)
    project = _add_project(book, said, amounts)
    facts += len(project) + len(shares) + sum(m.storlek is not None or m.land is not None for m in mentions)
    _activity(book, said)
    book.turns.append(
        Turn(
            said=said, mentions=mentions, keys=keys, casting=casting, told=told, shares=shares, project=project,
            facts=facts,
        )  # fmt: skip
    )


def _with_own(book: _Book) -> dict[str, Projektpart]:
    """Return the parties; an unnamed "we" is the one organisation named that nobody else is."""
    parties = dict(book.parties)
    own = parties.get(OURS)
    if own is None or own.aktorstyp or OURS in book.questions:
        return parties
    foreign = {k for turn in book.turns for k, m in zip(turn.keys, turn.mentions, strict=True) if m.other or m.several}
    named = [k for k, p in parties.items() if k != OURS and p.roll is None and k not in foreign]
    if len(named) == 1:
        key = named[0]
        parties[key] = replace(parties[key], roll=own.roll)
        if OURS in book.applying:
            book.applying.add(key)
    return parties


def _with_roles(book: _Book) -> dict[str, Projektpart]:
    parties = _with_own(book)
    led = any(p.roll is Roll.KOORDINATOR and (p.aktorstyp or k in book.questions) for k, p in parties.items())
    own = parties.get(OURS)
    own = own if own and (own.aktorstyp or OURS in book.questions) else None
    if not led and own and own.roll is None:
        parties[OURS] = replace(own, roll=Roll.KOORDINATOR)
        led = True
    leaders = [k for k in (*book.applying, *parties) if k in parties and parties[k].aktorstyp and parties[k].roll is None and (k in book.applying or parties[k].aktorstyp in {"kommun", "ideell_forening"})]
    if not led and not own and leaders:
        parties[leaders[0]] = replace(parties[leaders[0]], roll=Roll.KOORDINATOR)
    return parties


def _with_costs(book: _Book, parties: dict[str, Projektpart]) -> tuple[dict[str, Projektpart], list[Cost]]:
    owners = [k for k, p in parties.items() if p.aktorstyp and p.roll is not Roll.UNDERLEVERANTOR]
    unnamed = {k for k, p in parties.items() if p.aktorstyp is None and k not in book.questions}
    told = [replace(c, key="" if c.key in unnamed else c.key) for c in book.costs]
    costs = _divided(_shared_out(book, told), owners)
    sole = owners[0] if len(owners) == 1 else ""
    costs = [replace(c, key=c.key or sole) for c in costs]
    costs += _of_pay(book, costs)
    for key, party in parties.items():
        own = tuple(_post(c) for c in costs if c.key == key)
        parties[key] = replace(party, kostnader=own) if own else party
    return parties, [c for c in costs if c.key not in parties]


def _divided(costs: list[Cost], owners: Sequence[str]) -> list[Cost]:
    """Return the costs without a total that parts of it were told for; what remains is the one other party's."""
    wholes = [c for c in costs if c.whole]
    parts = [c for c in costs if not c.whole]
    if not wholes or not parts:
        return costs
    rest = wholes[-1].belopp - sum(c.belopp for c in parts)
    free = [k for k in owners if not any(c.key == k for c in parts)]
    named = len({c.key for c in parts if c.key}) > 0 and len(owners) > 1
    if rest <= 0 or (named and len(free) != 1):
        return parts
    return [*parts, replace(wholes[-1], key=free[0] if named else wholes[-1].key, belopp=rest, whole=False)]


def _of_pay(book: _Book, costs: Sequence[Cost]) -> list[Cost]:
    """Return the indirect costs that were told as a share of pay."""
    share = next((s for s in book.shares.values() if s.indirect), None)
    pay = [c for c in costs if c.kostnadsslag is Kostnadsslag.PERSONAL]
    if share is None or any(c.kostnadsslag is Kostnadsslag.INDIREKTA for c in costs):
        return []
    return [replace(c, kostnadsslag=Kostnadsslag.INDIREKTA, belopp=int(share.andel * c.belopp), timmar=None) for c in pay]


def _shared_out(book: _Book, costs: list[Cost]) -> list[Cost]:
    """Return the costs with a party's told percentage of the whole taken out for it."""
    loose = [c for c in costs if not c.key]
    parts = [s for s in book.shares.values() if s.about is About.KOSTNAD and s.key and not s.indirect]
    if len(loose) != 1 or not parts:
        return costs
    whole = loose[0].belopp
    shares = [replace(loose[0], key=s.key, belopp=int(s.andel * whole), whole=False) for s in parts]
    return [*(c for c in costs if c.key), replace(loose[0], whole=True), *shares]


def _wanted(book: _Book, costs: Sequence[Cost], about: About) -> int | None:
    share = book.shares.get((about, ""))
    return int(share.andel * sum(c.belopp for c in costs)) if share and costs else None


def _post(cost: Cost) -> Kostnadspost:
    return Kostnadspost(kostnadsslag=cost.kostnadsslag, belopp=cost.belopp, timmar=cost.timmar)


def _with_grants(book: _Book, parties: dict[str, Projektpart]) -> int | None:
    keyed = {k: v for k, v in book.grants.items() if k in parties}
    if len(keyed) > 1:
        for key, value in keyed.items():
            parties[key] = replace(parties[key], sokt_bidrag=value)
        return book.grants.get("")
    return next(reversed(book.grants.values()), None)


def understand(turns: Sequence[str], lexicon: Lexicon) -> Facts:
    """Return what *turns* tell, the later over the earlier; nothing in it is guessed."""
    book = _Book(lexicon)
    for at, raw in enumerate(turns):
        _read(book, raw, at)
    parties, loose = _with_costs(book, _with_roles(book))
    wanted = _with_grants(book, parties)
    if wanted is None:
        wanted = _wanted(book, book.costs, About.BIDRAG)
    if "egen_insats" not in book.project and (own := _wanted(book, book.costs, About.EGEN_INSATS)) is not None:
        book.project["egen_insats"] = own
    known = {k: p for k, p in parties.items() if p.aktorstyp or (k in book.questions and (p.roll or k in {OURS, *book.applying}))}
    return Facts(
        projekt=Projekt(
            parter=tuple(known.values()),
            kostnader=tuple(_post(c) for c in loose),
            sokt_bidrag=wanted,
            **book.project,
        ),
        parties=known,
        turns=tuple(book.turns),
        questions=dict(book.questions),
    )
