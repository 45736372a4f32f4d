"""`see_many`: one question about each of many pictures, asked from Python."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Self

from ..bulk.launch import ask_many
from ..bulk.planning import estimate_many
from ..inputs.named_inputs import names_in_reach
from ..options import RunKeywords, build_run_options
from ..options.signatures import accept_options
from ..options.validators import check_prompt
from .current_session import current_session

if TYPE_CHECKING:
    from decimal import Decimal
    from typing import Unpack

    from ..bulk.results.results import Answers
    from ..bulk.run_state import RunProgress
    from ..options import RunOptions
    from .session import Session


@accept_options(RunKeywords)
def see_many(images: Any, prompt: str = "", **options: Unpack[RunKeywords]) -> Answers:
    """Ask Claude one question about each of many pictures.

    Parameters
    ----------
    images : str or path or iterable or mapping or pandas.Series
        A glob (``"runs/*.png"``), a folder, or several sources as `see` takes them: a list, a
        column, a mapping by name, or a generator, which is read only as far as needed.
    prompt : str, optional
        The question about each picture. Without it, the task's prompt.
    **options
        An option that is not given has the value of the setting of its name
        (``%config ClaudeVision``).

    Returns
    -------
    Answers
        In the order of the pictures; ``answers.to_frame()`` is a DataFrame.

    Raises
    ------
    ClaudeVisionError
        The message says what to do. The answers so far are kept: run it again to go on.
    Stopped
        The kernel was interrupted; the answers so far are kept, too.

    Examples
    --------
    >>> answers = see_many("runs/*.png", "Does it converge?")  # doctest: +SKIP
    >>> answers.to_frame()  # doctest: +SKIP
    """
    session = current_session()
    with session.readable_errors(debug=options.get("debug") is True):
        check_prompt(prompt)
        return ask_many_in_session(session, images, prompt, build_run_options(options))


def ask_many_in_session(session: Session, images: Any, prompt: str, options: RunOptions) -> Answers:
    """Ask one question about each of many pictures, with a progress bar; return the answers."""
    is_visible = session.settings.stream if options.progress is None else options.progress
    with ProgressBar(is_visible=is_visible, in_notebook=hasattr(session.shell, "kernel")) as bar:
        return ask_many(
            session,
            images,
            prompt,
            options,
            variables=names_in_reach(session.variables()),
            show_progress=bar.show_progress,
        )


def estimate_many_in_session(
    session: Session, images: Any, prompt: str, options: RunOptions
) -> str:
    """Return a sentence on the expected cost of a run; nothing is sent."""
    variables = names_in_reach(session.variables())
    return estimate_many(session, images, prompt, options, variables=variables)


class ProgressBar:
    """Progress bar of a run: items, failures, rate, cost so far and to come.

    Parameters
    ----------
    is_visible : bool
    in_notebook : bool
        Use a notebook's bar where ipywidgets is installed, instead of text.
    """

    def __init__(self, *, is_visible: bool, in_notebook: bool) -> None:
        self._is_visible = is_visible
        self._in_notebook = in_notebook and find_spec("ipywidgets") is not None
        self._bar: Any = None

    def show_progress(self, progress: RunProgress) -> None:
        """Show the progress of the run."""
        if not self._is_visible:
            return
        if self._bar is None:
            self._bar = self._make_bar(progress.total)
        if progress.total is not None and self._bar.total != progress.total:
            self._bar.total = progress.total
        self._bar.set_postfix_str(format_progress(progress), refresh=False)
        self._bar.update(progress.finished_count - self._bar.n)

    def _make_bar(self, total: int | None) -> Any:
        kind: Any
        if self._in_notebook:
            from tqdm.notebook import tqdm_notebook as kind
        else:
            from tqdm.std import tqdm as kind
        return kind(total=total, unit="picture")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.refresh()
            self._bar.close()


def format_progress(progress: RunProgress) -> str:
    """Return the text behind the bar."""
    parts = []
    if progress.failure_count:
        parts.append(f"{progress.failure_count:,} failed")
    if progress.reuse_count:
        parts.append(f"{progress.reuse_count:,} answered before")
    if progress.cost:
        parts.append(_format_price(progress.cost))
    if progress.remaining_cost:
        parts.append(f"{_format_price(progress.remaining_cost)} to come")
    if progress.paused_until:
        parts.append(f"waits until {progress.paused_until}")
    return ", ".join(parts)


def _format_price(usd: Decimal) -> str:
    return f"USD {usd:.2f}" if usd >= 1 else f"USD {usd:.4f}"
