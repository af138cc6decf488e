"""Each step of a question is a span, and nothing that people write is in it."""

import pytest
from langchain_core.runnables import RunnableLambda
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from assistant import tracing
from assistant.errors import ModelError
from assistant.tracing import StepSpans


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(tracing, "_tracer", provider.get_tracer("prov"))
    return exporter


def fails(_text: str) -> str:
    raise ModelError("fel")


def test_varje_steg_ar_ett_spann_under_fragan(kept: InMemorySpanExporter) -> None:
    chain = RunnableLambda(str.strip, name="clean") | RunnableLambda(str.upper, name="verify")
    assert chain.invoke(" hemligt ", {"callbacks": [StepSpans()]}) == "HEMLIGT"
    spans = {s.name: s for s in kept.get_finished_spans()}
    assert {"clean", "verify"} <= set(spans)
    assert spans["clean"].parent is not None
    assert "hemligt" not in "".join(s.to_json() for s in spans.values()).lower()


def test_ett_steg_som_faller_syns_som_fel(kept: InMemorySpanExporter) -> None:
    with pytest.raises(ModelError):
        RunnableLambda(fails, name="phrase").invoke("x", {"callbacks": [StepSpans()]})
    assert kept.get_finished_spans()[0].status.status_code is StatusCode.ERROR
