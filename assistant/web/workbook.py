"""
The budget as an Excel workbook with live formulas, and read back; the only module that imports openpyxl.

The formulas are the rules of `assistant.rules` once more, in Excel's own arithmetic, so that an office can go
on without the page.  Shares are whole per cent there: INT(80*x/100) is exact where INT(0.8*x) is not.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assistant.errors import InputError
from assistant.rules.budget import calculate
from assistant.rules.calculation import Ask, Calculation, Fordelning
from assistant.rules.costs import WITHOUT_CEILING
from assistant.rules.inputs import refuse_nonsense
from assistant.rules.levels import size_of, stodgrund_of
from assistant.rules.projekt import Kostnadspost, Kostnadsslag, Projekt, Projektpart, Roll, Stodgrund, Storlek
from assistant.sources.parameters import Matt, Parameter, Parameters
from assistant.text.amounts import parse_amount
from assistant.web.forms import MAX_PARTIES

BUDGET, SHARING, NUMBERS = "Budget", "Fördelning", "Parametrar"
FIRST = 6
LAST = FIRST + MAX_PARTIES - 1
LOOSE = LAST + 1
SUMS = LOOSE + 3
_MAX_UNPACKED = 30_000_000
_K = Kostnadsslag
INPUTS = (
    "Part", "Slag av organisation", "Roll", "Stödgrund", "Storlek", "Villkor för högre nivå", "Tidigare stöd, euro",
    "Vald del av bidraget", "Personal", "Arbetade timmar", "Personal utan timmar", "Konsulter och licenser",
    "Utrustning (avskrivning)", "Övriga direkta", "Indirekta", "Inte uppdelade",
)  # fmt: skip
RESULTS = (
    "Personal som räknas", "Indirekta som räknas", "Stödberättigande kostnader", "Stödnivå, %", "Tak i kronor",
    "Högst till parten", "Bidrag", "Egen insats",
)  # fmt: skip
COLUMN = {name: get_column_letter(at) for at, name in enumerate((*INPUTS, *RESULTS), start=1)}
_COSTS = {_K.KONSULT: "Konsulter och licenser", _K.UTRUSTNING: "Utrustning (avskrivning)",
          _K.OVRIGA_DIREKTA: "Övriga direkta", _K.INDIREKTA: "Indirekta", None: "Inte uppdelade"}  # fmt: skip
_HEAD, _IN, _OUT = (PatternFill("solid", fgColor=c) for c in ("17543F", "FFF6D0", "E1EDE5"))


@dataclass(frozen=True, slots=True)
class _Names:
    """Where each parameter's value stands, and the words that the formulas compare with."""

    parameters: Parameters

    def __getitem__(self, key: str) -> str:
        return f"{NUMBERS}!$C${list(self.parameters.tal).index(key) + 2}"

    def kind(self, key: str | None) -> str:
        aktor = self.parameters.aktorer.get(key or "")
        return aktor.label if aktor else ""


def _per_cent(parameter: Parameter) -> int | Decimal:
    value = parameter.value * 100 if parameter.unit is Matt.ANDEL else parameter.value
    return int(value) if value == int(value) else value


def _text(cell: Cell, value: str) -> None:
    """Write *value* as text even where it looks like a formula."""
    cell.value = value
    cell.data_type = "s"


def _numbers_sheet(book: Workbook, parameters: Parameters) -> None:
    sheet = book.create_sheet(NUMBERS)
    sheet.append(["Nyckel", "Vad", "Värde", "Enhet", "Citat", "Källa"])
    for parameter in parameters.tal.values():
        proof = parameter.proofs[0]
        unit = "procent" if parameter.unit is Matt.ANDEL else parameter.unit.value
        row = [
            parameter.key,
            parameter.label,
            _per_cent(parameter),
            unit,
            None,
            f"{proof.passage.document}, {proof.passage.section}",
        ]
        sheet.append(row)
        _text(sheet.cell(sheet.max_row, 5), proof.quote)
    _dress(sheet, 1, (24, 46, 12, 18, 90, 60))


