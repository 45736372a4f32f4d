"""More pictures than one question takes are refused by their number, before any is opened."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from jupyter_claude_vision.bulk.sources import resolve_items
from jupyter_claude_vision.errors import InputError
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.named_inputs import attachments_of
from jupyter_claude_vision.ipython.line.name_resolution import NameResolver
from jupyter_claude_vision.ipython.line.parser import parse_line

SAID = "601 pictures, and one question takes 600 at most: ask about each by itself with --each"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """601 files that cannot be opened without an error, since they are empty."""
    monkeypatch.chdir(tmp_path)
    for number in range(601):
        (tmp_path / f"{number}.png").touch()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("*.png What?", r"\*\.png"),
        ("before=*.png What?", r"\*\.png"),
        ("pictures What?", "pictures"),
        ("glob", "glob"),
    ],
)
def test_in_the_magic(line, name):
    variables = {"pictures": [f"{number}.png" for number in range(601)], "glob": "*.png"}
    with pytest.raises(InputError, match=f"{name} is {SAID}"):
        parse_line(line, None, NameResolver(variables, InputOptions()).resolve_word)


def test_in_see():
    with pytest.raises(InputError, match=SAID):
        attachments_of("*.png", {}, InputOptions())
    with pytest.raises(InputError, match=SAID):
        attachments_of([f"{number}.png" for number in range(601)], {}, InputOptions())


def test_each_takes_any_number(tmp_path):
    file = BytesIO()
    Image.new("RGB", (2, 2)).save(file, "PNG")
    for path in tmp_path.iterdir():
        path.write_bytes(file.getvalue())
    _, total = resolve_items("*.png", {})
    assert total == 601
    names = NameResolver({}, InputOptions(), is_run=True)
    assert len(parse_line("*.png --each What?", None, names.resolve_word).attachments) == 601
