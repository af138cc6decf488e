"""What the page measures of itself, for Prometheus; the only module that imports its client."""

import time
from collections.abc import Iterator, Sequence

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from assistant.assembly import Assistant
from assistant.replies.reply import Reply

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)


class Measures:
    """Counts questions by status and their time; one for each site, so that two in one process do not mix."""

    def __init__(self, version: str) -> None:
        self._registry = CollectorRegistry()
        self._questions = Counter("fragor", "Besvarade frågor efter status", ["status"], registry=self._registry)
        self._seconds = Histogram(
            "svarstid_sekunder", "Tid från fråga till svar", buckets=_SECONDS, registry=self._registry
        )
        self._verdicts = Counter("synpunkter", "Läsares omdömen", ["omdome"], registry=self._registry)
        corpus = Gauge("kallversion", "Källornas version", ["version"], registry=self._registry)
        corpus.labels(version).set(1)

    def _count(self, reply: Reply, start: float) -> None:
        self._seconds.observe(time.perf_counter() - start)
        self._questions.labels(reply.status.value).inc()

    def ask(self, assistant: Assistant, turns: Sequence[str]) -> Reply:
        """Return the assistant's reply, counted and timed."""
        start = time.perf_counter()
        reply = assistant.ask(turns)
        self._count(reply, start)
        return reply

    def stream(self, assistant: Assistant, turns: Sequence[str]) -> Iterator[Reply]:
        """Yield the reply as it grows; the whole is counted, with the time until it was there."""
        start, last = time.perf_counter(), None
        for reply in assistant.stream(turns):
            last = reply
            yield reply
        if last is not None:
            self._count(last, start)

    def verdict(self, verdict: str) -> None:
        """Count a reader's verdict."""
        self._verdicts.labels(verdict).inc()

    def exposition(self) -> bytes:
        """Return all measures in Prometheus' text format."""
        return generate_latest(self._registry)