def _dress(sheet: Worksheet, row: int, widths: Sequence[int]) -> None:
    for cell in sheet[row]:
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for at, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = width


# --- Formulas. ---


def _cells(row: int) -> dict[str, str]:
    return {name: f"{letter}{row}" for name, letter in COLUMN.items()}


def _over(name: str) -> str:
    return f"${COLUMN[name]}${FIRST}:${COLUMN[name]}${LAST}"


def _sub(row: int) -> str:
    return f'{COLUMN["Roll"]}{row}="{Roll.UNDERLEVERANTOR}"'


_SUMMARY = ("Kostnader utan part", "Antal parter", "Kostnader sammanlagt", "Taket per projekt", "Högsta andel",
            "Parternas stödnivåer", "Högsta bidrag", "Egen insats sammanlagt", "Bidragets andel, %", "Det som avgör",
            "Sökt bidrag", "Ryms det?", "Eurokurs", "Dela bidraget")  # fmt: skip
PLACE = {name: f"$C${SUMS + at}" for at, name in enumerate(_SUMMARY)}


def _row_formulas(row: int, names: _Names) -> Iterator[tuple[str, str]]:
    c = _cells(row)
    free = ",".join(f'{c["Slag av organisation"]}="{names.kind(key)}"' for key in sorted(WITHOUT_CEILING))
    paid = f"IF(N({c['Arbetade timmar']})>0,MIN(N({c['Personal']}),{c['Arbetade timmar']}*{names['tak_timkostnad']}),N({c['Personal']}))"
    yield "Personal som räknas", f"={paid}+N({c['Personal utan timmar']})"
    share = f"INT({names['tak_indirekta']}*{c['Personal som räknas']}/100)"
    yield "Indirekta som räknas", f"=IF(OR({free}),N({c['Indirekta']}),MIN(N({c['Indirekta']}),{share}))"
    others = "+".join(
        f"N({c[n]})" for n in ("Konsulter och licenser", "Utrustning (avskrivning)", "Övriga direkta", "Inte uppdelade")
    )
    raw = f"N({c['Personal']})+N({c['Personal utan timmar']})+N({c['Indirekta']})+{others}"
    yield (
        "Stödberättigande kostnader",
        f"=IF({_sub(row)},{raw},{c['Personal som räknas']}+{c['Indirekta som räknas']}+{others})",
    )
    yield "Stödnivå, %", _level_formula(c, names)
    room = f"MAX(0,{names['tak_mindre_betydelse']}-N({c['Tidigare stöd, euro']}))*N({PLACE['Eurokurs']})"
    yield "Tak i kronor", f'=IF({c["Stödgrund"]}="{Stodgrund.STOD_AV_MINDRE_BETYDELSE}",INT(ROUND({room},6)),"")'
    base = f"({c['Stödberättigande kostnader']}+IF({PLACE['Antal parter']}=1,{PLACE['Kostnader utan part']},0))"
    most = f"INT(N({c['Stödnivå, %']})*{base}/100)"
    cap = f'IF({c["Tak i kronor"]}="",{most},MIN({most},{c["Tak i kronor"]}))'
    yield "Högst till parten", f"=IF({_sub(row)},0,{cap})"
    yield "Bidrag", f"={SHARING}!$H${row}"
    yield "Egen insats", f"=IF({_sub(row)},0,{base}-{c['Bidrag']})"


