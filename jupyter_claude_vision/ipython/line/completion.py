"""Tab behind ``%claude_see``: what can be shown, files, options, and their values."""

from __future__ import annotations

import glob
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from IPython.core.completer import SimpleCompletion, context_matcher

from ...options.line_options import OPTION_OF_FLAG

if TYPE_CHECKING:
    from collections.abc import Mapping

    from IPython.core.completer import CompletionContext

    from ..shell_host import Host

_LINE: Final = re.compile(r"\s*(?:[\w.]+\s*=\s*)?%{0,2}claude_see\s+(?P<words>.*)", re.DOTALL)
_TASKS: Final = "--task"
_MODELS: Final = "--model"
_ZOOM: Final = "--zoom"


class Completer:
    """Completes one shell's ``%claude_see`` lines.

    Parameters
    ----------
    host : Host
    """

    def __init__(self, host: Host) -> None:
        self._host = host

    def install(self) -> None:
        """Take a place among the shell's matchers."""
        self._host.shell.Completer.custom_matchers.append(self.match)

    def uninstall(self) -> None:
        """Give it up."""
        matchers = self._host.shell.Completer.custom_matchers
        if self.match in matchers:
            matchers.remove(self.match)

    @context_matcher(identifier="jupyter_claude_vision")
    def match(self, context: CompletionContext) -> Any:
        """Return what IPython's completer shall offer: nothing on any other line."""
        before = context.line_with_cursor[: context.cursor_position]
        line = _LINE.fullmatch(before)
        if line is None:
            return {"completions": []}
        found = self.complete(line["words"])
        token = context.token
        start = len(_last_word(line["words"])) - len(token)
        completions = [SimpleCompletion(text=text[start:] if start > 0 else text) for text in found]
        return {"completions": completions, "suppress": bool(found)}

    def complete(self, words: str) -> list[str]:
        """Return what can stand in place of the last, unfinished word."""
        last = _last_word(words)
        earlier = words[: len(words) - len(last)].split()
        option = OPTION_OF_FLAG.get(earlier[-1]) if earlier else None
        if option is not None and option.metavar:
            return _starting(self._values(option.flag), last)
        if last.startswith("-"):
            return _starting(list(OPTION_OF_FLAG), last)
        label, _, word = last.rpartition("=")
        prefix = f"{label}=" if label else ""
        return [prefix + found for found in [*self._variables(word), *_files(word)]]

    def _values(self, flag: str) -> list[str]:
        if flag == _TASKS:
            return self._host.settings.task_names()
        if flag == _MODELS:
            from ...provider.clients.sdk_client import list_model_ids

            return list_model_ids()
        if flag == _ZOOM:
            return _regions(self._host.shell.user_ns)
        option = OPTION_OF_FLAG[flag]
        if option.expression:
            return [name for name in self._host.shell.user_ns if not name.startswith("_")]
        return [*option.values, *option.suggestions]

    def _variables(self, word: str) -> list[str]:
        from .name_resolution import Names

        names = Names(self._host.shell.user_ns, self._host.session.input_options())
        return _starting(names.visible(), word)


def _regions(variables: Mapping[str, Any]) -> list[str]:
    """Return the user's regions as they are written: ``answer.regions[0]``."""
    from ...answers.answer import Answer
    from ...answers.regions import Region, Regions

    found = []
    for name, value in list(variables.items()):
        regions = value.regions if isinstance(value, Answer) else value
        lists = f"{name}.regions" if isinstance(value, Answer) else name
        if name.startswith("_") or not isinstance(regions, (Region, Regions)):
            continue
        if isinstance(regions, Region):
            found.append(name)
        else:
            found += [f"{lists}[{number}]" for number in range(len(regions))]
    return found


def _files(word: str) -> list[str]:
    """Return folders and pictures whose path begins with a word."""
    from ...inputs.files.paths import looks_like_a_file, path_exists

    if "\0" in word or (word[:1] == "~" and not path_exists(word.partition("/")[0])):
        return []
    start = str(Path(word).expanduser()) + "/" * word.endswith("/") if word[:1] == "~" else word
    # What the user typed is kept: Path.glob would want a folder to start from.
    matches = sorted(glob.glob(glob.escape(start) + "*"))  # noqa: PTH207
    folders = [f"{match}/" for match in matches if Path(match).is_dir()]
    return folders + [match for match in matches if looks_like_a_file(match)]


def _last_word(words: str) -> str:
    return re.split(r"\s", words)[-1]


def _starting(candidates: list[str], beginning: str) -> list[str]:
    return [candidate for candidate in candidates if candidate.startswith(beginning)]
