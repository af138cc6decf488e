"""Who reaches what: every address of the desk, with every role and with none."""

import shutil
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.routing import iter_route_contexts

from assistant.desk.db.sessions import LOCKED_FOR, MAX_FAILURES
from assistant.desk.states import Role
from assistant.web.desk.gate import COOKIE, FIELD, MAX_BODY, ROOT
from tests.conftest import SMALL_DOCUMENT, SMALL_LIBRARY
from tests.desk.conftest import PASSWORD
from tests.web.desk_site import NAMES, Person, Site, open_site

ALL, REVIEWERS, ADMINISTRATORS = frozenset(Role), frozenset({Role.GRANSKARE, Role.ADMINISTRATOR}), {Role.ADMINISTRATOR}
OPEN = {"GET /logga-in", "POST /logga-in", "GET /tillgangar/{name}"}
WHO = {
    "GET /": ALL, "POST /logga-ut": ALL, "GET /losenord": ALL, "POST /losenord": ALL,
    "GET /las-in": ALL, "POST /las-in/text": ALL, "POST /las-in/filer": ALL,
    "GET /utkast": ALL, "POST /utkast": ALL, "GET /utkast/lage": ALL,
    "GET /arende/{case_id}": ALL, "POST /arende/{case_id}/steg/{name}": ALL, "POST /arende/{case_id}/utkast": ALL,
    "POST /arende/{case_id}/tilldela": ALL, "POST /arende/{case_id}/marke": ALL, "POST /arende/{case_id}/anteckning": ALL,
    "GET /export": ALL, "POST /export/{kind}": ALL, "POST /export-skickade": ALL,
    "GET /bibliotek": ALL, "GET /insikt": ALL, "GET /insikt.csv": ALL,
    "POST /arende/{case_id}/bibliotek": REVIEWERS, "POST /bibliotek/ta-ur": REVIEWERS,
    "GET /kallor": ADMINISTRATORS, "POST /kallor/forhandsvisa": ADMINISTRATORS, "POST /kallor/publicera": ADMINISTRATORS,
    "POST /kallor/aterstall": ADMINISTRATORS, "POST /kallor/las-om": ADMINISTRATORS,
    "GET /konton": ADMINISTRATORS, "POST /konton": ADMINISTRATORS, "POST /konton/roll": ADMINISTRATORS,
    "POST /konton/oppet": ADMINISTRATORS, "POST /konton/losenord": ADMINISTRATORS,
    "GET /logg": ADMINISTRATORS, "GET /logg.csv": ADMINISTRATORS,
}  # fmt: skip
VALUES = {"case_id": "1", "name": "spara", "kind": "csv"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("desk")
    corpus = folder / "corpus"
    for part in ("documents", "library"):
        (corpus / part).mkdir(parents=True)
    (corpus / "documents" / "utlysning.md").write_text(SMALL_DOCUMENT, encoding="utf-8")
    (corpus / "library" / "svar.toml").write_text(SMALL_LIBRARY, encoding="utf-8")
    opened = open_site(folder, corpus)
    vars(opened.desk)["refresh"] = lambda: None  # indexing anew is the desk's own matter and tested there
    opened.person("anna").post("/las-in/text", {"text": "Hur mycket kan vi få?"}, 200)
    yield opened
    opened.desk.database.close()
    shutil.rmtree(folder)


def routes(site: Site) -> dict[str, str]:
    """Return every address with method, and as it is asked for."""
    found = {}
    for route in iter_route_contexts(site.pages.routes):
        for method in set(route.methods or ()) - {"HEAD"}:
            found[f"{method} {route.path}"] = ROOT + route.path.format(**VALUES)
    return found


def _people(site: Site) -> dict[Role, Person]:
    return {role: site.person(name) for role, name in NAMES.items()}


def test_varje_adress_har_en_bestamd_krets(site: Site) -> None:
    assert set(routes(site)) == set(WHO) | OPEN


def test_utan_inloggning_nas_bara_inloggningen(site: Site) -> None:
    for name, address in routes(site).items():
        if name in OPEN:
            continue
        answer = site.visitor().request(name.split()[0], address, data={FIELD: ""} if name.startswith("POST") else None)
        if name.startswith("GET"):
            assert (answer.status_code, answer.headers["location"][:22]) == (303, f"{ROOT}/logga-in"), name
        else:
            assert answer.status_code == 401, name
            assert "Logga in" in answer.text


def test_varje_roll_nar_sitt_och_inget_annat(site: Site) -> None:
    people = _people(site)
    for name, address in routes(site).items():
        if name in OPEN or name in {
            "POST /logga-ut",
            "POST /utkast",
        }:  # the one ends the session, the other starts a thread
            continue
        for role, person in people.items():
            data = {FIELD: person.seal} if name.startswith("POST") else None
            status = person.client.request(name.split()[0], address, data=data).status_code
            assert status < 500, (name, role)
            assert (status != 403) == (role in WHO[name]), (name, role, status)


def test_ett_formular_utan_sidans_sigill_nekas_alla(site: Site) -> None:
    people = _people(site)
    for name, address in routes(site).items():
        if name in OPEN or name.startswith("GET"):
            continue
        for role in WHO[name]:
            for data in ({}, {FIELD: "fel"}, {FIELD: people[Role.GRANSKARE].seal[::-1]}):
                answer = people[role].client.post(address, data=data)
                assert (answer.status_code, "läs om sidan" in answer.text.lower()) == (403, True), name
    assert people[Role.HANDLAGGARE].get("/")  # nobody was logged out


def test_sidorna_visar_bara_det_rollen_far(site: Site) -> None:
    anna, adam = site.person("anna").get("/"), site.person("adam").get("/")
    for place in ("/konton", "/logg", "/kallor"):
        assert (f'href="{ROOT}{place}"' in anna, f'href="{ROOT}{place}"' in adam) == (False, True)


def login(site: Site, password: str = PASSWORD, name: str = "anna", place: str = "/"):
    client = site.visitor()
    text = client.get(f"{ROOT}/logga-in").text
    field = text.split(f'name="{FIELD}" value="')[1].split('"')[0]
    data = {FIELD: field, "name": name, "password": password, "place": place}
    return client, client.post(f"{ROOT}/logga-in", data=data)


def test_inloggningen_ger_en_kaka_som_bara_den_har_sidan_kan_lasa(site: Site) -> None:
    client, answer = login(site)
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith(f"{COOKIE}="))
    assert answer.status_code == 303
    assert {"HttpOnly", "SameSite=lax", f"Path={ROOT}"} <= {part.strip() for part in cookie.split(";")}
    assert "Max-Age=" in cookie
    assert client.get(f"{ROOT}/").status_code == 200


