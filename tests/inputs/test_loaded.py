"""Modules that the user has imported, while other threads import."""

from __future__ import annotations

import sys
import threading
import types

import pytest

from jupyter_claude_vision.inputs.loaded_modules import loaded_module


def test_nothing_is_imported():
    sys.modules.pop("colorsys", None)
    assert loaded_module("colorsys") is None
    assert "colorsys" not in sys.modules


def test_what_is_imported_is_returned():
    assert loaded_module("threading") is threading


def test_what_was_kept_from_being_imported_is_not(monkeypatch):
    monkeypatch.setitem(sys.modules, "colorsys", None)
    assert loaded_module("colorsys") is None


@pytest.fixture
def slow(tmp_path, monkeypatch):
    """A module that is half made until a test lets it go on."""
    gate = types.ModuleType("gate_of_the_test")
    gate.begun, gate.go = threading.Event(), threading.Event()
    monkeypatch.setitem(sys.modules, "gate_of_the_test", gate)
    code = "import gate_of_the_test as gate\ngate.begun.set()\ngate.go.wait(60)\nThing = 1\n"
    (tmp_path / "slow_to_import.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)
    yield gate
    sys.modules.pop("slow_to_import", None)


def test_a_module_that_another_thread_is_importing_is_waited_for(slow):
    importing = threading.Thread(target=__import__, args=("slow_to_import",))
    importing.start()
    assert slow.begun.wait(60)
    seen = []
    asking = threading.Thread(target=lambda: seen.append(loaded_module("slow_to_import").Thing))
    asking.start()
    slow.go.set()
    importing.join()
    asking.join()
    assert seen == [1]
