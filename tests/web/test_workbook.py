"""The Excel export gives the function's own figures, recalculated by LibreOffice, and comes back whole."""

import shutil
import subprocess
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from assistant.assembly import Assistant
from assistant.errors import InputError
from assistant.rules.budget import calculate
from assistant.rules.calculation import Ask, Calculation, Fordelning
from assistant.rules.projekt import Kostnadspost, Kostnadsslag, Projekt, Projektpart, Roll, Stodgrund, Storlek
from assistant.sources.parameters import Parameters, load_parameters
from assistant.web.csvs import budget_csv
from assistant.web.workbook import BUDGET, COLUMN, FIRST, PLACE, read_workbook, write_workbook


def cost(amount: int, kind: Kostnadsslag | None = None, hours: int | None = None) -> Kostnadspost:
    return Kostnadspost(belopp=amount, kostnadsslag=kind, timmar=hours)


KOMMUN = Projektpart(namn="Kommunen", aktorstyp="kommun", roll=Roll.KOORDINATOR, kostnader=(cost(400_003),))
LITET = Projektpart(
    aktorstyp="foretag", roll=Roll.PROJEKTPART, storlek=Storlek.LITET, bonusgrund=True,
    kostnader=(cost(333_333, Kostnadsslag.PERSONAL, 300), cost(90_001, Kostnadsslag.INDIREKTA)),
)  # fmt: skip
STORT = Projektpart(
    namn="=SUMMA(A1)", aktorstyp="foretag", roll=Roll.PROJEKTPART, storlek=Storlek.STORT, bonusgrund=False,
    kostnader=(cost(180_180, Kostnadsslag.KONSULT),),
)  # fmt: skip
MINOR = Projektpart(
    aktorstyp="ideell_forening", roll=Roll.PROJEKTPART, stodgrund=Stodgrund.STOD_AV_MINDRE_BETYDELSE,
    tidigare_stod_eur=195_000, kostnader=(cost(200_000, Kostnadsslag.PERSONAL),),
)  # fmt: skip
SUB = Projektpart(aktorstyp="universitet", roll=Roll.UNDERLEVERANTOR, kostnader=(cost(50_000),))

CASES: dict[str, tuple[Projekt, Fordelning]] = {
    "en kommun ensam": (Projekt(parter=(KOMMUN,)), Fordelning.PROPORTIONELL),
    "kostnader utan part": (Projekt(kostnader=(cost(749_999),)), Fordelning.PROPORTIONELL),
    "kommun och litet företag": (Projekt(parter=(KOMMUN, LITET)), Fordelning.PROPORTIONELL),
    "fyra parter där tak slår i": (
        Projekt(parter=(KOMMUN, LITET, STORT, MINOR), eurokurs=Decimal("11.37")),
        Fordelning.PROPORTIONELL,
    ),
    "koordinatorn först": (Projekt(parter=(KOMMUN, LITET, STORT)), Fordelning.KOORDINATOR_FORST),
    "en underleverantör": (Projekt(parter=(KOMMUN, SUB)), Fordelning.PROPORTIONELL),
}


@pytest.fixture(scope="module")
def parameters(assistant: Assistant) -> Parameters:
    return load_parameters(assistant.settings.corpus_dir / "parameters", assistant.corpus.prove)


@pytest.fixture(scope="module")
def recalculated(parameters: Parameters, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with every case as LibreOffice calculates it; one start serves all."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice är inte installerat; exporten räknas om i CI")
    folder = tmp_path_factory.mktemp("excel")
    for at, (projekt, fordelning) in enumerate(CASES.values()):
        (folder / f"{at}.xlsx").write_bytes(write_workbook(projekt, parameters, fordelning))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(path) for path in folder.glob("*.xlsx")]
    convert = [
        office,
        "--headless",
        profile,
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder / "ut"),
    ]
    subprocess.run([*convert, *files], check=True, capture_output=True, timeout=180)  # noqa: S603  # our own files
    return folder / "ut"


