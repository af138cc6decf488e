"""What an approved answer rests on, and what has changed in it since."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.sources.corpus import Corpus
from assistant.sources.library import fingerprint
from assistant.sources.parameters import Parameter, Parameters
from assistant.sources.quotes import locate

PASSAGE, NUMBER = "avsnitt", "tal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """One passage or number under an answer, as it read when the answer was approved."""

    kind: str
    id: str
    hash: str
    text: str

    def as_json(self) -> dict[str, Any]:
        """Return the form that is stored."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a passage or number was, and what it is now; empty where it is gone."""

    kind: str
    id: str
    before: str
    after: str

    def as_json(self) -> dict[str, Any]:
        """Return the form that is stored."""
        return asdict(self)


def _number_text(number: Parameter) -> str:
    return f"{number.label}: {number.value} {number.unit} ({number.period})"


def _touches(number: Parameter, quote: str) -> bool:
    return any(locate(p.quote, quote) or locate(quote, p.quote) for p in number.proofs)


def _texts(corpus: Corpus, parameters: Parameters) -> Mapping[tuple[str, str], str]:
    passages = {(PASSAGE, p.id): p.text for p in corpus.passages}
    return passages | {(NUMBER, key): _number_text(number) for key, number in parameters.tal.items()}


def rests_of(quotes: Iterable[str], corpus: Corpus, parameters: Parameters) -> tuple[Rest, ...]:
    """
    Return what *quotes* rest on: the passage that proves each, and each number with the same quote.

    Quotes that stand nowhere rest on nothing; the caller has proven them.
    """
    listed = list(dict.fromkeys(quotes))
    passages = dict.fromkeys(proofs[0].passage for q in listed if (proofs := corpus.prove(q)))
    numbers = {k: n for k, n in parameters.tal.items() if any(_touches(n, q) for q in listed)}
    return (
        *(Rest(kind=PASSAGE, id=p.id, hash=fingerprint(p.text), text=p.text) for p in passages),
        *(
            Rest(kind=NUMBER, id=k, hash=fingerprint(_number_text(n)), text=_number_text(n))
            for k, n in sorted(numbers.items())
        ),
    )


def changes_in(rests: Sequence[Rest], corpus: Corpus, parameters: Parameters) -> tuple[Change, ...]:
    """Return what has changed of *rests* in the sources as they read now; empty where nothing has."""
    now = _texts(corpus, parameters)
    changed = [r for r in rests if fingerprint(now.get((r.kind, r.id), "")) != r.hash]
    return tuple(Change(kind=r.kind, id=r.id, before=r.text, after=now.get((r.kind, r.id), "")) for r in changed)
