"""The project that chat and tabs share: what is known, what the chat has been told of it, and how both meet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from assistant.replies.reply import ToolUse
from assistant.rules.calculation import Fordelning
from assistant.rules.exchange import projekt_from_json
from assistant.rules.money import grouped, kronor
from assistant.rules.projekt import Kostnadspost, Projekt, Projektpart, Roll
from assistant.sources.parameters import Parameters
from assistant.web.budgets import WhatIf

_Told = TypeVar("_Told", Projekt, Projektpart)
_PROJECT_FIELDS = frozenset(f.name for f in fields(Projekt))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """*projekt*: all that is known.  *told*: as much of it as the chat has heard."""

    projekt: Projekt = field(default_factory=Projekt)
    told: Projekt = field(default_factory=Projekt)
    fordelning: Fordelning = Fordelning.PROPORTIONELL
    what_if: WhatIf = field(default_factory=WhatIf)


def _over(new: _Told, old: _Told) -> _Told:
    """Return *new* with what it does not tell filled in from *old*."""
    kept = {f.name: getattr(old, f.name) for f in fields(new) if getattr(new, f.name) in (None, "", ())}
    return replace(new, **kept)


def _same_sum(new: tuple[Kostnadspost, ...], old: tuple[Kostnadspost, ...]) -> bool:
    """Return whether *new* is *old* told in one sum, as the chat hears of costs that were filled in kind by kind."""
    return bool(old) and sum(c.belopp for c in new) == sum(c.belopp for c in old)


def _merged_parties(new: tuple[Projektpart, ...], old: tuple[Projektpart, ...]) -> tuple[Projektpart, ...]:
    left = list(old)
    merged = []
    for part in new:
        same = next((p for p in left if p.aktorstyp == part.aktorstyp and p.namn in ("", part.namn)), None)
        if same is None:
            merged.append(part)
            continue
        left.remove(same)
        kept = same.kostnader if _same_sum(part.kostnader, same.kostnader) else part.kostnader
        merged.append(_over(replace(part, kostnader=kept), same))
    return tuple(merged)


def merged(new: Projekt, old: Projekt) -> Projekt:
    """Return the project after the chat understood *new*: what it does not speak of stays as it was."""
    parties = _merged_parties(new.parter, old.parter) if new.parter else old.parter
    spread = any(p.kostnader for p in new.parter)
    base = replace(old, kostnader=()) if spread else old
    if new.kostnader and not spread:
        parties = tuple(replace(p, kostnader=()) for p in parties)
    return _over(replace(new, parter=parties, okanda=()), replace(base, okanda=()))


def heard(shared: Shared, tool: ToolUse | None) -> Shared:
    """Return the shared project after an answer; raises InputError where the answer's input is no project."""
    if tool is None:
        return replace(shared, told=shared.projekt)
    told: Mapping[str, Any] = {k: v for k, v in tool.input.items() if k in _PROJECT_FIELDS}
    known = merged(projekt_from_json(told), shared.projekt)
    return replace(shared, projekt=known, told=known)


def _party_sentence(part: Projektpart, parameters: Parameters, *, first: bool) -> str:
    """Return one sentence with all of a party, since a second one would be read as a second party."""
    aktor = parameters.aktorer.get(part.aktorstyp or "")
    if aktor is None:
        return ""
    article, _, kind = aktor.label.partition(" ")
    who = f"{article} {part.storlek} {kind}" if part.storlek and article == "ett" else aktor.label
    role = part.roll or (Roll.KOORDINATOR if first else Roll.PROJEKTPART)
    costs = f"kostnader på {kronor(sum(c.belopp for c in part.kostnader))}" if part.kostnader else ""
    if first:
        return f"Vi är {who}, {role}, med {costs}." if costs else f"Vi är {who}, {role}."
    has = (f"har {costs}" if costs else "", "uppfyller villkoren för bonusgrund" if part.bonusgrund else "")
    told = " och ".join(words for words in has if words)
    return f"{who[:1].upper()}{who[1:]}, {role}, {told or 'är med'}."


def _project_sentences(projekt: Projekt) -> Iterator[str]:
    if projekt.kostnader:
        yield f"Projektets kostnader är {kronor(sum(c.belopp for c in projekt.kostnader))}."
    if projekt.sokt_bidrag is not None:
        yield f"Vi söker {kronor(projekt.sokt_bidrag)} i bidrag."
    if projekt.manader is not None:
        yield f"Projektet pågår i {grouped(projekt.manader)} månader."
    if projekt.paborjat is not None:
        yield "Projektet har redan börjat." if projekt.paborjat else "Projektet har inte börjat."
    if projekt.data_finns is not None:
        yield "Data finns redan." if projekt.data_finns else "Det finns inga data än."


def untold(shared: Shared, parameters: Parameters) -> str:
    """Return in words what the chat has not heard of the project; empty where it knows all."""
    if shared.projekt == shared.told:
        return ""
    parties = (_party_sentence(p, parameters, first=at == 0) for at, p in enumerate(shared.projekt.parter))
    sentences = (*parties, *_project_sentences(shared.projekt))
    return " ".join(sentence for sentence in sentences if sentence)
