"""One small question to the model, answered whole: for the steps that read, split, fill in and translate."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

from assistant.errors import ModelError
from assistant.models.phrasing import Writer, prompt

_MOST = 12_000
_DECODER = json.JSONDecoder()


def _answer(
    writer: Writer, name: str, data: Mapping[str, Any], schema: Mapping[str, Any]
) -> tuple[str, ModelError | None]:
    """Return what the model wrote, and the fault that cut it off if one did."""
    user, text = json.dumps(data, ensure_ascii=False), ""
    try:
        with closing(writer.stream(prompt(name), user, schema)) as pieces:
            for piece in pieces:
                text += piece
                if len(text) > _MOST:
                    return text, ModelError("Språkmodellen skrev för mycket.")
    except ModelError as error:
        return text, error
    return text, None


def _whole_objects(text: str) -> Iterator[Any]:
    """Yield the objects of a list that breaks off, each whole, never half of one."""
    at = text.find("{", text.find("["))
    while at >= 0:
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (json.JSONDecodeError, RecursionError):
            return
        yield value
        at = text.find("{", end)


def rows_from(
    writer: Writer, name: str, data: Mapping[str, Any], schema: Mapping[str, Any], *, partly: bool = False
) -> Sequence[Any]:
    """
    Return the list that the model answers with to the prompt of that *name*; *data* is all it is told.

    *partly*: where the answer is cut off, its whole rows are enough.  Raises ModelError where the model fails,
    goes on without end, or answers in another form.
    """
    (key,) = schema["required"]
    text, fault = _answer(writer, name, data, schema)
    if fault and partly and (rows := list(_whole_objects(text))):
        return rows
    if fault:
        raise fault
    try:
        found = json.loads(text[max(0, text.find("{")) : text.rfind("}") + 1])[key]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelError("Språkmodellen svarade inte med JSON.") from error
    if not isinstance(found, list):
        raise ModelError("Språkmodellen svarade i fel form.")
    return found


def listed(key: str, most: int, item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of an object whose only field *key* is a list of at most *most* items."""
    return {
        "type": "object",
        "properties": {key: {"type": "array", "maxItems": most, "items": item}},
        "required": [key],
        "additionalProperties": False,
    }


def record(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the schema of an object in which each of *properties* must be there."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
