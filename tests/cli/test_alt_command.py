"""`claude-see alt`: alternative text for documents."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from PIL import Image

from jupyter_claude_vision.cli.command import main

PAGE = "# Page\n\n![](chart.png)\n"


@pytest.fixture(autouse=True)
def _a_folder_with_a_page(tmp_path, monkeypatch, server):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test")
    Image.new("RGB", (300, 200), "red").save("chart.png")
    (tmp_path / "page.md").write_text(PAGE)


def run(*arguments):
    return CliRunner().invoke(main, ["alt", *arguments])


def test_a_check_names_each_picture_without_a_text_and_asks_nothing(server):
    result = run("page.md", "--check")
    assert result.exit_code == 1
    assert result.stdout == "page.md: line 3: chart.png has no alternative text\n"
    assert not server.requests


def test_a_check_passes_where_every_picture_has_one(tmp_path):
    (tmp_path / "page.md").write_text("![Sales rise](chart.png)\n")
    assert run("page.md", "--check").exit_code == 0


def test_texts_are_shown_as_a_diff_and_written_on_request(tmp_path, server):
    server.reply("Sales rise from 4 to 5.")
    result = run("page.md", "--yes")
    assert "+![Sales rise from 4 to 5.](chart.png)" in result.stdout
    assert (tmp_path / "page.md").read_text() == PAGE
    server.reply("Sales rise from 4 to 5.")
    assert run("page.md", "--yes", "--write").exit_code == 0
    assert (tmp_path / "page.md").read_text() == "# Page\n\n![Sales rise from 4 to 5.](chart.png)\n"
    assert run("page.md", "--check").exit_code == 0


def test_a_long_description_stands_folded_under_the_picture(tmp_path, server):
    parts = {"short": "Sales rise.", "long": "In 2020 4, in 2021 5 <b>."}
    server.reply(json.dumps({"answer": "Sales rise.", "data": parts}))
    assert run("page.md", "--long", "--write", "--yes").exit_code == 0
    text = (tmp_path / "page.md").read_text()
    assert "![Sales rise.](chart.png)" in text
    assert "<details><summary>Description</summary>\n\nIn 2020 4, in 2021 5 &lt;b&gt;." in text


@pytest.mark.parametrize("reason", ["max_tokens", "refusal"])
def test_half_a_text_is_not_written(reason, tmp_path, server):
    server.reply("Sales ri", stop_reason=reason)
    result = run("page.md", "--write", "--yes")
    assert result.exit_code == 3
    assert (tmp_path / "page.md").read_text() == PAGE


def test_a_picture_that_is_not_there_is_named(tmp_path, server):
    (tmp_path / "page.md").write_text("![](gone.png)\n")
    result = run("page.md")
    assert result.exit_code == 3
    assert "page.md, line 1: gone.png: there is no file gone.png." in result.stderr
    assert not server.requests


def test_other_files_are_refused(tmp_path):
    (tmp_path / "page.txt").write_text("")
    result = run("page.txt")
    assert result.exit_code == 1
    assert "page.txt is no document that can be read" in result.stderr
