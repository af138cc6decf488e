"""
Every fault the assistant raises, in one tree.

Outcomes ("not in the sources", "not eligible") are values, never exceptions.

    AssistantError
    ├── SettingsError        a setting cannot be used
    ├── SourceError          a file in corpus/ is broken, or a quote is not in it
    ├── ParameterError       a number of the call lacks unit, source or quote
    ├── InputError           what a person gave cannot be used; names the field
    ├── SearchError          the index is missing, corrupt or locked
    ├── ModelError           the configured language model failed
    └── DeskError            the support desk refuses
        ├── StorageError     the database cannot be read or written
        ├── ConflictError    somebody else changed the case first
        ├── AccessError      the role may not do this
        └── ImportRefusedError   an incoming file is broken or dangerous
"""


class AssistantError(Exception):
    """Base of all; the message is Swedish and says what to do next."""


class SettingsError(AssistantError):
    """A setting cannot be used."""


class SourceError(AssistantError):
    """A file in corpus/ is broken, or a quote is not found in it."""


class ParameterError(AssistantError):
    """A number of the call lacks unit, source or verbatim quote."""


class InputError(AssistantError):
    """
    What a person gave cannot be used.

    >>> str(InputError("månader", "måste vara minst 1"))
    'månader: måste vara minst 1'
    """

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


class SearchError(AssistantError):
    """The index is missing, corrupt or locked by another process."""


class ModelError(AssistantError):
    """The configured language model failed, timed out or answered nonsense."""


class DeskError(AssistantError):
    """The support desk refuses."""


class StorageError(DeskError):
    """The database cannot be read or written."""


class ConflictError(DeskError):
    """Somebody else changed the case first."""


class AccessError(DeskError):
    """The role may not do this."""


class ImportRefusedError(DeskError):
    """An incoming file is broken or dangerous."""
