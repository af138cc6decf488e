"""The desk's pages: what a person does there, and what is said where it does not work."""

import io
import re
import time
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.desk.states import Role
from assistant.errors import StorageError
from assistant.replies.reply import Reply
from assistant.web.desk.applicants import ADDRESS
from assistant.web.desk.gate import FIELD, ROOT
from tests.conftest import SMALL_DOCUMENT
from tests.desk.conftest import PASSWORD
from tests.desk.mails import mail, mbox
from tests.desk.replies import answered, silent
from tests.web.desk_site import Person, Site, open_site

QUOTE = "Bidrag kan beviljas med max 600 000 kr per projekt."


def ask(turns: list[str]) -> Reply:
    return silent() if "färg" in turns[-1] else answered("Högst 600 000 kronor. [1]")


@pytest.fixture
def site(tmp_path: Path, small_corpus: Path) -> Iterator[Site]:
    opened = open_site(tmp_path / "data", small_corpus, ask)
    vars(opened.desk)["refresh"] = opened.desk.library.expire  # indexing anew is the desk's own matter and tested there
    yield opened
    opened.desk.database.close()


@pytest.fixture
def anna(site: Site) -> Person:
    return site.person("anna")


@pytest.fixture
def greta(site: Site) -> Person:
    return site.person("greta")


@pytest.fixture
def adam(site: Site) -> Person:
    return site.person("adam")


def take_in(person: Person, text: str = "Hur mycket kan vi få?") -> None:
    person.post("/las-in/text", {"text": text}, 200)


def drafted(person: Person, text: str = "Hur mycket kan vi få?") -> None:
    take_in(person, text)
    person.post("/arende/1/utkast")


def upload(person: Person, name: str, data: bytes, status: int) -> str:
    return person.post("/las-in/filer", status=status, files={"files": (name, data)})


