"""The magic in a terminal IPython: text, and nothing breaks."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from loopback import LoopbackServer

LINES = """\
%load_ext jupyter_claude_vision
from PIL import Image
red = Image.new("RGB", (300, 200), "red")
%claude_see red what?
answer = %claude_see And now?
answer
%claude_see red --boxes Where is it?
%claude_see red --boxes And once more?
%claude_see chart.pgn
%claude_files
print("still", "here", answer.stop_reason)
"""


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What one terminal wrote, which all these tests read."""
    with LoopbackServer() as server:
        return written(server, tmp_path_factory.mktemp("terminal"))


def written(server, folder):
    server.reply("From $10 to **$20**,\x1b[31m in red.")
    server.reply("Nothing new.")
    region = {"image": 1, "label": "Title", "sentence": "", "coordinates": [30, 20, 130, 60]}
    server.reply(json.dumps({"answer": "Up there.", "regions": [region]}))
    server.reply("At the top, as before.")
    env = {
        **os.environ,
        "ANTHROPIC_API_KEY": "x",
        "ANTHROPIC_BASE_URL": server.url,
        "IPYTHONDIR": str(folder),
    }
    command = [sys.executable, "-m", "IPython", "--simple-prompt", "--colors=nocolor"]
    done = subprocess.run(
        command,
        input=LINES,
        capture_output=True,
        check=True,
        text=True,
        env=env,
        cwd=folder,
        timeout=120,
    )
    return done.stdout


def test_the_caption_the_answer_and_the_price_are_text(said):
    assert "[red · 300 × 200 px · 88 tokens · base64: small, first question]" in said
    assert "From $10 to **$20**,\ufffd[31m in red." in said
    assert "USD 0.0006 · claude-opus-5-5]" in said


def test_nothing_in_an_answer_drives_the_terminal(said):
    assert "\x1b[31m" not in said


def test_an_answer_is_written_once(said):
    assert said.count("From $10") == 1


def test_out_points_to_the_answer_above_and_has_it_whole_when_it_is_asked_for(said):
    assert "]: <the answer above>" in said
    assert said.count("Nothing new.") == 2  # when it was asked, and when its name was typed


def test_regions_are_a_table(said):
    assert "Up there." in said
    assert "1  Title   (30, 20)–(130, 60)" in said


def test_an_answer_that_is_not_in_the_form_is_written_all_the_same(said):
    assert said.count("At the top, as before.") == 1
    assert "[The answer is not in the form that was asked for" in said


def test_an_error_is_one_line_and_the_shell_goes_on(said):
    assert "InputError: There is no file chart.pgn." in said
    assert "Traceback" not in said
    assert "still here end_turn" in said
