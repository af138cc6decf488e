"""The form of a reply by mail: greeting, answers, numbered sources, closing; written and read back here alone."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.text.sentences import sentences

GREETING = "Hej!"
THANKS = "Tack för din fråga om utlysningen Starta er AI-resa."
THANKS_MANY = "Tack för dina frågor om utlysningen Starta er AI-resa."
SOURCES = "Källor"
CLOSING = "Med vänlig hälsning"
_GAP = re.compile(r"\[Här behöver du skriva själv: [^\]]*\]")
_MARK = re.compile(r"\[(\d{1,3})\]")
_HEADING = re.compile(r"^Fråga (\d+): (.*)$", re.MULTILINE)
_FRAME = re.compile(rf"^(?:{re.escape(GREETING)}|{re.escape(THANKS)}|{re.escape(THANKS_MANY)})$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One proof beside a draft; the quote stands verbatim in the passage."""

    document: str
    section: str
    quote: str
    passage: str
    url: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One question with its answer; *text* marks its proofs [1], [2] … in the order of *evidence*."""

    question: str
    text: str
    evidence: tuple[Evidence, ...]


def gap(why: str) -> str:
    """
    Return the mark of what a person has to write.

    >>> gap("källorna säger inget om det")
    '[Här behöver du skriva själv: källorna säger inget om det]'
    """
    return f"[Här behöver du skriva själv: {why.replace('[', '(').replace(']', ')')}]"


def gaps(text: str) -> tuple[str, ...]:
    """Return the marks in *text* that a person has not yet written over."""
    return tuple(_GAP.findall(text))


def _renumbered(part: Part, numbers: Mapping[Evidence, int]) -> str:
    def new(match: re.Match[str]) -> str:
        at = int(match[1])
        return f"[{numbers[part.evidence[at - 1]]}]" if 1 <= at <= len(part.evidence) else match[0]

    return _MARK.sub(new, part.text)


def _source(n: int, proof: Evidence) -> str:
    return f"[{n}] {proof.document}, {proof.section}: ”{proof.quote}”\n    {proof.url}"


def used(parts: Sequence[Part]) -> tuple[Evidence, ...]:
    """Return the proofs that the letter of *parts* numbers, in its order."""
    found = (
        part.evidence[int(n) - 1]
        for part in parts
        for n in _MARK.findall(part.text)
        if 0 < int(n) <= len(part.evidence)
    )
    return tuple(dict.fromkeys(found))


def letter(parts: Sequence[Part]) -> str:
    """Return the reply to one message, every question of it answered under its own heading where there are several."""
    proofs = used(parts)
    numbers = {proof: n for n, proof in enumerate(proofs, start=1)}
    many = len(parts) > 1
    blocks = [GREETING, THANKS_MANY if many else THANKS]
    for at, part in enumerate(parts, start=1):
        heading = f"Fråga {at}: {' '.join(part.question.split())}\n" if many else ""
        blocks.append(heading + _renumbered(part, numbers))
    if proofs:
        blocks.append("\n".join([SOURCES, *(_source(n, proof) for proof, n in numbers.items())]))
    return "\n\n".join([*blocks, CLOSING])


def _body(text: str) -> str:
    body = re.split(rf"^(?:{SOURCES}|{CLOSING})\s*$", text, maxsplit=1, flags=re.MULTILINE)[0]
    return _FRAME.sub("", body).strip()


def answers_in(text: str) -> dict[int, str]:
    """
    Return each question's answer in an edited letter by the question's number, frame and sources left out.

    >>> answers_in(letter([Part(question="Vem?", text="Ni.", evidence=())]))
    {1: 'Ni.'}
    """
    body = _body(text)
    heads = list(_HEADING.finditer(body))
    if not heads:
        return {1: body}
    ends = [*(h.start() for h in heads[1:]), len(body)]
    return {int(h[1]): body[h.end() : end].strip() for h, end in zip(heads, ends, strict=True)}


def sentences_in(text: str) -> tuple[str, ...]:
    """Return the sentences of the answers in a letter, in order, with their marks; what a reviewer judges one by one."""
    found: list[str] = []
    for answer in answers_in(text).values():
        for sentence in sentences(answer):
            if found and not _MARK.sub("", sentence).strip():
                found[-1] += f" {sentence}"
            else:
                lead = re.match(r"(?:\[\d+\]\s*)+", sentence)
                if lead and found:
                    found[-1] += f" {lead[0].strip()}"
                found.append(sentence[lead.end() :] if lead else sentence)
    return tuple(found)


def marks_in(sentence: str) -> tuple[int, ...]:
    """
    Return the numbers of the sources that *sentence* points to.

    >>> marks_in("Högst så. [1] [3]")
    (1, 3)
    """
    return tuple(int(n) for n in _MARK.findall(sentence))


def without_marks(sentence: str) -> str:
    """
    Return *sentence* without its source numbers and list dash.

    >>> without_marks("- Högst så. [1] [3]")
    'Högst så.'
    """
    return re.sub(r"\s+([.,;:?!])", r"\1", _MARK.sub("", sentence).removeprefix("- ")).strip()