def letter_of(page: str) -> str:
    found = re.search(r"<textarea id=\"text\"[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found
    return found[1]


def test_klistrad_fraga_far_utkast_granskas_godkanns_exporteras_och_ateranvands(anna: Person, greta: Person) -> None:
    drafted(anna)
    page = anna.get("/arende/1")
    assert f"<mark>{QUOTE}</mark>" in page
    anna.step(1, "lamna-in", text=letter_of(page).replace("&#34;", '"') + "\n\nHör av dig om du undrar mer.")
    assert "Hör av dig" in greta.get("/arende/1")
    greta.step(1, "godkann")
    assert greta.get("/arende/1").count("godkänd") >= 1
    assert "Hur mycket kan vi få?" in anna.get("/export")
    assert anna.post("/export/eml", {"case": 1}, 200).startswith(("From", "To", "Subject", "MIME", "X-"))
    answer = anna.client.post(f"{ROOT}/export/eml", data={FIELD: anna.seal})
    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    anna.post("/export-skickade", {"case": 1})
    assert "skickad" in anna.get("/arende/1")


def test_ett_godkant_svar_ateranvands_och_faller_nar_kallan_andras(
    site: Site, anna: Person, greta: Person, adam: Person, small_corpus: Path
) -> None:
    drafted(anna)
    anna.step(1, "lamna-in")
    greta.step(1, "godkann")
    greta.post("/arende/1/bibliotek", {"question": 1, "variants": "vad är taket\nstörsta bidraget"})
    assert "i bruk" in anna.get("/bibliotek")
    library = small_corpus / "library" / "godkanda.toml"
    assert "vad är taket" in library.read_text(encoding="utf-8")
    changed = SMALL_DOCUMENT.replace("max 600 000 kr per projekt", "max 500 000 kr per projekt")
    shown = adam.post(
        "/kallor/forhandsvisa", {"id": "utlysning"}, 200, files={"file": ("utlysning.md", changed.encode())}
    )
    assert "<del>600</del><ins>500</ins>" in shown
    key = re.search(r'name="preview" value="([^"]+)"', shown)
    assert key
    adam.post("/kallor/publicera", {"preview": key[1]})
    assert "till granskning" in anna.get("/bibliotek")
    page = greta.get("/arende/1")
    assert "Källan har ändrats" in page
    assert "<ins>500</ins>" in page
    assert "vad är taket" not in library.read_text(encoding="utf-8")
    site.clock.forward(timedelta(minutes=1))
    version = re.search(r'name="version" value="([^"]+)"', adam.get("/kallor"))
    assert version
    adam.post("/kallor/aterstall", {"version": version[1]})
    assert "600 000 kr" in (small_corpus / "documents" / "utlysning.md").read_text(encoding="utf-8")


def test_ett_svar_med_luckor_gar_inte_att_lamna_in_och_texten_star_kvar(anna: Person) -> None:
    drafted(anna, "Vilken färg ska logotypen ha?")
    page = anna.step(1, "lamna-in", 422, text=f"Hej! Nytt.\n\n{letter_of(anna.get('/arende/1'))}")
    assert "återstår att skriva själv" in page
    assert letter_of(page).startswith("Hej! Nytt.")


def test_en_mening_markt_som_fel_hindrar_godkannandet(anna: Person, greta: Person) -> None:
    drafted(anna)
    anna.step(1, "lamna-in")
    greta.post("/arende/1/marke", {"answer": 1, "sentence": 0, "mark": "fel", "note": "Fel belopp"})
    page = greta.step(1, "godkann", 422)
    assert "märkt som fel" in page
    assert 'value="Fel belopp"' in page
    greta.post("/arende/1/marke", {"answer": 1, "sentence": 0, "mark": "rätt"})
    greta.step(1, "godkann")


def test_ett_marke_pa_en_gammal_version_nekas(anna: Person) -> None:
    drafted(anna)
    anna.step(1, "spara", text="Hej!\n\nEtt nytt svar.")
    assert "har ändrats" in anna.post("/arende/1/marke", {"answer": 1, "sentence": 0, "mark": "rätt"}, 409)


def test_tva_som_andrar_samma_arende_forlorar_inget(anna: Person, greta: Person) -> None:
    drafted(anna)
    seen = anna.version(1)
    greta.step(1, "spara", text="Hej!\n\nGretas svar.")
    page = anna.post("/arende/1/steg/spara", {"version": seen, "text": "Hej!\n\nAnnas svar."}, 409)
    assert "greta ändrade ärendet" in page
    assert letter_of(page) == "Hej!\n\nAnnas svar."
    assert "<del>Gretas</del><ins>Annas</ins>" in page
    again = re.search(r'name="version" value="(\d+)"', page)
    assert again
    anna.post("/arende/1/steg/spara", {"version": again[1], "text": "Hej!\n\nAnnas och Gretas svar."})
    assert "Annas och Gretas svar." in greta.get("/arende/1")


def test_tva_personer_godkanner_nar_det_ar_valt(tmp_path: Path, small_corpus: Path) -> None:
    site = open_site(tmp_path / "tva", small_corpus, ask, approvers=2)
    anna, greta, adam = (site.person(name) for name in ("anna", "greta", "adam"))
    drafted(anna)
    anna.step(1, "lamna-in")
    greta.step(1, "godkann")
    assert "(1 av 2)" in greta.get("/arende/1")
    assert "någon annan ska också" in greta.step(1, "godkann", 422)
    adam.step(1, "godkann")
    assert "Godkänt av greta, adam" in anna.get("/arende/1")
    site.desk.database.close()


def test_tilldelning_anteckning_och_logg(site: Site, anna: Person, adam: Person) -> None:
    drafted(anna)
    anna.post("/arende/1/tilldela", {"version": anna.version(1), "assignee": "anna"})
    anna.post("/arende/1/anteckning", {"note": "Ring <Bo> först"})
    assert "Ring &lt;Bo&gt; först" in anna.get("/arende/1")
    assert "/arende/1" in anna.get("/?ansvarig=jag")
    assert "Inget ärende passar" in adam.get("/?ansvarig=jag")
    assert "tilldelade" in adam.get("/logg?galler=ärende 1")
    assert adam.client.get(f"{ROOT}/logg.csv").content.startswith(b"\xef\xbb\xbf")


def test_inkorgen_soker_ordnar_och_delar_i_sidor(anna: Person) -> None:
    csv = "Fråga\n" + "\n".join(f"Får förening {n} söka bidrag nummer {n}?" for n in range(60))
    upload(anna, "fragor.csv", csv.encode(), 200)
    first, second = anna.get("/"), anna.get("/?sida=2")
    assert (first.count("data-row"), second.count("data-row")) == (50, 10)
    assert anna.get("/?sok=nummer+17").count("data-row") == 1
    assert "arende/60" in anna.get("/?ordning=inkommen&fallande=1").split("data-row")[1] or "data-row" in first
    assert anna.get("/?lage=ny&sida=2").count("data-row") == 10
    assert anna.get("/?lage=p%C3%A5hitt&ordning=x&sakerhet=y&kalla=z").count("data-row") == 50


def test_utkast_skrivs_i_bakgrunden_med_besked(anna: Person) -> None:
    csv = "Fråga\n" + "\n".join(f"Hur mycket kan förening {n} få?" for n in range(12))
    upload(anna, "fragor.csv", csv.encode(), 200)
    anna.post("/utkast")
    deadline = time.monotonic() + 60
    while (state := anna.client.get(f"{ROOT}/utkast/lage").json())["running"]:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert state == {"running": False, "done": 12, "total": 12, "fault": "", "waiting": 0}
    assert "Inget ärende väntar" in anna.get("/utkast")


BROKEN = mbox([mail(number=1), mail(number=2)])[:-40]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("stor.csv", b"x" * 50_000_000, "högst 50 MB"),
        ("makro.xlsm", b"PK\x03\x04", "makron"),
        ("avhuggen.mbox", BROKEN, "avhuggen eller skadad"),
        ("bild.png", b"\x89PNG", "slag som inte går att läsa"),
        ("trasig.xlsx", b"PK\x03\x04trasig", "skadad eller avhuggen"),
        ("tom.csv", b"", "är tom"),
        ("<b>x</b>.csv", b"a;b\n1;2", "ingen kolumn som heter Fråga"),
    ],
    ids=["50 MB", "makron", "avhuggen mbox", "okänt slag", "trasig xlsx", "tom", "utan kolumn"],
)
def test_daliga_filer_nekas_med_skal_och_inget_lases_in(anna: Person, name: str, data: bytes, said: str) -> None:
    page = upload(anna, name, data, 422)
    assert said in page
    assert "<b>x</b>.csv" not in page
    assert "Inkorgen är tom" in anna.get("/")


