"""The applicants' page, in Gradio: what stands on it, tab by tab."""

import functools
from html import escape

import gradio as gr

from assistant.assembly import Assistant
from assistant.web.api import add_endpoints
from assistant.web.chat import ChatPanel, build_chat, join_chat
from assistant.web.measures import Measures
from assistant.web.shell import asset
from assistant.web.sources import found_html, shelf_html
from assistant.web.tabs import Project, build_budget, build_eligibility, build_panel, join_events, open_places

MASTHEAD = f"""<header class="masthead">{asset("logo.svg")}
<div><h1>Utlysningsassistenten</h1><p>Starta er AI-resa · Vinnova</p></div></header>"""
NOTICE = """<div class="notice" role="note"><p><b>En AI-assistent svarar</b>, med citat ur utlysningstexten och Vinnovas villkor.
<b>Utlysningen gällde {period}.</b> <b>Vinnova beslutar</b>; fråga dem innan ni räknar med pengar.</p></div>"""
INTRO = """<div class="intro"><h2>Källorna</h2><p>Allt som assistenten säger står här. Läs dem i sin helhet, eller sök.
Utlysningstexten är återgiven ordagrant. Villkoren är återgivna uppgifter, var och en med år och säkerhet.</p></div>"""


def _sources(assistant: Assistant) -> None:
    gr.HTML(INTRO, padding=False)
    box = gr.Textbox(
        label="Sök i källorna", placeholder="till exempel egeninsats, sekretess eller jämställdhet",
        max_lines=1, elem_id="sok",
    )  # fmt: skip
    result = gr.HTML(elem_id="traffar", padding=False)
    gr.on(
        [box.submit, box.change], lambda words: found_html(assistant.searcher, words), box, result,
        api_visibility="private", show_progress="hidden", trigger_mode="always_last",
    )  # fmt: skip
    gr.HTML(shelf_html(assistant.corpus.documents), padding=False)


def build_page(assistant: Assistant, measures: Measures, project: Project) -> gr.Blocks:
    """Return the page, ready to be mounted."""
    period = next((d.period for d in assistant.corpus.documents if d.period), "")
    page: gr.Blocks
    with gr.Blocks(title="Utlysningsassistenten", analytics_enabled=False) as page:
        places = open_places()
        gr.HTML(MASTHEAD, padding=False)
        gr.HTML(NOTICE.format(period=escape(period)), padding=False)
        with gr.Tab("Fråga", id="fraga"), gr.Row(elem_id="rad"):
            with gr.Column(elem_id="chatt", min_width=0):
                chat = build_chat()
            with gr.Column(elem_id="bredvid", min_width=0):
                build_panel(project, places)
        with gr.Tab("Behörighet", id="behorighet"):
            build_eligibility(project, places)
        with gr.Tab("Budget", id="budget"):
            upload = build_budget(project, places)
        with gr.Tab("Källor", id="kallor"):
            _sources(assistant)
        join_events(project, places, upload)
        join_chat(chat, ChatPanel(functools.partial(measures.stream, assistant), project), project, places)
        add_endpoints(functools.partial(measures.ask, assistant), project)
    page.queue(max_size=100, default_concurrency_limit=8)
    return page
