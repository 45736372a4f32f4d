"""The ready-made prompts: their files, and a user's own."""

from __future__ import annotations

import pytest

from jupyter_claude_vision.errors import OptionError, PromptError
from jupyter_claude_vision.settings import ClaudeVision
from jupyter_claude_vision.tasks import load_built_in_tasks, parse_task

NAMES = ["alt", "caption", "compare", "critique", "describe", "explain", "summarize", "transcribe"]


def test_these_tasks_come_with_the_package():
    assert list(load_built_in_tasks()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_says_what_it_is_for_and_asks_something(name):
    task = load_built_in_tasks()[name]
    assert 10 < len(task.about) < 90
    assert len(task.prompt()) > 100
    assert "{" not in task.prompt()
    assert "---" not in task.prompt()


def test_the_panel_lists_them_in_the_order_of_use():
    tasks = sorted(load_built_in_tasks().values(), key=lambda task: task.rank)
    assert [task.name for task in tasks][:3] == ["explain", "describe", "critique"]
    assert len({task.rank for task in tasks}) == len(NAMES)
    assert parse_task("x", "Name the colors.").rank > tasks[-1].rank


def test_what_a_task_asks_for_stands_in_its_file():
    tasks = load_built_in_tasks()
    assert [name for name, task in tasks.items() if task.regions] == ["critique"]
    assert [name for name, task in tasks.items() if task.with_lint] == ["critique"]
    assert [name for name, task in tasks.items() if task.is_alternative_text] == ["alt"]


@pytest.mark.parametrize(
    ("detail", "words"), [("short", "125 characters"), ("medium", "300"), ("long", "1000")]
)
def test_alternative_text_has_levels_of_detail(detail, words):
    assert words in load_built_in_tasks()["alt"].prompt(detail)


def test_a_task_without_levels_says_so():
    with pytest.raises(OptionError, match="The task explain has no detail 'short'"):
        load_built_in_tasks()["explain"].prompt("short")


def test_a_task_of_ones_own_is_plain_text_or_a_file_like_the_others():
    assert parse_task("x", "Name the colours.").prompt() == "Name the colours."
    own = parse_task("x", "---\nabout: Colours.\nasks for: regions\n---\nName the colours.\n")
    assert (own.about, own.regions, own.prompt()) == ("Colours.", True, "Name the colours.")


def test_dashes_in_a_plain_prompt_are_part_of_it():
    text = "First this.\n---\nThen that.\n---\n"
    assert parse_task("x", text).prompt() == text.strip()


def test_a_users_own_comes_before_a_built_in_one():
    settings = ClaudeVision(tasks={"alt": "Say it.", "colour": "Name the colour."})
    assert settings.find_task("alt").prompt() == "Say it."
    assert settings.task_names() == sorted([*NAMES, "colour"])
    with pytest.raises(PromptError, match="There is no task 'colors'"):
        settings.find_task("colors")
