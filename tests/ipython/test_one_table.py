"""The magic and `see` agree on what can be looked at: one table runs through both."""

from __future__ import annotations

import base64
import datetime as dt
import functools
import os
import socket
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from IPython.display import HTML
from ipywidgets import IntSlider
from PIL import Image

from jupyter_claude_vision.errors import InputError
from jupyter_claude_vision.inputs.named_inputs import attachments_of
from jupyter_claude_vision.inputs.registry import InputOptions
from jupyter_claude_vision.ipython.line.name_resolution import NameResolver
from jupyter_claude_vision.ipython.line.parser import parse_line

RED = Image.new("RGB", (10, 10), "red")
BLUE = Image.new("RGB", (10, 10), "blue")


def png(image=RED):
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def figure():
    drawn, axes = plt.subplots()
    axes.plot([1, 2, 3])
    plt.close(drawn)
    return drawn


SEEN = {
    "a PIL image": lambda: RED,
    "a figure": figure,
    "an Axes": lambda: figure().axes[0],
    "pyplot": lambda: (plt.plot([1, 2]), plt)[1],
    "an array": lambda: np.zeros((10, 10, 3), np.uint8),
    "bytes": png,
    "an open file": lambda: BytesIO(png()),
    "a list": lambda: [RED, BLUE],
    "a tuple of paths": lambda: ("a.png", "b.png"),
    "a dict": lambda: {"before": RED, "after": BLUE},
    "a path": lambda: Path("a.png"),
    "a path as text": lambda: "a.png",
    "a path with a space": lambda: "My Charts/a b.png",
    "a path without an extension": lambda: "scan",
    "a glob as text": lambda: "*.png",
    "a URL": lambda: "https://93.184.216.34/a.png",
    "a data URL": lambda: "data:image/png;base64," + base64.b64encode(png()).decode(),
    "base64 text": lambda: base64.b64encode(png()).decode(),
    "a file_id": lambda: "file_011CNha8iCJcU1wXNR6q4V8w",
    "a DataFrame": lambda: pd.DataFrame({"a": [1]}),
    "a list of DataFrames": lambda: [pd.DataFrame({"a": [1]})] * 2,
    "a Styler": lambda: pd.DataFrame({"a": [1]}).style,
    "HTML": lambda: HTML("<p>Sales</p>"),
    "a widget's picture": lambda: widgets.Image(value=png()),
    "a box of pictures": lambda: widgets.HBox([widgets.Image(value=png()), IntSlider()]),
}

REFUSED = {
    "a Series": lambda: pd.Series([1, 2]),
    "a column of numbers": lambda: np.arange(5.0),
    "a widget": IntSlider,
    "an output of a cell outside a notebook": lambda: "@7",
    "a graph": lambda: SimpleNamespace(nodes=[1, 2], edges=[(1, 2)]),
    "None": lambda: None,
    "an empty list": list,
    "a list of numbers": lambda: [1, 2, 3],
    "a list of a picture and a number": lambda: [RED, 5],
    "a dict of numbers": lambda: {"a": 1},
    "a generator": lambda: (image for image in [RED]),
    "bytes of no picture": lambda: b"hello",
    "a path to nothing": lambda: "c.png",
    "a path with a space to nothing": lambda: "My Charts/c d.png",
    "the home of nobody": lambda: "~nosuchuser.png",
    "a folder": lambda: "My Charts",
    "a folder's path": lambda: Path("My Charts"),
    "a pipe": lambda: "pipe.png",
    "a pipe's path": lambda: Path("pipe.png"),
    "a socket": lambda: "socket.png",
    "a device": lambda: "/dev/null",
    "a URL that is not fetched": lambda: "s3://bucket/a.png",
    "a URL of no host": lambda: "https:///a.png",
    "an empty data URL": lambda: "data:image/png;base64,",
}

