"""Every face of an option comes from its declaration."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from typing import Literal, TypedDict, get_args, get_origin, get_type_hints

import pytest
from IPython.core.magic_arguments import MagicArgumentParser

from jupyter_claude_vision import Answer, ClaudeSee, see, see_many
from jupyter_claude_vision.errors import OptionError
from jupyter_claude_vision.ipython.line.parser import parse_line
from jupyter_claude_vision.ipython.magics import ClaudeVisionMagics
from jupyter_claude_vision.options import line_options, split_line_options
from jupyter_claude_vision.options.ask_options import (
    ASK_OPTIONS,
    AskKeywords,
    AskOptions,
    SeeKeywords,
    SharedKeywords,
)
from jupyter_claude_vision.options.declaration import declare_option, declared_options
from jupyter_claude_vision.options.line_options import LINE_OPTIONS, LineOptions
from jupyter_claude_vision.options.run_options import RUN_OPTIONS, RunKeywords, RunOptions
from jupyter_claude_vision.options.signatures import accept_options
from jupyter_claude_vision.settings import VALIDATORS, ClaudeVision

MANY = {name for name, option in ASK_OPTIONS.items() if option.many}
FOLLOWING = {name for name, option in ASK_OPTIONS.items() if option.panel}

FACES = {
    "see": (see, SeeKeywords, set(ASK_OPTIONS)),
    "see_many": (see_many, RunKeywords, MANY | set(RUN_OPTIONS)),
    "Answer.ask": (Answer.ask, AskKeywords, FOLLOWING),
    "ClaudeSee": (ClaudeSee, AskKeywords, FOLLOWING),
    "ClaudeSee.ask": (ClaudeSee.ask, AskKeywords, FOLLOWING),
}


def keywords(function):
    parameters = inspect.signature(function).parameters.values()
    return {p.name: p for p in parameters if p.kind is p.KEYWORD_ONLY}


@pytest.mark.parametrize("face", FACES)
def test_a_function_has_the_keywords_that_are_declared_for_it(face):
    function, typed, names = FACES[face]
    assert set(keywords(function)) == set(typed.__annotations__) == names
    for name, parameter in keywords(function).items():
        assert parameter.default == LINE_OPTIONS[name].default
        assert parameter.annotation == get_type_hints(typed)[name]


@pytest.mark.parametrize("face", FACES)
def test_a_function_documents_each_of_its_keywords(face):
    function, _, names = FACES[face]
    assert set(re.findall(r"^\s+(\w+) : .*, optional$", function.__doc__, re.MULTILINE)) >= names


def literals(annotation):
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return {value for argument in get_args(annotation) for value in literals(argument)}


@pytest.mark.parametrize("options", [AskOptions, RunOptions, LineOptions])
def test_the_values_that_a_type_allows_are_those_that_are_validated(options):
    for name, option in declared_options(options).items():
        for value in option.values:
            assert option.validate(name, value) == value
        allowed = literals(get_type_hints(options)[name])
        assert allowed >= set(option.values)
        for value in allowed:
            assert option.validate(name, value) == value


def test_a_default_is_what_the_options_hold_where_nothing_is_given():
    for options in (AskOptions(), RunOptions(), LineOptions()):
        for name, option in declared_options(type(options)).items():
            assert getattr(options, name) == option.default


def test_a_setting_and_its_option_share_one_validator():
    shared = set(ClaudeVision.class_trait_names(config=True)) & set(LINE_OPTIONS) - {"confirm"}
    assert shared == {
        "model", "method", "max_tokens", "effort", "thinking", "task", "background", "debug",
        "budget",
    }  # fmt: skip
    for name in shared:
        assert VALIDATORS[name] is LINE_OPTIONS[name].validate


def test_the_help_of_the_magic_lists_every_flag():
    parser = ClaudeVisionMagics.claude_see.parser
    assert isinstance(parser, MagicArgumentParser)
    text = parser.format_help()
    for option in LINE_OPTIONS.values():
        if option.flags:
            assert option.flag in text


def test_a_flag_can_stand_for_a_value_of_its_keyword():
    values = parse_line("--each --bgr --batch --checkpoint run.jsonl --yes", None, lambda *_: None)
    line, run = split_line_options(values.options)
    assert line.each
    assert run.ask.channels == "bgr"
    assert (run.how, run.checkpoint, run.confirm) == ("batch", "run.jsonl", False)


@dataclass(frozen=True, kw_only=True)
class Declared:
    dummy: str | None = declare_option(
        None, "Does nothing at all.", "--dummy", metavar="WORD", values=("left", "right")
    )


class Typed(TypedDict, total=False):
    dummy: str | None


def test_an_option_is_complete_with_its_declaration(monkeypatch):
    (option,) = declared_options(Declared).values()
    monkeypatch.setitem(line_options.LINE_OPTIONS, "dummy", option)
    monkeypatch.setitem(line_options.OPTION_OF_FLAG, "--dummy", option)

    @accept_options(Typed)
    def look(thing, **options):
        """Look.

        Parameters
        ----------
        thing : object
        **options
            All of them.
        """
        return options

    assert parse_line("--dummy left", None, lambda *_: None).options == {"dummy": "left"}
    with pytest.raises(OptionError, match="--dummy takes one of left, right, not 'up'"):
        parse_line("--dummy up", None, lambda *_: None)
    with pytest.raises(OptionError, match="did you mean --dummy"):
        parse_line("--dumy left", None, lambda *_: None)
    assert look(1, dummy="left") == {"dummy": "left"}
    assert "dummy : str, optional\n            Does nothing at all." in look.__doc__
    with pytest.raises(OptionError, match=r"look has no option 'dumy'\. Did you mean dummy\?"):
        look(1, dumy="left")


def test_keywords_that_a_run_shares_are_typed_once():
    assert set(SharedKeywords.__annotations__) == MANY
