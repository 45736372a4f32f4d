from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyter_claude_vision import errors
from jupyter_claude_vision.answers.sent_attachment import DeliveryChoice, SentImage
from jupyter_claude_vision.bulk.results.thumbnails import Thumbnail
from jupyter_claude_vision.chat.events import Note, Piece
from jupyter_claude_vision.inputs.attachment import Attachment
from jupyter_claude_vision.ipython.terminal_view import TerminalView
from jupyter_claude_vision.text import (
    escape_html,
    escape_markdown,
    render_html,
    sanitize_markdown,
    to_plain_line,
)
from jupyter_claude_vision.text.text_tables import render_markdown_table, render_plain_table
from jupyter_claude_vision.visible import to_visible_line, to_visible_text

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
ZERO_WIDTH = "\u200b\u2060\ufeff\u00ad\u180e\U000e0041"
JOINERS = "\u200c\u200d\ufe0f"
CONTROLS = "\x00\x07\x08\x1b\x7f\x80\x9b\ud800"
HOSTILE = BIDI + ZERO_WIDTH + JOINERS + CONTROLS
TEXTS = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text("ab 1|*<$", max_size=3))).map("".join)


def written(view):
    lines = []
    TerminalView(lines.append).show(view)
    return "".join(lines)


SURFACES = {
    "a Markdown line": escape_markdown,
    "HTML": escape_html,
    "an answer": sanitize_markdown,
    "an answer in the panel": render_html,
    "alternative text": to_plain_line,
    "a terminal": lambda text: written(Piece(text)),
    "a note": lambda text: written(Note(text)),
    "a table": lambda text: render_markdown_table(("a",), [(text,)]),
    "a table in a terminal": lambda text: render_plain_table(("a",), [(text,)]),
    "an error": lambda text: str(errors.InputError(text)),
    "an error that is an import's": lambda text: str(errors.MissingPackageError(text)),
    "a name": lambda text: Attachment(text, "image").name,
    "a caption": lambda text: (
        SentImage(Attachment("a", "image"), None, DeliveryChoice("url", "x"), notes=(text,)).caption
    ),
    "a label": lambda text: (
        SentImage(Attachment(text, "image"), None, DeliveryChoice("url", "x")).label
    ),
    "a thumbnail": lambda text: Thumbnail(b"", "image/png", text).html,
}


@pytest.mark.parametrize("surface", SURFACES)
@given(text=TEXTS)
@settings(max_examples=25)
def test_nothing_that_acts_unseen_reaches_a_surface(surface, text):
    shown = SURFACES[surface](text)
    assert not set(shown) & set(HOSTILE)


@given(TEXTS)
def test_what_is_visible_stays_so_and_a_line_is_one(text):
    assert to_visible_text(to_visible_text(text)) == to_visible_text(text)
    assert "\n" not in to_visible_line(text + "\n" + text)


@pytest.mark.parametrize(
    "text",
    [
        "été, 10\u202f000 €, “quoted” – naïve",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian has a joiner in a word
        "\U0001f468\u200d\U0001f469\u200d\U0001f467",  # a family
        "1\ufe0f\u20e3 \u2764\ufe0f \U0001f441\ufe0f\u200d\U0001f5e8",
        "a\tb\nc",
        "数据 データ 데이터",
    ],
)
def test_ordinary_text_of_any_script_is_left_alone(text):
    assert to_visible_text(text) == text


def test_two_names_stay_two_names():
    assert to_visible_line("photo\u202egnp.exe") != to_visible_line("photognp.exe")
    assert to_visible_line("a\x1b[31mb\r\nc") == "a\ufffd[31mb c"


def test_every_format_and_control_character_that_is_not_seen_is_covered():
    kinds = {"Cc", "Cf", "Cs"}
    acting = [chr(n) for n in range(0x110000) if unicodedata.category(chr(n)) in kinds]
    left = {c for c in acting if c in to_visible_text(f"a{c}a")} - set("\n\t")
    # Signs over numbers and verses, and what joins hieroglyphs: they are drawn.
    names = {unicodedata.name(c) for c in left}
    seen = ("SIGN", "MARK", "NUMBER", "END OF AYAH", "HIEROGLYPH", "POUND", "FOOTNOTE")
    assert not [name for name in names if not any(word in name for word in seen)]
