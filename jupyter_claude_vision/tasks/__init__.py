"""The ready-made prompts: one short file each, beside this one.

A file may begin with facts between two lines of ``---``, one a line:

- ``about``: one line for the list of ``%claude_see --task?``.
- ``rank``: its place in the panel's menu, where the most used comes first; without one, last.
- ``asks for``: ``regions``, to have the findings marked on the picture.
- ``starts from``: ``lint``, to have what a lint of a live figure finds sent along.
- ``becomes``: ``alternative text``, for what a screen reader reads out instead of the picture.
- ``detail short``, ``detail medium``, …: the text that replaces ``{detail}`` in the prompt at
  each level of ``--detail``; the first one is the default.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

from ..errors import OptionError

_HEADER: Final = re.compile(r"---[ \t]*\n(?P<facts>.*?)\n---[ \t]*\n(?P<prompt>.*)", re.DOTALL)
_DETAIL_PREFIX: Final = "detail "
_PLACEHOLDER: Final = "{detail}"

_LAST: Final = 1000
"""Rank of a task that names none."""


@dataclass(frozen=True)
class Task:
    """A ready-made prompt.

    Attributes
    ----------
    name : str
    text : str
        The prompt, with ``{detail}`` where it has levels of detail.
    about : str
        One line for a list; empty where the file has none.
    rank : int
        Place in the order of use.
    regions : bool
        Its findings are marked on the picture.
    with_lint : bool
        What a lint of a live figure finds is sent along.
    is_alternative_text : bool
        Its answer is read out by a screen reader instead of the picture.
    details : dict of str to str
        The text that replaces ``{detail}``, by level; the first is the default.
    """

    name: str
    text: str
    about: str = ""
    rank: int = _LAST
    regions: bool = False
    with_lint: bool = False
    is_alternative_text: bool = False
    details: dict[str, str] = field(default_factory=dict)

    def prompt(self, detail: str | None = None) -> str:
        """Return the prompt at a level of detail.

        Raises
        ------
        OptionError
            The task has no such level.
        """
        if detail is None:
            return self.text.replace(_PLACEHOLDER, next(iter(self.details.values()), ""))
        if detail not in self.details:
            levels = ", ".join(self.details) or "none"
            msg = f"The task {self.name} has no detail {detail!r}. It has: {levels}."
            raise OptionError(msg)
        return self.text.replace(_PLACEHOLDER, self.details[detail])


def parse_task(name: str, text: str) -> Task:
    """Return the task that the text of a file describes.

    Parameters
    ----------
    name, text : str
    """
    match = _HEADER.fullmatch(text.strip() + "\n")
    if match is None:
        return Task(name, text.strip())
    lines = (line.partition(":") for line in match["facts"].splitlines() if line.strip())
    facts = {key.strip(): value.strip() for key, _, value in lines}
    levels = {
        k.removeprefix(_DETAIL_PREFIX): v for k, v in facts.items() if k.startswith(_DETAIL_PREFIX)
    }
    return Task(
        name,
        match["prompt"].strip(),
        about=facts.get("about", ""),
        rank=_parse_rank(facts.get("rank", "")),
        regions=facts.get("asks for") == "regions",
        with_lint=facts.get("starts from") == "lint",
        is_alternative_text=facts.get("becomes") == "alternative text",
        details=levels,
    )


def _parse_rank(text: str) -> int:
    return int(text) if text.isdecimal() else _LAST


def load_built_in_tasks() -> dict[str, Task]:
    """Return the tasks that come with the package, by name."""
    entries = sorted(files(__package__).iterdir(), key=lambda entry: entry.name)
    names = [entry.name.removesuffix(".md") for entry in entries if entry.name.endswith(".md")]
    return {
        name: parse_task(name, (files(__package__) / f"{name}.md").read_text("utf-8"))
        for name in names
    }
