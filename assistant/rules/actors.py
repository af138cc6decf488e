"""Who may be what: the rules about the parties."""

from collections.abc import Iterator

from assistant.rules.basis import labels_of
from assistant.rules.orgnr import Orgnr, read_orgnr
from assistant.rules.projekt import Projekt, Projektpart, Roll
from assistant.rules.verdict import Finding, Outcome
from assistant.sources.parameters import Aktor, Parameters, Stallning, Svar

_OUTCOMES = {Svar.JA: Outcome.MET, Svar.NEJ: Outcome.NOT_MET, Svar.OKLART: Outcome.UNCLEAR}
SWEDEN = "SE"
APPLYING = frozenset({"kommun", "civilsamhalle"})


def is_foreign(part: Projektpart) -> bool:
    """Return whether the party is told to be foreign; an untold country is read as Sweden."""
    return part.land not in (None, SWEDEN) or part.aktorstyp == "utlandsk_organisation"


def kind_of(part: Projektpart, parameters: Parameters) -> Aktor | None:
    """Return the party's kind of actor; a foreign organisation is one, whatever else it is at home."""
    key = "utlandsk_organisation" if is_foreign(part) else part.aktorstyp
    return parameters.aktorer.get(key or "")


def applicants(projekt: Projekt, parameters: Parameters) -> tuple[int, ...]:
    """
    Return the positions of those that apply, as coordinator or jointly.

    Beside a named coordinator a kommun or civil society organisation without a role applies too; where none
    is named, those without a role whose kind is not shut out, or, if all are, every one of them.
    """
    parter = projekt.parter
    named = [at for at, part in enumerate(parter) if part.roll is Roll.KOORDINATOR]
    loose = [at for at, part in enumerate(parter) if part.roll is None]
    kinds = [(at, kind) for at in loose if (kind := kind_of(parter[at], parameters))]
    if named:
        return tuple(sorted((*named, *(at for at, kind in kinds if kind.grupp in APPLYING))))
    able = [at for at, kind in kinds if kind.koordinator.svar is not Svar.NEJ]
    return tuple(able or loose)


def role_of(at: int, projekt: Projekt, parameters: Parameters) -> Roll:
    """Return the party's role as told, or as it follows from who applies."""
    told = projekt.parter[at].roll
    return told or (Roll.KOORDINATOR if at in applicants(projekt, parameters) else Roll.PROJEKTPART)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _said(aktor: Aktor, place: Stallning, role: str) -> str:
    if place.svar is Svar.JA:
        return f"{_upper(aktor.label)} kan vara {role}. {place.skal}"
    if place.svar is Svar.NEJ:
        return f"{_upper(aktor.label)} kan inte vara {role}. {place.skal}"
    return f"Det framgår inte tydligt om {aktor.label} kan vara {role}. {place.skal}"


def _unknown_kind(rule: str, label: str, name: str, at: int) -> Finding:
    return Finding(
        rule=rule,
        label=label,
        outcome=Outcome.UNKNOWN,
        reason=f"Vad för slags organisation {name} är behöver vara känt.",
        missing="aktorstyp",
        question=f"Vad för slags organisation är {name}?",
        party=at,
    )


def _in_role(rule: str, roll: Roll, at: int, projekt: Projekt, parameters: Parameters) -> Finding:
    krav = parameters.krav[rule]
    aktor = kind_of(projekt.parter[at], parameters)
    if aktor is None:
        return _unknown_kind(rule, krav.label, labels_of(projekt.parter, parameters)[at], at)
    place = {Roll.KOORDINATOR: aktor.koordinator, Roll.PROJEKTPART: aktor.projektpart}.get(roll, aktor.underleverantor)
    return Finding(
        rule=rule,
        label=krav.label,
        outcome=_OUTCOMES[place.svar],
        reason=_said(aktor, place, str(roll)),
        proofs=place.proofs,
        party=at,
    )


def koordinator(projekt: Projekt, parameters: Parameters) -> Iterator[Finding]:
    """Yield whether each applicant is of a kind that may coordinate, "en (primär) kommun eller en civilsamhällesorganisation"."""
    lead = applicants(projekt, parameters)
    for at in lead:
        yield _in_role("koordinator", Roll.KOORDINATOR, at, projekt, parameters)
    if not lead:
        krav = parameters.krav["koordinator"]
        yield Finding(
            rule="koordinator",
            label=krav.label,
            outcome=Outcome.UNKNOWN,
            reason="Vem som ska vara koordinator behöver vara känt.",
            proofs=krav.proofs[:1],
            missing="roll",
            question="Vilken organisation ska vara koordinator?",
        )


def projektpart(projekt: Projekt, parameters: Parameters) -> Iterator[Finding]:
    """Yield whether each other party may be one: "En projektpart är alltid en juridisk person"."""
    for at in range(len(projekt.parter)):
        if role_of(at, projekt, parameters) is Roll.PROJEKTPART:
            yield _in_role("projektpart", Roll.PROJEKTPART, at, projekt, parameters)


