"""From what the rules found to a draft: the result first, then each step with its quote."""

from assistant.replies.draft import Draft
from assistant.rules.calculation import Ask, Calculation, Missing
from assistant.rules.projekt import Projekt
from assistant.rules.verdict import Verdict
from assistant.sources.parameters import Parameters


def eligibility_draft(
    projekt: Projekt, verdict: Verdict, parameters: Parameters, asked: tuple[str, ...] = (), *, whole: bool = False
) -> Draft:
    """
    Return the answer to whether the project may be.

    *asked*: the rules that the question is about (names in `eligibility.RULES`); empty: all that the told
    facts touch.  *whole*: the question is whether everything is in place, so what is missing is asked for.
    """


def budget_draft(ask: Ask, projekt: Projekt, result: Calculation | Missing, parameters: Parameters) -> Draft:
    """Return the answer to a question about money."""
