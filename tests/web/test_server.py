"""The addresses beside the page: health, measures, verdicts, sources and what does not exist."""

import httpx
import pytest

HTML = {"Accept": "text/html"}


def test_halsan_sager_vilka_kallor_som_ligger_bakom(site: str) -> None:
    told = httpx.get(f"{site}/halsa").json()
    assert told["status"] == "ok"
    assert told["corpus"]


def test_matten_raknar_omdomen(site: str) -> None:
    given = {"receipt": "0123456789ab", "verdict": "ja"}
    assert httpx.post(f"{site}/synpunkt", json=given).status_code == 204
    lines = httpx.get(f"{site}/matt").text.splitlines()
    assert any(line.startswith('synpunkter_total{omdome="ja"}') for line in lines)


@pytest.mark.parametrize(
    "given",
    [
        {"receipt": "../../etc/passwd", "verdict": "ja"},
        {"receipt": "0123456789ab", "verdict": "kanske"},
        {"receipt": "0123456789ab", "verdict": "nej", "reason": "<script>"},
        {"verdict": "ja"},
    ],
    ids=["fel kvitto", "fel omdöme", "okänt skäl", "inget kvitto"],
)
def test_ett_trasigt_omdome_avvisas(site: str, given: dict[str, str]) -> None:
    assert httpx.post(f"{site}/synpunkt", json=given).status_code == 422


def test_en_adress_som_inte_finns_svarar_pa_svenska(site: str) -> None:
    people, program = httpx.get(f"{site}/finns-inte", headers=HTML), httpx.get(f"{site}/finns-inte")
    assert (people.status_code, program.status_code) == (404, 404)
    assert "Sidan finns inte" in people.text
    assert 'lang="sv"' in people.text
    assert program.json()["detail"].startswith("Sidan finns inte")


def test_en_okand_kalla_svarar_pa_svenska(site: str) -> None:
    assert "Sidan finns inte" in httpx.get(f"{site}/kalla/okand", headers=HTML).text


def test_kallan_markerar_bara_citatet_i_sitt_avsnitt(site: str, assistant) -> None:
    passage = assistant.corpus.documents[0].passages[5]
    words = " ".join(passage.text.split("\n")[0].split()[:4])
    query = {"citat": words, "stycke": passage.id.partition("#")[2]}
    text = httpx.get(f"{site}/kalla/{passage.document_id}", params=query).text
    assert text.count("<mark>") == 1


def test_startsidan_ar_svensk_fran_forsta_byten(site: str) -> None:
    assert 'lang="sv"' in httpx.get(site).text[:200]
