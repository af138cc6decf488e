"""The budget as a table of semicolon-separated values, which Swedish spreadsheets open as it is."""

import csv
import io
from collections.abc import Iterator

from assistant.rules.budget import calculate
from assistant.rules.calculation import Ask, Calculation, Missing
from assistant.rules.money import decimal
from assistant.rules.projekt import Kostnadspost, Projekt
from assistant.sources.parameters import Parameters

Row = tuple[str | int, ...]


def _plain(text: str) -> str:
    """Return *text* so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _cost(name: str, role: str, cost: Kostnadspost) -> Row:
    return (_plain(name), role, cost.kostnadsslag or "inte uppdelat", cost.belopp, cost.timmar or "")


def _costs(projekt: Projekt, parameters: Parameters) -> Iterator[Row]:
    yield ("Part", "Roll", "Kostnadsslag", "Belopp, kr", "Timmar")
    for at, part in enumerate(projekt.parter, start=1):
        aktor = parameters.aktorer.get(part.aktorstyp or "")
        name = part.namn or (aktor.label if aktor else f"part {at}")
        yield from (_cost(name, part.roll or "", cost) for cost in part.kostnader)
    yield from (_cost("utan part", "", cost) for cost in projekt.kostnader)


def _result(result: Calculation) -> Iterator[Row]:
    yield ("Kostnader sammanlagt, kr", result.total or 0)
    yield ("Högsta bidrag, kr", result.grant or 0)
    yield ("Egen insats, kr", result.own or 0)
    yield from ((f"Gräns: {limit.label}, kr", limit.amount) for limit in result.limits)
    yield ("Det som avgör", ", ".join(limit.label for limit in result.binding))
    if result.parts:
        yield ()
        yield ("Part", "Kostnader, kr", "Stödgrund", "Stödnivå, %", "Bidrag, kr", "Egen insats, kr")
    for p in result.parts:
        level = decimal(p.niva * 100)
        yield (_plain(p.namn), p.kostnader, p.stodgrund, level, p.bidrag, p.kostnader - p.bidrag)


def budget_csv(projekt: Projekt, parameters: Parameters) -> bytes:
    """Return costs and result, with the mark that makes Excel read it as UTF-8."""
    result = calculate(Ask.BIDRAG, projekt, parameters)
    rows = [("Saknas", result.question)] if isinstance(result, Missing) else _result(result)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows([*_costs(projekt, parameters), (), *rows])
    return out.getvalue().encode("utf-8-sig")
