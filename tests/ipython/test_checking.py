"""Misspelt options, and values that a setting does not take, in every face."""

from __future__ import annotations

import inspect
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from traitlets import TraitError
from traitlets.config import Config

from jupyter_claude_vision import figures, see, see_many, with_alt
from jupyter_claude_vision.errors import OptionError, PromptError
from jupyter_claude_vision.options import build_ask_options, build_run_options
from jupyter_claude_vision.options.ask_options import changed_options
from jupyter_claude_vision.settings import ClaudeVision

WRONG = {
    "method": ["pigeon", "", 3, True],
    "model": ["", "  ", 3],
    "max_tokens": [0, -3, "many", 2.5, True, float("nan")],
    "effort": ["hard", "", 3, True],
    "thinking": ["yes", 2],
    "task": [3],
    "background": ["pink", "#12345", 3],
    "detail": ["tiny", 3],
    "boxes": ["yes", 2],
    "debug": ["no"],
    "new": ["no"],
    "tiles": ["no"],
    "channels": ["rbg", "", 3],
}


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in WRONG.items() for v in values])
def test_an_option_is_held_to_the_rule_of_its_setting(name, value):
    with pytest.raises(OptionError, match=name):
        build_ask_options({name: value})


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            {"method": "file"},
            "method takes one of auto, base64, url, files, not 'file'. Did you mean",
        ),
        ({"max_tokens": 0}, "max_tokens takes a whole number from 1 on, not 0."),
        (
            {"effort": "hihg"},
            "effort takes one of auto, low, medium, high, xhigh, max, not 'hihg'. Did you mean",
        ),
        ({"detail": "sort"}, "one of short, medium, long, not 'sort'. Did you mean short?"),
    ],
)
def test_the_error_says_what_is_allowed(options, said):
    with pytest.raises(OptionError) as caught:
        build_ask_options(options)
    assert said in str(caught.value)


def test_what_is_allowed_is_taken_in_one_form():
    keywords = {"max_tokens": np.int64(5), "model": " m ", "boxes": 1, "crop": None, "pages": "3-"}
    options = build_ask_options(keywords)
    assert changed_options(options) == {
        "max_tokens": 5,
        "model": "m",
        "boxes": True,
        "pages": ((3, None),),
    }
    assert type(options.max_tokens) is int
    assert options.boxes is True


@pytest.mark.parametrize(("name", "value"), [(n, v) for n, values in WRONG.items() for v in values])
def test_a_setting_refuses_what_its_option_refuses(name, value):
    if name in ClaudeVision.class_trait_names(config=True):
        with pytest.raises(TraitError):
            setattr(ClaudeVision(), name, value)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: see("a.png", metod="files"), "see has no option 'metod'. Did you mean method?"),
        (lambda: see_many([], modle="m"), "see_many has no option 'modle'. Did you mean model?"),
        (lambda: with_alt("a.png", alternative="x"), "with_alt has no option 'alternative'."),
    ],
)
def test_a_misspelt_keyword_is_an_error_with_the_nearest_name(call, said):
    with pytest.raises(OptionError) as caught:
        call()
    assert str(caught.value).startswith(said)
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize("build", [build_ask_options, build_run_options])
def test_options_by_name_are_known(build):
    with pytest.raises(OptionError, match=r"has no option 'metod'\. Did you mean method\?"):
        build({"metod": "files"})


def test_a_function_still_shows_its_own_parameters():
    assert "method" in inspect.signature(see).parameters
    assert "checkpoint" in inspect.signature(see_many).parameters


@pytest.mark.parametrize(
    "options",
    [
        {"how": "bacth"},
        {"on_error": "ignore"},
        {"budget": -1.0},
        {"budget": "much"},
        {"budget": float("nan")},
        {"confirm": -1.0},
        {"confirm": "yes"},
        {"at_once": 0},
        {"at_once": "many"},
        {"progress": "yes"},
        {"resubmit": 3},
        {"executor": 3},
        {"checkpoint": ""},
        {"checkpoint": 3},
    ],
)
def test_what_a_run_of_many_cannot_do_is_an_option_error(options):
    (name,) = options
    with pytest.raises(OptionError, match=name):
        build_run_options(options)


