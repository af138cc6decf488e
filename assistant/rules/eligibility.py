"""May they apply: each requirement of the call once, one level deep, over what is told."""

from datetime import date

from assistant.rules.projekt import Projekt
from assistant.rules.verdict import Verdict
from assistant.sources.parameters import Parameters


def check(projekt: Projekt, parameters: Parameters, today: date) -> Verdict:
    """
    Return the verdict over every requirement, each finding with its quotes.

    Raises InputError where a told value cannot be, such as 0 months.
    """
