"""The grammar of ``%claude_see``: a line and a cell become options, attachments and a prompt.

Leading words are options and attachments for as long as each one is; the first word that is
neither begins the prompt, ``--`` begins it by force, and from there on everything is literal.
argparse cannot carry such a prompt (quotes, double spaces, words that look like options), so
the line is scanned here. Pure: what a word stands for is the caller's to say.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from ...errors import OptionError, PromptError
from ...options.line_options import OPTION_OF_FLAG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...inputs.attachment import Attachment
    from ...options.declaration import Option

_CLOSING: Final = {"(": ")", "[": "]", "{": "}"}
_OPTION: Final = re.compile(r"--?[A-Za-z]")
_INSERTION: Final = re.compile(r"\{\{\s*([^\W\d]\w*)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the line, and what follows it.

    Attributes
    ----------
    text : str
    rest : str
        The line after it, leading white space included.
    """

    text: str
    rest: str

    @property
    def is_last(self) -> bool:
        """Whether nothing but white space follows."""
        return not self.rest.strip()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the line's next words stand for.

    Attributes
    ----------
    attachments : sequence of Attachment
    rest : str
        The line after them: a path with spaces takes more than one word.
    """

    attachments: Sequence[Attachment]
    rest: str


@dataclass(frozen=True)
class Arguments:
    """What a line and a cell say.

    Attributes
    ----------
    options : dict
        By option name; only those given.
    attachments : tuple of Attachment
    prompt : str
        As typed; empty where there is none.
    """

    options: dict[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    prompt: str = ""


def parse(
    line: str, cell: str | None, resolve: Callable[[Word, bool], Meaning | None]
) -> Arguments:
    """Return what a line, and the cell below it, say.

    Parameters
    ----------
    line : str
        What stands behind the magic's name.
    cell : str or None
        The cell's body; None for a line magic.
    resolve : callable
        Takes a word and whether an attachment came before; returns what it stands for, or None
        where it begins the prompt.

    Raises
    ------
    OptionError
        An option is misspelt or lacks its value.
    """
    options: dict[str, Any] = {}
    attachments: list[Attachment] = []
    rest = line.strip()
    while rest:
        word = next_word(rest)
        if word.text == "--":
            rest = word.rest.lstrip()
            break
        if _looks_like_option(word.text):
            rest = _take_option(word, options)
            continue
        meaning = resolve(word, bool(attachments))
        if meaning is None:
            break
        attachments += meaning.attachments
        rest = meaning.rest.lstrip()
    return Arguments(options, tuple(attachments), _join(rest, cell))


def next_word(text: str) -> Word:
    r"""Return the first word: up to white space outside brackets and quotes.

    A backslash before it keeps white space in the word, as in a shell: ``my\ chart.png``. Where
    brackets or quotes stay open ("What's …"), white space alone ends the word.
    """
    end = _balanced_end(text)
    if end is None:
        end = re.search(r"\s|$", text).start()  # type: ignore[union-attr]
    return Word(text[:end], text[end:])


def _balanced_end(text: str) -> int | None:
    closing: list[str] = []
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
        elif character in _CLOSING:
            closing.append(_CLOSING[character])
        elif closing and character == closing[-1]:
            closing.pop()
        elif character.isspace() and not closing:
            return index
    return None if quote or closing else len(text)


def _looks_like_option(word: str) -> bool:
    return (
        word in OPTION_OF_FLAG or _OPTION.match(word) is not None or _meant_option(word) is not None
    )


def _meant_option(word: str) -> str | None:
    """Return the option that was pasted with a dash of typography: ``—boxes``."""
    flag = re.sub(r"^[-‐-―−]+", "--", word.partition("=")[0])
    return flag if flag in OPTION_OF_FLAG and not _OPTION.match(word) else None


def _take_option(word: Word, options: dict[str, Any]) -> str:
    """Put one option into `options`; return the line after it."""
    flag, equals, value = word.text.partition("=")
    option = OPTION_OF_FLAG.get(flag)
    if option is None:
        raise OptionError(_unknown_option(flag))
    rest = word.rest.lstrip()
    if not option.metavar:
        if equals:
            msg = f"{flag} takes no value."
            raise OptionError(msg)
        options[option.name] = option.constant
        return rest
    if not equals:
        if not rest:
            raise OptionError(_wrong_value(option, ""))
        following = next_word(rest)
        value, rest = following.text, following.rest.lstrip()
    options[option.name] = _converted(option, _unquoted(value))
    return rest


def _converted(option: Option, value: str) -> object:
    if option.values and value not in option.values:
        raise OptionError(_wrong_value(option, value))
    try:
        return option.convert(value)
    except ValueError as error:
        raise OptionError(_wrong_value(option, value)) from error


def _wrong_value(option: Option, value: str) -> str:
    expected = f"one of {', '.join(option.values)}" if option.values else option.metavar
    got = f", not {value!r}" if value else ""
    return f"{option.flags[-1]} takes {expected}{got}."


def _unknown_option(flag: str) -> str:
    flags = [_meant_option(flag), *difflib.get_close_matches(flag, OPTION_OF_FLAG)]
    nearest = next(filter(None, flags), None)
    meant = f"did you mean {nearest}? " if nearest else ""
    return f"There is no option {flag}: {meant}Put -- before a prompt that begins with a dash."


def _unquoted(word: str) -> str:
    quoted = len(word) > 1 and word[0] == word[-1] and word[0] in "\"'"
    return word[1:-1] if quoted else word


def _join(rest: str, cell: str | None) -> str:
    if cell is None:
        return rest
    body = cell.strip("\n")
    return f"{rest}\n{body}" if rest else body


def insert_variables(prompt: str, variables: Mapping[str, object]) -> str:
    """Return the prompt with every ``{{name}}`` replaced by that variable's text.

    Nothing else in it is touched, and what is inserted is not looked at again.

    Raises
    ------
    PromptError
        There is no such variable.
    """

    def text(match: re.Match[str]) -> str:
        name = match[1]
        if name not in variables:
            near = difflib.get_close_matches(name, variables, n=1)
            meant = f" Did you mean {near[0]}?" if near else ""
            msg = f"{match[0]} in the prompt: there is no variable {name!r}.{meant}"
            raise PromptError(msg)
        return str(variables[name])

    return _INSERTION.sub(text, prompt)
