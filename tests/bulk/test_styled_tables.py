"""Styled tables of answers: pictures shown, no text live."""

from __future__ import annotations

from array import array
from html.parser import HTMLParser
from io import BytesIO

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jupyter_claude_vision import errors, models
from jupyter_claude_vision.bulk.checkpoints.checkpoint import Checkpoint
from jupyter_claude_vision.bulk.results import results as module
from jupyter_claude_vision.bulk.results.results import AnswerIndex, Answers, style_answers
from jupyter_claude_vision.bulk.results.thumbnails import Thumbnail
from jupyter_claude_vision.chat.question import Question


class Elements(HTMLParser):
    """Collects the elements of a page, and the text outside its style sheet."""

    def __init__(self, page):
        super().__init__()
        self.found, self.text = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def thumbnail(name):
    file = BytesIO()
    Image.new("RGB", (4, 4), "red").save(file, "PNG")
    return Thumbnail(file.getvalue(), "image/png", name)


TABLE = {"style", "table", "thead", "tbody", "tr", "th", "td", "span", "img"}
HOSTILE = st.one_of(
    st.sampled_from(
        ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "$x$", "{{7}}"]
    ),
    st.text(max_size=20),
)


@given(HOSTILE, HOSTILE, st.one_of(HOSTILE, st.none(), st.floats(), st.lists(HOSTILE)))
def test_no_name_heading_or_value_of_any_type_is_live(name, heading, value):
    row = {"name": name, heading or "empty": [value], "cost": 0.00123, "thumbnail": thumbnail(name)}
    row["value"] = value
    page = Elements(style_answers(pd.DataFrame([row], index=[name])).to_html())
    assert {tag for tag, _ in page.found} <= TABLE
    assert not [a for _, attrs in page.found for a in attrs if a.startswith("on")]
    (picture,) = [attrs for tag, attrs in page.found if tag == "img"]
    assert picture["src"].startswith("data:image/png;base64,")
    assert "0.00123" in page.text


def test_answers_show_themselves_styled_whole_or_in_part():
    checkpoint = Checkpoint()
    record = {
        "name": "<b>one</b>",
        "path": None,
        "key": "",
        "error": "InputError: no <i>picture</i>",
    }
    offsets = checkpoint.write_records([record, {**record, "name": "two"}])
    index = AnswerIndex(array("q", offsets))
    answers = Answers(checkpoint, index, Question("What?", (), "m", models.HIGH))
    assert "&lt;b&gt;one" in answers.to_styler().to_html()
    part = answers.to_styler(answers.to_frame()[1:]).hide(axis="index").to_html()
    assert "one" not in part
    assert "&lt;i&gt;picture" in part


def test_without_jinja_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(errors.MissingPackageError, match="pip install jinja2"):
        style_answers(pd.DataFrame())
