"""The answer to whether they may apply: the outcome first, then why, each with its quotes."""

from collections.abc import Iterable, Iterator, Sequence

from assistant.replies import phrases
from assistant.replies.draft import Claim, Draft, Layout
from assistant.replies.reply import Status, ToolUse
from assistant.rules.actors import kind_of
from assistant.rules.basis import labels_of
from assistant.rules.exchange import projekt_as_json, verdict_as_json
from assistant.rules.projekt import Projekt
from assistant.rules.verdict import Finding, Outcome, Verdict
from assistant.sources.library import Proof
from assistant.sources.parameters import Parameters, Svar

_ROLES = frozenset({"koordinator", "projektpart", "underleverantor"})
_NUMBER = "organisationsnummer"
_MAX_PROOFS = 2


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _split(reason: str) -> tuple[str, str]:
    """Return the first sentence of a reason without its full stop, and the rest."""
    first, _, rest = reason.partition(". ")
    return first.removesuffix("."), rest


def _claim(text: str, proofs: Sequence[Proof] = (), layout: Layout = Layout.RUN) -> Claim:
    return Claim(text=text, proofs=tuple(proofs), layout=layout, computed=True)


def _because(findings: Iterable[Finding]) -> Iterator[Claim]:
    """Yield what follows the first sentence of each reason, the same reason once."""
    told: set[str] = set()
    for finding in findings:
        _, rest = _split(finding.reason)
        if rest and rest not in told:
            told.add(rest)
            yield _claim(rest, finding.proofs)


def _bullets(findings: Iterable[Finding]) -> Iterator[Claim]:
    claims = (_claim(f.reason, f.proofs[:_MAX_PROOFS], Layout.BULLET) for f in findings)
    return iter(dict.fromkeys(claims))


def _plainly(findings: Iterable[Finding]) -> Iterator[Claim]:
    return (_claim(f.reason, f.proofs) for f in findings)


def _proofs(findings: Iterable[Finding]) -> tuple[Proof, ...]:
    return tuple(dict.fromkeys(proof for finding in findings for proof in finding.proofs[:_MAX_PROOFS]))


def _ask_vinnova(parameters: Parameters) -> Claim:
    return _claim(phrases.ASK_VINNOVA, parameters.krav["fraga_vinnova"].proofs, Layout.PARAGRAPH)


def _instead(finding: Finding, projekt: Projekt, parameters: Parameters) -> Iterator[Claim]:
    """Yield what one who cannot coordinate can be."""
    aktor = None if finding.party is None else kind_of(projekt.parter[finding.party], parameters)
    if finding.rule != "koordinator" or aktor is None:
        return
    if aktor.projektpart.svar is Svar.JA:
        yield _claim(f"Som projektpart kan {aktor.bestamd} däremot medverka.", aktor.projektpart.proofs)
    if aktor.projektpart.svar is Svar.OKLART:
        yield _claim(
            f"Om {aktor.label} kan vara projektpart framgår inte tydligt; fråga Vinnova.", aktor.projektpart.proofs
        )


def _no(verdict: Verdict, projekt: Projekt, parameters: Parameters) -> Iterator[Claim]:
    first, *more = verdict.with_outcome(Outcome.NOT_MET)
    yield _claim(f"Nej, {_lower(_split(first.reason)[0])}.", first.proofs)
    yield from _because([first])
    yield from _instead(first, projekt, parameters)
    yield from _bullets(more)
    yield from _bullets(verdict.with_outcome(Outcome.UNCLEAR))


def _unclear(verdict: Verdict, parameters: Parameters) -> Iterator[Claim]:
    first, *more = verdict.with_outcome(Outcome.UNCLEAR)
    yield _claim(f"{_split(first.reason)[0]}.", first.proofs)
    yield from _because([first])
    yield from _bullets(more)
    yield _ask_vinnova(parameters)


def _lead(findings: Sequence[Finding], asked: Sequence[str]) -> tuple[list[Finding], str]:
    """Return the findings that the answer leads with, what was asked first, and the sentence."""
    first = next((f for name in asked[:1] for f in findings if f.rule == name and f.rule not in _ROLES), None)
    if first:
        return [first], _lower(_split(first.reason)[0])
    joint = [f for f in findings if f.rule == "gemensam_ansokan"]
    actors = [f for f in findings if f.rule in _ROLES]
    lead = joint if joint and len([f for f in actors if f.rule == "koordinator"]) > 1 else actors or list(findings[:1])
    sentences = list(dict.fromkeys(_lower(_split(f.reason)[0]) for f in lead))
    *before, last = sentences
    return lead, f"{', '.join(before)} och {last}" if before else last


