"""A user's own type as what an answer must hold."""

from __future__ import annotations

import dataclasses
import enum
import json
import typing
from datetime import date
from typing import Literal

import pytest
import typing_extensions
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, create_model

from jupyter_claude_vision.answers.structured.response_format import Form
from jupyter_claude_vision.answers.structured.user_types import to_data_type
from jupyter_claude_vision.errors import PromptError
from jupyter_claude_vision.offline.request_validation import _check_schema
from jupyter_claude_vision.provider.request import build_output_format


class Axis(BaseModel):
    label: str
    low: float = Field(ge=0)


class Chart(BaseModel):
    title: str
    kind: Literal["bar", "line"]
    axes: list[Axis]
    day: date | None = None


@dataclasses.dataclass
class Peak:
    x: float
    y: float
    label: str = ""


class Plain(typing.TypedDict):
    title: str
    peaks: list[Peak]


class Modern(typing_extensions.TypedDict, total=False):
    title: typing_extensions.Required[str]
    plain: Plain


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


@pytest.mark.parametrize(
    ("wanted", "value", "expected"),
    [
        (Axis, {"label": "x", "low": 1}, Axis(label="x", low=1)),
        (Peak, {"x": 1, "y": 2.5}, Peak(1, 2.5)),
        (
            Plain,
            {"title": "t", "peaks": [{"x": 1, "y": 2, "label": "p"}]},
            {"title": "t", "peaks": [Peak(1, 2, "p")]},
        ),
        (Modern, {"title": "t"}, {"title": "t"}),
        (list[Peak], [{"x": 1, "y": 2, "label": ""}], [Peak(1, 2)]),
        (Colour, "red", Colour.RED),
        (float, 3, 3.0),
    ],
    ids=["model", "dataclass", "typed dict", "modern typed dict", "list", "enum", "float"],
)
def test_an_instance_comes_back(wanted, value, expected):
    data, wrong = to_data_type(wanted).validate_value(value)
    assert data == expected
    assert wrong == ()


def test_nested_models_and_dates_come_back():
    value = {
        "title": "t",
        "kind": "bar",
        "axes": [{"label": "x", "low": 0}],
        "day": "2026-11-23",
    }
    data, _ = to_data_type(Chart).validate_value(value)
    assert data.axes[0].label == "x"
    assert data.day == date(2026, 11, 23)


@pytest.mark.parametrize("wanted", [Axis, Chart, Peak, Plain, Modern, list[Peak], Colour, float])
def test_what_is_asked_for_is_what_the_api_takes(wanted):
    form = Form(boxes=True, data=to_data_type(wanted))
    _check_schema(build_output_format(form.schema)["schema"], "schema")


def test_what_does_not_validate_says_what_failed():
    data, wrong = to_data_type(Chart).validate_value(
        {"kind": "pie", "axes": [{"label": "x", "low": -1}]}
    )
    assert data is None
    (said,) = wrong
    assert said.startswith("The data is not a valid Chart: ")
    assert "title: field required" in said
    assert "kind: input should be 'bar' or 'line'" in said
    assert "axes.0.low: input should be greater than or equal to 0" in said


class Free(BaseModel):
    counts: dict[str, int]


class Whatever(BaseModel):
    value: typing.Any


class Node(BaseModel):
    name: str
    children: list[Node] = []


@dataclasses.dataclass
class Link:
    name: str
    next: Link | None


class Pair(typing_extensions.TypedDict):
    ends: tuple[int, int]


class Price(BaseModel):
    price: tuple[float, str]


class Report(BaseModel):
    items: list[Price]


class Deep(BaseModel):
    by_year: list[Free | None]


class Odd(enum.Enum):
    PAIR = (1, 2)


class Marked(BaseModel):
    mark: Odd


class Opaque:
    pass


@dataclasses.dataclass
class Holder:
    inner: list[Opaque]


