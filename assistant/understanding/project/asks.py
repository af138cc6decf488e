"""What is asked of the rules: nothing, whether a project may be, or what the money comes to."""

import re

from assistant.rules import calculation
from assistant.understanding.project.asked import Ask
from assistant.understanding.project.asking import Form
from assistant.understanding.project.book import Turn
from assistant.understanding.project.budget_asks import BudgetAsker
from assistant.understanding.project.eligibility_asks import EligibilityAsker
from assistant.understanding.project.facts import Facts
from assistant.understanding.project.lexicon import Lexicon

_GOES_ON = re.compile(r"(?:och|om|men|nej|eller|jag menade|utan|med|what if|and|if|but)\b")
_SHORT_FOLLOW_UP = 22
_SHORT_ANSWER = 6


class Asker:
    """Reads what is asked; made once from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._words = lexicon.asks
        self._lexicon = lexicon
        self._money = BudgetAsker(lexicon)
        self._leave = EligibilityAsker(lexicon)

    def ask(self, facts: Facts) -> Ask | None:
        """Return what the last message asks of the rules, None where it asks the text or nothing."""
        previous: Ask | None = None
        for at in range(len(facts.turns)):
            previous = self._after(facts, at, previous)
        return previous

    def asks_the_text(self, facts: Facts) -> bool:
        """Return whether the last message asks with a question word, so what the text says and not what may be."""
        return self._asks_the_text(facts.turns[-1])

    def suggested(self, facts: Facts, rule: str) -> Ask | None:
        """Return the ask that *rule* names, where the last message tells what it needs; None otherwise."""
        at = len(facts.turns) - 1
        if rule in {*calculation.Ask}:
            ask = self._money.suggested(facts, at, calculation.Ask(rule))
            return Ask(budget=ask) if ask else None
        return self._leave.suggested(facts, at, rule)

    def _after(self, facts: Facts, at: int, previous: Ask | None) -> Ask | None:
        followed = self._followed(facts, at, previous) if previous else None
        if followed and self._goes_on(facts.turns[at], followed):
            return followed
        if previous and previous.budget and self._money.goes_on(facts.turns[at], previous.budget):
            return previous
        again = self._leave.again(facts, at, previous) if previous and not previous.budget else None
        return self._one(facts, at) or followed or again

    def _goes_on(self, turn: Turn, followed: Ask) -> bool:
        folded = turn.said.folded
        if self._money.cues(folded):
            return False
        loose = not followed.budget and bool(turn.told) and not any(t.clear for t in turn.told)
        return loose or (bool(_GOES_ON.match(folded)) and not self._words["lov"].has(folded))

    def _one(self, facts: Facts, at: int) -> Ask | None:
        if whole := self._leave.whole(facts, at):
            return whole
        return self._listed(facts, at) or self._budget(facts, at) or self._leave.ask(facts, at)

    def _listed(self, facts: Facts, at: int) -> Ask | None:
        return None if self._money.cues(self._leave.question(facts.turns[at]).text) else self._leave.listed(facts, at)

    def _followed(self, facts: Facts, at: int, previous: Ask) -> Ask | None:
        turn = facts.turns[at]
        if not (turn.facts or self._changes(turn) or (turn.keys and len(turn.said.folded.split()) <= _SHORT_ANSWER)):
            return None
        if len(turn.said.folded.split()) > _SHORT_FOLLOW_UP or self._asks_the_text(turn):
            return None
        return previous if previous.budget else self._leave.followed(facts, at, previous)

    def _changes(self, turn: Turn) -> bool:
        return self._lexicon.facts["andring"].has(turn.said.folded) and "om" in turn.said.folded.split()

    def _asks_the_text(self, turn: Turn) -> bool:
        return self._leave.question(turn).form is Form.OPEN_WORD

    def _budget(self, facts: Facts, at: int) -> Ask | None:
        turn = facts.turns[at]
        if self._words["annat"].has(turn.said.folded) and not turn.told:
            return None
        found = self._money.ask(facts, at, asks_the_text=self._asks_the_text(turn))
        return Ask(budget=found, certain=self._money.asks(turn.said.folded)) if found else None
