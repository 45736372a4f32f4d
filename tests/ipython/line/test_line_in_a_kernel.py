"""What is named is sent or is an error, and options are valid before: through a real kernel."""

from __future__ import annotations

import json

import pytest
from conftest import KEY, SETUP
from kernel import Kernel
from loopback import LoopbackServer

MORE = """
import os
import pandas as pd
from jupyter_claude_vision import ClaudeSee, see, see_many, with_alt
nothing = None
os.mkfifo("pipe.png")
pipe = "pipe.png"
answer = see(red, "What?")
panel = ClaudeSee(red)
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """A kernel with a picture in its conversation, and how often the API is asked after that."""
    with LoopbackServer() as server:
        env = {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY}
        with Kernel(env, cwd=str(tmp_path_factory.mktemp("line"))) as kernel:
            kernel.ok(SETUP)
            kernel.ok(MORE)
            yield kernel, server


@pytest.mark.parametrize(
    ("code", "kind", "said"),
    [
        ("%claude_see nothing Which cell is red?", "NotVisibleError", "nothing is None"),
        ("%claude_see pipe Which cell is red?", "InputError", "pipe.png is a pipe (FIFO)"),
        ("see(nothing, 'Which?')", "NotVisibleError", "is None"),
        ("see([], 'Which?')", "NotVisibleError", "list"),
        ("see(red, blue)", "OptionError", "Several pictures go into a list"),
        ("see(red, 'What?', metod='files')", "OptionError", "Did you mean method?"),
        ("see(red, 'What?', max_tokens=0)", "OptionError", "a whole number from 1 on, not 0"),
        ("%claude_see red --max-tokens 0 What?", "OptionError", "not '0'"),
        ("%claude_see red --task expain What?", "OptionError", "There is no task 'expain'"),
        ("answer.ask('What?', modle='m')", "OptionError", "Did you mean model?"),
        ("answer.ask('What?', max_tokens='many')", "OptionError", "max_tokens takes"),
        ("see_many([red], 'What?', method='pigeon')", "OptionError", "method takes one of auto"),
        ("see_many([red], 'What?', max_tokens=-3)", "OptionError", "max_tokens takes"),
        ("%claude_see red --each --budget -3 What?", "OptionError", "budget takes a number from 0"),
        ("%claude_see --each What?", "PromptError", "There is nothing to look at"),
        ("%claude_see red and blue Which?", "PromptError", "Write blue without 'and' before it"),
        ("%claude_see red vs. blue, which?", "PromptError", "Write blue without 'vs.' before it"),
        ("%claude_see red --budget 0.01 What?", "OptionError", "--budget goes with --each"),
        ("%claude_see red --checkpoint a What?", "OptionError", "--checkpoint goes with --each"),
        ("%claude_see red --batch What?", "OptionError", "--batch goes with --each"),
        ("%claude_see red --exact What?", "OptionError", "--exact goes with --dry-run"),
        ("%claude_see red --each --pages 2 What?", "OptionError", "--pages goes with one question"),
        ("%claude_see red --each --crop 1,1,9,9 What?", "OptionError", "--crop goes with one"),
        ("%claude_see red --each --as-images What?", "OptionError", "--as-images goes with one"),
        ("%claude_see red --each --dry-run --frame 2 What?", "OptionError", "--frame goes with"),
        ("%claude_see before=no chart.png What?", "InputError", "There is no file no chart.png"),
        ("%claude_see red --crop nan,0,9,9 What?", "OptionError", "--crop takes X1,Y1,X2,Y2"),
        ("see(red, 'What?', crop=(0, 0, float('inf'), 9))", "OptionError", "crop takes four"),
        ("see(red, 'What?', crop=(0, 0, 9))", "OptionError", "crop takes four numbers"),
        ("see(red, 'What?', zoom=5)", "PromptError", "such as answer.regions[0], not 5."),
        ("%claude_see red --task expain", "OptionError", "Did you mean explain?"),
        ("see_many([red], 'What?', at_once=True)", "OptionError", "at_once takes a whole number"),
        ("with_alt(red, 5)", "OptionError", "alt takes text, not 5."),
        ("ClaudeSee(red, metod='files')", "OptionError", "Did you mean method?"),
        ("ClaudeSee(red, max_tokens=0)", "OptionError", "max_tokens takes"),
        ("panel.ask('What?', modle='m')", "OptionError", "Did you mean model?"),
        ("panel.ask('What?', max_tokens=0)", "OptionError", "max_tokens takes"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_asked(asked, code, kind, said):
    kernel, server = asked
    before = len(server.requests)
    error = kernel.run(code).error
    assert error["ename"] == kind
    assert said in error["evalue"]
    assert len(server.requests) == before


def test_a_misspelt_setting_is_said_with_the_nearest_name(asked):
    kernel, _ = asked
    assert "Did you mean method?" in kernel.run("%config ClaudeVision.metod = 'files'").stderr


def test_tab_offers_the_regions_of_answers(asked):
    kernel, server = asked
    shape = {"shape": "box", "coordinates": [100, 50, 200, 150]}
    region = {"image": 1, "label": "middle", "sentence": "It is red.", **shape}
    server.reply(json.dumps({"answer": "It is red.", "regions": [region, region]}))
    kernel.ok("marked = %claude_see red --boxes Where?")
    assert kernel.value("len(marked.regions)") == 2
    regions = ["marked.regions[0]", "marked.regions[1]"]
    assert kernel.complete("%claude_see --zoom mar") == regions
    assert kernel.complete("%claude_see --zoom marked.reg") == regions
    assert kernel.complete("%claude_see --zoom marked.regions[") == regions
    assert kernel.complete("%claude_see --zoom marked.regions[1") == regions[1:]


def test_tab_behind_the_home_of_nobody_offers_nothing(asked):
    kernel, _ = asked
    assert kernel.complete("%claude_see ~nosuchuser/ph") == []


def labels(server):
    """Return how the last question's pictures were called."""
    content = server.requests[-1].json["messages"][-1]["content"]
    return [b["text"] for b in content if b["type"] == "text" and b["text"].startswith("Image")]


