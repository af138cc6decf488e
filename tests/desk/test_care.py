import io
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from assistant.desk.access import Actor
from assistant.desk.convert import LONGEST_PASSAGE, About, corpus_markdown, to_markdown
from assistant.desk.corpus_files import History, sources
from assistant.desk.db.care import Care
from assistant.desk.db.database import Database
from assistant.desk.db.library import Library
from assistant.errors import ConflictError, ImportRefusedError, InputError, ParameterError
from assistant.settings import Settings
from assistant.sources.corpus import load_corpus
from assistant.sources.documents import read_document
from tests.conftest import SMALL_DOCUMENT
from tests.desk.conftest import Hands
from tests.desk.test_library import NUMBERS

ABOUT = About(id="fragor", title="Vanliga frågor", publisher="Provverket", kind="frågor", url="https://example.org/f")
CALL = About(
    id="utlysning",
    title="Utlysningen Lilla provet",
    publisher="Provverket",
    kind="utlysningstext",
    url="https://example.org/prov",
)


@pytest.fixture
def care(database: Database, clock: Hands, small_corpus: Path, tmp_path: Path) -> Care:
    file = small_corpus / "library" / "godkanda.toml"
    library = Library(database, clock, lambda: sources(small_corpus), file, tmp_path / "evals")
    return Care(database, clock, small_corpus, History(tmp_path / "kallor"), library)


def word() -> bytes:
    document, out = docx.Document(), io.BytesIO()
    document.add_heading("Vem får söka?", level=1)
    document.add_paragraph("En kommun på Åland.")
    document.add_paragraph("förening", style="List Bullet")
    document.save(out)
    return out.getvalue()


def pdf(text: str = "") -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(200, 200)
    if text:
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
        fonts = DictionaryObject(
            {NameObject("/F1"): DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})}
        )
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        stream = DecodedStreamObject()
        stream.set_data(f"BT /F1 12 Tf 10 100 Td ({text}) Tj ET".encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.docx", word(), "# Vem får söka?\n\nEn kommun på Åland.\n- förening"),
        (
            "a.html",
            b"<nav>Meny</nav><main><h1>Vem f&aring;r s&ouml;ka?</h1><p>En <b>kommun</b>.</p></main>",
            "# Vem får söka?\n\nEn kommun.",
        ),
        ("a.md", b"---\nid: x\n---\n# Vem?\r\n\r\nEn kommun.", "# Vem?\n\nEn kommun."),
        ("a.txt", "Bara text på åländska.".encode("cp1252"), "Bara text på åländska."),
        ("a.pdf", pdf("En kommun får söka."), "En kommun får söka."),
    ],
)
def test_varje_slags_dokument_blir_markdown(name: str, data: bytes, expected: str) -> None:
    assert to_markdown(name, data) == expected


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.4 trasig"),
        ("a.pdf", pdf()),
        ("a.docx", b"PK\x03\x04"),
        ("a.exe", b"x"),
        ("a.md", b"\x00\x01"),
        ("a.html", b"<p></p>"),
    ],
)
def test_dokument_som_inte_gar_att_lasa_avvisas(name: str, data: bytes) -> None:
    with pytest.raises(ImportRefusedError, match=name):
        to_markdown(name, data)


def test_ankare_behalls_och_langa_avsnitt_delas(tmp_path: Path) -> None:
    long = "\n\n".join(f"Stycke {n}. " + "ord " * 60 for n in range(12))
    text = f"Inledning.\n\n# Vem får söka?\n\nEn kommun.\n\n# Hur mycket?\n\n{long}\n\n# Vem får söka?\n\nIgen."
    path = tmp_path / "fragor.md"
    path.write_text(corpus_markdown(ABOUT, text, {"Vem får söka?": "vem"}), encoding="utf-8")
    document = read_document(path)
    ids = [p.id for p in document.passages]
    assert ids[:2] == ["fragor#vanliga-fragor", "fragor#vem"]
    assert ids[-1] == "fragor#vem-2"
    assert max(len(p.text) for p in document.passages) <= LONGEST_PASSAGE
    assert corpus_markdown(ABOUT, text, {}).count("Stycke") == 12


def test_ett_dokument_som_redan_har_ankare_andras_inte(tmp_path: Path) -> None:
    for source in sorted((Settings().corpus_dir / "documents").glob("*.md")):
        before = read_document(source)
        about = About(**{k: getattr(before, k) for k in ("id", "title", "publisher", "kind", "url", "period")})
        path = tmp_path / source.name
        path.write_text(corpus_markdown(about, to_markdown(source.name, source.read_bytes()), {}), encoding="utf-8")
        assert read_document(path).passages == before.passages


