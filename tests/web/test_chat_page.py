"""The chat as a reader meets it, in a real Chromium."""

from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.assembly import Assistant
from assistant.replies import phrases
from assistant.replies.reply import Reply
from assistant.web.server import build_app
from tests.web.conftest import BOX, WHOLE, ask, opened, serving

pytestmark = pytest.mark.browser
MONEY = "Hur mycket pengar kan ett projekt få?"


def test_en_fraga_far_svar_med_markeringar_som_oppnar_kallan_vid_citatet(page: Page) -> None:
    assert "600" in ask(page, MONEY)
    quote = page.locator(".sources blockquote").first.text_content()
    page.locator("a.cite").first.click()
    marked = page.locator("#kalla mark")
    expect(marked.first).to_be_in_viewport()
    assert " ".join(marked.all_text_contents()).split() == (quote or "").split()
    page.keyboard.press("Escape")
    expect(page.locator("#kalla")).to_be_hidden()


def test_sidan_sager_vem_som_svarar_nar_utlysningen_gallde_och_vem_som_beslutar(page: Page) -> None:
    notice = page.locator(".notice").inner_text()
    assert "AI-assistent" in notice
    assert "våren 2022" in notice
    assert "Vinnova beslutar" in notice


def test_sidan_ar_svensk_for_alla_webblasare(page: Page) -> None:
    assert page.locator("html").get_attribute("lang") == "sv"
    labels = page.eval_on_selector_all("[aria-label]", "all => all.map(e => e.getAttribute('aria-label'))")
    assert not {"Clear", "Copy", "More tabs", "Submit"} & set(labels)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", phrases.EMPTY),
        ("   ", phrases.EMPTY),
        ("\u200b\u200d\ufeff", phrases.EMPTY),
        ("🙂🎉", phrases.EMPTY),
        ("ord " * 25_000, phrases.TOO_LONG),
    ],
    ids=["tomt", "mellanslag", "osynliga tecken", "emoji", "100 kB"],
)
def test_det_som_inte_gar_att_fraga_ger_besked_och_texten_star_kvar(page: Page, text: str, message: str) -> None:
    page.fill(BOX, text)
    page.press(BOX, "Enter")
    expect(page.get_by_role("alert")).to_have_text(message)
    assert page.input_value(BOX) == text
    expect(page.locator(".welcome")).to_be_visible()


def test_html_i_fragan_visas_som_text(page: Page) -> None:
    ask(page, "&lt;img src=x onerror=window.hacked=1&gt; <b>Vilka</b> bilagor ska vi skicka med?")
    assert page.locator(".question img, .question b").count() == 0
    assert page.evaluate("window.hacked") is None
    expect(page.locator(".question")).to_contain_text("Vilka bilagor")


def test_ett_exempel_och_ett_forslag_kan_klickas_och_utkastet_star_kvar(page: Page) -> None:
    page.locator(".examples button").first.click()
    expect(page.locator(WHOLE)).to_have_count(1)
    page.fill(BOX, "mitt utkast")
    page.locator(".asks button").first.click()
    expect(page.locator(WHOLE)).to_have_count(2)
    assert page.input_value(BOX) == "mitt utkast"


def test_ny_konversation_borjar_om(page: Page) -> None:
    ask(page, MONEY)
    page.get_by_role("button", name="Ny konversation").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(WHOLE)).to_have_count(0)


def test_en_tumme_ner_har_ett_skal_och_sparas(page: Page, assistant: Assistant) -> None:
    ask(page, MONEY)
    page.locator("[data-verdict=nej]").click()
    page.get_by_role("button", name="Svårt att förstå").click()
    expect(page.locator(".thanks")).to_have_text("Tack! Din synpunkt är sparad.")
    kept = (assistant.settings.data_dir / "feedback.jsonl").read_text(encoding="utf-8")
    receipt = page.locator(".actions").get_attribute("data-receipt")
    assert receipt
    assert f'"receipt": "{receipt}", "verdict": "nej", "reason": "Svårt att förstå"' in kept


def test_svaret_kan_kopieras_med_sina_kallor(page: Page, site: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    ask(page, MONEY)
    page.get_by_role("button", name="Kopiera svaret").click()
    expect(page.get_by_role("button", name="Kopierat")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "[1]" in copied.split("\n")[0]
    assert "\n[1] Utlysningen Starta er AI-resa" in copied


def test_hela_samtalet_gar_att_fora_med_tangentbord(page: Page) -> None:
    expect(page.locator(BOX)).to_be_focused()
    page.keyboard.type(MONEY)
    page.keyboard.press("Enter")
    page.locator(WHOLE).wait_for()
    page.locator("a.cite").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#kalla mark").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("a.cite").first).to_be_focused()


def test_svaret_lases_upp_en_gang_nar_det_ar_helt(page: Page) -> None:
    told = ask(page, MONEY)
    assert told[:30] in (page.locator("#rost").text_content() or "")


@pytest.mark.parametrize("width", [390, 1280])
def test_inget_ar_bredare_an_fonstret(browser: Browser, site: str, width: int) -> None:
    page = opened(browser, site, width)
    ask(page, MONEY)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


def test_ett_fel_hos_oss_sags_pa_svenska_och_fragan_ligger_kvar(browser: Browser, assistant: Assistant) -> None:
    class Broken(Assistant):
        def stream(self, turns: Sequence[str]) -> Iterator[Reply]:
            raise RuntimeError("något oväntat")

    broken = Broken(
        settings=assistant.settings, corpus=assistant.corpus, searcher=assistant.searcher, chain=assistant.chain
    )
    with serving(build_app(broken)) as address:
        page = opened(browser, address)
        page.fill(BOX, MONEY)
        page.press(BOX, "Enter")
        expect(page.locator(".badge.error")).to_be_visible()
        expect(page.locator(".reply")).to_contain_text(phrases.ERROR)
        assert page.input_value(BOX) == MONEY
        page.close()