@pytest.mark.parametrize(
    ("code", "called"),
    [
        ("%claude_see --new [red, blue] Q", ["Image 1 (red):", "Image 2 (blue):"]),
        ("%claude_see --new x=[red, blue] Q", ["Image 1 (x[0]):", "Image 2 (x[1]):"]),
        ("%claude_see --new column Q", ["Image 1 (column[0]):", "Image 2 (column[1]):"]),
        ("see(column, 'Q', new=True)", ["Image 1 (column[0]):", "Image 2 (column[1]):"]),
        ("compare(red, blue)", ["Image 1 (before):", "Image 2 (after):"]),
        (
            "%claude_see --new was=my chart.png red Q",
            ["Image 1 (was):", "Image 2 (red):"],
        ),
    ],
)
def test_pictures_are_called_what_the_user_calls_them(asked, code, called):
    kernel, server = asked
    kernel.ok(
        "blue.save('my chart.png'); column = pd.Series([red, blue])\n"
        "def compare(before, after):\n    see([before, after], 'Q', new=True)"
    )
    kernel.ok(code)
    assert labels(server) == called


@pytest.mark.parametrize(
    ("images", "called"),
    [
        ("[red, blue, 'a.png', red.rotate(9)]", ["red", "blue", "a.png", "image 4"]),
        ("pictures", ["pictures[0]", "pictures[1]"]),
        ("column", ["column[0]", "column[1]"]),
        ("red", ["red"]),
    ],
)
def test_each_of_many_is_called_what_the_user_calls_it(asked, images, called):
    kernel, _ = asked
    kernel.ok("red.save('a.png'); pictures = [red, blue]; column = pd.Series(pictures)")
    kernel.ok(f"names = [outcome.name for outcome in see_many({images}, 'What?')]")
    assert kernel.value("names") == called
