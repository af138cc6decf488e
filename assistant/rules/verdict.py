"""What a rule finds, and the verdict over all findings."""

from dataclasses import dataclass, replace
from enum import StrEnum

from assistant.sources.library import Proof


class Outcome(StrEnum):
    """How one requirement stands."""

    MET = "uppfyllt"
    NOT_MET = "inte uppfyllt"
    UNKNOWN = "saknas"
    UNCLEAR = "oklart"


_ORDER = (Outcome.NOT_MET, Outcome.UNCLEAR, Outcome.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """
    One requirement, judged.

    *rule*: the rule's name, one of `eligibility.RULES`.  *reason*: a whole Swedish sentence.
    *missing* and *question*: the field of `Projekt` that is not told and how to ask for it, only where
    the outcome is UNKNOWN.  *party*: position in `Projekt.parter` of the party it is about, None for the
    project.
    """

    rule: str
    label: str
    outcome: Outcome
    reason: str
    proofs: tuple[Proof, ...] = ()
    missing: str = ""
    question: str = ""
    party: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    All findings; `not met` wins over `unclear`, that over `unknown`, that over `met`.

    *past*: some number of the call no longer applied on the day asked about.
    """

    findings: tuple[Finding, ...]
    past: bool = False

    @property
    def outcome(self) -> Outcome:
        """Return the outcome of the whole; UNKNOWN where nothing was judged."""
        found = {finding.outcome for finding in self.findings}
        if not found:
            return Outcome.UNKNOWN
        return next((outcome for outcome in _ORDER if outcome in found), Outcome.MET)

    def with_outcome(self, outcome: Outcome) -> tuple[Finding, ...]:
        """Return the findings of one outcome, in the order of the rules."""
        return tuple(finding for finding in self.findings if finding.outcome is outcome)

    @property
    def touched(self) -> "Verdict":
        """Return the verdict over what was told only: all but the unknown."""
        return replace(self, findings=tuple(f for f in self.findings if f.outcome is not Outcome.UNKNOWN))

    def about(self, *rules: str) -> "Verdict":
        """Return the verdict over the named rules only, for a question about one aspect."""
        return replace(self, findings=tuple(f for f in self.findings if f.rule in rules))
