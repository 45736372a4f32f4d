"""What a word of the magic's line stands for: the user's variables, files, URLs and ids."""

from __future__ import annotations

import ast
import builtins
import difflib
import glob
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..errors import InputError, PromptError
from ..inputs.containers import is_container, leaves
from ..inputs.images import no_file
from ..inputs.recognise import is_visible, recognise
from .options import OPTIONS
from .things import members

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..inputs.attachment import Attachment
    from ..inputs.recognise import InputOptions
    from .arguments import Word

_LABELLED: Final = re.compile(r"([^\W\d]\w*)=(?!=)(.+)", re.DOTALL)
_REFERENCE: Final = re.compile(r"https?://\S+|data:[\w.+-]+/\S+|file_[A-Za-z0-9]{6,}", re.ASCII)
_EXTENSIONS: Final = (
    "png jpg jpeg jfif gif webp bmp tif tiff ico avif heic heif svg pdf".split()  # noqa: SIM905
)
_PLACE: Final = re.compile(r"(~|\.{1,2})?/.+|[A-Za-z]:\\.+")
_GLOB: Final = re.compile(r"[*?\[]")


class Names:
    """Resolves words against a user's variables and files.

    Parameters
    ----------
    variables : mapping
        The user's namespace.
    options : InputOptions
        Limits on what is read.
    """

    def __init__(self, variables: Mapping[str, Any], options: InputOptions) -> None:
        self._variables = variables
        self._options = options

    def resolve(self, word: Word, after_attachment: bool) -> Sequence[Attachment] | None:
        """Return the attachments that a word stands for, or None where it begins the prompt.

        Raises
        ------
        PromptError
            It looks like a path or a name and leads nowhere.
        InputError
            It leads to something that cannot be looked at.
        """
        labelled = _LABELLED.fullmatch(word.text)
        label, text = (labelled[1], labelled[2]) if labelled else (None, word.text)
        found = self._find(text, label)
        if found is None and not (labelled and label in self._variables):
            self._complain(text, word, after_attachment=after_attachment)
        return found

    def visible(self) -> list[str]:
        """Return the names of the user's variables that can be shown, for Tab and for errors."""
        return sorted(
            name
            for name, value in list(self._variables.items())
            if not name.startswith("_") and is_visible(value)
        )

    def evaluated(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return options with the values of those that are expressions."""
        expressions = {option.name: option.flags[-1] for option in OPTIONS if option.expression}
        return {
            name: self.value(value, expressions[name]) if name in expressions else value
            for name, value in options.items()
        }

    def value(self, text: str, flag: str) -> object:
        """Return the value of an option that is an expression over the user's names.

        Raises
        ------
        PromptError
            There is no such name, or the expression fails.
        """
        value = self._evaluate(text)
        if value is _NOTHING:
            near = difflib.get_close_matches(text, self._variables, n=1)
            meant = f" Did you mean {near[0]}?" if near else ""
            msg = f"{flag} {text}: there is no such variable.{meant}"
            raise PromptError(msg)
        return value

    def _find(self, text: str, label: str | None) -> list[Attachment] | None:
        bare = _unquoted(text)
        if _REFERENCE.fullmatch(bare):
            return [self._recognise(bare, label or bare)]
        if _names_a_file(bare):
            return [self._recognise(bare, label or bare)]
        if text == bare and (value := self._evaluate(text)) is not _NOTHING:
            return self._shown(value, text, label)
        return self._glob(bare, label)

    def _recognise(self, value: object, name: str) -> Attachment:
        return recognise(value, name, options=self._options)

    def _evaluate(self, text: str) -> object:
        """Return the value of an expression over the user's names, or _NOTHING."""
        try:
            tree = ast.parse(text, mode="eval")
        except (SyntaxError, ValueError):
            return _NOTHING
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        root = _root(tree.body)
        own = {root.id} if isinstance(root, ast.Name) else names
        if not own & self._variables.keys() or any(
            name not in self._variables and not hasattr(builtins, name) for name in names
        ):
            return _NOTHING
        try:
            return eval(  # noqa: S307 - it is the user's own expression
                compile(tree, "<claude_see>", "eval"), dict(self._variables)
            )
        except Exception as error:
            msg = f"{text}: {type(error).__name__}: {error}"
            raise PromptError(msg) from error

    def _shown(self, value: object, text: str, label: str | None) -> list[Attachment] | None:
        """Return a value as attachments; None where it is no more than a word of the prompt."""
        if is_visible(value):
            return [self._recognise(value, label or text)]
        if is_container(value) and any(map(is_visible, leaves(value))):
            return [self._recognise(item, name) for name, item in members(value, label or text)]
        # Something that is made of data was meant to be looked at; the recogniser says what
        # to do instead. Any other value just happens to be named like a word.
        if label or hasattr(value, "shape") or hasattr(value, "plot"):
            return [self._recognise(value, label or text)]
        return None

    def _glob(self, text: str, label: str | None) -> list[Attachment] | None:
        if not _GLOB.search(text):
            return None
        # The user's own spelling is kept: Path.glob would want a folder to start from.
        matches = glob.glob(str(Path(text).expanduser()), recursive=True)  # noqa: PTH207
        paths = sorted(matches, key=natural)
        files = [path for path in paths if Path(path).is_file()]
        if not files:
            return None
        if label and len(files) > 1:
            return [
                self._recognise(path, f"{label} {number}") for number, path in enumerate(files, 1)
            ]
        return [self._recognise(path, label or path) for path in files]

    def _complain(self, text: str, word: Word, *, after_attachment: bool) -> None:
        """Raise where a word that begins no attachment can hardly begin a prompt either."""
        bare = _unquoted(text)
        if _GLOB.search(bare) and looks_like_a_file(bare):
            msg = f"No file matches {bare}."
            raise PromptError(msg)
        if Path(bare).is_dir() and ("/" in bare or word.is_last):
            msg = f"{bare} is a folder: name its files, such as {bare.rstrip('/')}/*.png."
            raise InputError(msg)
        if looks_like_a_file(bare) or (_PLACE.fullmatch(bare) and word.is_last):
            raise PromptError(no_file(Path(bare).expanduser(), bare))
        self._complain_of_name(text, word, after_attachment=after_attachment)

    def _complain_of_name(self, text: str, word: Word, *, after_attachment: bool) -> None:
        """Raise for a misspelt variable: alone, or spelt as no word of a prompt would be."""
        root = re.match(r"[^\W\d]\w*", text)
        if root is None or (root[0] in self._variables and root[0] != text):
            return
        is_code = bool(re.search(r"[\d_.\[(]", text.rstrip(".?!"))) and text.rstrip("?!.") == text
        if text in self._variables and word.is_last and not after_attachment:
            self._recognise(self._variables[text], text)  # raises, and says what to do
        if not ((word.is_last and not after_attachment) or is_code):
            return
        if near := difflib.get_close_matches(root[0], self.visible(), n=1, cutoff=0.6):
            msg = (
                f"There is no variable {root[0]!r}: did you mean {near[0]}? "
                "Put -- before a prompt that begins so."
            )
            raise PromptError(msg)


class _Nothing:
    """Told apart from None, which an expression may be."""


_NOTHING: Final = _Nothing()


def _root(expression: ast.expr) -> ast.expr:
    """Return what an expression begins with: ``axes`` of ``axes[0].figure``."""
    while True:
        if isinstance(expression, (ast.Attribute, ast.Subscript)):
            expression = expression.value
        elif isinstance(expression, ast.Call):
            expression = expression.func
        else:
            return expression


def _names_a_file(text: str) -> bool:
    # A word without a dot or a slash is a word, even where a file has that name.
    if "." not in text and "/" not in text:
        return False
    try:
        return Path(text).expanduser().is_file()
    except OSError:  # longer than a file's name can be
        return False


def looks_like_a_file(text: str) -> bool:
    """Return whether a word ends as a picture's file does, or nearly so (chart.pgn)."""
    extension = Path(text).suffix.lower().removeprefix(".")
    return bool(difflib.get_close_matches(extension, _EXTENSIONS, n=1, cutoff=0.66))


def natural(path: str) -> list[object]:
    """Sort key under which run2 comes before run10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"(\d+)", path)]


def _unquoted(word: str) -> str:
    quoted = len(word) > 1 and word[0] == word[-1] and word[0] in "\"'"
    return word[1:-1] if quoted else word
