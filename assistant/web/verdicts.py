"""The checklist: every requirement with how it stands, why, and the quote."""

from html import escape

from assistant.rules.verdict import Finding, Outcome, Verdict
from assistant.web.proofs import proofs_html

CLASSES = {Outcome.MET: "ok", Outcome.NOT_MET: "error", Outcome.UNKNOWN: "silent", Outcome.UNCLEAR: "ask"}
HEADINGS = {
    Outcome.MET: "Alla krav som går att pröva är uppfyllda",
    Outcome.NOT_MET: "Så här går det inte att söka",
    Outcome.UNKNOWN: "Så långt ser det bra ut, men uppgifter saknas",
    Outcome.UNCLEAR: "Källorna är oklara här: fråga Vinnova",
}
_CAVEAT = "Vinnova beslutar. Listan visar vad källorna säger om det ni har fyllt i."


def _row(finding: Finding) -> str:
    label = finding.outcome.value
    reason = finding.question or finding.reason
    return (
        f'<li class="finding {CLASSES[finding.outcome]}"><div><b>{escape(finding.label)}</b>'
        f'<span class="badge {CLASSES[finding.outcome]}">{label[:1].upper() + label[1:]}</span></div>'
        f"<p>{escape(reason)}</p>{proofs_html(finding.proofs)}</li>"
    )


def _counts(verdict: Verdict) -> str:
    counts = ((outcome, len(verdict.with_outcome(outcome))) for outcome in Outcome)
    return ", ".join(f"{count} {outcome.value}" for outcome, count in counts if count)


def verdict_html(verdict: Verdict) -> str:
    """Return the verdict in words, then every finding in the order of the rules."""
    outcome = verdict.outcome
    return (
        f'<section class="result" aria-label="Checklista" aria-live="polite"><h3 class="{CLASSES[outcome]}">{HEADINGS[outcome]}</h3>'
        f'<p class="note">{_counts(verdict)}. {_CAVEAT}</p>'
        f'<ul class="findings">{"".join(_row(f) for f in verdict.findings)}</ul></section>'
    )
