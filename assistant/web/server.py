"""The server: FastAPI with the sources, health and measures, and the Gradio page mounted on it."""

from html import escape
from importlib.resources import files
from typing import Annotated

import gradio as gr
import uvicorn
from fastapi import FastAPI, HTTPException, Query
from fastapi.responses import HTMLResponse

from assistant.assembly import Assistant, open_assistant
from assistant.feedback import Feedback
from assistant.search.index import Progress
from assistant.settings import Settings
from assistant.web.html import document_html
from assistant.web.page import build_page

_ASSETS = files("assistant.web") / "assets"
FONT = ("system-ui", "-apple-system", "Segoe UI", "sans-serif")


def asset(name: str) -> str:
    """Return the text of a bundled file."""
    return (_ASSETS / name).read_text(encoding="utf-8")


def _theme() -> gr.themes.Base:
    return gr.themes.Soft(
        primary_hue=gr.themes.colors.emerald,
        neutral_hue=gr.themes.colors.stone,
        radius_size=gr.themes.sizes.radius_md,
        font=FONT,
        font_mono=("ui-monospace", "monospace"),
    )


_STANDALONE = """<!doctype html><html lang="sv" class="{theme}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title><style>
:root{{--body-text-color:#1c1b18;--body-text-color-subdued:#5d5a52;--border-color-primary:#dcd8ce;--background-fill-primary:#fff}}
.dark{{--body-text-color:#eceae4;--body-text-color-subdued:#aaa69b;--border-color-primary:#3d4147;--background-fill-primary:#17191c}}
body{{font:16px/1.6 system-ui,sans-serif;margin:0;padding:0 1.2rem 4rem;color:var(--body-text-color);background:var(--background-fill-primary)}}
section{{scroll-margin-top:1rem}}section:target{{outline:2px solid var(--pine);outline-offset:10px;border-radius:4px}}
a{{color:var(--pine)}}{style}</style></head><body>{body}</body></html>"""


def _source_page(assistant: Assistant, document_id: str, quote: str, anchor: str, *, dark: bool) -> str:
    document = next((d for d in assistant.corpus.documents if d.id == document_id), None)
    if document is None:
        raise HTTPException(404, "Det finns ingen källa med det namnet.")
    return _STANDALONE.format(
        theme="dark" if dark else "",
        title=escape(document.title),
        style=asset("style.css"),
        body=document_html(document, quote, anchor),
    )


def build_app(assistant: Assistant) -> FastAPI:
    """Return the whole site."""
    app = FastAPI(title="Utlysningsassistenten", docs_url=None, redoc_url=None)

    @app.get("/kalla/{document_id}", response_class=HTMLResponse)
    def source(
        document_id: str,
        citat: str = "",
        stycke: str = "",
        morkt: Annotated[bool, Query()] = False,  # noqa: FBT002  # a query flag
    ) -> str:
        return _source_page(assistant, document_id, citat, stycke, dark=morkt)

    @app.get("/halsa")
    def health() -> dict[str, str]:
        return {"status": "ok", "corpus": assistant.corpus.version}

    page = build_page(assistant, Feedback(assistant.settings.data_dir / "feedback.jsonl"))
    site: FastAPI = gr.mount_gradio_app(
        app,
        page,
        path="/",
        theme=_theme(),
        css=asset("style.css"),
        head=f"<script>{asset('page.js')}</script>",
        show_error=True,
        footer_links=[],
    )
    return site


def run(settings: Settings, progress: Progress) -> None:
    """Open the assistant and serve the site until stopped."""
    assistant = open_assistant(settings, progress)
    uvicorn.run(build_app(assistant), host=settings.host, port=settings.port, log_level="warning")
