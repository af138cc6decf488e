"""The money: exact arithmetic in whole kronor over what is told."""

from assistant.rules.calculation import Ask, Calculation, Fordelning, Missing
from assistant.rules.projekt import Projekt
from assistant.sources.parameters import Parameters


def calculate(
    ask: Ask, projekt: Projekt, parameters: Parameters, fordelning: Fordelning = Fordelning.PROPORTIONELL
) -> Calculation | Missing:
    """
    Return the answer to *ask*, or the one fact that is missing.

    Wanted grant: `projekt.sokt_bidrag`, or the parties' `sokt_bidrag`.  Raises InputError naming the
    field, in Swedish, where a told value cannot be.
    """
