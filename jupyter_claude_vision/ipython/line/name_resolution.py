"""What a word of the magic's line stands for: the user's variables, files, URLs and ids.

A word that is exactly one of the user's variables is an attachment or an error, unless its value
is nothing that anybody would point at (`words.is_ordinary`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...errors import InputError, PromptError
from ...inputs.files.paths import looks_like_a_file, no_folder
from ...inputs.files.typed_paths import (
    is_glob,
    matching_files,
    missing_path_message,
    path_in,
    spaced_path,
    strip_quotes,
)
from ...inputs.named_inputs import check_number, variable_name, visible_members
from ...inputs.ordinary_words import SHELLS_OWN, is_ordinary
from ...inputs.registry import is_visible, recognize_input
from ...options.line_options import LINE_OPTIONS
from ...options.validation import suggest_name
from .expressions import NOTHING, expression
from .parser import Meaning, Word, next_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...inputs.attachment import Attachment
    from ...inputs.registry import InputOptions

WAY_OUT: Final = "Put -- before a prompt that begins so."

_LABELLED: Final = re.compile(r"([^\W\d]\w*)=(?!=)(.+)", re.DOTALL)
_REFERENCE: Final = re.compile(
    r"(?!data:)[a-z][a-z0-9+.-]*://\S+|data:(?:[\w.+-]+/|;base64,)\S+|file_[a-z0-9]{6,}",
    re.ASCII | re.IGNORECASE,
)
_PLACE: Final = re.compile(r"(~|\.{1,2})?/.+|~\w+|[A-Za-z]:\\.+")
_NAME: Final = re.compile(r"[^\W\d]\w*")
_STOPS: Final = ":;?!."
_LINKS: Final = frozenset({"and", "&", "+", "vs", "vs.", "versus"})


class Names:
    """Resolves words against a user's variables and files.

    Parameters
    ----------
    variables : mapping
        The user's namespace.
    options : InputOptions
        Limits on what is read.
    each : bool
        Each picture is asked about by itself, so that there may be any number.
    """

    def __init__(
        self, variables: Mapping[str, Any], options: InputOptions, *, each: bool = False
    ) -> None:
        self._variables = variables
        self._options = options
        self._each = each

    def resolve(self, word: Word, after_attachment: bool) -> Meaning | None:
        """Return what a word stands for, or None where it begins the prompt.

        Raises
        ------
        InputError
            It looks like a path and leads nowhere, or to something that cannot be looked at.
        PromptError
            It looks like a name or an expression and leads nowhere.
        """
        if word.text.startswith("{{"):  # a variable's text is put there, not its picture
            return None
        try:
            return self._meaning(word, after_attachment=after_attachment)
        except (InputError, PromptError) as error:
            if not word.is_last and WAY_OUT not in str(error):
                message = str(error)
                stop = "" if message.endswith((".", "?", "!")) else "."
                error.args = (f"{message}{stop} {WAY_OUT}",)
            raise

    def visible(self) -> list[str]:
        """Return the names of the user's variables that can be shown, for Tab and for errors."""
        return sorted(
            name
            for name, value in list(self._variables.items())
            if not name.startswith("_") and is_visible(value)
        )

    def evaluated(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return options with the values of those that are expressions."""
        return {
            name: self.value(str(value), LINE_OPTIONS[name].flag)
            if LINE_OPTIONS[name].expression
            else value
            for name, value in options.items()
        }

    def value(self, text: str, flag: str) -> object:
        """Return the value of an option that is an expression over the user's names.

        Raises
        ------
        PromptError
            There is no such name, or the expression fails.
        """
        words = expression(text, self._variables)
        if words is None:
            suggestion = suggest_name(text, self._variables)
            msg = f"{flag} {text}: there is no such variable.{suggestion}"
            raise PromptError(msg)
        return words.value()

    def _meaning(self, word: Word, *, after_attachment: bool) -> Meaning | None:
        labelled = _LABELLED.fullmatch(word.text)
        label, text = (labelled[1], labelled[2]) if labelled else (None, word.text)
        attachments = self._find(text.removesuffix(","), label)  # "fig1, fig2 Which is …?"
        if attachments is not None:
            return Meaning(attachments, word.rest)
        if (spaced := spaced_path(Word(text, word.rest))) is not None:
            path, rest = spaced
            return Meaning([self._recognise(path, label or path)], rest)
        if labelled is None or label not in self._variables:
            self._complain(text, word, after_attachment=after_attachment)
        if label is not None:
            self._complain_of_label(label, text)
        self._complain_of_spaces(word)
        if after_attachment and word.text.lower() in _LINKS:
            self._complain_of_link(word)
        return None

    def _find(self, text: str, label: str | None) -> list[Attachment] | None:
        if text in self._variables and text.isidentifier():
            return self._shown(self._variables[text], text, label)
        bare = strip_quotes(text)
        if _REFERENCE.fullmatch(bare):
            return [self._recognise(bare, label or bare)]
        if (path := path_in(text)) is not None:
            return [self._recognise(path, label or path)]
        if text == bare and (value := self._evaluated(text)) is not NOTHING:
            return self._shown(value, text, label)
        return self._matches(bare, label)

    def _recognise(self, value: object, name: str) -> Attachment:
        return recognize_input(value, name, options=self._options)

    def _evaluated(self, text: str) -> object:
        """Return what an expression stands for; NOTHING where it is none, or may be prose.

        Raises
        ------
        PromptError
            It can hardly be prose, and fails.
        """
        words = expression(text, self._variables)
        if words is None:
            return NOTHING
        if words.form == "code":
            return words.value()
        try:
            value = words.value()
        except PromptError:  # "train/test", "[sic]"
            return NOTHING
        if words.form == "other" and not is_visible(value):
            return NOTHING
        return NOTHING if words.form == "display" and _holds_only_words(value) else value

    def _shown(self, value: object, text: str, label: str | None) -> list[Attachment] | None:
        """Return a value as attachments; None where its name is just a word of the prompt.

        Raises
        ------
        InputError
            It cannot be looked at, and was meant to be.
        """
        is_word = text in SHELLS_OWN or is_ordinary(value)
        if is_word and not is_visible(value) and label is None and text.isidentifier():
            return None
        is_written = text[0] in "[({"  # its members have names of their own
        name = label or ("" if isinstance(value, str) or is_written else text)
        named = visible_members(
            value, name, lambda v: text if v is value else variable_name(v, self._variables)
        )
        self._check_number(len(named), text)
        if label and named[0][1] is value and not (isinstance(value, str) or is_visible(value)):
            self._recognise(value, text)  # what is wrong is wrong with the variable
        return [self._recognise(item, own_name) for own_name, item in named]

    def _check_number(self, number: int, text: str) -> None:
        if not self._each:
            check_number(number, text)

    def _matches(self, text: str, label: str | None) -> list[Attachment] | None:
        files = matching_files(text)
        if not files:
            return None
        self._check_number(len(files), text)
        if label and len(files) > 1:
            return [
                self._recognise(path, f"{label} {number}") for number, path in enumerate(files, 1)
            ]
        return [self._recognise(path, label or path) for path in files]

    def _complain(self, text: str, word: Word, *, after_attachment: bool) -> None:
        """Raise where a word that begins no attachment can hardly begin a prompt either."""
        bare = strip_quotes(text)
        if is_glob(bare) and looks_like_a_file(bare):
            msg = f"No file matches {bare}."
            raise InputError(msg)
        if ("/" in bare or word.is_last or looks_like_a_file(bare)) and _is_folder(bare):
            raise InputError(no_folder(Path(bare), bare))
        if looks_like_a_file(bare) or (_PLACE.fullmatch(bare) and word.is_last):
            raise InputError(missing_path_message(bare))
        self._complain_of_name(text, word, after_attachment=after_attachment)

    def _complain_of_name(self, text: str, word: Word, *, after_attachment: bool) -> None:
        """Raise for a misspelt variable: alone, or spelt as no word of a prompt would be."""
        root = _NAME.match(text)
        if root is None:
            return
        alone = word.is_last and not after_attachment
        if root[0] in self._variables:
            self._complain_of_own(root[0], text, alone=alone)
            return
        is_code = bool(re.search(r"[\d_.\[(]", text.rstrip(".?!"))) and text.rstrip("?!.") == text
        if not (alone or is_code):
            return
        if near := difflib.get_close_matches(root[0], self.visible(), n=1, cutoff=0.6):
            msg = f"There is no variable {root[0]!r}: did you mean {near[0]}? {WAY_OUT}"
            raise PromptError(msg)

    def _complain_of_own(self, name: str, text: str, *, alone: bool) -> None:
        """Raise where one of the user's variables was meant, and something is in the way."""
        value, after = self._variables[name], text[len(name) :]
        if not after and alone:
            self._recognise(value, name)  # raises, and says what to do
        if name in SHELLS_OWN or (is_ordinary(value) and not is_visible(value)) or not after:
            return
        if not after.strip(_STOPS):
            msg = f"{text} is {name} with {after!r} after it: write {name} alone."
            raise PromptError(f"{msg} {WAY_OUT}")
        if after[0] in "[(.":
            msg = f"{text} cannot be read as an expression: is a bracket or a quote open? {WAY_OUT}"
            raise PromptError(msg)

    def _complain_of_label(self, label: str, text: str) -> None:
        """Raise where ``before=figg`` names nothing; ``x=5`` is no label."""
        name = _NAME.match(text)
        if name is None or label in self._variables or name[0] in self._variables:
            return
        suggestion = suggest_name(name[0], self.visible())
        msg = f"{label}={text}: there is no variable or file {text!r}.{suggestion} {WAY_OUT}"
        raise PromptError(msg)

    def _complain_of_link(self, word: Word) -> None:
        """Raise for ``fig and photo``, whose second picture would be a word of the prompt."""
        text = strip_quotes(next_word(word.rest.lstrip()).text).rstrip(_STOPS + ",")
        if is_visible(self._variables.get(text)) or path_in(text) is not None:
            msg = f"Write {text} without {word.text!r} before it, if it is to be sent. {WAY_OUT}"
            raise PromptError(msg)

    def _complain_of_spaces(self, word: Word) -> None:
        """Raise for ``before = fig``, whose label would be lost."""
        label, equals, _ = word.text.partition("=")
        after = word.rest.lstrip()
        if not equals and after.startswith("=") and not after.startswith("=="):
            after = after[1:].lstrip()
        elif not word.text.endswith("=") or word.text.count("=") > 1:
            return
        if not label.isidentifier() or not after:
            return
        text = next_word(after).text
        value = self._variables.get(text)
        if path_in(text) is not None or is_visible(value):
            msg = f"Write {label}={text} without spaces around the equals sign. {WAY_OUT}"
            raise PromptError(msg)


def _holds_only_words(value: object) -> bool:
    """Return whether a list, a tuple or a dict holds numbers and words only: "(x, y)"."""
    items = value.values() if isinstance(value, dict) else value
    return isinstance(items, Iterable) and all(map(is_ordinary, items))


def _is_folder(text: str) -> bool:
    try:
        return Path(text).expanduser().is_dir()
    except (OSError, ValueError, RuntimeError):  # too long, a NUL, no such user
        return False
