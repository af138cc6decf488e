"""The one place where the parts are joined."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import Runnable, RunnableConfig

from assistant.chain import State, build_chain, settled
from assistant.errors import AssistantError
from assistant.models.budget import one_question
from assistant.models.connect import load_model
from assistant.models.filling import Filler
from assistant.models.likeness import across_languages, by_embedding, by_reranker
from assistant.models.phrasing import Phraser, Writer
from assistant.models.translation import Translator
from assistant.receipts import Receipts
from assistant.replies import phrases
from assistant.replies.compose import Thresholds
from assistant.replies.reply import Reply, Status
from assistant.rule_chain import RuleChain
from assistant.search.embedding import Embedder, load_embedder, load_reranker
from assistant.search.index import IndexFolder, Progress
from assistant.search.ranking import Ranker
from assistant.search.retriever import Searcher
from assistant.settings import Settings
from assistant.sources.corpus import Corpus, load_corpus
from assistant.sources.parameters import load_parameters
from assistant.streaming import stream
from assistant.tracing import StepSpans
from assistant.understanding.project.lexicon import load_lexicon
from assistant.understanding.spelling import Speller, is_swedish_word

_WORD = re.compile(r"[A-Za-zÅÄÖåäöéü]{4,}")


def vocabulary(corpus: Corpus) -> tuple[str, ...]:
    """Return the rightly spelled words of sources and answers, the most frequent first."""
    texts = [p.text for p in corpus.passages] + [e.answer for e in corpus.entries]
    counts = Counter(w.lower() for text in texts for w in _WORD.findall(text))
    asked = Counter(w.lower() for e in corpus.entries for q in e.questions for w in _WORD.findall(q))
    known = [w for w, _ in asked.most_common() if is_swedish_word(w)]
    return tuple(dict.fromkeys([*(w for w, _ in counts.most_common()), *known]))


class Assistant:
    """Answers questions; made by `open_assistant`."""

    def __init__(
        self, *, settings: Settings, corpus: Corpus, searcher: Searcher, chain: Runnable[State, State]
    ) -> None:
        self.settings = settings
        self.corpus = corpus
        self.searcher = searcher
        self.chain = chain
        self.receipts = Receipts(settings.data_dir / "receipts")

    def ask(self, turns: Sequence[str], *listeners: BaseCallbackHandler) -> Reply:
        """
        Return the reply to the last of *turns*; earlier ones are the user's earlier messages.

        Never raises for what a person types; a fault of ours is a reply with status error.
        """
        try:
            config: RunnableConfig = {"callbacks": [StepSpans(), *listeners]}
            with one_question(self.settings.llm_timeout):
                reply = self.chain.invoke(State(turns=tuple(turns)), config).reply
        except AssistantError as error:
            return settled(Status.ERROR, f"{phrases.ERROR} ({error})")
        if reply is None:
            return settled(Status.ERROR, phrases.ERROR)
        self.receipts.keep(reply.receipt, reply.as_json() | {"trace": reply.trace})
        return reply

    def stream(self, turns: Sequence[str]) -> Iterator[Reply]:
        """Yield the reply as it grows, every part proven; the last is what `ask` returns.  Closing it cancels."""
        return stream(lambda listener: self.ask(turns, listener))


def _silent(_done: int, _total: int) -> None:
    """Hear of progress and say nothing."""


def open_searcher(settings: Settings, corpus: Corpus, progress: Progress = _silent) -> Searcher:
    """Return the search over *corpus*, its index built first where it is missing or old."""
    embedder = load_embedder(settings.embedding, settings.tuned)
    index = IndexFolder(settings.index_dir, settings.chroma_url, embedder).open(corpus, progress)
    ranker = Ranker(index, corpus)
    reranker = load_reranker(settings.reranker) if settings.reranker else None
    return Searcher(index=index, corpus=corpus, embedder=embedder, ranker=ranker, reranker=reranker)


@lru_cache(maxsize=1)
def _as_published(name: str) -> Embedder:
    """Return the embedder as it ships, loaded once: what compares a model's sentences was measured with it."""
    return load_embedder(name)


def open_phraser(settings: Settings, searcher: Searcher) -> Phraser | None:
    """Return what lets the configured model phrase answers, None where none is; SettingsError where it cannot."""
    if not settings.llm:
        return None
    model = load_model(settings)
    reranker = searcher.reranker
    return Phraser(
        model,
        by_reranker(lambda pairs: list(reranker.predict(pairs)))
        if reranker
        else by_embedding(_as_published(settings.embedding)),
    )


def open_translator(settings: Settings, phraser: Phraser | None) -> Translator | None:
    """Return what lets *phraser*'s model explain answers in other languages, None where there is none."""
    if phraser is None:
        return None
    # One fitted to Swedish questions knows less of other languages.
    return Translator(writer=phraser.writer, near=across_languages(_as_published(settings.embedding)))


def rule_chain(settings: Settings, corpus: Corpus, speller: Speller, writer: Writer | None = None) -> RuleChain:
    """
    Return what answers from the rules, *writer* reading arguments too if there is one.

    Raises ParameterError or SourceError where their data are broken.
    """
    plain = RuleChain(
        lexicon=load_lexicon(settings.corpus_dir / "words"),
        parameters=load_parameters(settings.corpus_dir / "parameters", corpus.prove),
        mend=speller.repair,
        today=lambda: settings.today or date.today(),
    )
    if writer is None:
        return plain
    return replace(plain, fill=Filler(writer=writer, lexicon=plain.lexicon, kinds=tuple(plain.parameters.aktorer)))


def chain_over(
    settings: Settings, corpus: Corpus, searcher: Searcher, phraser: Phraser | None
) -> Runnable[State, State]:
    """Return the chain with everything that *corpus* brings: vocabulary, rules, and *phraser*'s wording if any."""
    speller = Speller(vocabulary(corpus))
    rules = rule_chain(settings, corpus, speller, phraser.writer if phraser else None)
    return build_chain(
        corpus=corpus,
        searcher=searcher,
        speller=speller,
        rules=rules,
        suggested=rules.suggested,
        checked=rules.checked,
        limits=Thresholds(),
        phraser=phraser,
        translator=open_translator(settings, phraser),
    )


def open_assistant(settings: Settings | None = None, progress: Progress = _silent) -> Assistant:
    """
    Return the assistant, ready to be asked.

    Raises SourceError where corpus/ is broken, SearchError where the index cannot be built.
    """
    settings = settings or Settings()
    corpus = load_corpus(settings.corpus_dir)
    searcher = open_searcher(settings, corpus, progress)
    chain = chain_over(settings, corpus, searcher, open_phraser(settings, searcher))
    return Assistant(settings=settings, corpus=corpus, searcher=searcher, chain=chain)
