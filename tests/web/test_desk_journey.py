"""The whole way in a real Chromium: fifty mails in, one answer approved, given by the chat, and gone when its source changes."""

import email
import email.policy
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.assembly import open_assistant
from assistant.desk.service import open_desk
from assistant.desk.states import Role
from assistant.settings import Settings
from assistant.web.desk.gate import ROOT
from assistant.web.server import build_app
from tests.conftest import SMALL_LIBRARY
from tests.desk.conftest import PASSWORD
from tests.desk.mails import mail, mbox
from tests.web.conftest import ask, opened, serving
from tests.web.desk_mails import fifty
from tests.web.desk_site import NAMES, START

pytestmark = pytest.mark.browser
PATIENCE = 60_000
"""Milliseconds; a loaded machine indexes slowly."""
expect.set_options(timeout=PATIENCE)
QUESTION = "Täcker bidraget våra elräkningar när systemet väl rullar på i vardagen?"
SENTENCE = "Elräkningar för ett system i vardagen räknas till löpande drift."
ANSWER = f"""Hej!

{SENTENCE} [1] Stöd beviljas inte till löpande drift. [1]

Källor
[1] Utlysningen Starta er AI-resa, Stöd beviljas inte till: ”löpande drift”
    https://www.vinnova.se

Med vänlig hälsning"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Settings]]:
    """Give the address of the whole site over sources of its own, with one account a role."""
    folder = tmp_path_factory.mktemp("resa")
    settings = Settings(corpus_dir=folder / "corpus", data_dir=folder / "data")
    shutil.copytree(
        Settings().corpus_dir, settings.corpus_dir, ignore=lambda path, names: names if path.endswith("library") else []
    )
    (settings.corpus_dir / "library" / "svar.toml").write_text(SMALL_LIBRARY, encoding="utf-8")  # few texts to index
    assistant = open_assistant(settings)
    desk = open_desk(settings, assistant)
    for role, name in NAMES.items():
        desk.users.add(START, name=name, full_name=f"{name.title()} Ek", role=role, password=PASSWORD)
    desk.database.close()
    with serving(build_app(assistant)) as address:
        yield address, settings


def person(browser: Browser, address: str, role: Role) -> Page:
    """Return a browser of its own that has gone through the login."""
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 844}, accept_downloads=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}{ROOT}")
    page.get_by_label("Namn").fill(NAMES[role])
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Inkorg", exact=True)).to_be_visible()
    return page


def read_anew(page: Page, address: str) -> None:
    """Wait until the sources are read anew."""
    page.goto(f"{address}{ROOT}/bibliotek")
    while page.get_by_text("Källorna läses om just nu").count():
        page.wait_for_timeout(500)
        page.reload()


def test_fran_femtio_mejl_till_ett_svar_i_chatten_och_ut_igen(
    browser: Browser, place: tuple[str, Settings], tmp_path: Path
) -> None:
    address, settings = place
    box = tmp_path / "inkorg.mbox"
    box.write_bytes(mbox((*fifty()[:49], mail(f"Hej!\n\n{QUESTION}\n\nMvh\nBo", number=99))))

    anna = person(browser, address, Role.HANDLAGGARE)
    anna.goto(f"{address}{ROOT}/las-in")
    anna.set_input_files("input[name=files]", box)
    anna.get_by_role("button", name="Läs in filerna").click()
    expect(anna.locator(".outcomes")).to_contain_text("50 nya ärenden")
    anna.get_by_role("button", name="Skriv utkast till 50 nya ärenden").click()
    expect(anna.get_by_text("Inget ärende väntar")).to_be_visible(timeout=120_000)

    anna.goto(f"{address}{ROOT}/?sok=elräkningar")
    anna.keyboard.press("j")
    anna.keyboard.press("Enter")
    expect(anna.locator(".message")).to_contain_text(QUESTION)
    anna.keyboard.press("e")
    anna.fill("#text", ANSWER)
    anna.keyboard.press("Control+s")
    expect(anna.get_by_text("Svaret är sparat.")).to_be_visible()
    expect(anna.locator("#andringar ins").first).to_be_attached()
    anna.keyboard.press("i")
    expect(anna.locator("h1")).to_contain_text("granskas")
    case = anna.url.split("?")[0]

    greta = person(browser, address, Role.GRANSKARE)
    greta.goto(case)
    greta.keyboard.press("j")
    greta.keyboard.press("r")
    expect(greta.locator("[data-sentence] [aria-pressed=true]")).to_have_text("rätt")
    greta.keyboard.press("g")
    expect(greta.locator("h1")).to_contain_text("godkänd")
    greta.get_by_role("button", name="Lägg i svarsbiblioteket").click()
    expect(greta.get_by_text("Svaret ligger i svarsbiblioteket.")).to_be_visible()

    anna.goto(f"{address}{ROOT}/export")
    with anna.expect_download() as saved:
        anna.get_by_role("button", name="Mejl (.eml)").click()
    written = email.message_from_bytes(Path(saved.value.path()).read_bytes(), policy=email.policy.default)
    assert SENTENCE in written.get_content()

    read_anew(greta, address)
    chat = opened(browser, address)
    assert SENTENCE in ask(chat, QUESTION)

    adam = person(browser, address, Role.ADMINISTRATOR)
    source = tmp_path / "utlysning.md"
    text = (settings.corpus_dir / "documents" / "utlysning.md").read_text(encoding="utf-8")
    source.write_text(text.replace("- löpande drift\n", "- löpande drift och förvaltning\n"), encoding="utf-8")
    adam.goto(f"{address}{ROOT}/kallor")
    adam.get_by_label("Dokument", exact=True).fill("utlysning")
    adam.set_input_files("input[name=file]", source)
    adam.get_by_role("button", name="Förhandsvisa").click()
    expect(adam.locator(".diff ins")).to_have_text(" och förvaltning")
    adam.get_by_role("button", name="Publicera").click()
    expect(adam.get_by_text("Ändringen är gjord.")).to_be_visible()

    read_anew(greta, address)
    expect(greta.locator(".entry")).to_contain_text("till granskning")
    greta.goto(case)
    expect(greta.locator("h1")).to_contain_text("granskas")
    expect(greta.locator(".changed ins").first).to_contain_text("förvaltning")
    assert SENTENCE not in ask(opened(browser, address), QUESTION)
