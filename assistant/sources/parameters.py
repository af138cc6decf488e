"""The numbers, requirements and kinds of actor of the call and its terms, as data with proof."""

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from assistant.errors import ParameterError
from assistant.sources.library import Finder, Proof

GRUPPER = ("kommun", "civilsamhalle", "expert", "annan")


class Matt(StrEnum):
    """What a parameter's value counts."""

    KRONOR = "kronor"
    ANDEL = "andel"
    MANADER = "månader"
    EURO = "euro"
    KRONOR_PER_TIMME = "kronor per timme"
    ANSTALLDA = "anställda"


class Svar(StrEnum):
    """What the sources say of a kind of actor in a role."""

    JA = "ja"
    NEJ = "nej"
    OKLART = "oklart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """
    One number with unit, validity and proof; a share is a fraction of one.

    *valid_to*: the last day it applies, None where the sources set no end.
    """

    key: str
    label: str
    value: Decimal
    unit: Matt
    period: str
    valid_to: date | None
    proofs: tuple[Proof, ...]

    @property
    def whole(self) -> int:
        """Return the value as a whole number of its unit."""
        return int(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Krav:
    """A requirement without a number, in the words of the sources; *addition*: a sentence that belongs to the answer."""

    key: str
    label: str
    addition: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stallning:
    """What a kind of actor may be in one role: the answer, why in one Swedish sentence, and the proof."""

    svar: Svar
    skal: str
    proofs: tuple[Proof, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aktor:
    """
    One kind of actor.

    *grupp* is kommun, civilsamhalle, expert or annan; *ekonomisk* the usual kind of activity, None where
    it must be asked for; *siffror* the leading digits its organisationsnummer can have, empty for none.
    """

    key: str
    label: str
    bestamd: str
    grupp: str
    ekonomisk: bool | None
    siffror: tuple[str, ...]
    koordinator: Stallning
    projektpart: Stallning
    underleverantor: Stallning


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """All of corpus/parameters, proven on loading."""

    tal: Mapping[str, Parameter]
    krav: Mapping[str, Krav]
    aktorer: Mapping[str, Aktor]

    def __getitem__(self, key: str) -> Parameter:
        """Return the number *key*; ParameterError where there is none."""
        if key not in self.tal:
            raise ParameterError(f"Parametern {key} saknas i corpus/parameters/tal.toml.")
        return self.tal[key]


_Keyed = TypeVar("_Keyed", Parameter, Krav, Aktor)


@dataclass(frozen=True, slots=True)
class _Row:
    """One TOML table with the place it stands in, so that every fault names it."""

    where: str
    data: Mapping[str, Any]
    find: Finder

    def text(self, field: str) -> str:
        value = self.data.get(field)
        if not isinstance(value, str) or not value.strip():
            raise ParameterError(f"{self.where}: fältet {field} saknas.")
        return value

    def proofs(self, field: str = "citat") -> tuple[Proof, ...]:
        quotes = self.data.get(field)
        if not isinstance(quotes, list) or not quotes:
            raise ParameterError(f"{self.where}: fältet {field} saknas; varje uppgift ska ha ett ordagrant citat.")
        return tuple(self._proof(quote) for quote in quotes)

    def _proof(self, quote: str) -> Proof:
        found = self.find(quote)
        if not found:
            raise ParameterError(f"{self.where}: citatet finns inte ordagrant i någon källa: {quote}")
        return found[0]

    def choices(self, field: str, allowed: Iterable[str]) -> str:
        value = self.text(field)
        if value not in (known := list(allowed)):
            raise ParameterError(f"{self.where}: {field} är {value} men ska vara något av {', '.join(known)}.")
        return value


def _number(row: _Row) -> Decimal:
    value = row.data.get("varde")
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ParameterError(f"{row.where}: fältet varde saknas eller är inget tal.")
    return Decimal(value)


def _parameter(row: _Row) -> Parameter:
    return Parameter(
        key=row.text("nyckel"),
        label=row.text("visas"),
        value=_number(row),
        unit=Matt(row.choices("enhet", Matt)),
        period=row.text("period"),
        valid_to=row.data.get("till"),
        proofs=row.proofs(),
    )


def _krav(row: _Row) -> Krav:
    addition = row.data.get("tillagg", "")
    return Krav(key=row.text("nyckel"), label=row.text("visas"), addition=addition, proofs=row.proofs())


def _stallning(row: _Row, roll: str) -> Stallning:
    inner = _Row(f"{row.where}, {roll}", row.data.get(roll, {}), row.find)
    return Stallning(svar=Svar(inner.choices("svar", Svar)), skal=inner.text("skal"), proofs=inner.proofs())


def _aktor(row: _Row) -> Aktor:
    return Aktor(
        key=row.text("nyckel"),
        label=row.text("visas"),
        bestamd=row.text("bestamd"),
        grupp=row.choices("grupp", GRUPPER),
        ekonomisk=row.data.get("ekonomisk"),
        siffror=tuple(row.data.get("siffror", ())),
        koordinator=_stallning(row, "koordinator"),
        projektpart=_stallning(row, "projektpart"),
        underleverantor=_stallning(row, "underleverantor"),
    )


def _rows(folder: Path, name: str, find: Finder) -> tuple[_Row, ...]:
    path = folder / f"{name}.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ParameterError(f"{path.name}: filen kan inte läsas som TOML: {error}") from error
    rows = table.get(name, [])
    return tuple(_Row(f"{path.name}, {row.get('nyckel', 'post utan nyckel')}", row, find) for row in rows)


def _keyed(rows: Iterable[_Row], read: Callable[[_Row], _Keyed]) -> Mapping[str, _Keyed]:
    table: dict[str, _Keyed] = {}
    for row in rows:
        item = read(row)
        if item.key in table:
            raise ParameterError(f"{row.where}: nyckeln finns två gånger.")
        table[item.key] = item
    return MappingProxyType(table)


def load_parameters(folder: Path, find: Finder) -> Parameters:
    """
    Return the parameters of *folder*: tal.toml, krav.toml and aktorer.toml.

    *find* returns the proofs of a quote, best first.  Raises ParameterError naming file, entry and
    fault: unit, period or quote missing, a quote that is not verbatim in any source.
    """
    return Parameters(
        tal=_keyed(_rows(folder, "tal", find), _parameter),
        krav=_keyed(_rows(folder, "krav", find), _krav),
        aktorer=_keyed(_rows(folder, "aktorer", find), _aktor),
    )
