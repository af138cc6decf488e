"""What the project itself must be: sum, share, months, not begun, data, aim, attachments."""

from collections.abc import Iterator

from assistant.rules.basis import basis_of
from assistant.rules.calculation import Limit, Missing
from assistant.rules.grant import ANDEL, STODNIVA, limits_of, wanted_grant
from assistant.rules.money import floor_share, grouped, kronor, percent
from assistant.rules.projekt import Bilaga, Inriktning, Projekt
from assistant.rules.verdict import Finding, Outcome
from assistant.sources.library import Proof
from assistant.sources.parameters import Parameters


def _met(ok: bool) -> Outcome:  # noqa: FBT001  # a condition turned into its outcome
    return Outcome.MET if ok else Outcome.NOT_MET


def _asked(rule: str, label: str, proofs: tuple[Proof, ...], missing: str, question: str) -> Finding:
    return Finding(
        rule=rule,
        label=label,
        outcome=Outcome.UNKNOWN,
        reason=question,
        proofs=proofs,
        missing=missing,
        question=question,
    )


def sokt_belopp(projekt: Projekt, parameters: Parameters) -> Iterator[Finding]:
    """Yield whether the sum applied for keeps under the ceiling: "Sökt belopp uppgår maximalt till"."""
    krav, most, wanted = parameters.krav["sokt_belopp"], parameters["hogsta_bidrag"], wanted_grant(projekt)
    if wanted is None:
        yield _asked("sokt_belopp", krav.label, krav.proofs, "sokt_bidrag", "Hur stort bidrag vill ni söka?")
        return
    ok = wanted <= most.whole
    over = f", {kronor(wanted - most.whole)} för mycket" if not ok else ""
    reason = f"Det sökta beloppet är {kronor(wanted)}{over}; det får vara högst {kronor(most.whole)}."
    yield Finding(rule="sokt_belopp", label=krav.label, outcome=_met(ok), reason=reason, proofs=krav.proofs)


def _told_costs(projekt: Projekt) -> int:
    costs = (*projekt.kostnader, *(cost for part in projekt.parter for cost in part.kostnader))
    return sum(cost.belopp for cost in costs)


def _level_limit(projekt: Projekt, parameters: Parameters) -> Limit | None:
    """Return the limit that the parties' levels set, None where a level is not known yet."""
    basis = basis_of(projekt, parameters)
    if isinstance(basis, Missing):
        return None
    return next(limit for limit in limits_of(basis, parameters) if limit.key == STODNIVA)


def andel(projekt: Projekt, parameters: Parameters) -> Iterator[Finding]:
    """
    Yield whether the grant keeps under its share: "högst 80 procent av hela projektets".

    Where the parties' levels are known and set a lower limit, that one is judged.
    """
    share, wanted, total = parameters["hogsta_andel"], wanted_grant(projekt), _told_costs(projekt)
    label = "Bidraget ryms i kostnaderna"
    if wanted is None:
        return
    if not total:
        question = "Hur stora är projektets stödberättigande kostnader sammanlagt?"
        yield _asked("andel", label, share.proofs, "kostnader", question)
        return
    whole = f"{percent(share.value)} av projektets kostnader"
    limit = Limit(key=ANDEL, label=whole, amount=floor_share(share.value, total), parameters=(share,))
    levels = _level_limit(projekt, parameters)
    lowest = levels if levels and levels.amount < limit.amount else limit
    ok = wanted <= lowest.amount
    most = kronor(lowest.amount)
    reason = f"Med {kronor(total)} i kostnader ger {lowest.label} högst {most}; ni söker {kronor(wanted)}."
    proofs = tuple(dict.fromkeys(proof for used in lowest.parameters for proof in used.proofs))
    yield Finding(rule="andel", label=label, outcome=_met(ok), reason=reason, proofs=proofs)