def _level_formula(c: dict[str, str], names: _Names) -> str:
    sizes = ",".join(
        f'IF({c["Storlek"]}="{size}",IF({c["Villkor för högre nivå"]}="ja",{names[f"niva_{size}_bonus"]},{names[f"niva_{size}_grund"]})'
        for size in Storlek
    )
    by_size = f'{sizes},""' + ")" * len(Storlek)
    return (
        f'=IF({c["Stödgrund"]}="{Stodgrund.ICKE_STATSSTOD}",{names["niva_icke_statsstod"]},'
        f'IF({c["Stödgrund"]}="{Stodgrund.STOD_AV_MINDRE_BETYDELSE}",{names["niva_mindre_betydelse"]},'
        f'IF({c["Stödgrund"]}="{Stodgrund.EXPERIMENTELL_UTVECKLING}",{by_size},"")))'
    )


def _summary_formulas(names: _Names) -> dict[str, str]:
    costs, roles, most = _over("Stödberättigande kostnader"), _over("Roll"), _over("Högst till parten")
    bought = f'SUMIF({roles},"{Roll.UNDERLEVERANTOR}",{costs})'
    grant, total = PLACE["Högsta bidrag"], PLACE["Kostnader sammanlagt"]
    limits = ("Taket per projekt", "Högsta andel", "Parternas stödnivåer")
    binds = '&IF({0}={1}," {2}","")'
    return {
        "Kostnader utan part": f"=SUM({COLUMN['Personal']}{LOOSE}:{COLUMN['Inte uppdelade']}{LOOSE})-N({COLUMN['Arbetade timmar']}{LOOSE})+{bought}",
        "Antal parter": f'=SUMPRODUCT(({costs}>0)*({roles}<>"{Roll.UNDERLEVERANTOR}"))',
        "Kostnader sammanlagt": f"=SUM({costs})-{bought}+{PLACE['Kostnader utan part']}",
        "Taket per projekt": f"={names['hogsta_bidrag']}",
        "Högsta andel": f"=INT({names['hogsta_andel']}*{total}/100)",
        "Parternas stödnivåer": f"=SUM({most})+IF({PLACE['Antal parter']}=1,0,{PLACE['Kostnader utan part']})",
        "Högsta bidrag": f"=MIN({','.join(PLACE[x] for x in limits)})",
        "Egen insats sammanlagt": f"={total}-{grant}",
        "Bidragets andel, %": f'=IF({total}=0,"",ROUND(100*{grant}/{total},1))',
        "Det som avgör": '=TRIM(""' + "".join(binds.format(PLACE[x], grant, f"{x.lower()};") for x in limits) + ")",
        "Ryms det?": f'=IF({PLACE["Sökt bidrag"]}="","",IF({PLACE["Sökt bidrag"]}<={grant},"ja","nej"))',
    }


def _sharing_sheet(book: Workbook) -> None:
    """Share the grant by costs, none above its cap: each round fills those that would get too much."""
    sheet = book.create_sheet(SHARING)
    sheet["A1"] = "Bladet delar bidraget efter kostnaderna, utan att någon får mer än sitt tak. Ändra inget här."
    head = [
        "Part",
        "Först",
        "Vikt",
        "Tak",
        "Grund",
        "Rest",
        "Plats",
        "Bidrag",
        *(f"Omgång {n + 1}" for n in range(MAX_PARTIES + 1)),
    ]
    for at, title in enumerate(head, start=1):
        sheet.cell(FIRST - 1, at, title)
    _dress(sheet, FIRST - 1, (24, 8, *[14] * (len(head) - 2)))
    last_round = get_column_letter(9 + MAX_PARTIES)
    for row in range(FIRST, LAST + 1):
        for letter, formula in _sharing_row(row, last_round):
            sheet[f"{letter}{row}"] = formula
    for letter, formula in _rounds():
        sheet[letter] = formula


