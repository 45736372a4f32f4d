"""A user's own type as what an answer must hold."""

from __future__ import annotations

import dataclasses
import enum
import typing
from datetime import date
from typing import Literal

import pytest
import typing_extensions
from pydantic import BaseModel, Field

from jupyter_claude_vision.claude.form import Form
from jupyter_claude_vision.claude.schemas import data_type
from jupyter_claude_vision.errors import PromptError
from jupyter_claude_vision.offline.validation import _check_schema


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
    data, wrong = data_type(wanted).read(value)
    assert data == expected
    assert wrong == ()


def test_nested_models_and_dates_come_back():
    value = {
        "title": "t",
        "kind": "bar",
        "axes": [{"label": "x", "low": 0}],
        "day": "2026-11-23",
    }
    data, _ = data_type(Chart).read(value)
    assert data.axes[0].label == "x"
    assert data.day == date(2026, 11, 23)


@pytest.mark.parametrize("wanted", [Axis, Chart, Peak, Plain, Modern, list[Peak], Colour, float])
def test_what_is_asked_for_is_what_the_api_takes(wanted):
    _check_schema(Form(boxes=True, data=data_type(wanted)).schema, "schema")


def test_what_does_not_validate_says_what_failed():
    data, wrong = data_type(Chart).read({"kind": "pie", "axes": [{"label": "x", "low": -1}]})
    assert data is None
    (said,) = wrong
    assert said.startswith("The data is no Chart: ")
    assert "title: field required" in said
    assert "kind: input should be 'bar' or 'line'" in said
    assert "axes.0.low: input should be greater than or equal to 0" in said


class Free(BaseModel):
    counts: dict[str, int]


class Whatever(BaseModel):
    value: typing.Any


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (5, "5 is no type: name a pydantic model"),
        (Free, r"Free cannot be asked for \(Free.counts is a dict with any keys\)"),
        (Whatever, "Whatever cannot be asked for"),
        (object, "object cannot be asked for"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_before_sending(wanted, said):
    with pytest.raises(PromptError, match=said):
        data_type(wanted)
