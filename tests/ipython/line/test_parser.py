from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_claude_vision.errors import PromptError
from jupyter_claude_vision.inputs.attachment import Attachment
from jupyter_claude_vision.ipython.line.parser import (
    ResolvedWords,
    insert_variables,
    next_word,
    parse_line,
)

KNOWN = {"fig", "axes[0, 1]", 'df.plot(kind="bar")', "before=fig", "photo.jpg", '"my photo.jpg"'}


def resolve(word, after_attachment):
    return (
        ResolvedWords([Attachment(word.text, "image")], word.rest) if word.text in KNOWN else None
    )


def read(line, cell=None):
    found = parse_line(line, cell, resolve)
    return [attachment.name for attachment in found.attachments], found.prompt, found.options


@pytest.mark.parametrize(
    ("line", "names", "prompt"),
    [
        ("fig", ["fig"], ""),
        ("fig What happens after 2020?", ["fig"], "What happens after 2020?"),
        ("fig photo.jpg  Which is   best?", ["fig", "photo.jpg"], "Which is   best?"),
        ("axes[0, 1] Why?", ["axes[0, 1]"], "Why?"),
        ('df.plot(kind="bar") Why?', ['df.plot(kind="bar")'], "Why?"),
        ("before=fig What changed?", ["before=fig"], "What changed?"),
        ('"my photo.jpg" Who is it?', ['"my photo.jpg"'], "Who is it?"),
        ("And which month is worst?", [], "And which month is worst?"),
        ("fig What's fig's trend (roughly?", ["fig"], "What's fig's trend (roughly?"),
        ("fig -- fig is what?", ["fig"], "fig is what?"),
        ("fig -- --method is what?", ["fig"], "--method is what?"),
        ("fig Is it 5 % -- or $10?", ["fig"], "Is it 5 % -- or $10?"),
        ("fig -5 degrees?", ["fig"], "-5 degrees?"),
        ("fig — what is it?", ["fig"], "— what is it?"),
        ("", [], ""),
    ],
)
def test_leading_words_are_attachments_and_the_rest_is_the_prompt(line, names, prompt):
    assert read(line)[:2] == (names, prompt)


def test_a_cell_is_the_prompt():
    assert read("fig photo.jpg", "Line one\n\n  line two\n")[:2] == (
        ["fig", "photo.jpg"],
        "Line one\n\n  line two",
    )


def test_words_left_on_the_first_line_begin_the_cells_prompt():
    assert read("fig Compare:", "- height\n- width\n")[1] == "Compare:\n- height\n- width"


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("fig --method files -o answer", {"method": "files", "output": "answer"}),
        ("--method=base64 fig", {"method": "base64"}),
        ("fig --max-tokens 100 --new", {"max_tokens": 100, "new": True}),
        ("fig -m claude-sonnet-5-5 Why?", {"model": "claude-sonnet-5-5"}),
        ('--model "claude-opus-5" fig', {"model": "claude-opus-5"}),
    ],
)
def test_options_stand_among_the_leading_words(line, options):
    assert read(line)[2] == options


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("fig --metod files", "did you mean --method?"),
        ("fig —method files", "There is no option —method: did you mean --method?"),
        ("fig −−boxes", "did you mean --boxes?"),
        ("fig --method ftp", "one of auto, base64, url, files, not 'ftp'"),
        ("fig --method", "--method takes one of"),
        ("fig --max-tokens many", "--max-tokens takes N, not 'many'"),
        ("fig --max-tokens 0", "not '0'"),
        ("fig -o 2nd", "--output takes NAME, not '2nd'"),
        ("fig --new=yes", "--new takes no value"),
    ],
)
def test_a_wrong_option_is_an_error_that_says_what_is_right(line, said):
    with pytest.raises(PromptError) as caught:
        read(line)
    assert said in str(caught.value)


def test_an_option_inside_the_prompt_is_a_word():
    assert read("fig What does --method files do?")[1:] == ("What does --method files do?", {})


@given(st.text(min_size=1).filter(lambda s: s.strip() == s))
def test_whatever_stands_after_two_dashes_is_the_prompt_as_typed(prompt):
    assert read(f"fig -- {prompt}")[:2] == (["fig"], prompt)


@given(st.text())
def test_a_cells_prompt_is_as_typed(body):
    assert read("fig", body)[1] == body.strip("\n")


@given(st.text(min_size=1).filter(lambda s: not s[0].isspace()))
def test_a_word_and_its_rest_are_the_whole_line(text):
    word = next_word(text)
    assert word.text + word.rest == text
    assert word.text


def test_a_variable_is_inserted_as_its_text():
    prompt = "Is {{ mean }} right, and {{mean}}? {mean} {{1}} ${{x: y}}"
    assert insert_variables(prompt, {"mean": 4.5}) == (
        "Is 4.5 right, and 4.5? {mean} {{1}} ${{x: y}}"
    )


def test_an_unknown_variable_is_an_error_with_the_nearest_name():
    with pytest.raises(PromptError, match=r"there is no variable 'maen'\. Did you mean mean\?"):
        insert_variables("Is {{maen}} right?", {"mean": 4.5})


def test_what_is_inserted_is_not_looked_at_again():
    assert insert_variables("{{a}}", {"a": "{{b}}"}) == "{{b}}"


@given(st.text().filter(lambda s: "{{" not in s))
def test_a_prompt_without_insertions_is_literal(prompt):
    assert insert_variables(prompt, {}) == prompt
