"""Tools beside the options that give an answer a form: a call, then the answer in its form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from io import BytesIO

import pytest
from asker import asker  # noqa: F401
from matplotlib.figure import Figure
from pdfs import pdf
from PIL import Image

from jupyter_claude_vision import errors
from jupyter_claude_vision.answers.structured.response_format import Form
from jupyter_claude_vision.answers.structured.user_types import to_data_type

ZOOM = {"left": 100, "top": 50, "right": 500, "bottom": 350}
CLOSER = {"left": 20, "top": 30, "right": 300, "bottom": 200}
QUERY = {"image": 1, "sql": "SELECT x, value FROM data ORDER BY n"}


@dataclass
class Sale:
    """A year's sales."""

    item: str
    amount: float


@pytest.fixture(scope="module")
def chart():
    figure = Figure(figsize=(8, 6))
    axes = figure.subplots()
    axes.bar(["apples", "pears"], [3, 5])
    axes.set_title("Sales")
    return figure


def photograph():
    """A photograph that was taken with the camera turned, as its file has it."""
    file = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (1500, 2600), "green").save(file, "JPEG", exif=exif)
    return file.getvalue()


def region(image, *corners):
    shape = "point" if len(corners) == 2 else "box"
    place = {"image": image, "shape": shape, "coordinates": list(corners)}
    return {"label": "bar", "sentence": "There.", **place}


@pytest.mark.parametrize("source", [photograph, None])
def test_a_region_on_a_part_of_a_part_lies_right_on_the_original(ask, server, chart, source):
    server.call_tools(("zoom", {"image": 1, **ZOOM}), thinking="Small.")
    server.call_tools(("zoom", {"image": 2, **CLOSER}))
    regions = [region(3, 0, 0, 9999, 9999), region(2, *CLOSER.values()), region(1, 7, 9)]
    server.reply(json.dumps({"answer": "There.", "regions": regions}))
    values = {"it": source() if source else chart}
    answer = ask(tools=("zoom",), values=values, form=Form(boxes=True))
    first, second = answer.tool_calls
    assert (first.source, second.source) == (1, 1)
    on_piece, same, point = answer.regions
    assert [r.name for r in answer.regions] == ["it"] * 3
    assert on_piece.box == pytest.approx(second.box, abs=1)
    assert same.box == pytest.approx(second.box, abs=1)
    picture = answer.images[0].prepared_image
    share = picture.original_size[0] / picture.width
    assert point.point == pytest.approx((7 * share, 9 * share), abs=1)
    format_ = ask.requests[-1]["output_config"]["format"]
    assert all(request["output_config"]["format"] == format_ for request in ask.requests)
    assert "Image 2" not in ask.requests[0]["messages"][0]["content"][-1]["text"]


def test_a_chart_is_read_off_after_a_query(ask, server, chart):
    axis = {"name": "item", "unit": "", "kind": "text"}
    series = {"image": 1, "panel": "", "name": "Sales", "unit": "", "x": ["apples", "pears"]}
    table = {"x": axis, "y": {"name": "", "unit": ""}, "series": [{**series, "y": [3, 5.5]}]}
    server.call_tools(("query", QUERY))
    server.reply(json.dumps({"answer": "Two bars.", "table": table}))
    answer = ask(tools=("query",), values={"chart": chart}, form=Form(table=True))
    assert answer.text == "Two bars."
    assert not answer.findings.problems
    assert answer.table.series[0].y == (3.0, 5.5)
    assert list(answer.tool_calls[0].rows) == [("apples", 3.0), ("pears", 5.0)]
    assert answer.comparison is not None


def test_data_of_a_users_type_are_filled_in_after_both_tools(ask, server, chart):
    server.call_tools(("query", QUERY), ("zoom", {"image": 1, **ZOOM}), text="Let me see.")
    data = [{"item": "apples", "amount": 3}, {"item": "pears", "amount": 5}]
    server.reply(json.dumps({"answer": "Two.", "data": data}))
    form = Form(data=to_data_type(list[Sale]))
    answer = ask(tools=("zoom", "query"), values={"chart": chart}, form=form)
    assert answer.data == [Sale("apples", 3), Sale("pears", 5)]
    assert answer.text == "Two."


def test_pages_are_cited_after_a_closer_look_at_a_picture_beside_them(ask, server, chart):
    server.call_tools(("zoom", {"image": 2, **ZOOM}))
    passage = {
        "type": "page_location",
        "cited_text": "Figure 2 shows 200 units.",
        "document_index": 0,
        "document_title": "report.pdf",
        "start_page_number": 2,
        "end_page_number": 3,
        "file_id": None,
    }
    text = "The report says 200."
    server.reply(text, blocks=[{"type": "text", "text": text, "citations": [passage]}])
    values = {"report": pdf(3), "chart": chart}
    answer = ask(tools=("zoom",), values=values, cite=True)
    assert [(c.page, c.sentence) for c in answer.citations] == [(2, text)]
    for request in ask.requests:
        blocks = request["messages"][0]["content"]
        assert [b["citations"] for b in blocks if b["type"] == "document"] == [{"enabled": True}]
    assert [image.number for image in answer.images] == [1, 2, 3]


@pytest.mark.parametrize(
    ("form", "flag"), [(Form(boxes=True), "--boxes"), (Form(table=True), "--table")]
)
def test_citations_beside_a_form_are_refused_before_anything_is_sent(ask, server, form, flag):
    with pytest.raises(errors.PromptError, match=f"--cite gives text only: ask with {flag}"):
        ask(tools=("zoom",), values={"report": pdf(2)}, cite=True, form=form)
    assert not server.requests
