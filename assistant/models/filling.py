"""What a model read out of a conversation, entered beside what the rules' own reading found, and never over it."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.errors import ModelError
from assistant.models.arguments import (
    FLAGS,
    OF_PARTY,
    SUMS,
    Argument,
    Checked,
    Name,
    Place,
    check,
    choices,
    find,
    read_arguments,
    schema,
)
from assistant.models.asking import rows_from
from assistant.models.phrasing import Writer, prompt, prompt_version
from assistant.rules.projekt import (
    Bilaga,
    Inriktning,
    Kostnadspost,
    Kostnadsslag,
    Projektpart,
    Roll,
    Stodgrund,
    Storlek,
)
from assistant.understanding.project.actors import Mention
from assistant.understanding.project.book import OURS, Turn
from assistant.understanding.project.facts import Facts
from assistant.understanding.project.lexicon import Lexicon
from assistant.understanding.project.money import About
from assistant.understanding.project.roles import US, Casting, Cue

_WE = re.compile(r"\b(?:vi|oss|vår|vårt|våra|jag|min|mitt|mina|we|us|our|i|my)\b", re.IGNORECASE)
_ABOUT = {
    Name.KOSTNAD: About.KOSTNAD,
    Name.SOKT_BIDRAG: About.BIDRAG,
    Name.EGEN_INSATS: About.EGEN_INSATS,
}
_FIELDS: Mapping[Name, tuple[str, Callable[[str], Any]]] = {
    Name.ROLL: ("roll", Roll),
    Name.STORLEK: ("storlek", Storlek),
    Name.STODGRUND: ("stodgrund", Stodgrund),
    Name.BONUSGRUND: ("bonusgrund", bool),
    Name.EKONOMISK_VERKSAMHET: ("ekonomisk_verksamhet", bool),
    Name.ANSTALLDA: ("anstallda", int),
    Name.MANADER: ("manader", int),
    Name.PABORJAT: ("paborjat", bool),
    Name.DATA_FINNS: ("data_finns", bool),
    Name.INRIKTNING: ("inriktning", Inriktning),
    Name.BILAGA_SAKNAS: ("bilagor_saknas", Bilaga),
}
_KNOWN = "det är redan känt"
_NOBODY = "organisationen är inte nämnd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The facts with what was added, and what became of each argument."""

    facts: Facts
    added: tuple[Checked, ...] = ()
    cut: tuple[Checked, ...] = ()


def _our_own(facts: Facts, place: Place) -> bool:
    said = facts.turns[place.turn].said
    start, end = said.sentence(place.start)
    known = facts.parties.get(OURS)
    return (known is None or known.aktorstyp is None) and bool(_WE.search(said.raw, start, end))


def _with_turn(facts: Facts, at: int, **changes: Any) -> Facts:
    turns = list(facts.turns)
    turns[at] = replace(turns[at], facts=turns[at].facts + 1, **changes)
    return replace(facts, turns=tuple(turns))


def _with_parties(facts: Facts, parties: dict[str, Projektpart]) -> Facts:
    return replace(facts, parties=parties, projekt=replace(facts.projekt, parter=tuple(parties.values())))


def _add_party(facts: Facts, checked: Checked) -> tuple[Facts, str]:
    place, kind = _place(checked), checked.argument.value
    turn = facts.turns[place.turn]
    if any(m.start < place.end and place.start < m.end for m in turn.mentions):
        return facts, _KNOWN
    ours = _our_own(facts, place)
    key = OURS if ours else kind
    said_ours = bool(_WE.fullmatch(checked.argument.party.strip()))
    if key in facts.parties or (ours and OURS in facts.questions) or (said_ours and not ours):
        return facts, _KNOWN
    led = any(p.roll is Roll.KOORDINATOR for p in facts.parties.values())
    party = Projektpart(aktorstyp=kind, roll=Roll.KOORDINATOR if ours and not led else None)
    mention = Mention(
        kind=kind, start=place.start, end=place.end, surface=turn.said.raw[place.start : place.end], ours=ours
    )
    told = _with_turn(facts, place.turn, mentions=(*turn.mentions, mention), keys=(*turn.keys, key))
    ordered = {key: party, **facts.parties} if ours else {**facts.parties, key: party}
    return _with_parties(told, ordered), ""


def _place(checked: Checked) -> Place:
    if checked.place is None:
        raise ValueError("bara ett prövat argument har en plats")
    return checked.place


