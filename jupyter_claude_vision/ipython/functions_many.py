"""`see_many`: one question about each of many pictures, asked from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from ..bulk.concurrency import MOST
from ..bulk.planning import Going, ask_many
from ..option_checks import check_prompt, known_keywords
from .current_session import current_session

if TYPE_CHECKING:
    import os
    from concurrent.futures import Executor

    from ..bulk.results.results import Answers
    from ..inputs.arrays import Channels
    from ..models import Effort


@known_keywords
def see_many(
    images: Any,
    prompt: str = "",
    *,
    checkpoint: str | os.PathLike[str] | None = None,
    how: str = "now",
    on_error: str = "keep",
    budget: float | None = None,
    confirm: float | bool | None = None,
    executor: Executor | None = None,
    at_once: int = MOST,
    progress: bool | None = None,
    resubmit: bool = False,
    schema: Any = None,
    boxes: bool = False,
    table: bool = False,
    method: str | None = None,
    model: str | None = None,
    max_tokens: int | None = None,
    effort: Effort | Literal["auto"] | None = None,
    thinking: bool | None = None,
    task: str | None = None,
    detail: str | None = None,
    background: str | None = None,
    channels: Channels = "rgb",
    debug: bool = False,
) -> Answers:
    """Ask Claude one question about each of many pictures.

    Parameters
    ----------
    images : str or path or iterable or mapping or pandas.Series
        A glob (``"runs/*.png"``), a folder, or any of what `see` takes, one by one: a list, a
        column, a mapping by name, or a generator, which is not read ahead of what is needed.
    prompt : str, optional
        Asked about each. Without it, the task's prompt.
    checkpoint : path, optional
        A file (``"run.jsonl"``) that takes each answer as it comes. A run with the same file, in
        this kernel or another, asks nothing that it holds.
    how : {"now", "batch"}, optional
        "batch" asks through the Message Batches API: half the price, within 24 hours. It needs
        a `checkpoint`, where the batch's id is kept: run it again to collect the answers.
    on_error : {"keep", "raise"}, optional
        What happens with a picture that fails: its error stands in its place; or the run ends.
    budget : float, optional
        Most USD that the run may spend; it ends before it could be passed.
    confirm : float or bool, optional
        USD from which on you are asked before anything is sent; False never asks. By default the
        setting of that name.
    executor : concurrent.futures.Executor, optional
        Where pictures are read, prepared and asked about, such as Dask's
        ``client.get_executor()``. Workers use the keys of their own environment.
    at_once : int, optional
        Most requests in flight. How many there are depends on what the provider lets.
    progress : bool, optional
        Show a bar; by default where answers are shown as they are written.
    resubmit : bool, optional
        With "batch": ask again about pictures that expired, failed or were cancelled.
    schema : type, optional
        As in `see`: ``answers[0].data`` is an instance of it, ``to_frame()`` has its fields.
    boxes : bool, optional
        As in `see`: ``answers[0].regions`` says where; ``answers.regions.to_frame()`` has all.
    table : bool, optional
        As in `see`: ``answers[0].answer.table`` is a chart's values.
    method, model, max_tokens, effort, thinking : optional
        As in `see`. ``method="auto"`` sends each picture inside its request.
    task, detail, background, channels, debug : optional
        As in `see`.

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
    options = {
        "schema": schema,
        "boxes": boxes,
        "table": table,
        "method": method,
        "model": model,
        "max_tokens": max_tokens,
        "effort": effort,
        "thinking": thinking,
        "task": task,
        "detail": detail,
        "background": background,
        "channels": channels,
        "debug": debug,
    }
    going = Going(checkpoint, how, on_error, budget, confirm, executor, at_once, progress, resubmit)
    with session.readable_errors(debug=debug is True):
        check_prompt(prompt)
        return ask_many(session, images, prompt, options, going)
