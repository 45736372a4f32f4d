"""The ready-made prompts: one short file each, beside this one.

A file may begin with facts between two lines of ``---``, one a line:

- ``about``: one line for the list of ``%claude_see --task?``.
- ``rank``: its place in the panel's menu, where the most used comes first; without one, last.
- ``asks for``: ``regions``, to have the findings marked on the picture.
- ``starts from``: ``lint``, to have what a lint of a live figure finds sent along.
- ``works from``: ``picture``, where a figure's own data would add nothing.
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

_DATA_WORDS: Final = re.compile(
    r"\b(how (much|many|often|far|fast|large|big|high|low|strong)|values?|numbers?|data|"
    r"trends?|highest|lowest|largest|smallest|max\w*|min|minimum|mean|median|averages?|totals?|sums?|"
    r"counts?|percent\w*|ratios?|shares?|rank\w*|rise[sn]?|rising|rose|fall\w*|fell|drop\w*|"
    r"gr[oe]w\w*|increas\w*|decreas\w*|declin\w*|compar\w*|differ\w*|outliers?|correlat\w*|"
    r"peak\w*|exceed\w*|when|happen\w*)\b|%",
    re.IGNORECASE,
)
_LOOKS_WORDS: Final = re.compile(
    r"\b(colou?r\w*|palettes?|fonts?|typograph\w*|layouts?|legends?|(sub)?titles?|ticks?|labels?|"
    r"captions?|styl\w*|designs?|aesthetic\w*|readab\w*|legib\w*|contrast|overlap\w*|background|"
    r"margins?|spacing|transcri\w*|text|typos?|spelling|wording|pretty|beautiful|ugly|accessib\w*|"
    r"format\w*)\b",
    re.IGNORECASE,
)


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
    needs_data : bool
        A figure's own data would add to what its picture shows.
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
    needs_data: bool = True
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
        needs_data=facts.get("works from") != "picture",
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


def asks_for_data(prompt: str, *, otherwise: bool = True) -> bool:
    """Tell whether a question may need a figure's own data.

    Only a question that names looks and no quantity surely needs none: other languages and
    open questions are not told apart by words.

    Parameters
    ----------
    prompt : str
    otherwise : bool
        The result where its words tell neither.
    """
    if _DATA_WORDS.search(prompt):
        return True
    return otherwise and not _LOOKS_WORDS.search(prompt)
