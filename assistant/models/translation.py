"""A proven reply explained in the question's language: each sentence compared with its Swedish one, else left Swedish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.errors import ModelError
from assistant.models.agreement import clauses, disagreement
from assistant.models.asking import listed, record, rows_from
from assistant.models.likeness import Nearness
from assistant.models.phrasing import Writer, prompt, prompt_version
from assistant.models.placeholders import Placeholders
from assistant.models.tongues import Tongue
from assistant.replies.draft import Claim, Draft, Layout
from assistant.replies.verify import fault_of, tool_figures

_MOST = 12
"""So many sentences of a reply are translated; those after them stay Swedish."""
WHOLE, ADDED, LOST = 0.86, 0.84, 0.82
"""
Least nearness: of the two sentences, of each clause of the translation to something Swedish, and the reverse.

Measured on the pairs of tests/models/translations.toml: an invented clause lies mostly below 0.84, a true one above.
"""
_SCHEMA = listed("translations", _MOST, record({"number": {"type": "integer"}, "text": {"type": "string"}}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Translator:
    """
    Translates what is proven.

    *near*: how near in meaning a sentence is to each of others, whatever their language.
    """

    writer: Writer
    near: Nearness

    def translate(self, draft: Draft, tongue: Tongue) -> Draft:
        """
        Return *draft* with every sentence in *tongue* that says what its Swedish one says, and the rest as it was.

        Raises ModelError where the model fails.
        """
        marks, computed = Placeholders(), tool_figures(draft.tool)
        chosen = [at for at, claim in enumerate(draft.claims) if _may(claim, computed)][:_MOST]
        hidden = {at: marks.hide_all(draft.claims[at].text) for at in chosen}
        rows = self._asked(list(hidden.values()), tongue)
        claims, cut = list(draft.claims), list[dict[str, str]]()
        for number, (at, swedish) in enumerate(hidden.items(), start=1):
            text = rows.get(number, "")
            filled = marks.fill(text, tongue.written)
            claim = replace(claims[at], text=filled)
            if reason := self._fault(swedish, text, claim, marks, tongue) or fault_of(claim, computed):
                cut.append({"text": text, "swedish": claims[at].text, "reason": reason})
            else:
                claims[at] = claim
        return self._marked(replace(draft, claims=tuple(claims)), tongue, len(hidden) - len(cut), cut)

    def _asked(self, sentences: Sequence[str], tongue: Tongue) -> Mapping[int, str]:
        numbered = [{"nummer": n, "text": text} for n, text in enumerate(sentences, start=1)]
        if not numbered:
            return {}
        rows = rows_from(self.writer, "oversatt", {"språk": tongue.name, "meningar": numbered}, _SCHEMA, partly=True)
        return {
            row["number"]: row["text"].strip()
            for row in rows
            if isinstance(row, dict) and isinstance(row.get("number"), int) and isinstance(row.get("text"), str)
        }

    def _fault(self, swedish: str, text: str, claim: Claim, marks: Placeholders, tongue: Tongue) -> str:
        if not text:
            return "ingen översättning"
        if loose := next(marks.loose(text), ""):
            return f"modellen skrev själv {loose}"
        if fault := disagreement(swedish, text, tongue):
            return fault
        return "" if self.alike(marks.fill(swedish), claim.text) else "översättningen liknar inte den svenska meningen"

    def alike(self, swedish: str, text: str) -> bool:
        """Return whether *text* means about what *swedish* does, with no clause that has nothing to answer to."""
        others = [text, *clauses(text)]
        near = [self.near(own, others) for own in (swedish, *clauses(swedish))]
        added = min(max(row[at] for row in near) for at in range(len(others)))
        lost = min(max(row) for row in near)
        return near[0][0] >= WHOLE and added >= ADDED and lost >= LOST

    def _marked(self, draft: Draft, tongue: Tongue, kept: int, cut: Sequence[Mapping[str, str]]) -> Draft:
        trace: dict[str, Any] = {
            "model": self.writer.name,
            "prompt": prompt_version(prompt("oversatt")),
            "language": tongue.key,
            "kept": kept,
            "cut": list(cut),
        }
        lead = Claim(text=tongue.lead, phrase=True, layout=Layout.PARAGRAPH)
        claims = (lead, *draft.claims) if kept else draft.claims
        return replace(draft, claims=claims, trace=dict(draft.trace) | {"translation": trace})


def _may(claim: Claim, computed: frozenset[str]) -> bool:
    """Return whether a claim is proven and is no quote: quotes stay Swedish."""
    return not fault_of(claim, computed) and not claim.text.startswith("”")


def translated(draft: Draft) -> bool:
    """Return whether *draft* holds a translated sentence."""
    return bool(draft.trace.get("translation", {}).get("kept"))


def untranslated(draft: Draft, fault: ModelError) -> Draft:
    """Return *draft* as it was, with what went wrong in its trace."""
    return replace(draft, trace=dict(draft.trace) | {"translation": {"fallback": str(fault)}})
