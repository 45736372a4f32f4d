"""The progress bar of a run of many questions."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, Self

_LEAST_WIDTH: Final = "160px"
"""Of the bar in a notebook, which wraps its words where a page is narrow."""

if TYPE_CHECKING:
    from decimal import Decimal

    from ..bulk.run_state import RunProgress


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

    def __call__(self, progress: RunProgress) -> None:
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
        if self._in_notebook:
            return _make_notebook_bar(total)
        from tqdm.std import tqdm

        return tqdm(total=total, unit="picture")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.refresh()
            self._bar.close()


def _make_notebook_bar(total: int | None) -> Any:
    """Return a bar that keeps its width where the words around it leave it none."""
    from tqdm.notebook import tqdm_notebook

    bar: Any = tqdm_notebook(total=total, unit="picture")
    _, meter, _ = bar.container.children
    meter.layout.flex = f"1 1 {_LEAST_WIDTH}"
    bar.container.layout.flex_flow = "row wrap"
    return bar


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
