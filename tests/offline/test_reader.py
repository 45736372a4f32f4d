"""What the offline reader tells of a picture, and what it leaves to Claude."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image, ImageDraw, ImageFont

from jupyter_claude_vision.offline.pdf import Document
from jupyter_claude_vision.offline.pictures import ReceivedPicture
from jupyter_claude_vision.offline.reader import BEYOND, NOTICE, OfflineReader
from jupyter_claude_vision.offline.request_validation import MessageRequest


def picture_of(image, label=""):
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return ReceivedPicture(
        buffer.getvalue(), "image/png", *image.size, "messages.0.content.0", label
    )


def halves(left="red", right="blue", size=(400, 100)):
    image = Image.new("RGB", size, right)
    image.paste(Image.new("RGB", (size[0] // 4 * 3, size[1]), left), (0, 0))
    return picture_of(image)


def request(*pictures, prompt="", new=None, documents=()):
    new = len(pictures) if new is None else new
    return MessageRequest("claude-opus-5-5", pictures, new, prompt, len(prompt), documents)


class Recogniser:
    """Stands in for the text recogniser, which takes seconds to load."""

    def __init__(self, *lines):
        self.lines = lines
        self.calls = 0

    def __call__(self, pixels):
        self.calls += 1
        return self

    @property
    def boxes(self):
        tops = [20 * place for place in range(len(self.lines))]
        return [[(0, y), (9, y), (9, y + 9), (0, y + 9)] for y in tops] or None

    @property
    def txts(self):
        return self.lines

    @property
    def scores(self):
        return [0.9] * len(self.lines)


@pytest.fixture
def recogniser():
    return Recogniser("Sales of *apples*", "`2026`")


@pytest.fixture
def reader(recogniser, monkeypatch):
    reader = OfflineReader()
    monkeypatch.setattr(reader, "_recognizer", recogniser)
    return reader


@pytest.mark.parametrize(
    "asked",
    [
        request(),
        request(halves()),
        request(halves(), prompt="How large is it?"),
        request(halves(), prompt="Why did sales fall?"),
        request(halves(), prompt="And now?", new=0),
        request(documents=(Document("a.pdf", ("Text",), cited=False),)),
        request(halves(), prompt="説明して"),
    ],
)
def test_every_answer_begins_by_saying_that_it_is_not_claude(reader, asked):
    assert reader.write_answer(asked).splitlines()[0] == NOTICE
    assert "not Claude" in NOTICE


def test_it_tells_format_size_and_the_share_of_each_colour(reader):
    answer = reader.write_answer(request(halves()))
    assert "PNG, 400 × 100 px" in answer
    assert "75% red (`#ff0000`)" in answer
    assert "25% blue (`#0000ff`)" in answer


@pytest.mark.parametrize(
    ("colour", "name"),
    [("white", "white"), ("black", "black"), ("#808080", "gray"), ("#8b4513", "brown"),
     ("orange", "orange"), ("yellow", "yellow"), ("green", "green"), ("cyan", "cyan"),
     ("purple", "purple"), ("hotpink", "pink"), ("#ff0010", "red"),
     ("#d62728", "red"), ("#1f77b4", "blue"),
     ("#2ca02c", "green"), ("#ff7f0e", "orange"), ("#9467bd", "purple"), ("#8c564b", "brown"),
     ("#e377c2", "pink"), ("#17becf", "cyan")],
)  # fmt: skip
def test_a_colour_is_called_by_its_everyday_name(reader, colour, name):
    answer = reader.write_answer(request(halves(colour, colour), prompt="Which colours?"))
    assert f"100% {name} (" in answer


def test_text_that_was_read_is_shown_as_it_is_and_not_as_markdown(reader):
    answer = reader.write_answer(request(halves(), prompt="What does it say?"))
    assert "`Sales of *apples*` · `'2026'`" in answer


def test_a_picture_is_called_by_the_label_before_it(reader):
    labelled = picture_of(Image.new("RGB", (9, 9)), "Image 1 (before):")
    assert "Image 1 (before):\n" in reader.write_answer(request(labelled))


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("What does it say?", "Text"),
        ("Transcribe it.", "Text"),
        ("What is the title?", "Text"),
        ("Which colours are used?", "Colors"),
        ("How large is it?", "PNG"),
    ],
)
def test_a_plain_question_is_answered_without_the_rest(reader, prompt, told):
    answer = reader.write_answer(request(halves(), prompt=prompt))
    others = {"Text", "Colors", "PNG"} - {told}
    assert told in answer
    assert not any(other in answer for other in others)
    assert BEYOND not in answer


def test_a_question_that_takes_thinking_is_left_to_claude(reader):
    assert BEYOND in reader.write_answer(request(halves(), prompt="Why did sales fall?"))


def test_two_plain_questions_are_both_answered(reader):
    answer = reader.write_answer(request(halves(), prompt="Which colours, and how large?"))
    assert "75% red" in answer
    assert "400 × 100 px" in answer
    assert "Text" not in answer


def test_a_picture_without_text_is_said_to_have_none(reader, recogniser):
    recogniser.lines = ()
    assert "Text: none found" in reader.write_answer(request(halves()))


def test_a_follow_up_is_about_the_pictures_that_are_there_already(reader):
    answer = reader.write_answer(request(halves(), prompt="How large was it?", new=0))
    assert "400 × 100 px" in answer


def test_only_the_new_pictures_are_told_of_where_there_are_some(reader):
    old, new = halves(size=(400, 100)), halves(size=(80, 60))
    answer = reader.write_answer(request(old, new, prompt="How large is it?", new=1))
    assert "80 × 60 px" in answer
    assert "400 × 100 px" not in answer


def test_it_tells_how_the_pages_of_a_pdf_begin(reader):
    document = Document("report.pdf", ("Sales\n1.0\nMonth\n", ""), cited=False)
    answer = reader.write_answer(request(documents=(document,)))
    assert "`report.pdf`: 2 pages" in answer
    assert "- Page 1 as sent begins: `Sales` · `Month`" in answer


def test_a_picture_is_read_once_however_often_it_is_asked_about(reader, recogniser):
    for _ in range(3):
        reader.write_answer(request(halves()))
    assert recogniser.calls == 1


def test_without_the_extra_it_measures_and_says_what_would_read_the_text(monkeypatch):
    monkeypatch.setitem(sys.modules, "rapidocr", None)
    answer = OfflineReader().write_answer(request(halves()))
    assert "red" in answer
    assert 'pip install "jupyter-claude-vision[offline]"' in answer


def test_a_charts_title_and_axis_label_are_read_in_silence(capfd):
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4), dpi=120)
    axes = figure.subplots()
    axes.plot([1, 2, 3], [4, 1, 5])
    axes.set_title("Quarterly revenue")
    axes.set_xlabel("Month")
    buffer = BytesIO()
    figure.savefig(buffer, format="png")
    answer = OfflineReader().write_answer(
        request(picture_of(Image.open(buffer)), prompt="What does it say?")
    )
    assert "Quarterly revenue" in answer
    assert "Month" in answer
    assert answer.index("Quarterly revenue") < answer.index("Month")
    assert capfd.readouterr() == ("", "")


def form(**properties):
    properties = {"answer": {"type": "string"}, **properties}
    return {"type": "object", "properties": properties, "$defs": {}}


def chart_with_text():
    image = Image.new("RGB", (640, 400), "white")
    pen = ImageDraw.Draw(image)
    pen.text((180, 20), "Sales by month", "black", font=ImageFont.load_default(36))
    pen.text((280, 340), "month", "black", font=ImageFont.load_default(28))
    pen.rectangle((100, 150, 220, 300), fill=(0, 160, 0))
    return image


def filled_in(question, schema):
    asked = replace(request(picture_of(chart_with_text()), prompt=question), schema=schema)
    return json.loads(OfflineReader().write_answer(asked))


def test_it_finds_the_title_with_its_box():
    (region,) = filled_in("Where is the title?", form(regions={"type": "array"}))["regions"]
    left, top, right, bottom = region["coordinates"]
    assert region["label"] == "title"
    assert 160 < left < 200
    assert 10 < top < bottom < 70
    assert 400 < right < 480


def test_it_finds_a_word_that_is_asked_after():
    found = filled_in("Where does it say month?", form(regions={"type": "array"}))["regions"]
    assert {region["label"] for region in found} == {"Sales by month", "month"}


def test_it_finds_a_colour_that_is_asked_after():
    (region,) = filled_in("Where is the green bar?", form(regions={"type": "array"}))["regions"]
    assert region["coordinates"] == [100, 150, 221, 301]


def test_it_fills_in_what_it_measures_and_leaves_the_rest_empty():
    fields = {
        "title": {"type": "string"},
        "width": {"type": "integer"},
        "texts": {"type": "array", "items": {"type": "string"}},
        "slope": {"type": "number"},
        "peaks": {"type": "array", "items": {"type": "number"}},
    }
    data = filled_in("", form(data={"type": "object", "properties": fields}))["data"]
    assert data == {
        "title": "Sales by month",
        "width": 640,
        "texts": ["Sales by month", "month"],
        "slope": None,
        "peaks": [],
    }


def test_in_a_form_it_still_says_that_it_is_not_claude():
    assert filled_in("Where is the title?", form())["answer"].startswith(NOTICE)
