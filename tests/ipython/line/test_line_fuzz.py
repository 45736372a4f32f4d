"""Random lines: an error of ours or a literal prompt, and no variable that is dropped."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from jupyter_claude_vision.errors import ClaudeVisionError
from jupyter_claude_vision.inputs.registry import InputOptions
from jupyter_claude_vision.ipython.line.name_resolution import NameResolver
from jupyter_claude_vision.ipython.line.parser import insert_variables, parse_line

PICTURE = Image.new("RGB", (10, 10), "red")
VARIABLES = {
    "fig": PICTURE,
    "images": [PICTURE, PICTURE],
    "named": {"old": PICTURE, "new": PICTURE},
    "frame": np.arange(5.0),
    "nothing": None,
    "path": "a.png",
    "lost": "b.png",
    "n": 5,
    "title": "Sales",
    "In": ["", "x"],
}
POINTED_AT = {"fig": 1, "images": 2, "named": 2, "path": 1}
REFUSED = {"frame", "nothing", "lost"}

FILES = [
    "a.png",
    "my photo.png",
    r"my\ photo.png",
    "'my photo.png'",
    "c/*.png",
    "~",
    "~x.png",
    "./",
]
ADDRESSES = ["https://a.b/c.png", "data:image/png;base64,AA", "file_abcdef", "s3://", "ftp://a"]
OPTIONS = ["--", "--boxes", "--method", "--model=x", "-o", "-", "—boxes", "=", "==", "before=", ","]
BRACKETS = ["'", '"', "`", "(", ")", "[", "]", "{", "}", "{{", "}}", "{{n}}", "{{fig}}", "{{path"]
SIGNS = ["?", "!", "%", "$", "\\", "\\\\", "\\ ", ":", ";", ".", "*", "**", "#", "\0", "é", "図"]
WORDS = [" ", "  ", "\t", "\u00a0", "\u2028", "What", "is", "lambda", "await", "yield", "1if"]
PIECES = [*VARIABLES, "fig[0]", *FILES, *ADDRESSES, *OPTIONS, *BRACKETS, *SIGNS, *WORDS]
LINES = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=10).map("".join)


@pytest.fixture(scope="module", autouse=True)
def folder():
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.chdir(name)
        for file in ("a.png", "my photo.png"):
            PICTURE.save(Path(file))
        yield


def read(line):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # of the user's own expression
        return parse_line(line, None, NameResolver(VARIABLES, InputOptions()).resolve_word)


@given(LINES)
def test_any_line_is_a_literal_prompt_behind_attachments_or_an_error_of_ours(line):
    try:
        arguments = read(line)
        insert_variables(arguments.prompt, VARIABLES)
    except ClaudeVisionError:
        return
    assert line.strip().endswith(arguments.prompt)


@given(st.lists(st.sampled_from(sorted(POINTED_AT)), min_size=1, max_size=4), LINES)
def test_every_leading_variable_that_can_be_seen_is_sent(names, rest):
    line = " ".join(names)
    try:
        arguments = read(f"{line} {rest}")
    except ClaudeVisionError:
        return
    assert len(arguments.attachments) >= sum(POINTED_AT[name] for name in names)


@given(st.lists(st.sampled_from(["fig", "path", "--boxes"]), max_size=3), st.data(), LINES)
def test_no_leading_variable_that_cannot_be_seen_becomes_a_word(before, data, rest):
    name = data.draw(st.sampled_from(sorted(REFUSED)))
    with pytest.raises(ClaudeVisionError):
        read(" ".join([*before, name, rest]))


@given(st.sampled_from(["n", "title", "In"]), st.sampled_from(["", "fig "]), st.text())
def test_the_name_of_what_nobody_points_at_begins_a_literal_prompt(name, before, rest):
    line = f"{name} is {rest}".strip()
    arguments = read(before + line)
    assert (len(arguments.attachments), arguments.prompt) == (bool(before), line)