def test_a_run_of_many_takes_what_it_documents():
    options = build_run_options(
        {
            "checkpoint": "run.jsonl",
            "how": "batch",
            "on_error": "raise",
            "budget": 5,
            "confirm": False,
            "progress": True,
            "model": "m",
        }
    )
    assert (options.budget, options.confirm, options.ask.model) == (5.0, False, "m")
    with pytest.raises(PromptError, match="needs checkpoint="):
        build_run_options({"how": "batch"})


@pytest.mark.parametrize("name", ["expires", "budget", "confirm", "cache_megabytes"])
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_setting_is_a_number(name, value):
    with pytest.raises(TraitError):
        setattr(ClaudeVision(), name, value)


def test_a_misspelt_setting_is_an_error_with_the_nearest_name():
    config = Config()
    config.ClaudeVision.metod = "files"
    settings = ClaudeVision()
    with pytest.raises(TraitError, match=r"no setting 'metod'\. Did you mean method\?"):
        settings.update_config(config)
    good = Config()
    good.ClaudeVision.method = "files"
    settings.update_config(good)
    assert settings.method == "files"


STATEMENT = {
    "statement": "Sales peak at 5",
    "query": "SELECT max(value) FROM data WHERE series = 'Sales'",
    "value": np.int64(5),
}


@pytest.fixture(scope="module")
def figure():
    drawn, axes = plt.subplots()
    axes.plot([1, 2, 3], [4, 1, 5], label="Sales")
    plt.close(drawn)
    return drawn


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"statment": "x"}, "Statement 1 has no field 'statment'. Did you mean statement?"),
        ({"vlaue": 5}, "Statement 1 has no field 'vlaue'. Did you mean value?"),
        ({"kind": "maximum"}, 'has no field \'kind\'. There are "statement", "query" and "value".'),
        ({"query": 3}, "Statement 1: query is a text, not 3."),
        ({"value": None}, "value is a number, a text, True or False, not None."),
        ({"value": float("nan")}, "value is a number, a text, True or False, not nan."),
        ({"statement": ""}, "Statement 1: statement is a text, not ''."),
    ],
)
def test_a_misspelt_field_of_a_statement_is_an_error(figure, fields, said):
    with pytest.raises(OptionError) as caught:
        figures.check(figure, [{**STATEMENT, **fields}])
    assert said in str(caught.value)


def test_statements_without_a_mistake_are_checked(figure):
    assert figures.check(figure, [STATEMENT])[0].verdict == "right"


def test_checked_statements_are_a_table_whose_verdicts_differ_in_sign_color_and_shape(figure):
    off = {**STATEMENT, "statement": "It is <b>off</b>.", "value": STATEMENT["value"] * 3}
    html = figures.check(figure, [STATEMENT, off])._repr_html_()
    badges = re.findall(r'title="(\w+)".*?radius: (.*?); background: (.*?);.*?>(.)</span>', html)
    assert [(name, sign) for name, _, _, sign in badges] == [("right", "✓"), ("wrong", "✗")]
    assert badges[0][1:3] != badges[1][1:3]
    assert "&lt;b&gt;off" in html
    assert "1 right, 1 wrong" in html


def test_a_provider_of_the_environment_that_there_is_not_is_named_with_its_variable(monkeypatch):
    monkeypatch.setenv("CLAUDE_VISION_PROVIDER", "bedrok")
    with pytest.raises(OptionError, match=r"^CLAUDE_VISION_PROVIDER takes .*mean bedrock"):
        ClaudeVision()


@pytest.mark.parametrize(
    ("value", "streams"),
    [("0", False), ("false", False), ("No", False), ("off ", False), ("1", True), ("yes", True)],
)
def test_the_environment_says_in_plain_words_whether_an_answer_streams(monkeypatch, value, streams):
    monkeypatch.setenv("CLAUDE_VISION_STREAM", value)
    assert ClaudeVision().stream is streams
