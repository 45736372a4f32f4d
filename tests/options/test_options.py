"""Every face of an option comes from its declaration."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal, get_args, get_origin, get_type_hints

import pytest
from IPython.core.magic_arguments import MagicArgumentParser

import jupyter_claude_vision
from jupyter_claude_vision import Answer, ClaudeSee, see, see_many
from jupyter_claude_vision.client import Client
from jupyter_claude_vision.ipython.line.parser import parse_line
from jupyter_claude_vision.ipython.magics import ClaudeVisionMagics
from jupyter_claude_vision.options import split_line_options
from jupyter_claude_vision.options.ask_options import (
    ASK_OPTIONS,
    AskKeywords,
    AskOptions,
    SeeKeywords,
    SharedKeywords,
)
from jupyter_claude_vision.options.declaration import declared_options
from jupyter_claude_vision.options.line_options import LINE_OPTIONS, LineOptions
from jupyter_claude_vision.options.run_options import RUN_OPTIONS, RunKeywords, RunOptions
from jupyter_claude_vision.settings import VALIDATORS, ClaudeVision

MANY = {name for name, option in ASK_OPTIONS.items() if option.many}
FOLLOWING = {name for name, option in ASK_OPTIONS.items() if option.panel}

FACES = {
    "see": (see, SeeKeywords, set(ASK_OPTIONS)),
    "see_many": (see_many, RunKeywords, MANY | set(RUN_OPTIONS)),
    "Answer.ask": (Answer.ask, AskKeywords, FOLLOWING),
    "ClaudeSee": (ClaudeSee, AskKeywords, FOLLOWING),
    "ClaudeSee.ask": (ClaudeSee.ask, AskKeywords, FOLLOWING),
    "Client.ask": (Client.ask, SeeKeywords, set(ASK_OPTIONS)),
    "Client.estimate": (Client.estimate, SeeKeywords, set(ASK_OPTIONS)),
    "Client.ask_many": (Client.ask_many, RunKeywords, MANY | set(RUN_OPTIONS)),
}


def keywords(function):
    parameters = inspect.signature(function).parameters.values()
    return {p.name: p for p in parameters if p.kind is p.KEYWORD_ONLY}


@pytest.mark.parametrize("face", FACES)
def test_a_function_has_the_keywords_that_are_declared_for_it(face):
    function, typed, names = FACES[face]
    own = {"exact"} if face == "Client.estimate" else set()
    assert set(keywords(function)) - own == set(typed.__annotations__) == names
    for name, parameter in keywords(function).items():
        if name in own:
            continue
        assert parameter.default == LINE_OPTIONS[name].default
        assert parameter.annotation == get_type_hints(typed)[name]


def test_tab_completes_the_keywords_of_a_call():
    code = """
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("from jupyter_claude_vision import ClaudeSee, see, see_many")
for call in ("see(fig, max_t", "see_many(figs, max_t", "ClaudeSee(fig, max_t"):
    with provisionalcompleter():
        print(*(c.text for c in shell.Completer.completions(call, len(call))))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["max_tokens="] * 3


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
    shared = set(ClaudeVision.class_trait_names(config=True)) & set(LINE_OPTIONS)
    shared -= {"confirm", "tools"}  # a run's can be True, and a question's tools functions
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


FIELD = """    smooth: str | None = declare_option(
        None, "Draw lines smoothly.", "--smooth", metavar="WAY", values=("spline", "mean")
    )
"""
KEYWORD = """    smooth: Literal["spline", "mean"] | None
"""
PROBE = """
import inspect, json
from types import SimpleNamespace
import jupyter_claude_vision
from jupyter_claude_vision import Answer, ClaudeSee, see
from jupyter_claude_vision.client import Client
from jupyter_claude_vision.errors import OptionError
from jupyter_claude_vision.ipython.line.completion import LineCompleter
from jupyter_claude_vision.ipython.line.parser import parse_line
from jupyter_claude_vision.client import Client
from jupyter_claude_vision.ipython.magics import ClaudeVisionMagics
from jupyter_claude_vision.options import build_ask_options, split_line_options

def message(function, *arguments, **keywords):
    try:
        function(*arguments, **keywords)
    except OptionError as error:
        return str(error)

def read(line):
    values = parse_line(line, None, lambda *_: None).options
    return split_line_options(values)[1].ask.smooth

faces = [see, Answer.ask, ClaudeSee, ClaudeSee.ask]
completer = LineCompleter(SimpleNamespace(shell=SimpleNamespace(user_ns={})))
print(json.dumps({
    "signatures": [str(inspect.signature(face).parameters["smooth"]) for face in faces],
    "docstrings": ['smooth : {"spline", "mean"}, optional' in face.__doc__ for face in faces],
    "line": read("--smooth mean"),
    "keyword": build_ask_options({"smooth": "mean"}).smooth,
    "help": "--smooth spline|mean" in ClaudeVisionMagics.claude_see.parser.format_help(),
    "tab": [completer.complete_last_word("--smo"), completer.complete_last_word("--smooth ")],
    "messages": [
        message(read, "--smooth up"),
        message(read, "--smoth mean"),
        message(build_ask_options, {"smooth": "maen"}),
        message(see, smoth="mean"),
    ],
}))
"""


def test_an_option_is_everywhere_with_its_declaration_in_one_file(tmp_path):
    """What acts on it is the second file."""
    package = Path(jupyter_claude_vision.__file__).parent
    copy = tmp_path / package.name
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__"))
    module = copy / "options" / "ask_options.py"
    text = module.read_text("utf-8")
    text = text.replace("    refresh: bool = ", f"{FIELD}    refresh: bool = ", 1)
    text = text.replace("    refresh: bool | None", f"{KEYWORD}    refresh: bool | None", 1)
    module.write_text(text, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    run = subprocess.run(
        [sys.executable, "-c", PROBE],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=True,
    )
    faces = json.loads(run.stdout)
    assert set(faces["signatures"]) == {"smooth: Optional[Literal['spline', 'mean']] = None"}
    assert all(faces["docstrings"])
    assert (faces["line"], faces["keyword"], faces["help"]) == ("mean", "mean", True)
    assert faces["tab"] == [["--smooth"], ["spline", "mean"]]
    way_out = "Put -- before a prompt that begins with a dash."
    assert faces["messages"] == [
        "--smooth takes one of spline, mean, not 'up'.",
        f"There is no option --smoth: did you mean --smooth? {way_out}",
        "smooth takes one of spline, mean, not 'maen'. Did you mean mean?",
        "see has no option 'smoth'. Did you mean smooth?",
    ]


def test_keywords_that_a_run_shares_are_typed_once():
    assert set(SharedKeywords.__annotations__) == MANY
