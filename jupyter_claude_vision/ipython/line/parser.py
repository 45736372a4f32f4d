"""The grammar of ``%claude_see``: a line and a cell become options, attachments and a prompt.

Leading words are options and attachments; the first word that is neither begins the prompt, as
does ``--``, and from there on everything is literal. argparse cannot carry such a prompt (quotes,
double spaces, words that look like options), so the line is scanned here. The caller resolves
words to attachments.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...errors import OptionError, PromptError
from ...inputs.files.typed_paths import strip_quotes
from ...options.line_options import OPTION_OF_FLAG
from ...options.validators import suggest_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...inputs.attachment import Attachment
    from ...options.declaration import Option

_BRACKETS: Final = {"(": ")", "[": "]", "{": "}"}
_OPTION: Final = re.compile(r"--?[A-Za-z]")
_INSERTION: Final = re.compile(r"\{\{\s*([^\W\d]\w*)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the line, and the rest of the line after it.

    Attributes
    ----------
    text : str
    rest : str
        With its leading white space.
    """

    text: str
    rest: str

    @property
    def is_last(self) -> bool:
        """True if only white space follows."""
        return not self.rest.strip()


@dataclass(frozen=True, slots=True)
class ResolvedWords:
    """Attachments that the next words of the line stand for, and the rest of the line.

    Attributes
    ----------
    attachments : sequence of Attachment
    rest : str
        A path with spaces takes more than one word.
    """

    attachments: Sequence[Attachment]
    rest: str


@dataclass(frozen=True)
class ParsedLine:
    """The options, attachments and prompt of a line and a cell.

    Attributes
    ----------
    options : dict
        Values of the options on the line, by name.
    attachments : tuple of Attachment
    prompt : str
        As typed; may be empty.
    is_literal : bool
        ``--`` stands before the prompt, so that no word of it names anything.
    """

    options: dict[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    prompt: str = ""
    is_literal: bool = False


def parse_line(
    line: str, cell: str | None, resolve_word: Callable[[Word, bool], ResolvedWords | None]
) -> ParsedLine:
    """Return the options, attachments and prompt of a line and the cell below it.

    Parameters
    ----------
    line : str
        The text after the magic's name.
    cell : str or None
        The cell's body; None for a line magic.
    resolve_word : callable
        Takes a word and True after an attachment; returns what the word stands for, or None if
        it begins the prompt.

    Raises
    ------
    OptionError
        An option is misspelt or lacks its value.
    """
    options: dict[str, Any] = {}
    attachments: list[Attachment] = []
    rest = line.strip()
    is_literal = False
    while rest:
        word = next_word(rest)
        if word.text == "--":
            rest, is_literal = word.rest.lstrip(), True
            break
        if _looks_like_option(word.text):
            rest = _parse_option(word, options)
            continue
        resolved_words = resolve_word(word, bool(attachments))
        if resolved_words is None:
            break
        attachments += resolved_words.attachments
        rest = resolved_words.rest.lstrip()
    return ParsedLine(options, tuple(attachments), _join_prompt(rest, cell), is_literal)


def next_word(text: str) -> Word:
    r"""Return the first word: up to white space outside brackets and quotes.

    White space after a backslash belongs to the word, as in a shell: ``my\ chart.png``. If brackets
    or quotes stay open ("What's …"), the first white space ends the word.
    """
    end = _balanced_end(text)
    if end is None:
        end = re.search(r"\s|$", text).start()  # type: ignore[union-attr]
    return Word(text[:end], text[end:])


def _balanced_end(text: str) -> int | None:
    closers: list[str] = []
    quote = ""
    escaped = False
    for index, character in enumerate(text):
        if escaped:
            escaped = False
        elif character == "\\":
            escaped = True
        elif quote:
            if character == quote:
                quote = ""
        elif character in "\"'":
            quote = character
        elif character in _BRACKETS:
            closers.append(_BRACKETS[character])
        elif closers and character == closers[-1]:
            closers.pop()
        elif character.isspace() and not closers:
            return index
    return None if quote or closers else len(text)


def _looks_like_option(word: str) -> bool:
    is_flag = word in OPTION_OF_FLAG or _OPTION.match(word) is not None
    return is_flag or _flag_with_dashes(word) is not None


def _flag_with_dashes(word: str) -> str | None:
    """Return the flag that was pasted with a typographic dash: ``—boxes``."""
    flag = re.sub(r"^[-‐-―−]+", "--", word.partition("=")[0])
    return flag if flag in OPTION_OF_FLAG and not _OPTION.match(word) else None


def _parse_option(word: Word, options: dict[str, Any]) -> str:
    """Put one option into `options`; return the line after it."""
    flag, equals, value = word.text.partition("=")
    option = OPTION_OF_FLAG.get(flag)
    if option is None:
        raise OptionError(_unknown_option_message(flag))
    rest = word.rest.lstrip()
    if not option.metavar:
        if equals:
            msg = f"{flag} takes no value."
            raise OptionError(msg)
        options[option.name] = option.constant
        return rest
    if not equals:
        if not rest:
            raise OptionError(_wrong_value_message(option, ""))
        following = next_word(rest)
        value, rest = following.text, following.rest.lstrip()
    options[option.name] = _convert_value(option, strip_quotes(value))
    return rest


def _convert_value(option: Option, value: str) -> object:
    if option.values and value not in option.values:
        raise OptionError(_wrong_value_message(option, value))
    try:
        return option.convert(value)
    except ValueError as error:
        raise OptionError(_wrong_value_message(option, value)) from error


def _wrong_value_message(option: Option, value: str) -> str:
    expected = f"one of {', '.join(option.values)}" if option.values else option.metavar
    rejected = f", not {value!r}" if value else ""
    return f"{option.flag} takes {expected}{rejected}."


def _unknown_option_message(flag: str) -> str:
    similar = [_flag_with_dashes(flag), *difflib.get_close_matches(flag, OPTION_OF_FLAG)]
    nearest = next(filter(None, similar), None)
    suggestion = f"did you mean {nearest}? " if nearest else ""
    way_out = "Put -- before a prompt that begins with a dash."
    return f"There is no option {flag}: {suggestion}{way_out}"


def _join_prompt(rest: str, cell: str | None) -> str:
    if cell is None:
        return rest
    body = cell.strip("\n")
    return f"{rest}\n{body}" if rest else body


def insert_variables(prompt: str, variables: Mapping[str, object]) -> str:
    """Return the prompt with every ``{{name}}`` replaced by that variable's text.

    Nothing else is changed, and braces in an inserted text stay as they are.

    Raises
    ------
    PromptError
        There is no such variable.
    """

    def variable_text(match: re.Match[str]) -> str:
        name = match[1]
        if name not in variables:
            suggestion = suggest_name(name, variables)
            msg = f"{match[0]} in the prompt: there is no variable {name!r}.{suggestion}"
            raise PromptError(msg)
        return str(variables[name])

    return _INSERTION.sub(variable_text, prompt)
