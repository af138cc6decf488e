"""Attacks through a model that obeys them."""

from assistant.assembly import Assistant
from evals.injections import attacks, run


def test_inget_angrepp_andrar_ett_svar(assistant: Assistant) -> None:
    everyone = list(attacks())
    assert len(everyone) >= 100
    assert {bool(a.source) for a in everyone} == {True, False}
    found = run(assistant, everyone[::7])
    assert [(a, harms) for a, harms in found if harms] == []