def test_en_trasig_fil_stoppar_inte_de_andra(anna: Person) -> None:
    sent = [("files", ("bra.eml", mail().as_bytes())), ("files", ("dalig.xlsm", b"PK"))]
    page = anna.post("/las-in/filer", status=422, files=sent)
    assert "1 nytt ärende" in page
    assert "makron" in page


def test_tom_text_nekas_och_textrutan_behaller_sitt(anna: Person) -> None:
    assert "ingen fråga att läsa in" in anna.post("/las-in/text", {"text": " \n "}, 422)


def test_exporten_kor_inga_formler(anna: Person, greta: Person) -> None:
    drafted(anna, '=HYPERLINK("http://ond.example";"Hur mycket?")')
    anna.step(1, "lamna-in", text="=1+1 är två. Hälsningar")
    greta.step(1, "godkann")
    text = anna.client.post(f"{ROOT}/export/csv", data={FIELD: anna.seal}).content.decode("utf-8-sig")
    cells = text.splitlines()[1]
    assert "=1+1" in text
    assert "\"'=HYPERLINK" in cells or "'=HYPERLINK" in cells
    assert not re.search(r'(?:^|;)"?=', text)


def test_en_fraga_med_html_visas_som_text(anna: Person) -> None:
    take_in(anna, "Får <script>alert(1)</script> vi söka &amp; när?")
    for place in ("/", "/arende/1", "/insikt"):
        assert "<script>alert" not in anna.get(place)


def test_ett_arende_som_inte_finns_sags_pa_svenska(anna: Person) -> None:
    answer = anna.client.get(f"{ROOT}/arende/999")
    assert (answer.status_code, "det finns inget ärende 999" in answer.text) == (422, True)
    for place in ("/finns-inte", "/arende/abc"):
        answer = anna.client.get(f"{ROOT}{place}")
        assert (answer.status_code, "Sidan finns inte" in answer.text) == (404, True)


def test_konton_skapas_andras_och_far_nytt_losenord(site: Site, adam: Person) -> None:
    weak = {"name": "bo.ek", "full_name": "Bo Ek", "role": "granskare", "password": "kort"}
    page = adam.post("/konton", weak, 422)
    assert "minst 12 tecken" in page
    assert 'value="bo.ek"' in page
    adam.post("/konton", {**weak, "password": PASSWORD})
    adam.post("/konton/roll", {"name": "bo.ek", "role": Role.HANDLAGGARE})
    adam.post("/konton/losenord", {"name": "bo.ek", "password": "nio gula hästar åt"})
    assert site.desk.sessions.login("bo.ek", "nio gula hästar åt")
    assert "enda administratören" in adam.post("/konton/oppet", {"name": "adam", "active": "nej"}, 422)
    assert "välj något av" in adam.post("/konton/roll", {"name": "bo.ek", "role": "kung"}, 422)


def test_det_egna_losenordet_byts(site: Site, anna: Person) -> None:
    new = "nio gula hästar åt"
    given = {"old": PASSWORD, "new": new, "again": new}
    assert "inte lika" in anna.post("/losenord", {**given, "again": "annat"}, 422)
    assert "stämmer inte" in anna.post("/losenord", {**given, "old": "fel"}, 422)
    anna.post("/losenord", given)
    assert site.desk.sessions.login("anna", new)


def test_databasen_borta_sags_och_texten_finns_kvar(site: Site, anna: Person) -> None:
    drafted(anna)
    version = anna.version(1)

    def gone(*_args: object, **_kwargs: object) -> int:
        raise StorageError("Databasen svarar inte. Det som redan är sparat finns kvar; försök igen om en stund.")

    review = site.desk.review
    vars(site.desk)["review"] = type("Gone", (), {"save": staticmethod(gone)})()
    page = anna.post("/arende/1/steg/spara", {"version": version, "text": "Hej!\n\nMin långa text."}, 503)
    vars(site.desk)["review"] = review
    assert "Databasen svarar inte" in page
    assert letter_of(page) == "Hej!\n\nMin långa text."


