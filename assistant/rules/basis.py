"""What every budget question starts from: who bears which eligible costs, at which level."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.rules.calculation import Condition, Missing, Step
from assistant.rules.costs import Eligible, Reduction, eligible
from assistant.rules.levels import Level, level_of
from assistant.rules.projekt import Kostnadspost, Kostnadsslag, Projekt, Projektpart, Roll, Stodgrund
from assistant.sources.parameters import Parameters, Svar

_FULL = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A party that bears costs; *party* is its position in `Projekt.parter`, -1 where none was told."""

    party: int
    label: str
    part: Projektpart
    costs: Eligible
    level: Level

    @property
    def ceiling(self) -> int:
        """Return the most the party can get."""
        return self.level.ceiling(self.costs.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """The parties with costs and levels; *loose*: costs that no party was named for."""

    parts: tuple[Part, ...]
    loose: int
    steps: tuple[Step, ...]
    reductions: tuple[Reduction, ...]
    conditions: tuple[Condition, ...]

    @property
    def total(self) -> int:
        """Return the project's eligible costs."""
        return self.loose + sum(part.costs.total for part in self.parts)


def labels_of(parter: Sequence[Projektpart], parameters: Parameters) -> tuple[str, ...]:
    """Return what to call each party in running text; a number tells equals apart."""
    plain = [_label(part, parameters) for part in parter]
    return tuple(f"{name} (part {at})" if plain.count(name) > 1 else name for at, name in enumerate(plain, start=1))


def _label(part: Projektpart, parameters: Parameters) -> str:
    aktor = parameters.aktorer.get(part.aktorstyp or "")
    return part.namn or (aktor.bestamd if aktor else "organisationen")


def _buyers(projekt: Projekt) -> list[int]:
    return [at for at, part in enumerate(projekt.parter) if part.roll is not Roll.UNDERLEVERANTOR]


def _loose(projekt: Projekt) -> tuple[Kostnadspost, ...]:
    bought = [c for p in projekt.parter if p.roll is Roll.UNDERLEVERANTOR for c in p.kostnader]
    return (*projekt.kostnader, *(replace(c, kostnadsslag=Kostnadsslag.KONSULT, timmar=None) for c in bought))


def _undefined(part: Projektpart) -> bool:
    told = (part.aktorstyp, part.stodgrund, part.ekonomisk_verksamhet, part.storlek, part.anstallda)
    return all(value is None for value in told)


def _project_only(parameters: Parameters) -> Condition:
    text = "Är någon part ett företag gäller dessutom den partens egen stödnivå, som kan sänka bidraget."
    return Condition(text=text, proofs=parameters.krav["niva_per_part"].proofs)


def _cannot(part: Projektpart, parameters: Parameters) -> tuple[Condition, ...]:
    aktor = parameters.aktorer.get(part.aktorstyp or "")
    if aktor is None:
        return ()
    leads = part.roll is Roll.KOORDINATOR
    place = aktor.koordinator if leads else aktor.projektpart
    if place.svar is not Svar.NEJ:
        return ()
    role = "koordinator" if leads else "projektpart"
    return (Condition(text=f"Observera att {aktor.label} inte kan vara {role}.", proofs=place.proofs),)


def _sole(projekt: Projekt, parameters: Parameters) -> Basis | Missing:
    """Return the basis where one party, or none told, bears everything."""
    buyers = _buyers(projekt)
    at = buyers[0] if buyers else -1
    told = projekt.parter[at] if buyers else Projektpart(namn="projektet")
    label = labels_of(projekt.parter, parameters)[at] if buyers else "projektet"
    unknown = _undefined(told)
    part = replace(told, stodgrund=Stodgrund.ICKE_STATSSTOD) if unknown else told
    costs = (*told.kostnader, *_loose(projekt))
    if not costs:
        return Missing(fact="kostnader", question="Hur stora är projektets stödberättigande kostnader sammanlagt?")
    found = _part(at, label, replace(part, kostnader=costs), projekt, parameters)
    if isinstance(found, Missing):
        return found
    return _basis((found,), 0, (_project_only(parameters),) if unknown else (), parameters)


def _part(at: int, label: str, part: Projektpart, projekt: Projekt, parameters: Parameters) -> Part | Missing:
    level = level_of(part, projekt.eurokurs, label, parameters)
    if isinstance(level, Missing):
        return replace(level, party=at if at >= 0 else None)
    costs = eligible(part.kostnader, part.aktorstyp, label, parameters)
    if isinstance(costs, Missing):
        return replace(costs, party=at if at >= 0 else None)
    return Part(party=at, label=label, part=part, costs=costs, level=level)


def _basis(parts: tuple[Part, ...], loose: int, conditions: tuple[Condition, ...], parameters: Parameters) -> Basis:
    own = [c for p in parts for c in (*p.level.conditions, *p.costs.conditions, *_cannot(p.part, parameters))]
    return Basis(
        parts=parts,
        loose=loose,
        steps=tuple(replace(s, party=p.party) for p in parts for s in p.costs.steps),
        reductions=tuple(r for p in parts for r in p.costs.reductions),
        conditions=tuple(dict.fromkeys((*own, *conditions))),
    )


def _untold_costs(projekt: Projekt, labels: tuple[str, ...]) -> Missing | None:
    buyers = _buyers(projekt)
    without = [at for at in buyers if not projekt.parter[at].kostnader]
    if len(without) == len(buyers) and not _loose(projekt):
        return Missing(fact="kostnader", question="Hur stora stödberättigande kostnader har var och en av parterna?")
    if without:
        return Missing(fact="kostnader", question=f"Hur stora kostnader har {labels[without[0]]}?", party=without[0])
    return None


def _several(projekt: Projekt, parameters: Parameters) -> Basis | Missing:
    """Return the basis of several parties; costs without a party only where all have the same full level."""
    labels = labels_of(projekt.parter, parameters)
    found = [_part(at, labels[at], projekt.parter[at], projekt, parameters) for at in _buyers(projekt)]
    parts = tuple(p for p in found if isinstance(p, Part))
    loose = _loose(projekt)
    full = len(parts) == len(found) and all(p.level.share == _FULL and p.level.cap is None for p in parts)
    if missing := None if loose and full else _untold_costs(projekt, labels):
        return missing
    if open_ := [m for m in found if isinstance(m, Missing)]:
        return open_[0]
    if loose and not full:
        return Missing(fact="kostnader", question="Vilken av parterna har kostnaderna som inte är fördelade?")
    return _basis(tuple(p for p in parts if p.costs.total), sum(c.belopp for c in loose), (), parameters)


def basis_of(projekt: Projekt, parameters: Parameters) -> Basis | Missing:
    """Return who bears what at which level, or the one fact that is missing, the most decisive first."""
    several = len(_buyers(projekt)) > 1
    return _several(projekt, parameters) if several else _sole(projekt, parameters)