def _sharing_row(row: int, last: str) -> Iterator[tuple[str, str]]:
    c = {name: f"{BUDGET}!{cell}" for name, cell in _cells(row).items()}
    roles = f"{BUDGET}!${COLUMN['Roll']}${FIRST}:{COLUMN['Roll']}{row}"
    first = f'COUNTIF({roles},"{Roll.KOORDINATOR}")=1'
    mode = f'{BUDGET}!{PLACE["Dela bidraget"]}="{Fordelning.KOORDINATOR_FORST}"'
    lead = f'AND({mode},{c["Roll"]}="{Roll.KOORDINATOR}",{first})'
    yield "A", f'=IF({c["Part"]}="",{c["Slag av organisation"]},{c["Part"]})&""'
    yield "B", f"=IF({lead},1,0)"
    yield "C", f'=IF(OR(B{row}=1,{c["Roll"]}="{Roll.UNDERLEVERANTOR}"),0,{c["Stödberättigande kostnader"]})'
    yield "D", f"=IF(B{row}=1,0,{c['Högst till parten']})"
    yield "E", f"=IF({last}{row}=1,INT({last}$3*C{row}/{last}$4),D{row})"
    yield "F", f"=IF({last}{row}=1,{last}$3*C{row}-E{row}*{last}$4,-1)"
    f, w = f"$F${FIRST}:$F${LAST}", f"$C${FIRST}:$C${LAST}"
    rows = f"ROW({f})<ROW()"
    yield "G", f"=1+SUMPRODUCT(({f}>F{row})+({f}=F{row})*(({w}>C{row})+({w}=C{row})*({rows})))"
    spread = f"E{row}+IF(AND({last}{row}=1,G{row}<={last}$2),1,0)"
    pool = f"IF(B{row}=1,$B$3,{spread})"
    bears = f'AND({c["Stödberättigande kostnader"]}>0,{c["Roll"]}<>"{Roll.UNDERLEVERANTOR}")'
    alone = f"{BUDGET}!{PLACE['Antal parter']}=1"
    sole = f"IF({alone},IF({bears},{BUDGET}!{PLACE['Högsta bidrag']},0),{pool})"
    yield "H", f'=IF({BUDGET}!{PLACE["Dela bidraget"]}="{Fordelning.EGET_VAL}",N({c["Vald del av bidraget"]}),{sole})'
    for n in range(MAX_PARTIES + 1):
        here, before = get_column_letter(9 + n), get_column_letter(8 + n)
        full = f"{before}$3*$C{row}>$D{row}*{before}$4"
        yield here, f"=IF($C{row}>0,1,0)" if n == 0 else f"=IF(AND({before}{row}=1,NOT({full})),1,0)"


def _rounds() -> Iterator[tuple[str, str]]:
    """Yield the three cells over each round: left to share, weights that are open; and what is over at last."""
    grant = f"{BUDGET}!{PLACE['Högsta bidrag']}"
    yield "A3", "Till den som går först"
    yield "B3", f"=MIN({grant},SUMPRODUCT($B${FIRST}:$B${LAST},{BUDGET}!{_over('Högst till parten')}))"
    w, d = f"$C${FIRST}:$C${LAST}", f"$D${FIRST}:$D${LAST}"
    for n in range(MAX_PARTIES + 1):
        here, before = get_column_letter(9 + n), get_column_letter(8 + n)
        open_, was = f"{here}${FIRST}:{here}${LAST}", f"{before}${FIRST}:{before}${LAST}"
        yield f"{here}3", f"={grant}-$B$3" if n == 0 else f"={before}3-SUMPRODUCT({was}-{open_},{d})"
        yield f"{here}4", f"=MAX(1,SUMPRODUCT({open_},{w}))"
    last = get_column_letter(9 + MAX_PARTIES)
    yield f"{last}2", f"={last}3-SUMPRODUCT({last}{FIRST}:{last}{LAST},$E${FIRST}:$E${LAST})"


# --- Writing. ---