def manader(projekt: Projekt, parameters: Parameters) -> Iterator[Finding]:
    """Yield whether the project is short enough: "maximalt 12 månader"."""
    most = parameters["langsta_tid"]
    label = "Projektet är inte för långt"
    if projekt.manader is None:
        yield _asked("manader", label, most.proofs, "manader", "Hur många månader ska projektet pågå?")
        return
    ok = projekt.manader <= most.whole
    unit = "månad" if projekt.manader == 1 else "månader"
    reason = f"Projektet {'ryms i tiden' if ok else 'är för långt'}: {grouped(projekt.manader)} {unit}, och det får pågå högst {most.whole} månader."
    yield Finding(rule="manader", label=label, outcome=_met(ok), reason=reason, proofs=most.proofs)


def ej_paborjat(projekt: Projekt, parameters: Parameters) -> Iterator[Finding]:
    """Yield whether "Projektets aktiviteter är inte påbörjade"."""
    krav = parameters.krav["ej_paborjat"]
    if projekt.paborjat is None:
        yield _asked("ej_paborjat", krav.label, krav.proofs, "paborjat", "Har projektets aktiviteter redan börjat?")
        return
    reason = (
        "Projektets aktiviteter får inte vara påbörjade, så ett projekt som redan har börjat kan inte söka."
        if projekt.paborjat
        else "Projektets aktiviteter är inte påbörjade, och det ska de inte vara."
    )
    yield Finding(
        rule="ej_paborjat", label=krav.label, outcome=_met(not projekt.paborjat), reason=reason, proofs=krav.proofs
    )


def data_finns(projekt: Projekt, parameters: Parameters) -> Iterator[Finding]:
    """Yield whether the project rests on data that exist: "Projekten ska bygga på existerande data"."""
    krav = parameters.krav["data"]
    if projekt.data_finns is None:
        yield _asked(
            "data_finns", krav.label, krav.proofs, "data_finns", "Finns de data som projektet ska bygga på redan?"
        )
        return
    if projekt.data_finns:
        yield Finding(
            rule="data_finns", label=krav.label, outcome=Outcome.MET,
            reason="Data finns redan, och projekten ska bygga på existerande data.", proofs=krav.proofs,
        )  # fmt: skip
        return
    reason = (
        "Ett projekt utan data kan inte få stöd: projekten ska bygga på existerande data, "
        "och att börja mäta eller leta efter data räknas som en väldigt tidig fas."
    )
    proofs = parameters.krav["data_saknas"].proofs
    yield Finding(rule="data_finns", label=krav.label, outcome=Outcome.NOT_MET, reason=reason, proofs=proofs)


def inriktning(projekt: Projekt, parameters: Parameters) -> Iterator[Finding]:
    """Yield whether the project uses machine learning and is none of what "Stöd beviljas inte till"."""
    ml = parameters.krav[Inriktning.TILLAMPA_ML]
    if not projekt.inriktning:
        yield _asked(
            "inriktning",
            ml.label,
            ml.proofs,
            "inriktning",
            "Ska projektet använda maskininlärning i er verksamhet, eller vad går det ut på?",
        )
    for aim in projekt.inriktning:
        krav = parameters.krav[aim]
        ok = aim is Inriktning.TILLAMPA_ML
        reason = (
            "Projektet ska använda maskininlärning i verksamheten, och det är sådant som det går att söka för."
            if ok
            else f"Stöd beviljas inte till {krav.label}. {krav.addition}".strip()
        )
        yield Finding(rule="inriktning", label=ml.label, outcome=_met(ok), reason=reason, proofs=krav.proofs)


def bilagor(projekt: Projekt, parameters: Parameters) -> Iterator[Finding]:
    """Yield for each attachment of the formal requirements whether it is there."""
    for bilaga in Bilaga:
        krav = parameters.krav[bilaga]
        lacking = bilaga in projekt.bilagor_saknas or (projekt.bilagor is not None and bilaga not in projekt.bilagor)
        if projekt.bilagor is None and not lacking:
            yield _asked("bilagor", f"Bilaga: {krav.label}", krav.proofs, "bilagor", f"Finns {krav.label}?")
            continue
        state = "saknas och måste finnas, annars bedöms inte ansökan" if lacking else "finns"
        reason = f"Bilagan {krav.label} {state}."
        yield Finding(
            rule="bilagor", label=f"Bilaga: {krav.label}", outcome=_met(not lacking), reason=reason, proofs=krav.proofs
        )