def test_atergivna_uppgifter_behaller_sina_kallor(tmp_path: Path) -> None:
    text = '# Villkor\n\n## Allmänt {#allmant}\n\n### V1 {källor="C" säkerhet="läst i källan"}\n\nEn uppgift.'
    path = tmp_path / "fragor.md"
    path.write_text(corpus_markdown(ABOUT, text, {}), encoding="utf-8")
    (passage,) = read_document(path).passages
    assert (passage.id, passage.sources, passage.headings) == ("fragor#V1", ("C",), ("Villkor", "Allmänt"))


def test_ett_nytt_dokument_ses_forst_och_laggs_sedan_till(care: Care, adam: Actor, small_corpus: Path) -> None:
    seen = care.preview(adam, ABOUT, "a.docx", word())
    assert [p.text for p in seen.passages] == ["En kommun på Åland.\n• förening"]
    assert "fragor" not in {d.id for d in care.documents(adam)}
    assert care.apply(adam, seen).left_out == ()
    assert load_corpus(small_corpus).passage_by_id["fragor#vem-far-soka"].text.startswith("En kommun")


def test_svar_som_vilar_pa_det_andrade_lamnar_chatten_och_kommer_tillbaka(
    care: Care, adam: Actor, small_corpus: Path, clock: Hands
) -> None:
    changed = SMALL_DOCUMENT.replace("600 000", "500 000").encode()
    seen = care.preview(adam, CALL, "utlysning.md", changed)
    assert seen.left_out == {"belopp": "Bidrag kan beviljas med max 600 000 kr per projekt."}
    assert [p.text.strip() for p in seen.changes if p.kind != "lika" and p.text.strip() in {"600", "500"}] == [
        "600",
        "500",
    ]
    assert care.apply(adam, seen).left_out == ("belopp",)
    assert set(load_corpus(small_corpus).entry_by_id) == {"drift"}
    (version,) = care.versions(adam)
    assert (version.who, version.what) == ("adam", "ändrade utlysning")
    clock.forward(timedelta(minutes=1))
    care.roll_back(adam, version.id)
    assert set(load_corpus(small_corpus).entry_by_id) == {"belopp", "drift"}
    assert len(care.versions(adam)) == 2


def test_en_forhandsvisning_som_blivit_gammal_gor_inget(care: Care, adam: Actor) -> None:
    old, new = care.preview(adam, ABOUT, "a.docx", word()), care.preview(adam, ABOUT, "a.txt", b"Hej.")
    care.apply(adam, new)
    with pytest.raises(ConflictError, match="sedan förhandsvisningen"):
        care.apply(adam, old)


def test_ett_tal_som_tappar_sitt_citat_hindrar_andringen_tills_talet_andras_med(
    care: Care, adam: Actor, small_corpus: Path
) -> None:
    folder = small_corpus / "parameters"
    folder.mkdir()
    for name in ("krav", "aktorer"):
        (folder / f"{name}.toml").write_text("", encoding="utf-8")
    quote = "Bidrag kan beviljas med max 600 000 kr per projekt."
    (folder / "tal.toml").write_text(NUMBERS.format(600000, quote), encoding="utf-8")
    changed = SMALL_DOCUMENT.replace("600 000", "500 000").encode()
    with pytest.raises(ParameterError, match=r"tak.* ändra det i samma steg"):
        care.preview(adam, CALL, "utlysning.md", changed)
    along = {"tal.toml": NUMBERS.format(500000, quote.replace("600", "500")).encode()}
    care.apply(adam, care.preview(adam, CALL, "utlysning.md", changed, along))
    assert sources(small_corpus)[1]["tak"].whole == 500000
    with pytest.raises(InputError, match="parametrar"):
        care.preview(adam, CALL, "utlysning.md", changed, {"../x.toml": b""})


@pytest.mark.parametrize("wrong", ["", "../x", "Å", "a b", "x" * 99])
def test_ett_id_som_inte_gar_att_ha_avvisas(care: Care, adam: Actor, wrong: str) -> None:
    with pytest.raises(InputError, match="id"):
        care.preview(adam, About(id=wrong, title="t", publisher="p", kind="k", url="u"), "a.txt", b"Hej.")


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:  # the base class's name
        found = {"/f": ("text/html; charset=utf-8", b"<h1>Hej</h1><p>V&auml;rld.</p>"), "/b": ("image/png", b"x")}
        kind, body = found.get(self.path, ("text/plain", b""))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_en_sida_hamtas_fran_sin_adress(care: Care, adam: Actor, site: str) -> None:
    name, data = care.fetch(adam, f" {site}/f ")
    assert (name, to_markdown(name, data)) == ("f.html", "# Hej\n\nVärld.")


@pytest.mark.parametrize("path", ["{}/saknas", "{}/b", "http://127.0.0.1:1/x", "file:///etc/passwd", "hej"])
def test_adresser_som_inte_ger_ett_dokument_avvisas(care: Care, adam: Actor, site: str, path: str) -> None:
    with pytest.raises(ImportRefusedError):
        care.fetch(adam, path.format(site))