def _party_of(facts: Facts, argument: Argument) -> str | None:
    """Return the party that the argument's words name; the asker's own where they say "we" or nothing."""
    if not argument.party.strip() or _WE.fullmatch(argument.party.strip()):
        return OURS if OURS in facts.parties else next(iter(facts.parties), None) if len(facts.parties) == 1 else None
    place = find(argument.party, [turn.said for turn in facts.turns])
    if place is None:
        return None
    turn = facts.turns[place.turn]
    named = [
        k
        for k, m in zip(turn.keys, turn.mentions, strict=True)
        if m.start < place.end and place.start < m.end and k in facts.parties
    ]
    return named[0] if len(set(named)) == 1 else None


def _value(checked: Checked) -> Any:  # noqa: ANN401  # of the field that the argument fills
    argument = checked.argument
    if argument.name in FLAGS:
        return checked.truth
    if checked.amount is not None:
        return math.ceil(checked.amount.value)
    return _FIELDS[argument.name][1](argument.value)


def _add_of_party(facts: Facts, checked: Checked) -> tuple[Facts, str]:
    key = _party_of(facts, checked.argument)
    if key is None:
        return facts, _NOBODY
    party, name = facts.parties[key], _FIELDS[checked.argument.name][0]
    sized = checked.argument.name in {Name.STORLEK, Name.ANSTALLDA} and (party.storlek or party.anstallda is not None)
    if sized or getattr(party, name) is not None:
        return facts, _KNOWN
    if checked.argument.value == Roll.KOORDINATOR and any(p.roll is Roll.KOORDINATOR for p in facts.parties.values()):
        return facts, _KNOWN
    at = _place(checked).turn
    changes = {"casting": _recast(facts.turns[at], key, checked)} if checked.argument.name is Name.ROLL else {}
    change: dict[str, Any] = {name: _value(checked)}
    parties = facts.parties | {key: replace(party, **change)}
    return _with_parties(_with_turn(facts, at, **changes), parties), ""


def _recast(turn: Turn, key: str, checked: Checked) -> Casting:
    place = US if key == OURS or key not in turn.keys else turn.keys.index(key)
    return Casting(cues={**turn.casting.cues, place: Cue(checked.argument.value)}, told=True)


def _add_to_project(facts: Facts, checked: Checked) -> tuple[Facts, str]:
    name = _FIELDS[checked.argument.name][0]
    if getattr(facts.projekt, name) not in (None, ()):
        return facts, _KNOWN
    several = checked.argument.name in {Name.INRIKTNING, Name.BILAGA_SAKNAS}
    change: dict[str, Any] = {name: (_value(checked),) if several else _value(checked)}
    at = _place(checked).turn
    told = _with_turn(facts, at, project={**facts.turns[at].project, **change})
    return replace(told, projekt=replace(told.projekt, **change)), ""


def _loose(posts: Sequence[Kostnadspost], belopp: int) -> list[Kostnadspost]:
    return [p for p in posts if p.belopp == belopp and p.kostnadsslag is None and p.timmar is None]


def _without_post(facts: Facts, belopp: int, put: Kostnadspost | None) -> Facts | None:
    """Return *facts* with the one cost of that sum and no kind taken out, or *put* in its place; None where not one."""

    def changed(posts: Sequence[Kostnadspost]) -> tuple[Kostnadspost, ...]:
        return tuple(n for p in posts for n in ([put] if put else []) if p in _loose(posts, belopp)) + tuple(
            p for p in posts if p not in _loose(posts, belopp)
        )

    projekt = facts.projekt
    if (
        len([p for posts in (projekt.kostnader, *(x.kostnader for x in projekt.parter)) for p in _loose(posts, belopp)])
        != 1
    ):
        return None
    parties = {k: replace(p, kostnader=changed(p.kostnader)) for k, p in facts.parties.items()}
    loose = replace(facts, projekt=replace(projekt, kostnader=changed(projekt.kostnader)))
    return _with_parties(loose, parties)


def _add_sum(facts: Facts, checked: Checked) -> tuple[Facts, str]:
    """Say of a sum that was read as a cost for want of better what it is, or of which kind."""
    place, name = _place(checked), checked.argument.name
    turn = facts.turns[place.turn]
    told = next((t for t in turn.told if checked.amount and t.amount.start == checked.amount.start), None)
    if (
        told is None
        or told.kostnadsslag
        or (told.clear and name is not Name.KOSTNAD)
        or told.about is not About.KOSTNAD
    ):
        return facts, _KNOWN
    belopp = int(told.amount.value)
    wanted = {Name.SOKT_BIDRAG: facts.projekt.sokt_bidrag, Name.EGEN_INSATS: facts.projekt.egen_insats}
    if wanted.get(name) is not None:
        return facts, _KNOWN
    kind = Kostnadsslag(checked.argument.value) if name is Name.KOSTNAD else None
    moved = _without_post(facts, belopp, Kostnadspost(kostnadsslag=kind, belopp=belopp) if kind else None)
    if moved is None:
        return facts, "beloppet är inte en enda kostnad"
    change: dict[str, Any] = {} if kind else {"sokt_bidrag" if name is Name.SOKT_BIDRAG else "egen_insats": belopp}
    moved = replace(moved, projekt=replace(moved.projekt, **change))
    renamed = replace(told, about=_ABOUT[name], kostnadsslag=kind, clear=True)
    return _with_turn(moved, place.turn, told=tuple(renamed if t is told else t for t in turn.told)), ""


