"""One setting, many providers, one kind of fault."""

import importlib.util
from collections.abc import Iterator

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.outputs import ChatGenerationChunk

from assistant.errors import ModelError, SettingsError
from assistant.models.budget import Ceiling, Guard, one_question
from assistant.models.connect import ChatModel, load_model
from assistant.settings import Settings


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def guard(clock: Clock, ceiling: Ceiling | None = None) -> Guard:
    return Guard(ceiling or Ceiling(tokens=0), clock)


@pytest.mark.parametrize("setting", ["llama", "openai:", "okänd:modell", ":modell"])
def test_en_oklar_modell_forklaras(setting: str) -> None:
    with pytest.raises(SettingsError, match="leverantör:modell"):
        load_model(Settings(llm=setting))


@pytest.mark.parametrize("provider", ["ollama", "openai", "anthropic"])
def test_ett_paket_som_saknas_namns(provider: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, f"langchain_{provider}", None)
    with pytest.raises(SettingsError, match=rf"Paketet för {provider} saknas.*\[{provider}\]"):
        load_model(Settings(llm=f"{provider}:modell"))


def test_varje_leverantors_modell_oppnas_dar_paketet_finns() -> None:
    for provider in ("ollama", "openai", "anthropic"):
        if importlib.util.find_spec(f"langchain_{provider}"):
            settings = Settings(llm=f"{provider}:m", llm_base_url="http://127.0.0.1:9/v1", llm_api_key="x")
            assert load_model(settings).name == f"{provider}:m"


def test_svaret_kommer_bit_for_bit_och_raknas() -> None:
    fake = GenericFakeChatModel(messages=iter([AIMessage("ett två tre")]))
    model = ChatModel(fake, name="prov", seconds=5, guard=guard(Clock()))
    assert list(model.stream("s", "u", {})) == ["ett", " ", "två", " ", "tre"]
    assert model.tokens > 0


class Failing(GenericFakeChatModel):
    """A chat model whose server cannot be reached."""

    def _stream(self, *_args: object, **_kwargs: object) -> Iterator[ChatGenerationChunk]:
        raise OSError("ingen svarar")


def test_ett_fel_i_ett_steg_sparar_vantan_i_de_andra_stegen_av_samma_fraga() -> None:
    clock = Clock()
    own = guard(clock)
    model = ChatModel(Failing(messages=iter([])), name="prov", seconds=5, guard=own)
    with one_question(5):
        for reason in ("OSError", "redan fått sin tid", "redan fått sin tid", "redan fått sin tid"):
            with pytest.raises(ModelError, match=reason):
                list(model.stream("s", "u", {}))
    own.admit()
    with one_question(5), pytest.raises(ModelError, match="OSError"):
        list(model.stream("s", "u", {}))


def test_alla_steg_av_en_fraga_delar_pa_tiden() -> None:
    fake = GenericFakeChatModel(messages=iter([AIMessage("ja")]))
    model = ChatModel(fake, name="prov", seconds=5, guard=guard(Clock()))
    with one_question(0), pytest.raises(ModelError, match="redan fått sin tid"):
        list(model.stream("s", "u", {}))
    assert list(model.stream("s", "u", {})) == ["ja"]


def test_efter_tre_fel_vilar_modellen_en_minut() -> None:
    clock = Clock()
    own = guard(clock)
    for _ in range(3):
        own.admit()
        own.failed()
    with pytest.raises(ModelError, match="vilar"):
        own.admit()
    clock.now += 60
    own.admit()


def test_ett_lyckat_svar_nollstaller_raknaren() -> None:
    own = guard(Clock())
    own.failed()
    own.failed()
    own.succeeded()
    own.failed()
    own.admit()


@pytest.mark.parametrize("ceiling", [Ceiling(tokens=100), Ceiling(tokens=0, price=10_000, cost=1)])
def test_dagens_tak_stoppar_och_lyfts_nasta_dag(ceiling: Ceiling) -> None:
    clock = Clock()
    own = guard(clock, ceiling)
    own.spend(99)
    own.admit()
    own.spend(1)
    with pytest.raises(ModelError, match="tak"):
        own.admit()
    clock.now += 86_400
    own.admit()
