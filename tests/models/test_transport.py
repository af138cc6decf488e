"""Whatever the model's server does, the reader gets a proven answer in time, and the next question works."""

import json
import os
import re
import threading
import time
from collections.abc import Generator, Mapping
from contextlib import closing
from typing import Any

import pytest

from assistant.assembly import Assistant
from assistant.errors import ModelError
from assistant.models.arguments import choices, schema
from assistant.models.claims import SCHEMA, read_claims
from assistant.models.connect import ChatModel, load_model
from assistant.models.filling import Filler
from assistant.replies import phrases
from assistant.replies.reply import Reply, Status
from assistant.understanding.project.facts import understand
from assistant.understanding.project.lexicon import load_lexicon
from tests.models.conftest import WithModel, openai_settings
from tests.models.fakes import FaultyServer, ScriptedWriter, answer, parrot

if not os.environ.get("CI"):
    pytest.importorskip("langchain_openai", reason="paketet langchain-openai är inte installerat")

QUESTION = ["Hur mycket kan vi söka?"]
SECONDS = 1.0


def embedded(reply: Reply) -> bool:
    return reply.status is Status.ANSWERED and bool(reply.citations) and reply.text.endswith(phrases.WITHOUT_MODEL)


def serving(server: FaultyServer) -> ChatModel:
    return load_model(openai_settings(server.url, SECONDS))


@pytest.mark.parametrize("fault", ["hänger", "500", "429", "skräp", "dör", "droppar"])
def test_ett_fel_hos_servern_ger_kallornas_svar_i_tid(fault: str, with_model: WithModel) -> None:
    server = FaultyServer(fault, content=answer(*[("En mening som aldrig blir färdig.", 1, "ord")] * 4))
    asked = with_model(serving(server))
    started = time.monotonic()
    first = asked.ask(QUESTION)
    took = time.monotonic() - started
    again = asked.ask(["När ska ansökan vara inne?"])
    server.close()
    assert embedded(first), first.text
    assert took < SECONDS + 2
    assert again.status is not Status.ERROR


def test_ett_forsta_fel_provas_en_gang_till(with_model: WithModel) -> None:
    server = FaultyServer("500", "svarar", content=answer())
    with_model(serving(server)).ask(QUESTION)
    server.close()
    assert server.requests == 2


def test_efter_flera_fel_vantar_ingen_lasare_pa_servern(with_model: WithModel) -> None:
    server = FaultyServer("500")
    asked = with_model(serving(server))
    for _ in range(3):
        asked.ask(QUESTION)
    reached = server.requests
    assert embedded(asked.ask(QUESTION))
    server.close()
    assert server.requests == reached


def test_en_adress_dar_ingen_svarar_ger_kallornas_svar(with_model: WithModel) -> None:
    assert embedded(with_model(load_model(openai_settings("http://127.0.0.1:9/v1", SECONDS))).ask(QUESTION))


def test_svaret_vaxer_mening_for_mening_och_ar_bevisat_hela_vagen(with_model: WithModel) -> None:
    replies = list(with_model(ScriptedWriter(parrot)).stream(QUESTION))
    assert len(replies) > 2
    for reply in replies:
        assert reply.citations
        assert all(c.quote in c.passage for c in reply.citations)
        assert all(f"[{c.n}]" in reply.text for c in reply.citations)
    assert phrases.FROM_MODEL in replies[-1].text
    assert replies[-1].receipt


def test_utan_modell_kommer_de_provade_styckena(assistant: Assistant) -> None:
    replies = list(assistant.stream(QUESTION))
    assert replies[-1] == assistant.ask(QUESTION)
    assert all(replies[-1].text.startswith(r.text) for r in replies)


def test_ett_avbrutet_svar_stoppar_modellen(with_model: WithModel) -> None:
    stopped = threading.Event()

    class Endless(ScriptedWriter):
        def stream(self, system: str, user: str, schema: Mapping[str, Any]) -> Generator[str, None, None]:
            rows = json.dumps(json.loads(parrot(json.loads(user)))["claims"])[1:-1]
            try:
                yield f'{{"claims": [{rows}'
                while True:
                    time.sleep(0.05)
                    yield f", {rows}"
            finally:
                stopped.set()

    growing = with_model(Endless(parrot)).stream(QUESTION)
    assert next(growing).citations
    growing.close()
    assert stopped.wait(10)


def test_ett_fel_mitt_i_lamnar_hela_svaret_fran_kallorna(with_model: WithModel) -> None:
    replies = list(with_model(ScriptedWriter(lambda d: parrot(d)[:-2], "bröts")).stream(QUESTION))
    assert embedded(replies[-1])


def test_den_riktiga_servern_strommar_json_enligt_schemat(llama: str) -> None:
    choices = {"type": "string", "enum": ["kommunen får söka", "regionen får inte söka"]}
    schema = {"type": "object", "properties": {"svar": choices}, "required": ["svar"], "additionalProperties": False}
    model = load_model(openai_settings(llama, 40))
    pieces = list(model.stream("Svara.", "Vem får söka?", schema))
    assert len(pieces) > 3
    assert json.loads("".join(pieces))["svar"] in choices["enum"]
    assert model.tokens > 0


def test_tva_fragor_i_ko_hos_den_riktiga_servern_far_bada_svar(llama: str) -> None:
    model = load_model(openai_settings(llama, 40))
    got: list[int] = []

    def ask() -> None:
        got.append(
            len("".join(model.stream("Svara kort.", "Hej.", {"type": "object", "properties": {}, "required": []})))
        )

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(got) == 2
    assert all(got)


def test_den_riktiga_servern_for_langsam_for_tiden_ar_ett_modellfel(llama: str) -> None:
    model = load_model(openai_settings(llama, 0.05))
    with pytest.raises(ModelError):
        list(read_claims(model.stream("Skriv långt.", "Berätta allt. " * 50, SCHEMA)))


def test_vad_den_lilla_modellen_an_skriver_ar_svaret_bevisat(llama: str, with_model: WithModel) -> None:
    reply = with_model(load_model(openai_settings(llama, 8))).ask(QUESTION)
    assert reply.status is Status.ANSWERED
    assert all(c.quote in c.passage for c in reply.citations)
    assert "600 000" in reply.text


def test_den_riktiga_servern_foljer_schemat_for_argument(llama: str) -> None:
    values = choices(("kommun", "ideell_forening"))
    text = ""
    with closing(load_model(openai_settings(llama, 40)).stream("Svara.", "Vi är en kommun.", schema(values))) as pieces:
        while len(text) < 60:
            text += next(pieces)
    assert re.match(r'\{\s*"arguments"\s*:\s*\[\s*(?:\]|\{\s*"argument"\s*:\s*"(?:' + "|".join(values) + ')")', text), (
        text
    )


def test_den_lilla_modellen_fyller_argument_bara_med_anvandarens_egna_ord(llama: str, assistant: Assistant) -> None:
    turn = "Vi på Kulturhjulet vill leda projektet. Det pågår i åtta månader och kostar 500 000 kr. Vad kan vi få?"
    lexicon = load_lexicon(assistant.settings.corpus_dir / "words")
    before = understand([turn], lexicon)
    filler = Filler(writer=load_model(openai_settings(llama, 20)), lexicon=lexicon, kinds=("kommun", "ideell_forening"))
    facts, _, trace = filler([before])[0]
    assert "BadRequest" not in trace.get("fallback", "")
    assert facts.projekt.manader == before.projekt.manader == 8
    assert all(row["words"].lower() in turn.lower() for row in trace.get("added", ()))
    assert all(row["reason"] for row in trace.get("cut", ()))
