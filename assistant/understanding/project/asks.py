"""What is asked of the rules: nothing, whether a project may be, or what the money comes to."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.rules import calculation
from assistant.rules.projekt import Kostnadsslag, Stodgrund
from assistant.text.sentences import sentences
from assistant.understanding.project.book import OURS, Turn
from assistant.understanding.project.facts import Facts
from assistant.understanding.project.lexicon import Lexicon
from assistant.understanding.project.money import About
from assistant.understanding.project.roles import US


class Aspect(StrEnum):
    """What an eligibility question is about."""

    AKTOR = "aktör"
    BELOPP = "belopp"
    MANADER = "månader"
    PABORJAT = "påbörjat"
    DATA = "data"
    INRIKTNING = "inriktning"
    BILAGOR = "bilagor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """
    What the last message asks of the rules: *budget*, or the *aspects* of eligibility, never both.

    *whole*: every requirement is asked about.  *parties*: keys of those asked about.
    """

    budget: calculation.Ask | None = None
    aspects: tuple[Aspect, ...] = ()
    whole: bool = False
    parties: tuple[str, ...] = ()


_QUESTION_START = re.compile(
    r"^(?:och |men |sa |ok |okej |hej |alltsa |da |jaha |eller |and |but |so )*"
    r"(?:kan|far|ar|gar|funkar|fungerar|duger|raknas|skulle|har|finns|blir|ska|maste|behover|can|could|may|is|are|do|does|would|will)\b"
)
_PART_ALONE = re.compile(r"\b(?:en|varje|per) part\b|\bvar och en\b|\beach party\b")
_GENERAL = re.compile(r"\b(?:man|one|a project|ett projekt|projekt i allmanhet)\b")
_GRANT = re.compile(r"bidrag|\bstod|\bsok|vinnova|grant|fund|appl|egen\s?insats|sjalv")
_GOES_ON = re.compile(r"(?:och|om|men|nej|eller|jag menade|utan|med|what if|and|if|but)\b")
_WE = re.compile(r"\b(?:vi|oss|var|vart|vara|jag|projektet|we|our|us)\b")
_SHORT_QUESTION = 8
_SHORT_FOLLOW_UP = 22
_SHORT_ANSWER = 6


class Asker:
    """Reads what is asked; made once from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = lexicon.asks
        self._lexicon = lexicon

    def ask(self, facts: Facts) -> Ask | None:
        """Return what the last message asks of the rules, None where it asks the text or nothing."""
        previous: Ask | None = None
        for at in range(len(facts.turns)):
            previous = self._after(facts, at, previous)
        return previous

    def _after(self, facts: Facts, at: int, previous: Ask | None) -> Ask | None:
        followed = self._followed(facts, at, previous) if previous else None
        if followed and self._goes_on(facts.turns[at]):
            return followed
        return self._one(facts, at) or followed

    def _goes_on(self, turn: Turn) -> bool:
        folded = turn.said.folded
        return bool(_GOES_ON.match(folded)) and not self._cues(folded) and not self._words["lov"].has(folded)

    def _one(self, facts: Facts, at: int) -> Ask | None:
        turn = facts.turns[at]
        folded = turn.said.folded
        other = self._words["annat"].has(folded)
        if other and not turn.told:
            return None
        return self._whole(facts, at) or self._budget(facts, at) or (None if other else self._eligibility(facts, at))

    def _followed(self, facts: Facts, at: int, previous: Ask) -> Ask | None:
        turn = facts.turns[at]
        if not (turn.facts or self._changes(turn) or (turn.keys and len(turn.said.folded.split()) <= _SHORT_ANSWER)):
            return None
        if len(turn.said.folded.split()) > _SHORT_FOLLOW_UP or self._asks_the_text(turn.said.folded):
            return None
        if Aspect.AKTOR in previous.aspects and turn.keys:
            return replace(previous, parties=self._asked_parties(facts, at))
        return previous

    def _changes(self, turn: Turn) -> bool:
        return self._lexicon.facts["andring"].has(turn.said.folded) and "om" in turn.said.folded.split()

    # --- budget -------------------------------------------------------------------------------------------------

    def _cues(self, folded: str) -> set[str]:
        return {key for key, words in self._lexicon.budget.items() if words.has(folded)}

    def _budget(self, facts: Facts, at: int) -> Ask | None:
        found = self._budget_ask(facts, at)
        return Ask(budget=found) if found else None

    def _money(self, facts: Facts, at: int) -> tuple[bool, bool, bool]:
        """Return whether costs, a wanted grant, and own money are told up to turn *at*."""
        told = [t for turn in facts.turns[: at + 1] for t in (*turn.told, *turn.shares)]
        return (
            any(t.about is About.KOSTNAD for t in told),
            any(t.about is About.BIDRAG for t in told),
            any(t.about is About.EGEN_INSATS for t in told),
        )

    def _budget_ask(self, facts: Facts, at: int) -> calculation.Ask | None:
        turn = facts.turns[at]
        folded = turn.said.folded
        costs, grant, own = self._money(facts, at)
        cues = self._cues(folded)
        if special := self._special(facts, at, cues):
            return special
        if "kostnader" in cues and (grant or own) and not any(t.about is About.KOSTNAD for t in turn.told):
            return calculation.Ask.KOSTNADER
        if not (costs or grant or own):
            return None
        if "fordelning" in cues and len(facts.parties) > 1 and costs:
            return calculation.Ask.FORDELNING
        now = {t.about for t in (*turn.told, *turn.shares)}
        if {About.BIDRAG, About.KOSTNAD} <= now and "egen_insats" not in cues:
            return calculation.Ask.PLAN
        if grant and costs and self._about_plan(turn, cues):
            return calculation.Ask.PLAN
        if (
            costs
            and any(t.about is About.EGEN_INSATS for t in (*turn.told, *turn.shares))
            and self._words["lov"].has(folded)
        ):
            return calculation.Ask.PLAN
        if costs and ("bidrag" in cues or ("bidrag_om_kostnad" in cues and self._plain_costs(facts, at))):
            return calculation.Ask.BIDRAG
        if "egen_insats" in cues and (costs or grant):
            return calculation.Ask.EGEN_INSATS
        if "bidrag" in cues and own:
            return calculation.Ask.KOSTNADER
        return self._from_statement(turn, grant=grant)

    def _plain_costs(self, facts: Facts, at: int) -> bool:
        told = (t for turn in facts.turns[: at + 1] for t in turn.told)
        return any(t.about is About.KOSTNAD and (t.clear or t.place >= 0) for t in told)

    def _about_plan(self, turn: Turn, cues: set[str]) -> bool:
        allowed = self._words["lov"].has(turn.said.folded)
        return (
            (allowed or not cues & {"bidrag", "egen_insats"})
            and bool(turn.told or turn.shares)
            and not cues & {"egen_insats"}
        )

    def _from_statement(self, turn: Turn, *, grant: bool) -> calculation.Ask | None:
        told = any(t.about is About.KOSTNAD and (t.clear or t.place >= 0) for t in turn.told)
        folded = turn.said.folded
        if "?" in turn.said.raw or not told or self._asks_the_text(folded) or self._words["annat"].has(folded):
            return None
        return calculation.Ask.PLAN if grant else calculation.Ask.BIDRAG

    def _special(self, facts: Facts, at: int, cues: set[str]) -> calculation.Ask | None:
        turn = facts.turns[at]
        told = [t for one in facts.turns[: at + 1] for t in one.told]
        pay = any(t.kostnadsslag is Kostnadsslag.PERSONAL for t in told)
        stated = [*told, *(t for one in facts.turns[: at + 1] for t in one.shares)]
        overhead = any(t.kostnadsslag is Kostnadsslag.INDIREKTA for t in stated)
        if "indirekta" in cues and (pay or turn.told):
            if not (overhead and pay):
                return calculation.Ask.INDIREKTA
            if self._words["lov"].has(turn.said.folded) and "bidrag" not in cues:
                return calculation.Ask.PLAN
        hours = any(t.amount.hours for t in turn.told)
        if hours and not _GRANT.search(turn.said.folded):
            return calculation.Ask.PERSONAL
        minor = any(p.stodgrund is Stodgrund.STOD_AV_MINDRE_BETYDELSE for p in facts.parties.values())
        earlier = any(t.about is About.TIDIGARE_STOD for t in told)
        if (minor or earlier) and earlier and not self._money(facts, at)[0] and cues:
            return calculation.Ask.MINDRE_BETYDELSE
        sized = any(p.storlek or p.anstallda for p in facts.parties.values())
        if "niva" in cues and sized and not turn.told:
            return calculation.Ask.NIVA
        return None

    # --- eligibility --------------------------------------------------------------------------------------------

    def _asks_the_text(self, folded: str) -> bool:
        return any(self._other_question(s) for s in sentences(folded)[-1:])

    def _other_question(self, sentence: str) -> bool:
        start = re.sub(r"^(?:och|men|sa|hej|da|jaha|and|but|so)[ ,!]+", "", sentence.strip())
        asks = any(h.start == 0 for h in self._words["fragar_om_annat"].find(start))
        return asks and not any(h.start == 0 for h in self._words["fragar_om_annat_utom"].find(start))

    def _whole(self, facts: Facts, at: int) -> Ask | None:
        turn = facts.turns[at]
        if not facts.parties or not self._words["helhet"].has(turn.said.folded):
            return None
        own = bool(_WE.search(turn.said.folded))
        return Ask(aspects=tuple(Aspect), whole=True, parties=tuple(facts.parties)) if own else None

    def _eligibility(self, facts: Facts, at: int) -> Ask | None:
        turn = facts.turns[at]
        if self._asks_the_text(turn.said.folded):
            return None
        aspects = [a for a in Aspect if self._touches(a, facts, at)]
        if len(aspects) > 1 and self._words["grans"].has(turn.said.folded):
            aspects = [a for a in aspects if a is not Aspect.AKTOR]
        if not aspects:
            return None
        return Ask(aspects=tuple(aspects), parties=self._asked_parties(facts, at) if Aspect.AKTOR in aspects else ())

    def _asked_parties(self, facts: Facts, at: int) -> tuple[str, ...]:
        for turn in reversed(facts.turns[: at + 1]):
            if turn.others:
                return (*((OURS,) if OURS in facts.parties else ()), *turn.others)
            if turn.keys:
                break
        return tuple(k for k in facts.parties if k == OURS) or tuple(facts.parties)

    def _touches(self, aspect: Aspect, facts: Facts, at: int) -> bool:
        turn = facts.turns[at]
        folded = turn.said.folded
        allowed = self._words["lov"].has(folded) or "?" not in turn.said.raw
        if not allowed and len(folded.split()) > (_SHORT_QUESTION if aspect is Aspect.AKTOR else _SHORT_FOLLOW_UP):
            return False
        if aspect is Aspect.AKTOR:
            return self._about_actor(facts, at)
        if aspect is Aspect.BELOPP:
            return any(t.about is About.BIDRAG for t in turn.told) and not _PART_ALONE.search(folded)
        if aspect is Aspect.MANADER:
            return turn.project.get("manader") is not None
        if aspect is Aspect.PABORJAT:
            return turn.project.get("paborjat") is not None and not _GENERAL.search(folded)
        if aspect is Aspect.BILAGOR:
            return "bilagor_saknas" in turn.project
        named = "inriktning" in turn.project if aspect is Aspect.INRIKTNING else turn.project.get("data_finns") is False
        if aspect is Aspect.DATA and named and _WE.search(folded):
            return True
        return named and self._words["projekt"].has(folded)

    def _about_actor(self, facts: Facts, at: int) -> bool:
        turn = facts.turns[at]
        folded = turn.said.folded
        if not any(p.aktorstyp or k in facts.questions for k, p in facts.parties.items()):
            return False
        allowed = self._words["lov"].has(folded)
        told = turn.casting.told and (bool(turn.keys) or US in turn.casting.cues)
        if told and (allowed or (len(folded.split()) <= _SHORT_QUESTION and "?" in turn.said.raw)):
            return bool(turn.keys) or OURS in facts.parties or len(facts.parties) > 0
        several = len(facts.parties) > 1 or any(m.several for m in turn.mentions)
        joint = self._lexicon.together.has(folded) and several
        if joint and allowed:
            return True
        before = facts.turns[:at]
        earlier = any(t.casting.told or self._lexicon.together.has(t.said.folded) for t in before)
        same = set(turn.keys) <= {key for t in before for key in t.keys}
        return earlier and same and self._words["korta"].has(folded)
