"""`see_many`: one question about each of many pictures, asked from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..bulk.planning import ask_many
from ..options import RunKeywords, build_run_options
from ..options.signatures import accept_options
from ..options.validators import check_prompt
from .current_session import current_session

if TYPE_CHECKING:
    from typing import Unpack

    from ..bulk.results.results import Answers


@accept_options(RunKeywords)
def see_many(images: Any, prompt: str = "", **options: Unpack[RunKeywords]) -> Answers:
    """Ask Claude one question about each of many pictures.

    Parameters
    ----------
    images : str or path or iterable or mapping or pandas.Series
        A glob (``"runs/*.png"``), a folder, or any of what `see` takes, one by one: a list, a
        column, a mapping by name, or a generator, which is not read ahead of what is needed.
    prompt : str, optional
        Asked about each. Without it, the task's prompt.
    **options
        Those of a question have the values of their settings if they are not given.

    Returns
    -------
    Answers
        In the order asked; ``answers.to_frame()`` is a DataFrame.

    Raises
    ------
    ClaudeVisionError
        One of its kinds. What was answered until then is kept: run it again to go on.
    Stopped
        The kernel was interrupted; the same holds.

    Examples
    --------
    >>> answers = see_many("runs/*.png", "Does it converge?")  # doctest: +SKIP
    >>> answers.to_frame()  # doctest: +SKIP
    """
    session = current_session()
    with session.readable_errors(debug=options.get("debug") is True):
        check_prompt(prompt)
        return ask_many(session, images, prompt, build_run_options(options))
