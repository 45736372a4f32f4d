from __future__ import annotations

import io
import sys

import matplotlib.figure
import pytest
from PIL import Image

from jupyter_claude_vision.errors import MissingPackageError
from jupyter_claude_vision.offline.reader import BEYOND, NOTICE, Reader, colour_name, main_colours
from jupyter_claude_vision.offline.validation import Checked, Picture


def picture(image, label=""):
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return Picture(buffer.getvalue(), "image/png", *image.size, "messages.0.content.0", label)


def request(prompt, *pictures, new=None, documents=0):
    count = len(pictures) if new is None else new
    return Checked("claude-opus-5-5", pictures, count, prompt, len(prompt), documents)


@pytest.fixture
def flag():
    image = Image.new("RGB", (300, 200), "white")
    image.paste("red", (0, 0, 100, 200))
    return picture(image)


PROMPTS = ["Which colours?", "What happens after 2020?", "How large is it?", "説明して", ""]


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("documents", [0, 1])
def test_every_answer_begins_with_the_line_that_it_is_not_claude(flag, prompt, documents):
    reader = Reader()
    reader._texts[flag.digest] = ["text"]
    for pictures in ([], [flag]):
        answer = reader.answer(request(prompt, *pictures, documents=documents))
        assert answer.startswith(NOTICE + "\n\n")
    assert "not Claude" in NOTICE


def test_it_tells_what_is_asked_and_nothing_else(flag):
    answer = Reader().answer(request("Which colours, and how large?", flag))
    assert "67% white (`#ffffff`), 33% red (`#ff0000`)" in answer
    assert "PNG, 300 × 200 px" in answer
    assert "Text" not in answer


def test_what_it_cannot_do_it_says(flag):
    reader = Reader()
    reader._texts[flag.digest] = []
    answer = reader.answer(request("Is the trend significant?", flag))
    assert answer.endswith(BEYOND)
    assert "Text: none found" in answer
    assert "does not read PDF" in reader.answer(request("What?", documents=1))


def test_a_follow_up_is_about_the_pictures_of_earlier_turns(flag):
    answer = Reader().answer(request("And which colours?", flag, new=0))
    assert "33% red" in answer


def test_pictures_are_told_apart_by_their_labels(flag):
    blue = picture(Image.new("RGB", (10, 10), "blue"), label="Image 2 (after):")
    answer = Reader().answer(request("Which colours?", flag, blue))
    assert answer.index("The picture:") < answer.index("Image 2 (after):\n\n- Colours: 100% blue")


def test_the_text_of_a_real_chart_is_read():
    figure = matplotlib.figure.Figure(figsize=(6, 4), dpi=150)
    axes = figure.add_subplot(xlabel="Month of 2025", ylabel="Litres", title="Ice cream sales")
    axes.bar(["Jan", "Feb"], [31, 34])
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    answer = Reader().answer(request("What does it say?", picture(Image.open(buffer))))
    for text in ("`Ice cream sales`", "`Month of 2025`", "`Jan`", "`30`"):
        assert text in answer
    assert answer.index("Ice cream") < answer.index("`Jan`") < answer.index("Month of")


def test_text_in_a_picture_cannot_format_the_answer(flag):
    reader = Reader()
    reader._texts[flag.digest] = ["`**bold** <b>"]
    assert "`'**bold** <b>`" in reader.answer(request("What does it say?", flag))


def test_a_missing_package_names_the_extra(flag, monkeypatch):
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    with pytest.raises(MissingPackageError, match=r"jupyter-claude-vision\[offline\]"):
        Reader().answer(request("What does it say?", flag))


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((255, 255, 255), "white"),
        ((0, 0, 0), "black"),
        ((128, 128, 128), "grey"),
        ((214, 39, 40), "red"),
        ((31, 119, 180), "blue"),
        ((44, 160, 44), "green"),
        ((255, 127, 14), "orange"),
        ((148, 103, 189), "purple"),
        ((140, 86, 75), "brown"),
        ((227, 119, 194), "pink"),
        ((255, 255, 0), "yellow"),
        ((23, 190, 207), "cyan"),
    ],
)
def test_colours_are_called_what_people_call_them(rgb, name):
    assert colour_name(*rgb) == name


def test_the_shares_of_the_colours_are_those_of_the_area():
    image = Image.new("RGB", (100, 100), "blue")
    image.paste("yellow", (0, 0, 100, 25))
    assert [(name, share) for _, name, share in main_colours(image)] == [
        ("blue", 0.75),
        ("yellow", 0.25),
    ]