def test_insikten_ritas_och_kan_hamtas(anna: Person, greta: Person) -> None:
    drafted(anna)
    anna.step(1, "lamna-in")
    greta.step(1, "godkann")
    assert anna.get("/insikt").count("<svg") > 3
    assert "oftast frågat;Hur mycket kan vi få?;1" in anna.client.get(f"{ROOT}/insikt.csv").content.decode("utf-8-sig")


def test_ett_dokument_som_inte_haller_ihop_nekas_och_formularet_star_kvar(adam: Person) -> None:
    given = {"id": "vanliga-fragor", "title": "Vanliga frågor"}
    page = adam.post("/kallor/forhandsvisa", given, 422, files={"file": ("f.md", b"# Rubrik\n\nText")})
    assert "skriv titel, utgivare och slag" in page
    assert 'value="Vanliga frågor"' in page
    assert "välj en fil" in adam.post("/kallor/forhandsvisa", given, 422)
    assert "finns inte kvar" in adam.post("/kallor/publicera", {"preview": "glömd"}, 409)


def apply_for_help(site: Site, **fields: str):
    visitor = site.visitor()
    text = visitor.get(ADDRESS).text
    assert "Det här sparas" in text
    seal = text.split(f'name="{FIELD}" value="')[1].split('"')[0]
    given = {FIELD: seal, "text": "Får vi söka? Mitt nummer är 811218-9876.", "sender": "bo@kommun.se", "consent": "ja"}
    return visitor.post(ADDRESS, data={**given, **fields})


def test_en_sokande_skickar_en_fraga_till_handlaggare(site: Site, anna: Person) -> None:
    answer = apply_for_help(site)
    assert (answer.status_code, "nummer 1" in answer.text) == (201, True)
    page = anna.get("/arende/1")
    assert "bo@kommun.se" in page
    assert "811218" not in page


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"consent": ""}, 422, "samtycke"),
        ({"sender": "bo"}, 422, "skriv din adress"),
        ({"text": "  "}, 422, "skriv en fråga"),
        ({FIELD: "fel"}, 403, "öppen för länge"),
    ],
    ids=["samtycke", "adress", "fråga", "sigill"],
)
def test_en_ofullstandig_fraga_nekas_och_texten_star_kvar(
    site: Site, fields: dict[str, str], status: int, said: str
) -> None:
    answer = apply_for_help(site, **fields)
    assert (answer.status_code, said in answer.text.lower()) == (status, True)
    assert ("Får vi söka?" in answer.text) == ("text" not in fields)


def test_chatten_kan_lamna_over_samtalet_som_json(site: Site, anna: Person) -> None:
    asked = {"turns": ["Vi är en förening.", "Hur mycket kan vi få?"], "sender": "bo@kommun.se"}
    visitor = site.visitor()
    refused = visitor.post(f"{ADDRESS}.json", json=asked)
    assert (refused.status_code, "Samtycke" in refused.json()["detail"]) == (422, True)
    assert visitor.post(f"{ADDRESS}.json", json=asked | {"consent": True}).json() == {"arende": 1}
    assert "Vi är en förening." in anna.get("/arende/1")


def test_ingen_kan_fylla_inkorgen_fran_en_adress(site: Site) -> None:
    asked = {"turns": ["Hur mycket?"], "sender": "bo@kommun.se", "consent": True}
    visitor = site.visitor()
    statuses = [visitor.post(f"{ADDRESS}.json", json=asked).status_code for _ in range(11)]
    assert statuses == [201] * 10 + [429]


def test_ett_fel_hos_oss_sags_med_lugna_ord(site: Site, anna: Person, caplog: pytest.LogCaptureFixture) -> None:
    take_in(anna)

    def broken(*_args: object) -> None:
        raise ZeroDivisionError

    vars(site.desk)["cases"] = type("Broken", (), {"view": staticmethod(broken)})()
    patient = TestClient(site.app, follow_redirects=False, raise_server_exceptions=False, cookies=anna.client.cookies)
    answer = patient.get(f"{ROOT}/arende/1")
    assert (answer.status_code, "Något gick fel hos oss" in answer.text) == (500, True)
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivisionError" not in answer.text


def test_utseendet_kommer_fran_startsidan_utan_det_som_bara_hon_har(site: Site) -> None:
    look = site.visitor().get(f"{ROOT}/tillgangar/look.css").text
    assert "--pine" in look
    assert ".gradio-container" not in look
    assert site.visitor().get(f"{ROOT}/tillgangar/..%2Fstyle.css").status_code == 404