@pytest.mark.parametrize("name", CASES)
def test_libreoffice_raknar_fram_samma_tal(recalculated: Path, parameters: Parameters, name: str) -> None:
    projekt, fordelning = CASES[name]
    sheet = load_workbook(recalculated / f"{list(CASES).index(name)}.xlsx", data_only=True)[BUDGET]
    result = calculate(Ask.BIDRAG, projekt, parameters)
    shared = calculate(Ask.FORDELNING, projekt, parameters, fordelning)
    assert isinstance(result, Calculation)
    assert sheet[PLACE["Kostnader sammanlagt"]].value == result.total
    assert sheet[PLACE["Högsta bidrag"]].value == result.grant
    assert sheet[PLACE["Egen insats sammanlagt"]].value == result.own
    limits = [sheet[PLACE[x]].value for x in ("Taket per projekt", "Högsta andel", "Parternas stödnivåer")]
    assert sorted(limits) == [limit.amount for limit in result.limits]
    given = [sheet[f"{COLUMN['Bidrag']}{FIRST + max(p.party, 0)}"].value for p in getattr(shared, "parts", ())]
    assert given == [p.bidrag for p in getattr(shared, "parts", ())]


@pytest.mark.parametrize("name", CASES)
def test_arbetsboken_kommer_tillbaka_med_samma_resultat(parameters: Parameters, name: str) -> None:
    projekt, _ = CASES[name]
    back = read_workbook(write_workbook(projekt, parameters), parameters)
    before, after = (calculate(Ask.BIDRAG, p, parameters) for p in (projekt, back))
    assert isinstance(before, Calculation)
    assert isinstance(after, Calculation)
    assert (after.total, after.grant, after.limits) == (before.total, before.grant, before.limits)


def test_ett_namn_som_ser_ut_som_en_formel_stannar_text(parameters: Parameters) -> None:
    data = write_workbook(Projekt(parter=(STORT,)), parameters)
    cell = load_workbook(BytesIO(data))[BUDGET][f"A{FIRST}"]
    assert (cell.value, cell.data_type) == ("=SUMMA(A1)", "s")
    assert "'=SUMMA(A1)" in budget_csv(Projekt(parter=(STORT,)), parameters).decode("utf-8-sig")


def _edited(parameters: Parameters, cell: str, value: object) -> bytes:
    book = load_workbook(BytesIO(write_workbook(Projekt(parter=(KOMMUN,)), parameters)))
    book[BUDGET][cell] = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("column", "value", "field"),
    [
        ("Personal", "tre bananer", "Personal (cell I6)"),
        ("Personal", -5, "kostnad för Kommunen"),
        ("Roll", "chef", "Roll (cell C6)"),
        ("Arbetade timmar", 10, "Personal (rad 6)"),
        ("Tidigare stöd, euro", 1.5, "Tidigare stöd, euro (cell G6)"),
    ],
)
def test_ett_fel_i_arbetsboken_namnger_rutan(parameters: Parameters, column: str, value: object, field: str) -> None:
    with pytest.raises(InputError) as caught:
        read_workbook(_edited(parameters, f"{COLUMN[column]}{FIRST}", value), parameters)
    assert caught.value.field == field


@pytest.mark.parametrize("broken", [b"", b"PK\x03\x04skrap", b"<html></html>"], ids=["tom", "trasig zip", "html"])
def test_en_fil_som_inte_ar_excel_avvisas_pa_svenska(parameters: Parameters, broken: bytes) -> None:
    with pytest.raises(InputError, match="går inte att läsa som Excel-fil"):
        read_workbook(broken, parameters)


def test_en_annan_arbetsbok_avvisas(parameters: Parameters) -> None:
    out = BytesIO()
    Workbook().save(out)
    with pytest.raises(InputError, match="ingen budget härifrån"):
        read_workbook(out.getvalue(), parameters)
