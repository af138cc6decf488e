"""What a question about money asks for: the grant, the own part, a ceiling, whether a plan is allowed."""

import re
from itertools import pairwise

from assistant.rules.calculation import Ask
from assistant.rules.projekt import Kostnadsslag, Stodgrund
from assistant.understanding.project.book import Turn
from assistant.understanding.project.facts import Facts
from assistant.understanding.project.lexicon import Hit, Lexicon
from assistant.understanding.project.money import About, Told

_GRANT = re.compile(r"bidrag|\bstod|\bsok|vinnova|grant|fund|appl|egen\s?insats|sjalv")
_SHORT_ANSWER = 12
_SAME = {Ask.INDIREKTA: "indirekta", Ask.BIDRAG: "bidrag", Ask.EGEN_INSATS: "egen_insats", Ask.KOSTNADER: "kostnader"}
_STATED = 1000
"""A sum below this that no word explains is no cost to answer from."""
_STRUCTURE = frozenset({"mangd", "givare", "egna", "betalar", "far"})
"""Words that ask only together: how much, and who pays or gets."""
_GENERIC = frozenset({"bidrag_om_kostnad", "mindre_betydelse", "personal"})
"""Words that alone do not change what is asked when a follow-up only adds or changes a sum."""


def asking_part(turn: Turn) -> str:
    """Return the asking sentences of *turn*, folded; all of it where none ends in a question mark."""
    starts = turn.said.breaks
    parts = [turn.said.folded[a:b] for a, b in pairwise(starts)]
    return " ".join(p for p in parts if "?" in p) or turn.said.folded