def _yes(verdict: Verdict, asked: Sequence[str]) -> Iterator[Claim]:
    findings = verdict.with_outcome(Outcome.MET)
    lead, sentence = _lead(findings, asked)
    yield _claim(f"Ja, {sentence}.", _proofs(lead))
    yield from _because(lead)
    led = any(f.rule in _ROLES for f in lead)
    joint = [f for f in findings if led and f.rule == "gemensam_ansokan" and f not in lead]
    yield from (_claim(f.reason, f.proofs) for f in joint)
    shown = {*lead, *joint}
    rest = [f for f in findings if f not in shown and not (led and f.rule in _ROLES)]
    yield from _bullets(rest)


def _still_missing(verdict: Verdict) -> Iterator[Claim]:
    """Yield what is met so far, and what is not told yet; one thing at a time is asked for."""
    first, *more = verdict.with_outcome(Outcome.UNKNOWN)
    met = verdict.with_outcome(Outcome.MET)
    if met:
        yield _claim("Det ni har berättat uppfyller kraven:", _proofs(met)[:_MAX_PROOFS])
        yield from _bullets(met)
    if more:
        yield _claim("Det här är inte prövat än:", _proofs(more)[:_MAX_PROOFS], Layout.PARAGRAPH)
        yield from (_claim(f"{f.label}.", f.proofs[:_MAX_PROOFS], Layout.BULLET) for f in (first, *more))
    yield _claim(first.question, layout=Layout.PARAGRAPH)


def _missing(verdict: Verdict) -> Iterator[Claim]:
    first = verdict.with_outcome(Outcome.UNKNOWN)[0]
    if verdict.touched.findings:
        yield _claim("Hittills är inget i vägen.", _proofs(verdict.touched.findings)[:_MAX_PROOFS])
    yield _claim(first.question, layout=Layout.RUN)


def _whole_yes(verdict: Verdict) -> Iterator[Claim]:
    yield _claim("Ja, ni uppfyller de krav som går att pröva här.", _proofs(verdict.findings)[:1])
    yield from _bullets(verdict.findings)


def _older(verdict: Verdict, parameters: Parameters) -> Iterator[Claim]:
    if verdict.past:
        period = parameters["hogsta_bidrag"].period
        yield _claim(
            f"Svaret gäller utlysningen {period}; fråga Vinnova vad som går att söka nu.", layout=Layout.PARAGRAPH
        )


def _answer(
    verdict: Verdict, projekt: Projekt, parameters: Parameters, asked: Sequence[str], *, whole: bool
) -> tuple[Status, tuple[Claim, ...]]:
    outcome = verdict.outcome
    if outcome is Outcome.NOT_MET:
        return Status.ANSWERED, tuple(_no(verdict, projekt, parameters))
    if outcome is Outcome.UNCLEAR and all(f.rule == _NUMBER for f in verdict.with_outcome(outcome)):
        return Status.CLARIFY, tuple(_plainly(verdict.with_outcome(outcome)))
    if outcome is Outcome.UNCLEAR:
        return Status.UNCLEAR_IN_SOURCES, tuple(_unclear(verdict, parameters))
    if outcome is Outcome.UNKNOWN:
        return Status.CLARIFY, tuple(_still_missing(verdict) if whole else _missing(verdict))
    return Status.ANSWERED, tuple(_whole_yes(verdict) if whole else _yes(verdict, asked))


def eligibility_draft(
    projekt: Projekt, verdict: Verdict, parameters: Parameters, asked: tuple[str, ...] = (), *, whole: bool = False
) -> Draft:
    """
    Return the answer to whether the project may be.

    *asked*: the rules that the question is about (names in `eligibility.RULES`); empty: all that the told
    facts touch.  *whole*: the question is whether everything is in place, so what is missing is asked for.
    """
    about = verdict.about(*asked) if asked else verdict
    judged = about if whole or not about.touched.findings else about.touched
    status, claims = _answer(judged, projekt, parameters, asked, whole=whole)
    older = tuple(_older(verdict, parameters)) if whole and status is Status.ANSWERED else ()
    period = parameters["hogsta_bidrag"].period
    result = verdict_as_json(judged) | {
        "hela_projektet": verdict.outcome.value,
        "period": period,
        "parter": list(labels_of(projekt.parter, parameters)),
    }
    return Draft(
        status=status,
        claims=(*claims, *older),
        tool=ToolUse(name="eligibility", input=projekt_as_json(projekt), result=result),
    )