def underleverantor(projekt: Projekt, parameters: Parameters) -> Iterator[Finding]:
    """Yield whether each subcontractor may be one; such are "inte projektparter"."""
    for at, part in enumerate(projekt.parter):
        if part.roll is Roll.UNDERLEVERANTOR:
            yield _in_role("underleverantor", Roll.UNDERLEVERANTOR, at, projekt, parameters)


def _joint_reason(groups: set[str], count: int) -> tuple[str, Outcome, str]:
    if groups >= APPLYING:
        text = (
            "Det framgår inte tydligt om en kommun och en civilsamhällesorganisation kan söka tillsammans. "
            "Texten riktar sig till dem var för sig och nämner gemensamma ansökningar för kommuner eller organisationer i civilsamhället."
        )
        return "kommun_och_civilsamhalle", Outcome.UNCLEAR, text
    if count > 1:
        who = "kommuner" if groups == {"kommun"} else "organisationer i civilsamhället"
        return "gemensamma", Outcome.MET, f"Flera {who} kan söka tillsammans; en av dem är koordinator."
    return (
        "sjalvstandigt",
        Outcome.MET,
        "Det går bra att söka självständigt, och det går också att söka tillsammans med andra.",
    )


def gemensam_ansokan(projekt: Projekt, parameters: Parameters) -> Iterator[Finding]:
    """Yield whether those that apply may do so together: "kommuner ELLER organisationer i civilsamhället"."""
    kinds = [kind_of(projekt.parter[at], parameters) for at in applicants(projekt, parameters)]
    groups = {kind.grupp for kind in kinds if kind}
    allowed = [kind for kind in kinds if kind and kind.koordinator.svar is not Svar.NEJ]
    if not kinds or len(allowed) < len(kinds) or groups - APPLYING:
        return
    key, outcome, reason = _joint_reason(groups, len(kinds))
    krav = parameters.krav[key]
    yield Finding(rule="gemensam_ansokan", label=krav.label, outcome=outcome, reason=reason, proofs=krav.proofs)


def icke_ekonomisk(projekt: Projekt, parameters: Parameters) -> Iterator[Finding]:
    """Yield whether an applying kommun runs it "i kommunens icke-ekonomiska verksamhet"."""
    krav = parameters.krav["icke_ekonomisk"]
    for at in applicants(projekt, parameters):
        part = projekt.parter[at]
        if part.aktorstyp != "kommun" or is_foreign(part):
            continue
        told = part.ekonomisk_verksamhet
        outcomes = {None: Outcome.UNKNOWN, False: Outcome.MET, True: Outcome.NOT_MET}
        reasons = {
            None: "Om projektet ligger i kommunens icke-ekonomiska verksamhet behöver vara känt.",
            False: "Projektet bedrivs i kommunens icke-ekonomiska verksamhet.",
            True: "Projektet ska bedrivas i kommunens icke-ekonomiska verksamhet, och ni har angett ekonomisk verksamhet.",
        }
        yield Finding(
            rule="icke_ekonomisk",
            label=krav.label,
            outcome=outcomes[told],
            reason=reasons[told],
            proofs=krav.proofs,
            missing="ekonomisk_verksamhet" if told is None else "",
            question="Ligger projektet i kommunens icke-ekonomiska verksamhet?" if told is None else "",
            party=at,
        )


_PERSONS = frozenset({"enskild_firma", "privatperson"})


def _fits(number: Orgnr, aktor: Aktor) -> bool:
    if number.person or aktor.key in _PERSONS:
        return number.person and aktor.key in _PERSONS
    return number.first in aktor.siffror


def _number_finding(at: int, name: str, part: Projektpart, parameters: Parameters) -> Finding:
    found = read_orgnr(part.organisationsnummer or "")
    aktor = kind_of(part, parameters)
    if found is None:
        outcome, reason = Outcome.NOT_MET, f"Organisationsnumret för {name} är inte giltigt. Kontrollera siffrorna."
    elif aktor and not _fits(found, aktor):
        outcome = Outcome.UNCLEAR
        reason = f"Numret för {name} hör till {found.form}. Kontrollera numret och organisationsformen."
    else:
        outcome, reason = Outcome.MET, f"Organisationsnumret för {name} är giltigt och hör till {found.form}."
    label = "Organisationsnumret stämmer"
    return Finding(rule="organisationsnummer", label=label, outcome=outcome, reason=reason, party=at)


def organisationsnummer(projekt: Projekt, parameters: Parameters) -> Iterator[Finding]:
    """Yield for each told number whether it is valid and fits the kind of organisation."""
    names = labels_of(projekt.parter, parameters)
    for at, part in enumerate(projekt.parter):
        if part.organisationsnummer:
            yield _number_finding(at, names[at], part, parameters)
