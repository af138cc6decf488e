"""Which role each organisation of a message has, told or asked about."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.rules.projekt import Roll
from assistant.understanding.project.actors import Mention, Said
from assistant.understanding.project.lexicon import Hit, Lexicon


class Cue(StrEnum):
    """What the words say: a role, or only that somebody applies."""

    KOORDINATOR = "koordinator"
    PROJEKTPART = "projektpart"
    UNDERLEVERANTOR = "underleverantör"
    MEDSOKANDE = "medsökande"
    SOKANDE = "sökande"


US = -1
"""Place of a role that is the asker's own organisation's, named or not."""
THEM = -2
"""Place of a role that is told of the organisation last spoken of ("de", "den")."""
SAME = -3
"""Place of a role told of nobody: the organisation last asked about, else the asker's own."""

_RANK = [Cue.KOORDINATOR, Cue.UNDERLEVERANTOR, Cue.MEDSOKANDE, Cue.PROJEKTPART, Cue.SOKANDE]
_ROLL = {
    Cue.KOORDINATOR: Roll.KOORDINATOR,
    Cue.PROJEKTPART: Roll.PROJEKTPART,
    Cue.UNDERLEVERANTOR: Roll.UNDERLEVERANTOR,
}
_WE = re.compile(r"\b(?:vi|oss|jag|mig|undertecknad|klient\w*|we|us)\b")
_THEY = re.compile(r"\b(?:de|dom|den|det|denne|denna|han|hon|dessa|they|it|he|she)\b")
_NOT = re.compile(
    r"\b(?:inte|ej|not|utan|without|istallet for|i stallet for|snarare an|rather than|utan att|och inte)\s(?:bara |"
    r"enbart |endast |just |only |just )?(?:att )?(?:vara |bli |stå |sta |som |be |as )*(?:en |ett |a |an )?$"
)
_BLOCKING = re.compile(r"[.?!;]|\b(?:medan|men|while|but)\b")
_JOINED = re.compile(r"[\s,]*(?:och|samt|plus|eller|and|or|&|\+)?\s*(?:en |ett |vår |var |a |an |annan )*")
_BACKWARDS = re.compile(
    r"\s?(?:ar|blir|vore|skulle bli|skulle vara|=|:|is|would be|will be)?\s?(?:da |en |ett |var |vart |a |an |our |the )*"
)
_FORWARD = re.compile(r"(?:^|[.,;:]\s*)(?:och |men )?(?:som|as)\s(?:en |vår |var |a |an |our )?$")
_WHICH_OF = re.compile(r"\b(?:vem|vilken|vilket|vilka|which) (?:av|of)\b")
_ABSTRACT = re.compile(
    r"\b(?:parter|koordinatorn|koordinatorns|huvudsokanden|projektparten|projektparterna|parten|parterna|deltagarna)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Casting:
    """The roles of one message: by the place of the mention, US for the asker's own."""

    cues: Mapping[int, Cue]
    told: bool
    """Whether the message speaks of any role at all."""

    def roll(self, place: int) -> Roll | None:
        """Return the role at *place*; None where none or only applying is spoken of."""
        cue = self.cues.get(place)
        return _ROLL.get(cue) if cue else None


def _clause_start(said: Said, at: int) -> int:
    start, _ = said.sentence(at)
    breaks = [m.end() for m in _BLOCKING.finditer(said.folded, start, at)]
    return breaks[-1] if breaks else start


def _joined_before(said: Said, mentions: Sequence[Mention], at: int) -> Iterator[int]:
    yield at
    while at and _JOINED.fullmatch(said.folded[mentions[at - 1].end : mentions[at].start]):
        at -= 1
        yield at


def _joined_after(said: Said, mentions: Sequence[Mention], at: int) -> Iterator[int]:
    yield at
    while at + 1 < len(mentions) and _JOINED.fullmatch(said.folded[mentions[at].end : mentions[at + 1].start]):
        at += 1
        yield at


def _before(said: Said, mentions: Sequence[Mention], cue: Hit) -> list[int] | None:
    start = _clause_start(said, cue.start)
    inside = [n for n, m in enumerate(mentions) if start <= m.start and m.end <= cue.start]
    last = mentions[inside[-1]].end if inside else start
    if _WE.search(said.folded, last, cue.start):
        return [US]
    if inside and not _THEY.search(said.folded, last, cue.start):
        return list(_joined_before(said, mentions, inside[-1]))
    return None


def _backwards(said: Said, mentions: Sequence[Mention], cue: Hit) -> list[int] | None:
    close = [n for n, m in enumerate(mentions) if m.start >= cue.end]
    if close and _BACKWARDS.fullmatch(said.folded[cue.end : mentions[close[0]].start]):
        return [close[0]]
    return None


def _pointed_ahead(said: Said, mentions: Sequence[Mention], cue: Hit) -> list[int]:
    start, end = said.sentence(cue.start)
    following = [n for n, m in enumerate(mentions) if cue.end <= m.start < end]
    if following and not _WE.search(said.folded, start, end):
        return following[:1]
    if _THEY.search(said.folded, start, cue.start):
        return [THEM]
    return [US] if _WE.search(said.folded, start, end) else [SAME]


def _pointed_at(said: Said, mentions: Sequence[Mention], cue: Hit) -> list[int]:
    earlier = [n for n, m in enumerate(mentions) if m.end <= cue.start]
    if not earlier:
        return _pointed_ahead(said, mentions, cue)
    foreign = [n for n in earlier if not mentions[n].ours]
    clause = said.folded[_clause_start(said, cue.start) : cue.start]
    return [foreign[-1] if foreign and (_THEY.search(clause) or not _WE.search(clause)) else earlier[-1]]


def _subjects(said: Said, mentions: Sequence[Mention], cue: Hit) -> list[int]:
    start, _ = said.sentence(cue.start)
    if _FORWARD.search(said.folded[start : cue.start].lstrip()) and (named := _objects(said, mentions, cue)):
        return named
    found = _before(said, mentions, cue)
    return found or _backwards(said, mentions, cue) or _pointed_at(said, mentions, cue)


def _objects(said: Said, mentions: Sequence[Mention], cue: Hit) -> list[int]:
    _, end = said.sentence(cue.start)
    following = [n for n, m in enumerate(mentions) if cue.end <= m.start < min(end, cue.end + 60)]
    return list(_joined_after(said, mentions, following[0])) if following else []


def _stronger(one: Cue | None, other: Cue) -> Cue:
    return other if one is None or _RANK.index(other) < _RANK.index(one) else one


def _is_role(said: Said, cue: Hit) -> bool:
    surface = said.folded[cue.start : cue.end]
    return not _ABSTRACT.fullmatch(surface) and not _NOT.search(said.folded, max(0, cue.start - 40), cue.start)


def cast(said: Said, mentions: Sequence[Mention], lexicon: Lexicon) -> Casting:
    """Return who has which role in *said*; a mention's own "project" makes it koordinator."""
    cues: dict[int, Cue] = {}
    after = [(h, True) for h in lexicon.roles_after.find(said.folded)]
    plain = [(h, False) for h in lexicon.roles.find(said.folded) if _is_role(said, h)]
    asked = {said.sentence(m.start()) for m in _WHICH_OF.finditer(said.folded)}
    for hit, follows in sorted(after + plain, key=lambda pair: pair[0].start):
        if said.sentence(hit.start) in asked:
            continue
        for place in _objects(said, mentions, hit) if follows else _subjects(said, mentions, hit):
            if follows and place >= 0 and mentions[place].ours:
                continue
            key = US if place >= 0 and mentions[place].ours else place
            cues[key] = _stronger(cues.get(key), Cue(hit.key))
    for place, mention in enumerate(mentions):
        if mention.owns_project:
            key = US if mention.ours else place
            cues[key] = _stronger(cues.get(key), Cue.KOORDINATOR)
    return Casting(cues=cues, told=bool(cues or asked))