def _sole(projekt: Projekt) -> Projekt:
    """Return *projekt* with costs of no party given to the one party there is, as the rules do."""
    buyers = [at for at, p in enumerate(projekt.parter) if p.roll is not Roll.UNDERLEVERANTOR]
    if len(buyers) > 1 or not projekt.kostnader:
        return projekt
    parts = list(projekt.parter) or [Projektpart(namn="Projektet")]
    at = buyers[0] if buyers else 0
    parts[at] = replace(parts[at], kostnader=(*parts[at].kostnader, *projekt.kostnader))
    return replace(projekt, parter=tuple(parts), kostnader=())


def _resolved(projekt: Projekt, parameters: Parameters) -> Projekt:
    """Return *projekt* with the stödgrund that the rules chose written out, so that the sheet needs no guess."""
    result = calculate(Ask.BIDRAG, projekt, parameters)
    if not isinstance(result, Calculation):
        return projekt
    shown = {max(part.party, 0): part.stodgrund for part in result.parts}
    parts = tuple(
        replace(p, stodgrund=shown.get(at) or _ground(p, parameters), storlek=size_of(p, parameters))
        for at, p in enumerate(projekt.parter)
    )
    return replace(projekt, parter=parts)


def _ground(part: Projektpart, parameters: Parameters) -> Stodgrund | None:
    ground = stodgrund_of(part, part.namn, parameters)
    return ground if isinstance(ground, Stodgrund) else None


def _sum(costs: Sequence[Kostnadspost]) -> int | None:
    return sum(c.belopp for c in costs) if costs else None


def _cost_values(costs: Sequence[Kostnadspost]) -> dict[str, int | None]:
    pay = [c for c in costs if c.kostnadsslag is _K.PERSONAL or c.timmar]
    timed = [c for c in pay if c.timmar]
    plain = [c for c in pay if not c.timmar]
    rest = [c for c in costs if c not in pay]
    values = {name: _sum([c for c in rest if c.kostnadsslag is kind]) for kind, name in _COSTS.items()}
    values["Personal"] = _sum(timed or plain)
    values["Arbetade timmar"] = sum(c.timmar or 0 for c in timed) or None
    values["Personal utan timmar"] = _sum(plain) if timed else None
    return values


def _row_values(part: Projektpart, names: _Names) -> dict[str, Any]:
    bonus = None if part.bonusgrund is None else "ja" if part.bonusgrund else "nej"
    return {
        "Part": part.namn, "Slag av organisation": names.kind(part.aktorstyp), "Roll": part.roll or "",
        "Stödgrund": part.stodgrund or "", "Storlek": part.storlek or "", "Villkor för högre nivå": bonus,
        "Tidigare stöd, euro": part.tidigare_stod_eur, "Vald del av bidraget": part.sokt_bidrag,
    } | _cost_values(part.kostnader)  # fmt: skip


def _fill(sheet: Worksheet, row: int, values: dict[str, Any]) -> None:
    for name in INPUTS:
        cell = sheet[f"{COLUMN[name]}{row}"]
        value = values.get(name)
        if isinstance(value, str):
            _text(cell, str(value)) if value else None
        else:
            cell.value = value
        cell.fill = _IN
        if name not in INPUTS[:6]:
            cell.number_format = "#,##0"


def _list(sheet: Worksheet, name: str, words: Sequence[str], rows: str) -> None:
    rule = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
    rule.error, rule.errorTitle = f"Välj något av: {', '.join(words)}", name
    sheet.add_data_validation(rule)
    rule.add(rows)


def _choices(sheet: Worksheet, names: _Names) -> None:
    lists: dict[str, Sequence[str]] = {
        "Roll": list(Roll), "Stödgrund": list(Stodgrund), "Storlek": list(Storlek), "Villkor för högre nivå": ["ja", "nej"],
    }  # fmt: skip
    for name, words in lists.items():
        _list(sheet, name, words, f"{COLUMN[name]}{FIRST}:{COLUMN[name]}{LAST}")
    _list(sheet, "Dela bidraget", list(Fordelning), PLACE["Dela bidraget"].replace("$", ""))
    kinds = DataValidation(type="list", formula1=f"=Val!$A$1:$A${len(names.parameters.aktorer)}", allow_blank=True)
    sheet.add_data_validation(kinds)
    kinds.add(f"{COLUMN['Slag av organisation']}{FIRST}:{COLUMN['Slag av organisation']}{LAST}")


