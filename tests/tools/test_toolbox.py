"""What a question offers, what that costs, how its work is stopped, and functions of the user's."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import altair as alt
import matplotlib.pyplot as plt
import pandas as pd
import plotly.express as px
import pytest
from matplotlib.figure import Figure
from pdfs import many_paths, pdf
from PIL import Image
from samples import attachment, quarters
from tool_calls import Calls, sent, sent_object

from jupyter_claude_vision.errors import OptionError
from jupyter_claude_vision.inputs.attachment import Attachment
from jupyter_claude_vision.inputs.pdf.pages import page_raster
from jupyter_claude_vision.models import STANDARD
from jupyter_claude_vision.tasks import asks_for_data
from jupyter_claude_vision.tools.toolbox import describe_tool_result
from jupyter_claude_vision.tools.user_functions import UserTool

sys.path.insert(0, str(Path(__file__).parents[1] / "inputs"))


def reasons_of(*images, **options):
    return {o.name: o.reason for o in Calls(*images, choice="auto", **options).toolbox.offers}


@pytest.fixture(autouse=True)
def closed_figures():
    yield
    plt.close("all")


def small_figure(rows=1, columns=1, **options):
    figure, _ = plt.subplots(rows, columns, **options)
    for ax in figure.axes:
        ax.plot([1, 2, 3])
    return figure


def test_auto_offers_nothing_where_there_is_nothing_to_gain():
    assert reasons_of(sent(attachment(quarters(300, 200)))) == {}
    assert not Calls(sent(attachment(quarters(300, 200))), choice="auto").toolbox
    assert reasons_of() == {}


def test_auto_offers_a_closer_look_at_what_was_made_smaller():
    photo = sent(attachment(quarters(4000, 3000), name="photo"))
    assert reasons_of(photo) == {"zoom": "photo was made smaller"}


def test_auto_offers_queries_on_a_simple_figure_and_a_closer_look_at_a_dense_one():
    assert reasons_of(sent_object(small_figure())) == {"query": "the data of fig are here"}
    dense = reasons_of(sent_object(small_figure(2, 3)))
    assert dense == {"zoom": "fig has 6 panels", "query": "the data of fig are here"}
    small = small_figure()
    small.axes[0].tick_params(labelsize=2)
    assert reasons_of(sent_object(small))["zoom"] == "fig has text 4 px high as sent"


FRAME = pd.DataFrame({"x": [1, 2, 3], "y": [1, 3, 2], "g": list("aab")})


def test_auto_counts_the_panels_of_altairs_charts():
    chart = alt.Chart(FRAME).mark_line().encode(x="x", y="y")
    assert "zoom" not in reasons_of(sent_object(chart))
    assert reasons_of(sent_object(chart | chart))["zoom"] == "fig has 2 panels"
    assert reasons_of(sent_object(chart.encode(row="g")))["zoom"] == "fig has 2 panels"


def as_kaleido_draws(self, format, width, height, scale):  # noqa: A002
    from io import BytesIO

    file = BytesIO()
    Image.new("RGB", (round(width * scale), round(height * scale)), "white").save(file, format)
    return file.getvalue()


def test_auto_counts_the_panels_of_plotlys_figures(monkeypatch):
    monkeypatch.setattr("plotly.basedatatypes.BaseFigure.to_image", as_kaleido_draws)
    assert "zoom" not in reasons_of(sent_object(px.line(FRAME, x="x", y="y")))
    facets = sent_object(px.line(FRAME, x="x", y="y", facet_col="g"))
    assert reasons_of(facets)["zoom"] == "fig has 2 panels"
    call = Calls(facets).zoom(1, 0, 0, 200, 200)
    assert call.images[0].sent.width > 3 * 200


def test_auto_offers_a_closer_look_at_drawings_and_pages():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"/>'
    assert reasons_of(sent_object(svg, name="plan")) == {"zoom": "plan can be drawn larger"}
    data = pdf(1)
    page = Attachment("report p. 1", "image", lambda fit: page_raster(data, 0, "report", fit))
    assert reasons_of(sent(page)) == {"zoom": "report p. 1 can be drawn larger"}


@pytest.mark.parametrize(
    ("prompt", "is_about_data"),
    [
        ("What is the highest value?", True),
        ("How did it grow in 2025?", True),
        ("Which color has the largest share?", True),
        ("Was passiert hier?", True),
        ("", True),
        ("Are the colors readable in print?", False),
        ("Which font would suit the tick labels?", False),
        ("Transcribe all text.", False),
    ],
)
def test_auto_offers_queries_unless_a_question_is_about_looks_alone(prompt, is_about_data):
    assert asks_for_data(prompt) == is_about_data
    axes = Figure().subplots()
    axes.plot([1, 2])
    image = sent_object(axes.figure)
    toolbox = Calls(image, choice="auto", asks_data=asks_for_data(prompt)).toolbox
    assert ("query" in toolbox.names) == is_about_data
    assert bool(toolbox.omission) != is_about_data


def test_what_is_chosen_is_offered_whatever_the_question_is_about():
    axes = Figure().subplots()
    axes.plot([1, 2])
    image = sent_object(axes.figure)
    assert Calls(image, choice="query", asks_data=False).toolbox.names == ("query",)
    again = Calls(image, choice="auto", asks_data=False, earlier=["query"])
    assert again.toolbox.names == ("query",)


def test_auto_goes_on_to_offer_what_the_conversation_has():
    image = sent(attachment(quarters(300, 200)))
    assert reasons_of(image, earlier=("query",)) == {"query": "offered before"}


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ("off", ()),
        ("all", ("zoom", "query")),
        ("query,zoom", ("zoom", "query")),
        ("query", ("query",)),
        (("zoom",), ("zoom",)),
    ],
)
def test_a_choice_decides_otherwise(choice, names):
    assert Calls(sent(attachment(quarters(300, 200))), choice=choice).toolbox.names == names


def test_definitions_are_the_same_bytes_whatever_the_question():
    one = Calls(sent(attachment(quarters(4000, 3000)))).toolbox
    two = Calls(sent_object(small_figure())).toolbox
    assert json.dumps(one.definitions) == json.dumps(two.definitions)
    for definition in one.definitions:
        assert set(definition) == {"name", "description", "input_schema"}
        assert definition["input_schema"]["required"] == [*definition["input_schema"]["properties"]]


def test_what_tools_cost_is_known_beforehand():
    none = Calls(choice="off").toolbox
    assert (none.definition_tokens(), none.most_result_tokens()) == (0, 0)
    both = Calls(choice="all").toolbox
    assert 500 < both.definition_tokens() < 1500
    assert Calls(choice="zoom", tier=STANDARD).toolbox.most_result_tokens() < 1700


def test_a_tool_that_is_not_offered_is_not_run():
    calls = Calls(sent_object(small_figure()), choice="query")
    call = calls.zoom(1, 0, 0, 100, 100)
    assert call.is_error
    assert call.result == "There is no tool zoom. There are: query."


def test_a_result_is_text_before_its_pictures():
    call = Calls(sent_object(small_figure())).zoom(1, 0, 0, 400, 300)
    assert describe_tool_result(call) == [{"type": "text", "text": call.result}]
    assert call.id == "toolu_1"
    assert call.seconds > 0


class SwitchedOff:
    """A switch that another thread has used once the work has begun."""

    def __init__(self, looks=1):
        self.looks = looks

    def check(self):
        self.looks -= 1
        if self.looks < 0:
            raise KeyboardInterrupt


def test_a_switch_in_another_thread_stops_the_drawing_of_a_figure():
    figure = small_figure(3, 3)
    calls = Calls(sent_object(figure))
    size, canvas = tuple(figure.get_size_inches()), figure.canvas
    calls.cancellation = SwitchedOff(looks=30)
    with pytest.raises(KeyboardInterrupt):
        calls.zoom(1, 0, 0, 500, 500)
    assert (tuple(figure.get_size_inches()), figure.canvas) == (size, canvas)


HEAVY = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="900"><defs><filter id="f">'
    '<feTurbulence baseFrequency="0.9" numOctaves="90"/></filter></defs>'
    + '<rect width="900" height="900" filter="url(#f)"/>' * 40
    + "</svg>"
)


def test_a_switch_in_another_thread_ends_the_process_that_draws():
    svg = sent_object(b'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"/>')
    heavy = Attachment("plan", "image", sent_object_draw(HEAVY.encode()))
    page = Attachment("p. 1", "image", lambda fit: page_raster(many_paths(), 0, "p. 1", fit))
    for source in (heavy, page):
        picture = svg.prepared_image
        image = sent_as(source, picture)
        calls = Calls(image)
        calls.cancellation = SwitchedOff()
        with pytest.raises(KeyboardInterrupt):
            calls.zoom(1, 0, 0, 500, 500)


def sent_object_draw(data):
    from jupyter_claude_vision.inputs.svg.rasterize import draw_svg

    return lambda fit: draw_svg(data, "plan", fit)


def sent_as(source, picture):
    """An attachment as it would have been sent, without drawing all of it."""
    from dataclasses import replace

    from tool_calls import CHOICE

    from jupyter_claude_vision.answers.sent_attachment import SentImage

    return SentImage(source, replace(picture, attachment=source), CHOICE)


def tool(function, name="measure"):
    definition = {"name": name, "description": "It measures.", "input_schema": {"type": "object"}}
    return UserTool(definition, lambda arguments: function(**arguments))


def run(function, **arguments):
    calls = Calls(choice="off", functions=[tool(function)])
    return calls.run("measure", arguments)


def test_a_function_of_the_users_returns_text():
    assert run(lambda size: f"{size} mm", size=7).result == "7 mm"
    assert run(lambda: {"a": [1, 2.5, None]}).result == '{"a": [1, 2.5, null]}'
    assert run(lambda: None).result == "null"
    assert run(lambda: pd.Timestamp("2026-01-02")).result == "2026-01-02 00:00:00"
    long = run(lambda: "x" * 10_000)
    assert long.result.endswith("… 2,000 characters are left out.")


def test_a_function_of_the_users_returns_pictures_and_figures():
    calls = Calls(
        sent(attachment(quarters(300, 200))),
        choice="zoom",
        functions=[tool(lambda: ("Two:", quarters(90, 60), small_figure()))],
    )
    assert calls.toolbox.names == ("zoom", "measure")
    call = calls.run("measure", {})
    assert [image.number for image in call.images] == [2, 3]
    assert call.result.startswith("Two:\nImage 2 is a result of measure.")
    assert call.images[0].label == "Image 2 (result of measure):"
    assert calls.zoom(3, 0, 0, 300, 300).images[0].number == 4
    assert call.tokens > sum(image.tokens for image in call.images)


def test_text_that_a_function_returns_is_never_read_as_a_file(tmp_path):
    path = tmp_path / "secret.png"
    quarters(90, 60).save(path)
    assert run(lambda: str(path)).images == ()
    assert "secret.png" in run(lambda: path.name).result


def test_a_function_that_raises_is_answered_with_what_it_says():
    def fail():
        raise ValueError("no such cell, key sk-ant-api03-" + "x" * 40)

    call = run(fail)
    assert call.is_error
    assert call.result.startswith("measure failed: ValueError: no such cell")
    assert "xxxx" not in call.result
    assert "missing 1 required positional argument" in run(lambda size: size).result


def test_the_error_of_a_function_names_no_folder_of_the_user():
    call = run(lambda: Path("/srv/people/ada/data.csv").read_text())
    assert "FileNotFoundError" in call.result
    assert "data.csv" in call.result
    assert "/srv/people" not in call.result


def test_an_interrupt_of_a_function_is_no_error_of_it():
    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(stop)


def test_two_tools_of_one_name_are_refused():
    with pytest.raises(OptionError, match="two tools with the name zoom"):
        Calls(choice="all", functions=[tool(print, "zoom")])
    with pytest.raises(OptionError, match="two tools with the name measure"):
        Calls(choice="off", functions=[tool(print), tool(len)])
