"""The ready-made prompts: one short file each, beside this one.

A file may begin with facts between two lines of ``---``, one a line:

- ``about``: one line for the list of ``%claude_see --task?``.
- ``asks for``: ``regions``, to have the findings marked on the picture.
- ``becomes``: ``alternative text``, for what a screen reader is to say of the picture.
- ``detail short``, ``detail medium``, …: what stands for ``{detail}`` in the prompt, by what
  ``--detail`` is; the first one where it is not given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

_FACTS: Final = re.compile(r"---[ \t]*\n(?P<facts>.*?)\n---[ \t]*\n(?P<prompt>.*)", re.DOTALL)
_DETAIL: Final = "detail "
_PLACE: Final = "{detail}"


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
    regions : bool
        Its findings are marked on the picture.
    is_alternative_text : bool
        Its answer is what a screen reader says of the picture.
    details : dict of str to str
        What stands for ``{detail}``, by level; the first is the default.
    """

    name: str
    text: str
    about: str = ""
    regions: bool = False
    is_alternative_text: bool = False
    details: dict[str, str] = field(default_factory=dict)

    def prompt(self, detail: str | None = None) -> str:
        """Return the prompt at a level of detail.

        Raises
        ------
        ValueError
            It has no such level.
        """
        if detail is None:
            return self.text.replace(_PLACE, next(iter(self.details.values()), ""))
        if detail not in self.details:
            levels = ", ".join(self.details) or "none"
            raise ValueError(f"The task {self.name} has no detail {detail!r}. It has: {levels}.")
        return self.text.replace(_PLACE, self.details[detail])


def read(name: str, text: str) -> Task:
    """Return a task as its file says.

    Parameters
    ----------
    name, text : str
    """
    found = _FACTS.fullmatch(text.strip() + "\n")
    if found is None:
        return Task(name, text.strip())
    lines = (line.partition(":") for line in found["facts"].splitlines() if line.strip())
    facts = {key.strip(): value.strip() for key, _, value in lines}
    levels = {k.removeprefix(_DETAIL): v for k, v in facts.items() if k.startswith(_DETAIL)}
    return Task(
        name,
        found["prompt"].strip(),
        about=facts.get("about", ""),
        regions=facts.get("asks for") == "regions",
        is_alternative_text=facts.get("becomes") == "alternative text",
        details=levels,
    )


def built_in() -> dict[str, Task]:
    """Return the tasks that come with the package, by name."""
    entries = sorted(files(__package__).iterdir(), key=lambda entry: entry.name)
    names = [entry.name.removesuffix(".md") for entry in entries if entry.name.endswith(".md")]
    return {
        name: read(name, (files(__package__) / f"{name}.md").read_text("utf-8")) for name in names
    }