class Nothing(BaseModel):
    pass


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (5, "5 is not a type: use a pydantic model"),
        (Free, "Free.counts is a dict with any keys"),
        (Deep, r"Deep.by_year\[\].counts is a dict with any keys"),
        (dict[str, int], "dict is a dict with any keys"),
        (Whatever, "Whatever.value may be anything: give it a type"),
        (object, "object may be anything"),
        (Node, r"Node.children\[\] contains the Node that it is a part of"),
        (Link, r"Link.next contains the Link that it is a part of"),
        (Pair, "Pair.ends is a tuple"),
        (Report, r"Report.items\[\].price is a tuple"),
        (Marked, "Marked.mark has values other than text"),
        (Holder, r"Holder.inner\[\] is not supported"),
        (Nothing, "Nothing has no fields"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_before_sending(wanted, said):
    with pytest.raises(PromptError, match=said):
        to_data_type(wanted)


def with_fields(count, kind, default):
    fields = {f"f{n}": (kind, default) for n in range(count)}
    return create_model("Large", must=(str, ...), **fields)


def test_fields_that_may_be_left_out_are_24_at_most():
    to_data_type(with_fields(24, str, ""))
    with pytest.raises(PromptError, match=r"Large has 26 fields with a default.*give Large\.f24"):
        to_data_type(with_fields(26, str, ""))


def test_fields_of_several_types_are_16_at_most():
    to_data_type(with_fields(16, float | None, ...))
    with pytest.raises(PromptError, match=r"Large has 17 fields of several types.*give Large\.f16"):
        to_data_type(with_fields(17, float | None, ...))


def test_what_the_forms_of_this_package_add_is_counted_too():
    data = to_data_type(with_fields(16, float | None, ...))
    Form(data=data, boxes=True).check_limits()
    with pytest.raises(PromptError, match=r"Large and --check are .*17 fields of several"):
        Form(data=data, claims=True).check_limits()


class Bounded(BaseModel):
    share: float = Field(ge=0, le=1)
    name: str = Field(min_length=2, pattern="^[a-z]+$")


def test_limits_on_values_are_told_in_words_and_checked_on_what_comes():
    wanted = to_data_type(Bounded)
    output_format = build_output_format(Form(data=wanted).schema)
    share = output_format["schema"]["properties"]["data"]["properties"]["share"]
    assert share == {"type": "number", "description": "{maximum: 1, minimum: 0}"}
    _, (wrong,) = wanted.validate_value({"share": 2, "name": "x"})
    assert "share: input should be less than or equal to 1" in wrong


class Shade(enum.Enum):
    DARK_RED = "Dark Red"
    BLUE = "blue"


class Circle(BaseModel):
    kind: Literal["circle"]
    size: Literal["S", "L"]


class Square(BaseModel):
    kind: Literal["square"]
    size: Literal["small", "large"]


class Drawing(BaseModel):
    shade: Shade
    shades: list[Shade]
    shape: Circle | Square = Field(discriminator="kind")
    either: Literal["Up", "Down", 3] | None
    free: Literal["Yes"] | str  # noqa: PYI051 - a schema tells them apart
    twins: Literal["a", "A", "b"]


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title, str])
def test_the_values_of_enumerations_are_read_without_case(change):
    value = {
        "shade": change("Dark Red"),
        "shades": [change("blue"), change("Dark Red")],
        "shape": {"kind": change("square"), "size": change("large")},
        "either": change("Down"),
        "free": change("yES"),
        "twins": change("B"),
    }
    drawing, wrong = to_data_type(Drawing).validate_value(value)
    assert not wrong
    assert drawing.shades == [Shade.BLUE, Shade.DARK_RED]
    assert drawing.shape == Square(kind="square", size="large")
    assert drawing.either == "Down"
    assert drawing.free == change("yES")
    assert drawing.twins == "b"


@pytest.mark.parametrize("value", ["a", "A"])
def test_of_values_that_differ_in_case_only_the_very_one_is_taken(value):
    wanted = to_data_type(Literal["a", "A"])
    assert wanted.validate_value(value)[0] == value


def test_what_is_no_value_of_an_enumeration_stays_wrong():
    assert to_data_type(Shade).validate_value("GREEN")[0] is None


@given(st.sampled_from(["Straße", "İstanbul", "ΣΑΣ", "two words", "x"]), st.randoms())
def test_any_case_of_a_value_is_that_value(value, random):
    folded = "".join(random.choice([c, c.swapcase()]) for c in value)
    assume(folded.casefold() == value.casefold())
    assert to_data_type(Literal[value, "other"]).validate_value(folded)[0] == value


def test_tables_are_read_without_case_too_and_claims_as_they_are():
    table = {
        "x": {"name": "x", "unit": "", "kind": "TEXT"},
        "y": {"name": "y", "unit": ""},
        "series": [],
    }
    form = Form(table=True, claims=True)
    claim = {"quote": "A leads", "query": "SELECT 1", "value": "A"}
    parts = form.read_object(json.dumps({"answer": "", "table": table, "claims": [claim]}))
    assert parts["table"]["x"]["kind"] == "text"
    assert parts["claims"] == [claim]


def test_a_users_type_of_the_same_name_as_one_of_ours_is_another_one():
    class WireSeries(BaseModel):
        mine: int

    class Two(BaseModel):
        first: WireSeries
        second: WireSeries

    schema = Form(table=True, data=to_data_type(Two)).schema
    assert list(schema["$defs"]) == ["WireSeries"]
    series = schema["properties"]["table"]["properties"]["series"]["items"]
    assert "mine" not in series["properties"]


@pytest.mark.parametrize(
    "raw", ["[" * 200_000, '{"answer": ' + "[" * 200_000, "5", '{"answer": 5}']
)
def test_what_is_no_answer_in_the_form_is_none(raw):
    assert Form(boxes=True).read_object(raw) is None


def test_half_a_character_in_an_answer_is_replaced():
    assert (
        Form(boxes=True).read_object(r'{"answer": "a\ud83d", "regions": []}')["answer"] == "a\ufffd"
    )
