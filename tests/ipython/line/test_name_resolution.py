from __future__ import annotations

import pytest
from PIL import Image

from jupyter_claude_vision.errors import InputError, NotVisibleError, PromptError
from jupyter_claude_vision.inputs.registry import InputOptions
from jupyter_claude_vision.ipython.line.name_resolution import NameResolver
from jupyter_claude_vision.ipython.line.parser import parse_line


@pytest.fixture
def picture():
    return Image.new("RGB", (10, 10), "red")


@pytest.fixture
def see(picture, tmp_path, monkeypatch):
    """Return the names of the attachments and the prompt that a line stands for."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "My Charts").mkdir()
    (tmp_path / "runs").mkdir()
    for name in ("run1.png", "run2.png", "run10.png", "my photo.png", "My Charts/a b.png"):
        picture.save(name)
    picture.save("it's (1).png")

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
        "path": "run1.png",
        "lost": "run3.png",
        "named": {"before": picture, "after": picture},
        "config": {"size": 3},
        "file_names": [picture],
        "make": lambda: picture,
        "nothing": None,
    }

    def read(line):
        found = parse_line(line, None, NameResolver(variables, InputOptions()).resolve_word)
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
        ("my photo.png Who?", ["my photo.png"], "Who?"),
        (r"my\ photo.png Who?", ["my photo.png"], "Who?"),
        (r"who=my\ photo.png Who?", ["who"], "Who?"),
        (r"it\'s\ \(1\).png Who?", ["it's (1).png"], "Who?"),
        ("it's (1).png What's it?", ["it's (1).png"], "What's it?"),
        ("My Charts/a b.png  What  is it?", ["My Charts/a b.png"], "What  is it?"),
        ("fig My Charts/a b.png fig2 Which?", ["fig", "My Charts/a b.png", "fig2"], "Which?"),
        ("fig, run1.png, fig2 Which?", ["fig", "run1.png", "fig2"], "Which?"),
        ("path Which?", ["run1.png"], "Which?"),
        ("first=path Which?", ["first"], "Which?"),
        ("named Which?", ["before", "after"], "Which?"),
        ("file_names Which?", ["file_names[0]"], "Which?"),
        ("make() Which?", ["make()"], "Which?"),
        ("[fig, fig2] Which?", ["fig", "fig"], "Which?"),
        ("[f for f in images] Which?", ["fig", "fig"], "Which?"),
        ('{"old": fig, "new": fig2} Which?', ["old", "new"], "Which?"),
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
        "* bullet",
        "**bold** words",
        "In which month is the peak?",
        "Out of these, which?",
        "exit signs: how many?",
        "x, y and z?",
        "x: what is it?",
        "(x, x) is where?",
        "[x] is where?",
        "{x} is where?",
        "x/x ratio",
        "x==5 is where?",
        "make a table",
        "fig's trend is what?",
        "{{path}} is what?",
        "my photo is what?",
        "Is run2.png better than run1.png?",
        r"\frac{x}{2} is what?",
        "a = 5 is what?",
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
        ("images[i] What?", "images[i]: there is no variable 'i'."),
        ("images[0 What?", "images[0 cannot be read as an expression"),
        ("fig? What?", "fig? is fig with '?' after it: write fig alone."),
        ("before=frame What?", "frame is a Plotter"),
        ("images[9] What?", "images[9]: IndexError: list index out of range. Put -- before"),
        ("fig: What?", "fig: is fig with ':' after it"),
        (
            "before=figg What?",
            "before=figg: there is no variable or file 'figg'. Did you mean fig?",
        ),
        ("before = fig What?", "Write before=fig without spaces around the equals sign."),
        ("before= fig What?", "Write before=fig without spaces around the equals sign."),
        ("before =fig What?", "Write before=fig without spaces around the equals sign."),
        ("My Charts/c d.png What?", "There is no file My Charts/c d.png. Did you mean"),
        ("my chart.png What?", "There is no file my chart.png."),
        ("Describe chart.png", "There is no file Describe chart.png."),
        ("mi photo.png What?", "There is no file mi photo.png. Did you mean my photo.png?"),
        (r"my\ foto.png What?", "There is no file my foto.png. Did you mean my photo.png?"),
    ],
)
def test_a_word_that_leads_nowhere_is_an_error_with_the_nearest_match(see, line, said):
    with pytest.raises((InputError, PromptError)) as caught:
        see(line)
    assert str(caught.value).startswith(said)


def test_a_folder_is_an_error_that_names_its_files(see):
    with pytest.raises(InputError, match=r"such as runs/\*\.png"):
        see("runs/ Which?")


def test_a_folder_that_is_called_like_a_picture_is_called_a_folder(see, tmp_path):
    (tmp_path / "charts.png").mkdir()
    with pytest.raises(InputError, match=r"^charts\.png is a folder"):
        see("charts.png Which?")


@pytest.mark.parametrize(
    "line",
    [
        "x",
        "frame",
        "frame What?",
        "before=x What?",
        "nothing What?",
        "config What?",
        "config: what is missing?",
        "frame.shape What?",
        "fig frame What?",
        "[fig, x] What?",
    ],
)
def test_a_variable_that_cannot_be_seen_is_an_error_where_it_was_meant(see, line):
    with pytest.raises((NotVisibleError, PromptError)):
        see(line)


def test_evaluating_a_word_changes_no_variable(picture):
    variables = {"fig": picture}
    parse_line("fig Why?", None, NameResolver(variables, InputOptions()).resolve_word)
    assert variables == {"fig": picture}


def test_what_can_be_seen_is_listed_for_tab(picture):
    variables = {"fig": picture, "x": 5, "text": "a", "_hidden": picture}
    assert NameResolver(variables, InputOptions()).visible_names() == ["fig"]
