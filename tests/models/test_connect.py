"""One setting, many providers, one kind of fault."""

import importlib.util

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from assistant.errors import ModelError, SettingsError
from assistant.models.budget import Ceiling, Guard
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
