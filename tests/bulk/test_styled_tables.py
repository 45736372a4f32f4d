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
from jupyter_claude_vision.bulk.results import answers_frame as module
from jupyter_claude_vision.bulk.results.answers_frame import AnswersFrame, style_answers
from jupyter_claude_vision.bulk.results.results import AnswerIndex, Answers
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


TABLE = {"div", "p", "style", "table", "thead", "tbody", "tr", "th", "td", "span", "img"}
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
    styled = style_answers(pd.DataFrame([row], index=[name])).to_html()
    plain = AnswersFrame([row]).set_index(pd.Index([name], name=name))._repr_html_()
    for page in (Elements(styled), Elements(plain)):
        assert {tag for tag, _ in page.found} <= TABLE
        assert not [a for _, attrs in page.found for a in attrs if a.startswith("on")]
        (picture,) = [attrs for tag, attrs in page.found if tag == "img"]
        assert picture["src"].startswith("data:image/png;base64,")
        assert "0.00123" in page.text


def answers_named(*names):
    checkpoint = Checkpoint()
    record = {"path": None, "key": "", "error": "InputError: no <i>picture</i>"}
    offsets = checkpoint.write_records([{**record, "name": name} for name in names])
    index = AnswerIndex(array("q", offsets))
    return Answers(checkpoint, index, Question("What?", (), "m", models.HIGH))


def test_answers_show_themselves_styled_whole_or_in_part():
    answers = answers_named("<b>one</b>", "two")
    assert "&lt;b&gt;one" in answers.to_styler().to_html()
    part = answers.to_styler(answers.to_frame()[1:]).hide(axis="index").to_html()
    assert "one" not in part
    assert "&lt;i&gt;picture" in part


def test_a_selection_of_the_frame_still_shows_its_pictures():
    frame = AnswersFrame([{"name": n, "thumbnail": thumbnail(n)} for n in ("one", "two")])
    html = frame[frame.name == "two"]._repr_html_()
    assert 'alt="two"' in html
    assert "one" not in html


def test_the_table_opens_further_rows_and_counts_those_that_it_does_not_show():
    answers = answers_named(*(f"run {n}" for n in range(1, 251)))
    html = answers._repr_html_()
    assert html.count("<details>") == 4
    assert "Rows 11 to 50 of 250" in html
    assert "Rows 151 to 200 of 250" in html
    assert "50 more rows are not shown" in html
    assert "answers.to_page(5)" in html
    assert ">run 200<" in html
    assert ">run 201<" not in html
    page = answers.to_page(5)
    assert ">run 201<" in page._repr_html_()
    assert ">run 250<" in page._repr_html_()
    assert repr(page) == "<rows 201 to 250 of 250>"
    with pytest.raises(errors.OptionError, match="no page 6: the table has 5"):
        answers.to_page(6)


def test_a_short_table_folds_nothing():
    html = answers_named("one", "two")._repr_html_()
    assert "<details>" not in html
    assert "not shown" not in html


def test_without_jinja_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(errors.MissingPackageError, match="pip install jinja2"):
        style_answers(pd.DataFrame())
