"""What keeps a failing, slow or costly model from the readers: a circuit breaker, a daily ceiling, one wait a question."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from threading import Lock

from assistant.errors import ModelError

_FAILURES, _REST = 3, 60.0
_DAY = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """Most tokens a day, and most cost at *price* a million tokens; 0 is no ceiling."""

    tokens: int
    price: float = 0.0
    cost: float = 0.0

    def reached(self, used: int) -> bool:
        """
        Return whether *used* tokens are all that a day allows.

        >>> Ceiling(tokens=0, price=10, cost=5).reached(500_000)
        True
        """
        spent = used * self.price / 1_000_000
        return bool((self.tokens and used >= self.tokens) or (self.cost and spent >= self.cost))


class Guard:
    """
    Lets calls through while the model answers and the ceiling is not reached.

    After three failures in a row the model rests for a minute, so that no reader waits for it in vain.
    *clock*: seconds that only grow.
    """

    def __init__(self, ceiling: Ceiling, clock: Callable[[], float]) -> None:
        self._ceiling = ceiling
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._rests_until = 0.0
        self._used = 0
        self._day = 0.0

    def admit(self) -> None:
        """Raise ModelError where the model rests or has cost enough today."""
        with self._lock:
            now = self._clock()
            if now - self._day >= _DAY:
                self._day, self._used = now, 0
            if now < self._rests_until:
                raise ModelError("Språkmodellen vilar efter flera fel i rad. Försök igen om en minut.")
            if self._ceiling.reached(self._used):
                raise ModelError("Dagens tak för språkmodellen är nått. Höj taket eller vänta till i morgon.")

    def succeeded(self) -> None:
        """Note that the model answered."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """Note that it did not."""
        with self._lock:
            self._failures += 1
            if self._failures >= _FAILURES:
                self._failures, self._rests_until = 0, self._clock() + _REST

    def spend(self, tokens: int) -> None:
        """Note what an answer took, also one that was cut off."""
        with self._lock:
            self._used += tokens


@dataclass(slots=True)
class _Patience:
    """How long one question waits for the model in all its steps; over once it has failed in one of them."""

    until: float
    over: bool = False


_patience: ContextVar[_Patience | None] = ContextVar("patience", default=None)


@contextmanager
def one_question(seconds: float) -> Iterator[None]:
    """Let all calls of the model within share one time-out, and let the first that fails be the last."""
    token = _patience.set(_Patience(time.monotonic() + seconds))
    try:
        yield
    finally:
        _patience.reset(token)


def deadline(seconds: float) -> float:
    """
    Return until when a call that may take *seconds* may go on, on the clock of `time.monotonic`.

    Raises ModelError where the question has waited enough.
    """
    now, patience = time.monotonic(), _patience.get()
    if patience is None:
        return now + seconds
    if patience.over or now >= patience.until:
        raise ModelError("Språkmodellen har redan fått sin tid för den här frågan.")
    return min(now + seconds, patience.until)


def waited_enough() -> None:
    """Note that the model failed, so that later steps of the same question do without it."""
    if patience := _patience.get():
        patience.over = True