def _summary(sheet: Worksheet, projekt: Projekt, fordelning: Fordelning, names: _Names) -> None:
    values: dict[str, Any] = dict(_summary_formulas(names))
    values |= {"Sökt bidrag": projekt.sokt_bidrag, "Eurokurs": projekt.eurokurs, "Dela bidraget": str(fordelning)}
    for at, name in enumerate(_SUMMARY):
        sheet.cell(SUMS + at, 1, name).font = Font(bold=True)
        cell = sheet.cell(SUMS + at, 3, values[name])
        cell.fill = _IN if name in ("Sökt bidrag", "Eurokurs", "Dela bidraget") else _OUT
        cell.number_format = "0.00##" if name == "Eurokurs" else "0.0" if "%" in name else "#,##0"


def _budget_sheet(sheet: Worksheet, projekt: Projekt, fordelning: Fordelning, names: _Names) -> None:
    sheet.title = BUDGET
    sheet["A1"] = "Budget för ett projekt i Starta er AI-resa"
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A2"] = (
        "Fyll i de gula rutorna, i hela kronor. De gröna räknas ut. Talen ur utlysningen står med citat på bladet Parametrar."
    )
    sheet["A3"] = "Vinnova beslutar. Uträkningen visar vad källorna säger om det ni har fyllt i."
    for at, name in enumerate((*INPUTS, *RESULTS), start=1):
        sheet.cell(FIRST - 1, at, name)
    _dress(sheet, FIRST - 1, (26, 26, 18, 24, 13, 12, *[14] * 18))
    parts = [*projekt.parter, *[Projektpart()] * MAX_PARTIES][:MAX_PARTIES]
    for row, part in enumerate(parts, start=FIRST):
        _fill(sheet, row, _row_values(part, names))
        for name, formula in _row_formulas(row, names):
            cell = sheet[f"{COLUMN[name]}{row}"]
            cell.value, cell.fill, cell.number_format = formula, _OUT, "#,##0"
    _fill(sheet, LOOSE, {"Part": "Kostnader utan part"} | _cost_values(projekt.kostnader))
    _summary(sheet, projekt, fordelning, names)
    _choices(sheet, names)
    sheet.freeze_panes = f"B{FIRST}"


def write_workbook(
    projekt: Projekt, parameters: Parameters, fordelning: Fordelning = Fordelning.PROPORTIONELL
) -> bytes:
    """Return the budget as an .xlsx file whose formulas give the same figures as `calculate`."""
    names = _Names(parameters)
    book = Workbook()
    _budget_sheet(book.active, _resolved(_sole(projekt), parameters), fordelning, names)
    _sharing_sheet(book)
    _numbers_sheet(book, parameters)
    choices = book.create_sheet("Val")
    for aktor in parameters.aktorer.values():
        choices.append([aktor.label])
    choices.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# --- Reading. ---

_BROKEN = (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, EOFError, OSError, TypeError)
_NOT_OURS = "är ingen budget härifrån; ladda ned Excel-filen från sidan och fyll i den"


def _open(data: bytes) -> Worksheet:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
        if unpacked > _MAX_UNPACKED:
            raise InputError("filen", "är för stor för att vara en budget")
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except _BROKEN as error:
        raise InputError(
            "filen", "går inte att läsa som Excel-fil (.xlsx); spara om den i Excel och försök igen"
        ) from error
    if BUDGET not in book.sheetnames or [c.value for c in book[BUDGET][FIRST - 1]][: len(INPUTS)] != list(INPUTS):
        raise InputError("filen", _NOT_OURS)
    sheet: Worksheet = book[BUDGET]
    return sheet


