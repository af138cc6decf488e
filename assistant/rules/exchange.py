"""
Projects and results as plain JSON data; the field names are those of the dataclasses, in Swedish ASCII.

A project reads the fields of `Projekt` and `Projektpart`: amounts are whole numbers, `eurokurs` a number
or text such as "10,50", enums their Swedish words; what is left out is not told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from assistant.errors import InputError
from assistant.rules.calculation import Calculation, Missing, Step
from assistant.rules.inputs import refuse_nonsense
from assistant.rules.projekt import (
    Bilaga,
    Inriktning,
    Kostnadspost,
    Kostnadsslag,
    Projekt,
    Projektpart,
    Roll,
    Stodgrund,
    Storlek,
)
from assistant.rules.verdict import Verdict
from assistant.sources.library import Proof
from assistant.text.normalise import fold

_Word = TypeVar("_Word", bound=StrEnum)
_Item = TypeVar("_Item")
Reader = Callable[[str, object], Any]
Json = dict[str, Any]


def _text(where: str, value: object) -> str:
    if not isinstance(value, str):
        raise InputError(where, "ska vara text")
    return value.strip()


def _whole(where: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InputError(where, "ska vara ett helt tal utan mellanslag och decimaler, till exempel 250000")
    return value


def _truth(where: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise InputError(where, "ska vara true eller false")
    return value


def _rate(where: str, value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise InputError(where, "ska vara ett tal, till exempel 10,50")
    try:
        return Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation as error:
        raise InputError(where, "ska vara ett tal, till exempel 10,50") from error


def _word(kind: type[_Word]) -> Callable[[str, object], _Word]:
    by_fold = {fold(word): word for word in kind}

    def read(where: str, value: object) -> _Word:
        found = by_fold.get(fold(_text(where, value)).replace("_", " "))
        if found is None:
            raise InputError(where, f"ska vara något av: {', '.join(kind)}")
        return found

    return read


def _many(read: Callable[[str, object], _Item]) -> Callable[[str, object], tuple[_Item, ...]]:
    def read_all(where: str, value: object) -> tuple[_Item, ...]:
        if not isinstance(value, list | tuple):
            raise InputError(where, "ska vara en lista")
        return tuple(read(f"{where} {at}", item) for at, item in enumerate(value, start=1))

    return read_all


def _read(where: str, value: object, readers: Mapping[str, Reader]) -> Json:
    if not isinstance(value, Mapping):
        raise InputError(where, "ska vara ett objekt med fält")
    if unknown := [str(name) for name in value if name not in readers]:
        raise InputError(unknown[0], f"är inget fält i {where}; fälten är {', '.join(readers)}")
    prefix = "" if where == "projekt" else f"{where}: "
    return {n: readers[n](f"{prefix}{n}", v) for n, v in value.items() if v is not None}


_POST: Mapping[str, Reader] = {
    "kostnadsslag": _word(Kostnadsslag),
    "belopp": _whole,
    "timmar": _whole,
    "lagst": _whole,
}


def _post(where: str, value: object) -> Kostnadspost:
    told = _read(where, value, _POST)
    if "belopp" not in told:
        raise InputError(where, "fältet belopp saknas")
    return Kostnadspost(**told)


_PART: Mapping[str, Reader] = {
    "namn": _text,
    "aktorstyp": _text,
    "roll": _word(Roll),
    "organisationsnummer": _text,
    "land": _text,
    "ekonomisk_verksamhet": _truth,
    "storlek": _word(Storlek),
    "anstallda": _whole,
    "omsattning_eur": _whole,
    "balansomslutning_eur": _whole,
    "stodgrund": _word(Stodgrund),
    "bonusgrund": _truth,
    "tidigare_stod_eur": _whole,
    "kostnader": _many(_post),
    "sokt_bidrag": _whole,
}


def _part(where: str, value: object) -> Projektpart:
    return Projektpart(**_read(where, value, _PART))


_PROJEKT: Mapping[str, Reader] = {
    "parter": _many(_part),
    "kostnader": _many(_post),
    "sokt_bidrag": _whole,
    "egen_insats": _whole,
    "manader": _whole,
    "paborjat": _truth,
    "data_finns": _truth,
    "inriktning": _many(_word(Inriktning)),
    "bilagor": _many(_word(Bilaga)),
    "bilagor_saknas": _many(_word(Bilaga)),
    "eurokurs": _rate,
    "okanda": _many(_text),
}


def projekt_from_json(data: object, kinds: Sequence[str] = ()) -> Projekt:
    """
    Return the project in *data*, the shape of json.loads; *kinds*: the known kinds of actor, to check against.

    Raises InputError naming the field in Swedish: an unknown field, a wrong type, a value that cannot be.
    """
    projekt = Projekt(**_read("projekt", data, _PROJEKT))
    for at, part in enumerate(projekt.parter, start=1):
        if kinds and part.aktorstyp is not None and part.aktorstyp not in kinds:
            raise InputError(f"parter {at}: aktorstyp", f"ska vara något av: {', '.join(kinds)}")
    refuse_nonsense(projekt)
    return projekt


def _plain(value: object) -> object:
    if isinstance(value, StrEnum | Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return _told(value) if isinstance(value, Projektpart | Kostnadspost) else value


def _told(value: Projekt | Projektpart | Kostnadspost) -> Json:
    """Return the fields that are told; an empty list of attachments is told, since none is then there."""
    told = ((f.name, getattr(value, f.name)) for f in fields(value))
    return {n: _plain(v) for n, v in told if v is not None and (v not in ("", ()) or n == "bilagor")}


def projekt_as_json(projekt: Projekt) -> Json:
    """Return what is told of *projekt*; `projekt_from_json` reads it back."""
    return _told(projekt)


def _quotes(proofs: Sequence[Proof]) -> list[Json]:
    return [{"citat": p.quote, "avsnitt": p.passage.id} for p in proofs]


def verdict_as_json(verdict: Verdict) -> Json:
    """Return the verdict: `utfall` and `krav`, each with rule, outcome, reason, quotes and what is missing."""
    return {
        "utfall": verdict.outcome.value,
        "aldre_regler": verdict.past,
        "krav": [
            {
                "regel": f.rule,
                "visas": f.label,
                "utfall": f.outcome.value,
                "skal": f.reason,
                "part": f.party,
                "saknas": f.missing,
                "fraga": f.question,
                "bevis": _quotes(f.proofs),
            }
            for f in verdict.findings
        ],
    }


def _step(step: Step) -> Json:
    used = step.parameter
    return {
        "steg": step.label,
        "formel": step.formula,
        "belopp": step.amount,
        "enhet": step.unit,
        "parameter": used.key if used else None,
        "bevis": _quotes(used.proofs) if used else [],
    }


def result_as_json(result: Calculation | Missing) -> Json:
    """
    Return the result of a calculation, or under `saknas` and `fraga` what must be told first.

    Amounts are whole kronor unless `enhet` says otherwise; `andel_procent` is text with one decimal.
    """
    if isinstance(result, Missing):
        return {"saknas": result.fact, "fraga": result.question, "part": result.party}
    return {
        "fraga_om": result.ask.value,
        "svar": result.answer,
        "enhet": result.unit,
        "kostnader": result.total,
        "bidrag": result.grant,
        "egen_insats": result.own,
        "andel_procent": None if result.share is None else str(result.share),
        "tillatet": result.allowed,
        "granser": [{"grans": x.key, "visas": x.label, "belopp": x.amount} for x in result.limits],
        "avgor": [x.key for x in result.binding] if result.limits else [],
        "marginal": result.margin,
        "parter": [
            {
                "part": p.party,
                "namn": p.namn,
                "kostnader": p.kostnader,
                "stodgrund": p.stodgrund.value,
                "niva_procent": int(p.niva * 100),
                "tak": p.tak,
                "bidrag": p.bidrag,
            }
            for p in result.parts
        ],
        "steg": [_step(s) for s in result.steps],
        "andra": [{"forslag": c.text, "belopp": c.amount} for c in result.changes],
        "forutsattningar": [c.text for c in result.conditions],
    }