class BudgetAsker:
    """Reads what is asked about money; made once from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = lexicon.asks
        self._budget = lexicon.budget
        self._bonus = lexicon.facts["bonus"]
        self._change = lexicon.facts["andring"]
        self._about = lexicon.facts["galler"]
        self._other_ceiling = lexicon.facts["annat_tak"]

    def cues(self, folded: str) -> set[str]:
        """Return what the words of *folded* ask about; "påslag" of a bonus is no overhead."""
        plain = self._without_bonus(folded)
        return {key for key, words in self._budget.items() if key not in _STRUCTURE and words.has(plain)}

    def asks(self, folded: str) -> bool:
        """Return whether *folded* has a word that asks about money, and does not only tell a sum."""
        return bool(self.cues(folded)) or self._budget["mangd"].has(folded)

    def ask(self, facts: Facts, at: int, *, asks_the_text: bool) -> Ask | None:
        """Return what turn *at* asks of a budget, None where it asks nothing that the told sums answer."""
        turn = facts.turns[at]
        cues = self.cues(turn.said.folded)
        return (
            self._special(facts, at, cues)
            or self._worded(facts, at, cues)
            or self._structural(facts, at)
            or self._from_statement(facts, at, asks_the_text=asks_the_text)
        )

    def suggested(self, facts: Facts, at: int, ask: Ask) -> Ask | None:
        """Return *ask* where turn *at* tells a sum and the turns so far all that *ask* needs; None otherwise."""
        told = self._told(facts, at)
        about = {t.about for t in told}
        if not facts.turns[at].told:
            return None
        if ask in {Ask.BIDRAG, Ask.EGEN_INSATS}:
            return ask if self._plain_costs(facts, at) else None
        if ask is Ask.INDIREKTA:
            return ask if any(t.kostnadsslag is Kostnadsslag.PERSONAL for t in told) else None
        if ask is Ask.PERSONAL:
            return ask if any(t.amount.hours for t in told) else None
        if ask is Ask.MINDRE_BETYDELSE:
            other = self._other_ceiling.has(facts.turns[at].said.folded)
            return ask if About.TIDIGARE_STOD in about and About.KOSTNAD not in about and not other else None
        return ask if ask is Ask.FORDELNING and len(facts.parties) > 1 and About.KOSTNAD in about else None

    def goes_on(self, turn: Turn, previous: Ask) -> bool:
        """Return whether *turn* only adds to or changes a sum, so that it asks *previous* again."""
        asked = self.cues(turn.said.folded) - _GENERIC - {_SAME.get(previous, "")}
        asked -= set() if _GRANT.search(turn.said.folded) else {"bidrag"}
        loose = self._change.has(turn.said.folded) and not any(t.clear for t in turn.told)
        return bool(turn.told) and (loose or any(t.change for t in turn.told)) and not asked

    def _without_bonus(self, folded: str) -> str:
        for hit in self._bonus.find(folded):
            folded = folded[: hit.start] + " " * (hit.end - hit.start) + folded[hit.end :]
        return folded

    def _told(self, facts: Facts, at: int) -> list[Told]:
        return [t for turn in facts.turns[: at + 1] for t in (*turn.told, *turn.shares)]

    def _worded(self, facts: Facts, at: int, cues: set[str]) -> Ask | None:
        turn = facts.turns[at]
        told = {t.about for t in self._told(facts, at)}
        costs, grant, own = (about in told for about in (About.KOSTNAD, About.BIDRAG, About.EGEN_INSATS))
        now = {t.about for t in (*turn.told, *turn.shares)}
        if "kostnader" in cues and (grant or own) and not any(t.about is About.KOSTNAD for t in turn.told):
            return Ask.KOSTNADER
        if not (costs or grant or own):
            return None
        if "fordelning" in cues and len(facts.parties) > 1 and costs:
            return Ask.FORDELNING
        if self._is_plan(turn, cues, now, costs=costs, grant=grant, own=own):
            return Ask.PLAN
        if costs and ("bidrag" in cues or ("bidrag_om_kostnad" in cues and self._plain_costs(facts, at))):
            return Ask.BIDRAG
        if "egen_insats" in cues and (costs or grant):
            return Ask.EGEN_INSATS
        return Ask.KOSTNADER if "bidrag" in cues and own else None

    def _is_plan(self, turn: Turn, cues: set[str], now: set[About], *, costs: bool, grant: bool, own: bool) -> bool:
        allowed = self._words["lov"].has(turn.said.folded)
        if {About.BIDRAG, About.KOSTNAD} <= now and "egen_insats" not in cues:
            return True
        if grant and own and not costs and allowed:
            return True
        if grant and costs and (allowed or not cues & {"bidrag", "egen_insats"}) and now and "egen_insats" not in cues:
            return True
        stated = "?" not in turn.said.raw and not cues & {"bidrag", "egen_insats"} and About.KOSTNAD in now
        return costs and About.EGEN_INSATS in now and (allowed or stated)

    def _plain_costs(self, facts: Facts, at: int) -> bool:
        told = (t for turn in facts.turns[: at + 1] for t in turn.told)
        return any(t.about is About.KOSTNAD and self._is_plain(t) for t in told)

    def _is_plain(self, told: Told) -> bool:
        written = not told.amount.inherited and told.amount.value >= _STATED
        return told.clear or told.named or told.place >= 0 or written

    def _structural(self, facts: Facts, at: int) -> Ask | None:
        """Return the grant or the own part where costs are told and somebody's paying or getting is asked about."""
        asking = self._without_bonus(asking_part(facts.turns[at]))
        told = {t.about for t in self._told(facts, at)}
        if facts.both_levels and self._plain_costs(facts, at):
            return Ask.BIDRAG
        if About.BIDRAG in told and About.KOSTNAD not in told:
            return Ask.KOSTNADER if self._asks_costs(asking) else None
        if {About.BIDRAG, About.KOSTNAD} <= told and self._words["grans"].has(asking):
            return Ask.PLAN
        if not self._plain_costs(facts, at) or self._asks_other(asking):
            return None
        if not self._budget["mangd"].has(asking):
            return self._asked_before(facts, at)
        payer = self._payer(asking)
        if payer == "egna" or (
            payer is None and self._budget["egna"].has(asking) and not self._budget["far"].has(asking)
        ):
            return Ask.EGEN_INSATS
        gets = payer == "givare" or self._budget["far"].has(asking) or self._budget["givare"].has(asking)
        return Ask.BIDRAG if gets else None

    def _asks_costs(self, asking: str) -> bool:
        return self._budget["mangd"].has(asking) and any(h.key == About.KOSTNAD for h in self._about.find(asking))

    def _asks_other(self, asking: str) -> bool:
        """Return whether *asking* names a subject of the text that is not itself a word for a cost."""
        costs = self._about.find(asking)
        return any(not any(c.start <= h.start < c.end for c in costs) for h in self._words["annat"].find(asking))

    def _asked_before(self, facts: Facts, at: int) -> Ask | None:
        """Return what the message before asked, where it lacked the costs that turn *at* tells."""
        turn = facts.turns[at]
        if not at or not turn.told or len(turn.said.folded.split()) > _SHORT_ANSWER:
            return None
        cues = self.cues(facts.turns[at - 1].said.folded)
        return Ask.EGEN_INSATS if "egen_insats" in cues else Ask.BIDRAG if "bidrag" in cues else None

    def _payer(self, asking: str) -> str | None:
        """Return who pays in *asking*, "givare" or "egna": the one named closest before the word for paying."""
        for verb in self._budget["betalar"].find(asking):
            named = [h for key in ("givare", "egna") for h in _keyed(self._budget[key].find(asking), key)]
            before = [h for h in named if h.end <= verb.start]
            after = [h for h in named if h.start >= verb.end]
            if before or after:
                return (max(before, key=lambda h: h.end) if before else min(after, key=lambda h: h.start)).key
        return None

    def _from_statement(self, facts: Facts, at: int, *, asks_the_text: bool) -> Ask | None:
        turn = facts.turns[at]
        told = any(t.about is About.KOSTNAD and (t.clear or t.place >= 0) for t in turn.told)
        if "?" in turn.said.raw or not told or asks_the_text or self._words["annat"].has(turn.said.folded):
            return None
        grant = any(t.about is About.BIDRAG for t in self._told(facts, at))
        return Ask.PLAN if grant else Ask.BIDRAG

    def _special(self, facts: Facts, at: int, cues: set[str]) -> Ask | None:
        return self._of_costs(facts, at, cues) or self._of_company(facts, at, cues)

    def _of_costs(self, facts: Facts, at: int, cues: set[str]) -> Ask | None:
        """Return the ceiling asked about: of indirect costs or of pay by the hour."""
        turn = facts.turns[at]
        folded, told = turn.said.folded, self._told(facts, at)
        pay = any(t.kostnadsslag is Kostnadsslag.PERSONAL for t in told)
        overhead = any(t.kostnadsslag is Kostnadsslag.INDIREKTA for t in told)
        asking = asking_part(turn)
        about_grant = bool(_GRANT.search(asking)) or "bidrag" in self.cues(asking)
        if "indirekta" in cues and (pay or turn.told):
            if not (overhead and pay) and not (about_grant and "indirekta" not in self.cues(asking_part(turn))):
                return Ask.INDIREKTA
            if overhead and pay and not about_grant and ("?" in turn.said.raw or self._words["lov"].has(folded)):
                return Ask.PLAN
        hours = any(t.amount.hours for t in turn.told)
        generic = bool(cues & {"bidrag", "bidrag_om_kostnad"}) and "personal" not in cues
        return Ask.PERSONAL if hours and not generic and not _GRANT.search(folded) else None

    def _of_company(self, facts: Facts, at: int, cues: set[str]) -> Ask | None:
        turn = facts.turns[at]
        told = {t.about for t in self._told(facts, at)}
        if self._other_ceiling.has(turn.said.folded):
            return None
        minor = any(p.stodgrund is Stodgrund.STOD_AV_MINDRE_BETYDELSE for p in facts.parties.values())
        if (
            About.TIDIGARE_STOD in told
            and About.KOSTNAD not in told
            and (cues or minor or self._budget["mangd"].has(asking_part(turn)))
        ):
            return Ask.MINDRE_BETYDELSE
        sized = any(p.storlek or p.anstallda for p in facts.parties.values())
        return Ask.NIVA if "niva" in cues and sized and not turn.told else None


def _keyed(hits: tuple[Hit, ...], key: str) -> list[Hit]:
    return [Hit(key, h.start, h.end) for h in hits]
