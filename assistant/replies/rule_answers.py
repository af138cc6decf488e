"""From what the rules found to an answer: the result first, then each step with its quote."""

from datetime import date

from assistant.replies.reply import Reply
from assistant.replies.rules_budget import both_levels_draft, budget_draft
from assistant.replies.rules_eligibility import eligibility_draft
from assistant.replies.verify import verify
from assistant.rules.budget import calculate
from assistant.rules.calculation import Ask, Fordelning
from assistant.rules.eligibility import check
from assistant.rules.projekt import Projekt
from assistant.sources.parameters import Parameters

__all__ = ["both_levels_draft", "budget_draft", "budget_reply", "eligibility_draft", "eligibility_reply"]


def budget_reply(
    projekt: Projekt, parameters: Parameters, ask: Ask = Ask.BIDRAG, fordelning: Fordelning = Fordelning.PROPORTIONELL
) -> Reply:
    """Return the proven answer to *ask*; InputError naming the field where a told value cannot be."""
    result = calculate(ask, projekt, parameters, fordelning)
    return verify(budget_draft(ask, projekt, result, parameters))[0]


def eligibility_reply(
    projekt: Projekt, parameters: Parameters, today: date, asked: tuple[str, ...] = (), *, whole: bool = True
) -> Reply:
    """
    Return the proven answer to whether every requirement is met, or those in *asked* only.

    Raises InputError naming the field where a told value cannot be.
    """
    verdict = check(projekt, parameters, today)
    return verify(eligibility_draft(projekt, verdict, parameters, asked, whole=whole))[0]
