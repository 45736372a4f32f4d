from __future__ import annotations

import pytest
from PIL import Image

from jupyter_claude_vision.errors import InputError, NotVisibleError, PromptError
from jupyter_claude_vision.inputs.recognise import InputOptions
from jupyter_claude_vision.notebook.arguments import parse
from jupyter_claude_vision.notebook.names import Names


@pytest.fixture
def picture():
    return Image.new("RGB", (10, 10), "red")


@pytest.fixture
def see(picture, tmp_path, monkeypatch):
    """Return the names of the attachments and the prompt that a line stands for."""
    monkeypatch.chdir(tmp_path)
    for name in ("run1.png", "run2.png", "run10.png", "my photo.png"):
        picture.save(name)
    (tmp_path / "runs").mkdir()

    class Plotter:
        shape = (2, 2)

        def draw(self, color="red"):
            return Image.new("RGB", (10, 10), color)

        def fail(self):
            raise RuntimeError("no data")

    variables = {
        "fig": picture,
        "fig2": picture,
        "images": [picture, picture],
        "Out": {3: picture},
        "frame": Plotter(),
        "x": 5,
        "a": "text",
        "_": picture,
    }

    def read(line):
        found = parse(line, None, Names(variables, InputOptions()).resolve)
        return [attachment.name for attachment in found.attachments], found.prompt

    return read


@pytest.mark.parametrize(
    ("line", "names", "prompt"),
    [
        ("fig", ["fig"], ""),
        ("fig fig2 Which?", ["fig", "fig2"], "Which?"),
        ("Out[3] Why?", ["Out[3]"], "Why?"),
        ("_ Why?", ["_"], "Why?"),
        ("images[0] Why?", ["images[0]"], "Why?"),
        ("images Which?", ["images[0]", "images[1]"], "Which?"),
        ('frame.draw(color="blue") Why?', ['frame.draw(color="blue")'], "Why?"),
        ("before=fig after=fig2 What changed?", ["before", "after"], "What changed?"),
        ("run1.png Why?", ["run1.png"], "Why?"),
        ("./run1.png Why?", ["./run1.png"], "Why?"),
        ('"my photo.png" Who?', ["my photo.png"], "Who?"),
        ("run*.png Which?", ["run1.png", "run2.png", "run10.png"], "Which?"),
        ("last=run1.png Why?", ["last"], "Why?"),
        ("https://example.org/a.png Why?", ["https://example.org/a.png"], "Why?"),
        ("file_011CNha8iCJcU1wXNR6q4V8w Why?", ["file_011CNha8iCJcU1wXNR6q4V8w"], "Why?"),
    ],
)
def test_a_word_that_can_be_seen_is_an_attachment(see, line, names, prompt):
    assert see(line) == (names, prompt)


@pytest.mark.parametrize(
    "line",
    [
        "And which month is worst?",
        "x is what?",
        "a follow-up question",
        "Is it e.g. a trend?",
        "e.g. trends",
        "What's this?",
        "and/or which?",
        "x=5 is what?",
        "max(x) is where?",
        "print fig",
        "3D or not?",
        '"Quoted" is what?',
        "日本語で説明して",
    ],
)
def test_any_other_word_begins_the_prompt(see, line):
    assert see(line) == ([], line)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("run1.pgn", "There is no file run1.pgn. Did you mean run1.png?"),
        ("run3.png What?", "There is no file run3.png. Did you mean run"),
        ("./runs/run1.png What?", "There is no file ./runs/run1.png."),
        ("runs/*.png Which?", "No file matches runs/*.png."),
        ("figg", "There is no variable 'figg': did you mean fig?"),
        ("fig3 What?", "There is no variable 'fig3': did you mean fig"),
        ("images[5] What?", "images[5]: IndexError"),
        ("frame.fail() What?", "frame.fail(): RuntimeError: no data"),
    ],
)
def test_a_word_that_leads_nowhere_is_an_error_with_the_nearest_match(see, line, said):
    with pytest.raises(PromptError) as caught:
        see(line)
    assert str(caught.value).startswith(said)


def test_a_folder_is_an_error_that_names_its_files(see):
    with pytest.raises(InputError, match=r"such as runs/\*\.png"):
        see("runs/ Which?")


@pytest.mark.parametrize("line", ["x", "frame", "frame What?", "before=x What?"])
def test_a_variable_that_cannot_be_seen_is_an_error_where_it_was_meant(see, line):
    with pytest.raises(NotVisibleError):
        see(line)


def test_evaluating_a_word_changes_no_variable(picture):
    variables = {"fig": picture}
    parse("fig Why?", None, Names(variables, InputOptions()).resolve)
    assert variables == {"fig": picture}


def test_what_can_be_seen_is_listed_for_tab(picture):
    variables = {"fig": picture, "x": 5, "text": "a", "_hidden": picture}
    assert Names(variables, InputOptions()).visible() == ["fig"]
