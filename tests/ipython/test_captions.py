"""Captions of pictures that go another way than was said when they were shown."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PIL import Image

from jupyter_claude_vision.answers.sent_attachment import DeliveryChoice, SentImage
from jupyter_claude_vision.chat.events import Note, Rerouted, Sending
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input
from jupyter_claude_vision.ipython.display import NotebookView


@pytest.fixture
def shown():
    """What a front end shows at last: text by display."""
    return {}


def view(shown, *, stream, updates=True):
    def publish(*, data, transient=None, update=False, **_):
        name = (transient or {}).get("display_id", len(shown))
        assert (name in shown) is update
        shown[name] = data["text/plain"]

    shell = SimpleNamespace(display_pub=SimpleNamespace(publish=publish))
    return NotebookView(shell, stream=stream, updates=updates)


def sent(method, why):
    attachment = recognize_input(Image.new("RGB", (30, 20), "red"), "red", options=InputOptions())
    return (SentImage(attachment, None, DeliveryChoice(method, why)),)


def test_a_caption_is_corrected_in_place_and_a_note_says_why(shown):
    display = view(shown, stream=True)
    display.show(Sending(sent("files", "large")))
    display.show(Rerouted(sent("base64", "no Files API at gateway.example")))
    display.show(Note("red: base64, no Files API at gateway.example"))
    assert list(shown.values()) == [
        "red · base64: no Files API at gateway.example",
        "red: base64, no Files API at gateway.example",
    ]


def test_a_caption_that_is_shown_at_the_end_is_right_and_a_note_says_why(shown):
    display = view(shown, stream=False)
    display.show(Sending(sent("files", "large")))
    display.show(Rerouted(sent("base64", "no Files API at gateway.example")))
    display.show(Note("red: base64, no Files API at gateway.example"))
    display.close()
    assert list(shown.values()) == [
        "red · base64: no Files API at gateway.example",
        "red: base64, no Files API at gateway.example",
    ]


def test_in_a_console_the_note_says_it(shown):
    display = view(shown, stream=True, updates=False)
    display.show(Sending(sent("files", "large")))
    display.show(Rerouted(sent("base64", "no Files API at gateway.example")))
    display.show(Note("red: base64, no Files API at gateway.example"))
    assert list(shown.values()) == [
        "red · files: large",
        "red: base64, no Files API at gateway.example",
    ]
