import io
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest

from assistant.desk.sheets import read_csv, read_xlsx
from assistant.desk.tables import to_csv
from assistant.errors import ImportRefusedError


def book(*rows: tuple[object, ...]) -> bytes:
    out, workbook = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_lases_i_varje_kodning_och_med_varje_skiljetecken(encoding: str, delimiter: str) -> None:
    text = (
        delimiter.join(("Ämne", "Fråga", "E-post"))
        + "\n"
        + delimiter.join(("a", "Får åländska föreningar söka?", "b@x.se"))
    )
    found = read_csv("f.csv", text.encode(encoding))
    assert [(i.text, i.subject, i.sender) for i in found] == [("Får åländska föreningar söka?", "a", "b@x.se")]


def test_en_enda_kolumn_behover_ingen_rubrik() -> None:
    assert [i.text for i in read_csv("f.csv", b"Vem?\nHur?\n\n")] == ["Vem?", "Hur?"]


def test_flera_kolumner_utan_rubrik_avvisas() -> None:
    with pytest.raises(ImportRefusedError, match="kolumn som heter Fråga"):
        read_csv("f.csv", b"1;Vem?\n2;Hur?\n")


@pytest.mark.parametrize("data", [b"\x00\x01\x02\x03", b"", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_det_som_inte_ar_text_avvisas(data: bytes) -> None:
    with pytest.raises(ImportRefusedError):
        read_csv("f.csv", data)


def test_xlsx_lases_med_datum() -> None:
    (found,) = read_xlsx("f.xlsx", book(("Datum", "Fråga"), (datetime(2022, 3, 1, 9), "Vem får söka?")))
    assert (found.text, found.received) == ("Vem får söka?", datetime(2022, 3, 1, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("case", "data", "says"),
    [
        ("makron", with_part(book(("Fråga",), ("x?",)), "xl/vbaProject.bin", b"x"), "makron"),
        (
            "zipbomb",
            with_part(book(("Fråga",), ("x?",)), "xl/worksheets/sheet9.xml", b"0" * 30_000_000),
            "orimligt hårt packad",
        ),
        ("avhuggen", book(("Fråga",), ("x?",))[:-300], "skadad eller avhuggen"),
        ("gammalt format", b"\xd0\xcf\x11\xe0" + b"x" * 500, "äldre format"),
        ("en zip med annat", with_part(b"", "hej.txt", b"hej"), "kan inte läsas som XLSX"),
    ],
)
def test_farliga_och_trasiga_arbetsbocker_avvisas(case: str, data: bytes, says: str) -> None:
    with pytest.raises(ImportRefusedError, match=says):
        read_xlsx("f.xlsx", data)


@pytest.mark.parametrize("cell", ["=1+1", "+46", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_ingen_cell_ut_kan_bli_en_formel(cell: str) -> None:
    line = to_csv(("a",), [(cell,)]).decode("utf-8-sig").split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'")
