"""Tab in a line of ``%claude_see``: variables, files, options and their values."""

from __future__ import annotations

import glob
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from IPython.core.completer import SimpleCompletion, context_matcher

from ...options.line_options import OPTION_OF_FLAG

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from IPython.core.completer import CompletionContext

    from ...options.declaration import Option
    from ..shell_host import Host

_LINE: Final = re.compile(r"\s*(?:[\w.]+\s*=\s*)?%{0,2}claude_see\s+(?P<words>.*)", re.DOTALL)


class LineCompleter:
    """Completer of the ``%claude_see`` lines of one shell.

    Parameters
    ----------
    host : Host
    """

    def __init__(self, host: Host) -> None:
        self._host = host

    def install_matcher(self) -> None:
        """Add this completer to the shell's."""
        self._host.shell.Completer.custom_matchers.append(self.match_line)

    def uninstall_matcher(self) -> None:
        """Remove this completer from the shell's."""
        matchers = self._host.shell.Completer.custom_matchers
        if self.match_line in matchers:
            matchers.remove(self.match_line)

    @context_matcher(identifier="jupyter_claude_vision")
    def match_line(self, context: CompletionContext) -> Any:
        """Return the completions of a line in the form of IPython's matchers."""
        before = context.line_with_cursor[: context.cursor_position]
        line = _LINE.fullmatch(before)
        if line is None:
            return {"completions": []}
        texts = self.complete_last_word(line["words"])
        token = context.token
        start = len(_last_word(line["words"])) - len(token)
        completions = [SimpleCompletion(text=text[start:] if start > 0 else text) for text in texts]
        return {"completions": completions, "suppress": bool(texts)}

    def complete_last_word(self, words: str) -> list[str]:
        """Return the completions of the last, unfinished word."""
        last = _last_word(words)
        earlier = words[: len(words) - len(last)].split()
        option = OPTION_OF_FLAG.get(earlier[-1]) if earlier else None
        if option is not None and option.metavar:
            return _filter_by_prefix(self._option_values(option), last)
        if last.startswith("-"):
            return _filter_by_prefix(OPTION_OF_FLAG, last)
        label, _, word = last.rpartition("=")
        prefix = f"{label}=" if label else ""
        if word.startswith("@"):
            return [prefix + text for text in self._output_references(word)]
        return [prefix + text for text in [*self._visible_names(word), *_matching_paths(word)]]

    def _option_values(self, option: Option) -> Iterable[str]:
        if option.name == "task":
            return self._host.settings.task_names()
        if option.name == "model":
            from ...provider.clients.sdk_client import list_model_ids

            return list_model_ids()
        if option.name == "zoom":
            return _region_expressions(self._host.shell.user_ns)
        if option.expression:
            return [name for name in self._host.shell.user_ns if not name.startswith("_")]
        return [*option.values, *option.suggestions]

    def _output_references(self, word: str) -> list[str]:
        from ...inputs.outputs.references import list_references

        outputs = self._host.session.input_options().outputs
        return _filter_by_prefix(list_references(outputs) if outputs else [], word)

    def _visible_names(self, word: str) -> list[str]:
        from .name_resolution import NameResolver

        resolver = NameResolver(self._host.shell.user_ns, self._host.session.input_options())
        return _filter_by_prefix(resolver.visible_names(), word)


def _region_expressions(variables: Mapping[str, Any]) -> list[str]:
    """Return expressions for the user's regions, such as ``answer.regions[0]``."""
    from ...answers.answer import Answer
    from ...answers.regions import Region, Regions

    expressions = []
    for name, value in list(variables.items()):
        regions = value.regions if isinstance(value, Answer) else value
        lists = f"{name}.regions" if isinstance(value, Answer) else name
        if name.startswith("_") or not isinstance(regions, (Region, Regions)):
            continue
        if isinstance(regions, Region):
            expressions.append(name)
        else:
            expressions += [f"{lists}[{number}]" for number in range(len(regions))]
    return expressions


def _matching_paths(word: str) -> list[str]:
    """Return folders and pictures whose path begins with a word."""
    from ...inputs.files.paths import looks_like_a_file, path_exists

    if "\0" in word or (word[:1] == "~" and not path_exists(word.partition("/")[0])):
        return []
    start = str(Path(word).expanduser()) + "/" * word.endswith("/") if word[:1] == "~" else word
    # Path.glob needs a folder to start from, and would change the beginning that was typed.
    matches = sorted(glob.glob(glob.escape(start) + "*"))  # noqa: PTH207
    folders = [f"{match}/" for match in matches if Path(match).is_dir()]
    return folders + [match for match in matches if looks_like_a_file(match)]


def _last_word(words: str) -> str:
    return re.split(r"\s", words)[-1]


def _filter_by_prefix(candidates: Iterable[str], prefix: str) -> list[str]:
    return [candidate for candidate in candidates if candidate.startswith(prefix)]
