"""The numbered evidence that a model is given: the draft's own proven sentences first, then passages."""

from collections.abc import Mapping, Sequence

from assistant.models.grounding import Evidence
from assistant.replies.draft import Draft, Layout
from assistant.sources.documents import Passage
from assistant.sources.library import Proof

_RUNNING = frozenset({Layout.RUN, Layout.PARAGRAPH})


def gather(draft: Draft, passages: Sequence[Passage]) -> Mapping[int, Evidence]:
    """
    Return the evidence by number, from 1: every proven or computed claim of *draft*, then *passages*.

    Set phrases are no evidence, and neither is what the user wrote; headings and lists stay as they are laid out.
    """
    own = [c for c in draft.claims if not c.phrase and (c.proofs or c.computed) and c.layout in _RUNNING]
    told = [
        Evidence(number=n, text=c.text, proofs=c.proofs, computed=c.computed, claim=c)
        for n, c in enumerate(own, start=1)
    ]
    quoted = [
        Evidence(number=n, text=p.text, passage=Proof(quote=p.text, passage=p))
        for n, p in enumerate(passages, start=len(own) + 1)
    ]
    return {e.number: e for e in (*told, *quoted)}
