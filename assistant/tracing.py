"""Each step of a question as an OpenTelemetry span; without a configured exporter it costs nothing."""

from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from opentelemetry import trace
from opentelemetry.trace import Span, StatusCode

_tracer = trace.get_tracer("utlysningsassistenten")


class StepSpans(BaseCallbackHandler):
    """
    A LangChain callback that opens a span for every named step; a model's wording is the step "phrase".

    Names and outcomes only: what people write never leaves the program this way.
    """

    def __init__(self) -> None:
        self._spans: dict[UUID, Span] = {}

    def _open(self, name: str, run_id: UUID, parent: UUID | None) -> None:
        above = self._spans.get(parent) if parent else None
        context = trace.set_span_in_context(above) if above else None
        self._spans[run_id] = _tracer.start_span(name, context=context)

    def _close(self, run_id: UUID, fault: BaseException | None = None) -> None:
        if span := self._spans.pop(run_id, None):
            if fault:
                span.set_status(StatusCode.ERROR, type(fault).__name__)
            span.end()

    def on_chain_start(
        self,
        serialized: object,
        inputs: object,
        *,
        run_id: UUID,
        parent_run_id: UUID | None = None,
        **kwargs: Any,
    ) -> None:
        """Open the step's span."""
        del serialized, inputs
        self._open(str(kwargs.get("name") or "kedja"), run_id, parent_run_id)

    def on_chain_end(self, outputs: object, *, run_id: UUID, **kwargs: Any) -> None:
        """Close the step's span."""
        del outputs, kwargs
        self._close(run_id)

    def on_chain_error(self, error: BaseException, *, run_id: UUID, **kwargs: Any) -> None:
        """Close the step's span as failed."""
        del kwargs
        self._close(run_id, error)