@pytest.mark.parametrize("place", ["//ond.example", "https://ond.example", "/\\ond.example", "javascript:alert(1)"])
def test_inloggningen_leder_aldrig_ut_fran_sidan(site: Site, place: str) -> None:
    assert login(site, place=place)[1].headers["location"] == f"{ROOT}/"


def test_fel_losenord_sags_likadant_som_okant_namn(site: Site) -> None:
    wrong, unknown = login(site, "fel lösenord helt")[1], login(site, name="ingen")[1]
    assert wrong.status_code == unknown.status_code == 401
    assert "Fel namn eller lösenord." in wrong.text
    assert "Fel namn eller lösenord." in unknown.text


def test_en_inloggning_utan_sidans_besok_nekas(site: Site) -> None:
    answer = site.visitor().post(f"{ROOT}/logga-in", data={"name": "anna", "password": PASSWORD})
    assert answer.status_code == 403


def test_upprepade_fel_laser_kontot_en_stund(site: Site) -> None:
    for _ in range(MAX_FAILURES):
        login(site, "fel lösenord helt", "greta")
    assert "låst" in login(site, name="greta")[1].text
    site.clock.forward(LOCKED_FOR + timedelta(seconds=1))
    assert login(site, name="greta")[1].status_code == 303


def test_utloggning_och_tid_avslutar_sessionen(site: Site) -> None:
    anna, other = site.person("anna"), site.person("anna")
    anna.post("/logga-ut")
    assert anna.client.get(f"{ROOT}/").status_code == 303
    site.clock.forward(timedelta(hours=2))
    assert other.client.get(f"{ROOT}/").status_code == 303


def test_den_som_blivit_utloggad_far_tillbaka_det_som_skrevs(site: Site) -> None:
    anna = site.person("anna")
    site.clock.forward(timedelta(hours=2))
    anna_seal = anna.seal
    answer = anna.client.post(
        f"{ROOT}/arende/1/steg/spara", data={FIELD: anna_seal, "text": "Hej! En lång <b>text</b>."}
    )
    assert answer.status_code == 401
    assert "Hej! En lång &lt;b&gt;text&lt;/b&gt;." in answer.text


def test_ett_stangt_konto_ar_ute_genast(site: Site) -> None:
    adam = site.person("adam")
    adam.post("/konton", {"name": "bo", "full_name": "Bo", "role": Role.HANDLAGGARE, "password": PASSWORD})
    bo = site.person("bo")
    adam.post("/konton/oppet", {"name": "bo", "active": "nej"})
    assert bo.client.get(f"{ROOT}/").status_code == 303


def test_det_som_ar_for_stort_nekas_innan_det_lases(site: Site) -> None:
    anna = site.person("anna")
    headers = {"content-length": str(MAX_BODY + 1), "content-type": "application/x-www-form-urlencoded"}
    answer = anna.client.post(f"{ROOT}/las-in/filer", content=b"", headers=headers)
    assert (answer.status_code, "50 MB" in answer.text) == (413, True)


def test_sidorna_ligger_inte_kvar_och_kan_inte_baddas_in(site: Site) -> None:
    headers = site.person("anna").client.get(f"{ROOT}/").headers
    assert headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