def _add(facts: Facts, checked: Checked) -> tuple[Facts, str]:
    name = checked.argument.name
    if name is Name.AKTORSTYP:
        return _add_party(facts, checked)
    if name in OF_PARTY:
        return _add_of_party(facts, checked)
    return _add_sum(facts, checked) if name in SUMS else _add_to_project(facts, checked)


def fill(facts: Facts, arguments: Sequence[Argument], lexicon: Lexicon) -> Filled:
    """Return *facts* with every argument that its words prove and that nothing told before contradicts; parties first."""
    added: list[Checked] = []
    cut: list[Checked] = []
    for argument in sorted(arguments, key=lambda a: a.name is not Name.AKTORSTYP):
        checked = check(argument, [turn.said for turn in facts.turns], lexicon)
        if not checked.reason:
            facts, reason = _add(facts, checked)
            checked = replace(checked, reason=reason)
        (cut if checked.reason else added).append(checked)
    return Filled(facts=facts, added=tuple(added), cut=tuple(cut))


def _tells(facts: Facts, lexicon: Lexicon) -> bool:
    """Return whether the conversation tells of a project of one's own, so that a model may have more to find in it."""
    last = facts.turns[-1].said
    about = lexicon.asks["lov"].has(last.folded) or any(w.has(last.folded) for w in lexicon.budget.values())
    told = any(turn.facts or turn.told or turn.keys for turn in facts.turns)
    stated = any(_WE.search(s) for turn in facts.turns for s in _statements(turn.said.raw))
    return told or (about and stated)


def _statements(raw: str) -> Iterator[str]:
    yield from (s for s in re.split(r"(?<=[.!?])\s+|\n+", raw) if s and not s.rstrip().endswith("?"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """Asks a model what a conversation tells of a project; *kinds*: the known kinds of organisation."""

    writer: Writer
    lexicon: Lexicon
    kinds: Sequence[str]

    def __call__(self, read: Sequence[Facts]) -> Sequence[tuple[Facts, Sequence[str], Mapping[str, Any]]]:
        """Return each of *read* – the questions of one message – with what is added, as shown, and the trace."""
        arguments, trace = self._arguments(read[-1])
        filled = [fill(facts, arguments, self.lexicon) for facts in read]
        return [(f.facts, tuple(dict.fromkeys(map(self._shown, f.added))), {**trace, **_trace(f)}) for f in filled]

    def _shown(self, checked: Checked) -> str:
        """Return an argument as a reader sees it: its name, and its value where that is a word."""
        argument = checked.argument
        value = self.lexicon.shown.get(argument.value, argument.value)
        return f"{argument.name.value} ({value})" if value else argument.name.value

    def _arguments(self, facts: Facts) -> tuple[Sequence[Argument], Mapping[str, Any]]:
        """Return what the model reads out of the turns of *facts*; nothing where it fails or has no cause to be asked."""
        if not _tells(facts, self.lexicon):
            return (), {}
        values = choices(self.kinds)
        data = {"turns": [turn.said.raw for turn in facts.turns], "uppgifter": values}
        about = {"model": self.writer.name, "prompt": prompt_version(prompt("uppgifter"))}
        try:
            rows = rows_from(self.writer, "uppgifter", data, schema(values), partly=True)
        except ModelError as error:
            return (), {**about, "fallback": str(error)}
        return tuple(read_arguments(rows, values)), about


def _trace(filled: Filled) -> Mapping[str, Any]:
    """Return what was added and what was cut and why; nothing where no argument was given."""
    if not filled.added and not filled.cut:
        return {}
    return {
        "added": [_told(c) for c in filled.added],
        "cut": [{**_told(c), "reason": c.reason} for c in filled.cut],
    }


def _told(checked: Checked) -> dict[str, str]:
    argument = checked.argument
    return {"argument": argument.name.value, "value": argument.value, "words": argument.words}