ORDINARY = {
    "a number": lambda: 5,
    "a numpy number": lambda: np.float64(2.5),
    "an array of no dimension": lambda: np.array(2.5),
    "a fraction": lambda: Fraction(1, 3),
    "a truth": lambda: True,
    "a date": lambda: dt.date(2024, 1, 1),
    "a time stamp": lambda: pd.Timestamp("2024-01-01"),
    "a duration": lambda: dt.timedelta(1),
    "text": lambda: "hello world",
    "a function": lambda: figure,
    "a method": lambda: RED.resize,
    "a built-in function": lambda: max,
    "a numpy function": lambda: np.exp,
    "a part of a function": lambda: functools.partial(max, 1),
    "a class": lambda: Image.Image,
    "a module": lambda: base64,
}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("My Charts").mkdir()
    for name in ("a.png", "b.png", "scan", "My Charts/a b.png"):
        Path(name).write_bytes(png())
    os.mkfifo("pipe.png")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.png")
    yield
    plt.close("all")


def by_magic(value, words=" Which is red?"):
    arguments = parse_line(
        f"thing{words}", None, NameResolver({"thing": value}, InputOptions()).resolve_word
    )
    return arguments.attachments, arguments.prompt


def drawn(found):
    assert found
    return [attachment.draw(lambda width, height: (100, 100)) for attachment in found]


def contents(found):
    return [(a.kind, a.url, a.file_id, a.target) for a in found]


@pytest.mark.parametrize("kind", SEEN)
def test_what_can_be_seen_is_an_attachment_for_both(kind):
    value = SEEN[kind]()
    found, prompt = by_magic(value)
    assert prompt == "Which is red?"
    assert found
    assert contents(found) == contents(attachments_of(value, {"thing": value}, InputOptions()))


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_seen_is_the_same_error_for_both_and_no_word(kind):
    value = REFUSED[kind]()
    with pytest.raises(InputError) as by_see:
        drawn(attachments_of(value, {"thing": value}, InputOptions()))
    with pytest.raises(InputError) as by_line:
        drawn(by_magic(value)[0])
    assert by_line.type is by_see.type
    with pytest.raises(InputError) as alone:
        drawn(by_magic(value, "")[0])
    assert "--" not in str(alone.value)


@pytest.mark.parametrize("kind", ["a Series", "None", "a list of numbers", "a path to nothing"])
def test_the_error_tells_the_way_out_where_a_prompt_follows(kind):
    with pytest.raises(InputError, match="Put -- before a prompt that begins so"):
        by_magic(REFUSED[kind]())


@pytest.mark.parametrize("kind", REFUSED)
def test_two_dashes_make_a_prompt_of_any_word(kind):
    found = parse_line(
        "-- thing is red?",
        None,
        NameResolver({"thing": REFUSED[kind]()}, InputOptions()).resolve_word,
    )
    assert (found.attachments, found.prompt) == ((), "thing is red?")


@pytest.mark.parametrize("kind", ORDINARY)
def test_the_name_of_what_nobody_points_at_stays_a_word(kind):
    value = ORDINARY[kind]()
    assert by_magic(value) == ((), "thing Which is red?")
    with pytest.raises(InputError):
        attachments_of(value, {"thing": value}, InputOptions())
    with pytest.raises(InputError):
        by_magic(value, "")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("pipe.png", "pipe.png is a pipe (FIFO), which is not read"),
        (Path("pipe.png"), "thing is a pipe (FIFO)"),
        ("socket.png", "socket.png is a socket"),
        ("/dev/null", "/dev/null is a device"),
        ("My Charts", "My Charts is a folder: name its files, such as My Charts/*.png."),
        (Path("My Charts"), "thing is a folder: name its files, such as My Charts/*.png."),
        ("c.png", "There is no file c.png. Did you mean"),
        (Path("My Charts/a.png"), "There is no file a.png (thing). Did you mean a b.png?"),
        ("~nosuchuser.png", "~nosuchuser.png: there is no user of that name"),
        ("~nosuchuser/a.png", "~nosuchuser/a.png: there is no user of that name"),
    ],
)
def test_what_is_no_file_is_named_as_what_it_is_and_never_opened(value, said):
    with pytest.raises(InputError) as caught:
        by_magic(value)
    assert str(caught.value).startswith(said)
