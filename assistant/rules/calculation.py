"""What is asked of a budget, and the result: amounts in whole kronor, each step with its parameter."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from assistant.rules.projekt import Stodgrund
from assistant.sources.library import Proof
from assistant.sources.parameters import Parameter


class Ask(StrEnum):
    """What a budget question asks for."""

    BIDRAG = "största bidrag"
    """How much can we get; also own contribution and share of it."""
    EGEN_INSATS = "egen insats"
    """What we have to bear: of `sokt_bidrag` where told, else of the largest grant."""
    KOSTNADER = "minsta kostnader"
    """How large the costs must be for `sokt_bidrag` (or `egen_insats`)."""
    PLAN = "plan"
    """Is this plan allowed: `sokt_bidrag` against costs, and what to change if not."""
    FORDELNING = "fördelning"
    """How the grant is shared among the parties."""
    INDIREKTA = "indirekta kostnader"
    """The ceiling of indirect costs on told personnel costs."""
    PERSONAL = "personalkostnad"
    """What may be taken up for hours worked, under the hourly ceiling."""
    NIVA = "stödnivå"
    """A party's level of support in per cent."""
    MINDRE_BETYDELSE = "stöd av mindre betydelse"
    """What is left under the ceiling, in euro and, with a rate, in kronor."""


class Fordelning(StrEnum):
    """How a grant is shared among parties."""

    PROPORTIONELL = "proportionell"
    KOORDINATOR_FORST = "koordinator först"
    EGET_VAL = "eget val"


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """
    The one fact to ask for next; the calculation stops here rather than guess.

    *fact*: the field of `Projekt`, `Projektpart` or `Kostnadspost`.  *party*: position in `parter`.
    """

    fact: str
    question: str
    party: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: what, how in Swedish, and the amount; *parameter* is the number of the call it used."""

    label: str
    formula: str
    amount: int
    unit: str = "kronor"
    parameter: Parameter | None = None
    party: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One ceiling on the grant; *key* is projekttak, andel or stodniva."""

    key: str
    label: str
    amount: int
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartGrant:
    """One party's part: eligible costs, level as a fraction, ceiling and share of the grant."""

    party: int
    namn: str
    kostnader: int
    stodgrund: Stodgrund
    niva: Decimal
    tak: int
    bidrag: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What to change in a plan that is not allowed: a whole Swedish sentence and its amount."""

    text: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What the result was worked out under, a whole Swedish sentence with its proof."""

    text: str
    proofs: tuple[Proof, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """
    The result of one question about money; a field is None or empty where the question does not touch it.

    *answer*: the amount asked for.  *total*: eligible costs.  *grant* and *own* add up to *total*.
    *limits*: lowest first; those that share the lowest amount bind.  *margin*: kronor up to the next
    limit.  *allowed*: only for a plan.  *conditions*: what the result was worked out under.
    """

    ask: Ask
    answer: int
    unit: str = "kronor"
    total: int | None = None
    grant: int | None = None
    own: int | None = None
    limits: tuple[Limit, ...] = ()
    parts: tuple[PartGrant, ...] = ()
    steps: tuple[Step, ...] = ()
    allowed: bool | None = None
    changes: tuple[Change, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def binding(self) -> tuple[Limit, ...]:
        """Return the limits that decide, one or several of equal amount."""
        return tuple(limit for limit in self.limits if limit.amount == self.limits[0].amount)

    @property
    def margin(self) -> int | None:
        """Return how many kronor lower the binding limit is than the next; None where no other is."""
        above = [limit.amount for limit in self.limits if limit.amount > self.limits[0].amount]
        return above[0] - self.limits[0].amount if above else None

    @property
    def share(self) -> Decimal | None:
        """Return the grant's share of the total, in per cent with one decimal; None without both."""
        if not self.total or self.grant is None:
            return None
        return (Decimal(self.grant * 100) / self.total).quantize(Decimal("0.1"), ROUND_HALF_UP)
