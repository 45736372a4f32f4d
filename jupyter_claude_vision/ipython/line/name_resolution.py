"""Resolution of the words of a line: the user's variables, files, URLs and ids of files.

A word that is the name of one of the user's variables is an attachment or an error, unless its
value is one that nobody would point at (`inputs.ordinary_words.is_ordinary`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ...errors import InputError, PromptError
from ...inputs.files.outside_sources import CLIPBOARD
from ...inputs.files.paths import looks_like_a_file, no_folder
from ...inputs.files.typed_paths import (
    is_glob,
    matching_files,
    missing_path_message,
    path_in,
    spaced_path,
    strip_quotes,
)
from ...inputs.named_inputs import (
    attach_clipboard,
    attach_member,
    check_number,
    variable_name,
    visible_members,
)
from ...inputs.ordinary_words import SHELLS_OWN, is_ordinary
from ...inputs.outputs.references import attach_output, is_output_reference, references_in
from ...inputs.registry import is_visible, recognize_input
from ...options.line_options import LINE_OPTIONS
from ...options.validators import suggest_name
from .expressions import NO_VALUE, parse_expression
from .parser import ResolvedWords, Word, next_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...inputs.attachment import Attachment
    from ...inputs.registry import InputOptions

WAY_OUT: Final = "Put -- before a prompt that begins so."

_LABEL_AND_VALUE: Final = re.compile(r"([^\W\d]\w*)=(?!=)(.+)", re.DOTALL)
_REFERENCE: Final = re.compile(
    r"(?!data:)[a-z][a-z0-9+.-]*://\S+|data:(?:[\w.+-]+/|;base64,)\S+|file_[a-z0-9]{6,}",
    re.ASCII | re.IGNORECASE,
)
_PATH: Final = re.compile(r"(~|\.{1,2})?/.+|~\w+|[A-Za-z]:\\.+")
_NAME: Final = re.compile(r"[^\W\d]\w*")
_PUNCTUATION: Final = ":;?!."
_CONJUNCTIONS: Final = frozenset({"and", "&", "+", "vs", "vs.", "versus"})


class NameResolver:
    """Resolves words to attachments, by a user's variables and files.

    Parameters
    ----------
    variables : mapping
        The user's namespace.
    input_options : InputOptions
        Limits on what is read.
    is_run : bool
        Each picture is a question of its own, so that there may be any number.
    """

    def __init__(
        self, variables: Mapping[str, Any], input_options: InputOptions, *, is_run: bool = False
    ) -> None:
        self._variables = variables
        self._input_options = input_options
        self._is_run = is_run

    def resolve_word(self, word: Word, after_attachment: bool) -> ResolvedWords | None:
        """Return the attachments that a word stands for, or None if it begins the prompt.

        Raises
        ------
        InputError
            It looks like a path, and nothing is there, or nothing that can be looked at.
        PromptError
            It looks like a name or an expression, and there is no such variable.
        """
        if word.text.startswith("{{"):  # the variable's text is inserted, not its picture
            return None
        try:
            return self._resolve_word(word, after_attachment=after_attachment)
        except (InputError, PromptError) as error:
            if not word.is_last and WAY_OUT not in str(error):
                message = str(error)
                period = "" if message.endswith((".", "?", "!")) else "."
                error.args = (f"{message}{period} {WAY_OUT}",)
            raise

    def resolve_prompt(self, prompt: str) -> list[Attachment]:
        """Return the outputs that a prompt names where nothing stands before it.

        The prompt stays as it is: "What went wrong in @7?"

        Raises
        ------
        NotVisibleError
            There is no such output.
        """
        references = references_in(prompt)
        return [a for text in references for a in attach_output(text, self._input_options)]

    def visible_names(self) -> list[str]:
        """Return the names of the user's variables that can be looked at."""
        return sorted(
            name
            for name, value in list(self._variables.items())
            if not name.startswith("_") and is_visible(value)
        )

    def evaluate_options(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of options, those that are expressions evaluated.

        Raises
        ------
        PromptError
            There is no such variable, or an expression fails.
        """
        return {
            name: self._evaluate_option(str(value), LINE_OPTIONS[name].flag)
            if LINE_OPTIONS[name].expression
            else value
            for name, value in values.items()
        }

    def _evaluate_option(self, text: str, flag: str) -> object:
        expression = parse_expression(text, self._variables)
        if expression is None:
            suggestion = suggest_name(text, self._variables)
            msg = f"{flag} {text}: there is no such variable.{suggestion}"
            raise PromptError(msg)
        return expression.evaluate()

    def _resolve_word(self, word: Word, *, after_attachment: bool) -> ResolvedWords | None:
        match = _LABEL_AND_VALUE.fullmatch(word.text)
        label, text = (match[1], match[2]) if match else (None, word.text)
        attachments = self._find_attachments(text.removesuffix(","), label)  # "fig1, fig2 …?"
        if attachments is not None:
            return ResolvedWords(attachments, word.rest)
        if (path_and_rest := spaced_path(text + word.rest)) is not None:
            path, rest = path_and_rest
            return ResolvedWords([self._recognize_value(path, label or path)], rest)
        if label is None or label not in self._variables:
            self._check_path(text, word)
            self._check_name(text, word, after_attachment=after_attachment)
        if label is not None:
            self._check_label(label, text)
        self._check_spaces(word)
        if after_attachment and word.text.lower() in _CONJUNCTIONS:
            self._check_conjunction(word)
        return None

    def _find_attachments(self, text: str, label: str | None) -> list[Attachment] | None:
        if text in self._variables and text.isidentifier():
            return self._attachments_of_value(self._variables[text], text, label)
        bare = strip_quotes(text)
        if is_output_reference(bare):
            return attach_output(bare, self._input_options, label)
        if text == CLIPBOARD:
            return attach_clipboard(label or text, self._input_options)
        if _REFERENCE.fullmatch(bare):
            return [self._recognize_value(bare, label or bare)]
        if (path := path_in(text)) is not None:
            return [self._recognize_value(path, label or path)]
        if text == bare and (value := self._evaluate_word(text)) is not NO_VALUE:
            return self._attachments_of_value(value, text, label)
        return self._attachments_of_glob(bare, label)

    def _recognize_value(self, value: object, name: str) -> Attachment:
        return recognize_input(value, name, options=self._input_options)

    def _evaluate_word(self, text: str) -> object:
        """Return the value of an expression; NO_VALUE if the text is none, or may be prose.

        Raises
        ------
        PromptError
            It can hardly be prose, and fails.
        """
        expression = parse_expression(text, self._variables)
        if expression is None:
            return NO_VALUE
        if expression.form == "code":
            return expression.evaluate()
        try:
            value = expression.evaluate()
        except PromptError:  # "train/test", "[sic]"
            return NO_VALUE
        if expression.form == "other" and not is_visible(value):
            return NO_VALUE
        return NO_VALUE if expression.form == "display" and _holds_only_words(value) else value

    def _attachments_of_value(
        self, value: object, text: str, label: str | None
    ) -> list[Attachment] | None:
        """Return a value as attachments; None if its name is a word of the prompt.

        Raises
        ------
        InputError
            It is no word of a prompt, and cannot be looked at.
        """
        is_word = text in SHELLS_OWN or is_ordinary(value)
        if is_word and not is_visible(value) and label is None and text.isidentifier():
            return None
        is_display = text[0] in "[({"  # its members have names of their own
        name = label or ("" if isinstance(value, str) or is_display else text)
        members = visible_members(
            value, name, lambda v: text if v is value else variable_name(v, self._variables)
        )
        self._check_number(len(members), text)
        if label and members[0][1] is value and not (isinstance(value, str) or is_visible(value)):
            self._recognize_value(
                value, text
            )  # so that the error names the variable, not the label
        options = self._input_options
        return [a for pair in members for a in attach_member(*pair, options)]

    def _check_number(self, number: int, text: str) -> None:
        if not self._is_run:
            check_number(number, text)

    def _attachments_of_glob(self, text: str, label: str | None) -> list[Attachment] | None:
        files = matching_files(text)
        if not files:
            return None
        self._check_number(len(files), text)
        if label and len(files) > 1:
            return [
                self._recognize_value(path, f"{label} {number}")
                for number, path in enumerate(files, 1)
            ]
        return [self._recognize_value(path, label or path) for path in files]

    def _check_path(self, text: str, word: Word) -> None:
        """Raise for a path or a glob at which there is nothing to look at."""
        bare = strip_quotes(text)
        if is_glob(bare) and looks_like_a_file(bare):
            msg = f"No file matches {bare}."
            raise InputError(msg)
        if ("/" in bare or word.is_last or looks_like_a_file(bare)) and _is_folder(bare):
            raise InputError(no_folder(Path(bare), bare))
        if looks_like_a_file(bare) or (_PATH.fullmatch(bare) and word.is_last):
            raise InputError(missing_path_message(bare))

    def _check_name(self, text: str, word: Word, *, after_attachment: bool) -> None:
        """Raise for a misspelt variable: alone on the line, or spelt as no word of prose is."""
        root = _NAME.match(text)
        if root is None:
            return
        is_alone = word.is_last and not after_attachment
        if root[0] in self._variables:
            self._check_variable(root[0], text, is_alone=is_alone)
            return
        is_code = bool(re.search(r"[\d_.\[(]", text.rstrip(".?!"))) and text.rstrip("?!.") == text
        if not (is_alone or is_code):
            return
        similar = difflib.get_close_matches(root[0], self.visible_names(), n=1, cutoff=0.6)
        if similar:
            msg = f"There is no variable {root[0]!r}: did you mean {similar[0]}? {WAY_OUT}"
            raise PromptError(msg)

    def _check_variable(self, name: str, text: str, *, is_alone: bool) -> None:
        """Raise for a variable that cannot be looked at, or has other characters after it."""
        value, after = self._variables[name], text[len(name) :]
        if not after and is_alone:
            self._recognize_value(value, name)  # raises, and says what to do
        if name in SHELLS_OWN or (is_ordinary(value) and not is_visible(value)) or not after:
            return
        if not after.strip(_PUNCTUATION):
            msg = f"{text} is {name} with {after!r} after it: write {name} alone."
            raise PromptError(f"{msg} {WAY_OUT}")
        if after[0] in "[(.":
            msg = f"{text} cannot be read as an expression: is a bracket or a quote open? {WAY_OUT}"
            raise PromptError(msg)

    def _check_label(self, label: str, text: str) -> None:
        """Raise for ``before=figg`` without a variable ``figg``; ``x=5`` is prose."""
        name = _NAME.match(text)
        if name is None or label in self._variables or name[0] in self._variables:
            return
        suggestion = suggest_name(name[0], self.visible_names())
        msg = f"{label}={text}: there is no variable or file {text!r}.{suggestion} {WAY_OUT}"
        raise PromptError(msg)

    def _check_conjunction(self, word: Word) -> None:
        """Raise for ``fig and photo``, whose second picture would be a word of the prompt."""
        text = strip_quotes(next_word(word.rest.lstrip()).text).rstrip(_PUNCTUATION + ",")
        if is_visible(self._variables.get(text)) or path_in(text) is not None:
            msg = f"Write {text} without {word.text!r} before it, if it is to be sent. {WAY_OUT}"
            raise PromptError(msg)

    def _check_spaces(self, word: Word) -> None:
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
    """Return True for a list, a tuple or a dict of numbers and words only: "(x, y)"."""
    items = value.values() if isinstance(value, dict) else value
    return isinstance(items, Iterable) and all(map(is_ordinary, items))


def _is_folder(text: str) -> bool:
    try:
        return Path(text).expanduser().is_dir()
    except (OSError, ValueError, RuntimeError):  # too long, a NUL, no such user
        return False
