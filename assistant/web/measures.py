"""What the page measures of itself, for Prometheus; the only module that imports its client."""

import time
from collections.abc import Sequence

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

    def ask(self, assistant: Assistant, turns: Sequence[str]) -> Reply:
        """Return the assistant's reply, counted and timed."""
        start = time.perf_counter()
        reply = assistant.ask(turns)
        self._seconds.observe(time.perf_counter() - start)
        self._questions.labels(reply.status.value).inc()
        return reply

    def verdict(self, verdict: str) -> None:
        """Count a reader's verdict."""
        self._verdicts.labels(verdict).inc()

    def exposition(self) -> bytes:
        """Return all measures in Prometheus' text format."""
        return generate_latest(self._registry)
