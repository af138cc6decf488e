"""A running site and a real Chromium, each started once."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from assistant.assembly import Assistant
from assistant.web.server import build_app

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
BOX = "#fraga textarea"
WHOLE = ".reply[data-whole]"


def _free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve *app* in a thread and give its address."""
    port = _free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert thread.is_alive(), "servern startade inte"
        assert time.monotonic() < deadline, "servern svarar inte"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = server.force_exit = True
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def site(assistant: Assistant) -> Iterator[str]:
    """Give the address of the whole site."""
    with serving(build_app(assistant)) as address:
        yield address


def _chromium(playwright: Playwright) -> Browser:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None and not os.environ.get("CI"):
        pytest.skip("Chromium är inte installerat; sidan provas i CI")
    assert path, "Chromium måste finnas där CI kör"
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give one Chromium."""
    with sync_playwright() as playwright:
        chromium = _chromium(playwright)
        yield chromium
        chromium.close()


def opened(browser: Browser, address: str, width: int = 1280) -> Page:
    """Return the start page, ready to write in; an uncaught script error fails the test that caused it."""
    page = browser.new_page(viewport={"width": width, "height": 844}, locale="en-US")
    page.set_default_timeout(15_000)
    page.goto(address)
    page.wait_for_selector(BOX)
    page.wait_for_selector("#rost", state="attached")
    return page


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """Give a fresh start page."""
    fresh = opened(browser, site)
    faults: list[str] = []
    fresh.on("pageerror", lambda error: faults.append(str(error)))
    yield fresh
    fresh.close()
    assert not faults


def ask(page: Page, question: str) -> str:
    """Ask and return the text of the whole reply."""
    count = page.locator(WHOLE).count()
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    page.locator(WHOLE).nth(count).wait_for()
    return page.locator(WHOLE).nth(count).locator(".reply-text").inner_text()