@dataclass(frozen=True, slots=True)
class _Reader:
    """One row of the sheet."""

    sheet: Worksheet
    row: int

    def _cell(self, name: str) -> tuple[str, Any]:
        place = f"{COLUMN[name]}{self.row}"
        return f"{name} (cell {place})", self.sheet[place].value

    def text(self, name: str) -> str:
        return str(self._cell(name)[1] or "").strip()

    def whole(self, name: str) -> int | None:
        return _whole(*self._cell(name))

    def word(self, name: str, words: Sequence[str]) -> str | None:
        where, value = self._cell(name)
        found = str(value or "").strip().lower()
        if found and found not in words:
            raise InputError(where, f"ska vara något av: {', '.join(words)}")
        return found or None


def _whole(where: str, value: object) -> int | None:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and value == int(value):
        return int(value)
    amount = parse_amount(value) if isinstance(value, str) else None
    if amount is None or int(amount.value) != amount.value:
        raise InputError(where, f"”{str(value)[:40]}” är inget helt tal")
    return int(amount.value)


def _read_costs(row: _Reader) -> tuple[Kostnadspost, ...]:
    hours, pay, plain = row.whole("Arbetade timmar"), row.whole("Personal"), row.whole("Personal utan timmar")
    if hours is not None and pay is None:
        raise InputError(f"Personal (rad {row.row})", "ange vad de arbetade timmarna kostar i kronor")
    posts = [Kostnadspost(kostnadsslag=_K.PERSONAL, belopp=pay, timmar=hours)] if pay is not None else []
    posts += [Kostnadspost(kostnadsslag=_K.PERSONAL, belopp=plain)] if plain is not None else []
    told = ((kind, row.whole(name)) for kind, name in _COSTS.items())
    return (*posts, *(Kostnadspost(kostnadsslag=kind, belopp=amount) for kind, amount in told if amount is not None))


def _read_part(row: _Reader, parameters: Parameters) -> Projektpart:
    kinds = {a.label.lower(): a.key for a in parameters.aktorer.values()}
    kind = row.word("Slag av organisation", list(kinds))
    bonus = row.word("Villkor för högre nivå", ["ja", "nej"])
    return Projektpart(
        namn=row.text("Part")[:200],
        aktorstyp=kinds[kind] if kind else None,
        roll=Roll(word) if (word := row.word("Roll", list(Roll))) else None,
        stodgrund=Stodgrund(word) if (word := row.word("Stödgrund", list(Stodgrund))) else None,
        storlek=Storlek(word) if (word := row.word("Storlek", list(Storlek))) else None,
        bonusgrund=None if bonus is None else bonus == "ja",
        tidigare_stod_eur=row.whole("Tidigare stöd, euro"),
        sokt_bidrag=row.whole("Vald del av bidraget"),
        kostnader=_read_costs(row),
    )


def _read_rate(value: object) -> Decimal | None:
    try:
        return Decimal(str(value).strip().replace(",", ".")) if value not in (None, "") else None
    except InvalidOperation as error:
        raise InputError("Eurokurs", f"”{str(value)[:40]}” är inget tal; skriv till exempel 10,50") from error


def read_workbook(data: bytes, parameters: Parameters) -> Projekt:
    """Return the budget in an .xlsx file that `write_workbook` made; raises InputError naming file, column and cell."""
    sheet = _open(data)
    parts = [_read_part(_Reader(sheet, row), parameters) for row in range(FIRST, LAST + 1)]
    while parts and parts[-1] == Projektpart():
        parts.pop()
    read = Projekt(
        parter=tuple(parts),
        kostnader=_read_costs(_Reader(sheet, LOOSE)),
        sokt_bidrag=_whole("Sökt bidrag", sheet[PLACE["Sökt bidrag"]].value),
        eurokurs=_read_rate(sheet[PLACE["Eurokurs"]].value),
    )
    refuse_nonsense(read)
    return read
