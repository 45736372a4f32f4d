"""The progress bar of a run of many questions."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decimal import Decimal

    from ..bulk.run_progress import Tally


class Bar:
    """Shows a run: done, failed, rate, cost so far and to come.

    Parameters
    ----------
    in_notebook : bool
        With a notebook's bar where ipywidgets is installed; else as text.
    """

    def __init__(self, *, in_notebook: bool) -> None:
        self._in_notebook = in_notebook and find_spec("ipywidgets") is not None
        self._bar: Any = None

    def show(self, tally: Tally) -> None:
        """Show how far the run is."""
        if self._bar is None:
            self._bar = self._made(tally.total)
        if tally.total is not None and self._bar.total != tally.total:
            self._bar.total = tally.total
        self._bar.set_postfix_str(said(tally), refresh=False)
        self._bar.update(tally.done - self._bar.n)

    def _made(self, total: int | None) -> Any:
        kind: Any
        if self._in_notebook:
            from tqdm.notebook import tqdm_notebook as kind
        else:
            from tqdm.std import tqdm as kind
        return kind(total=total, unit="picture")

    def close(self) -> None:
        """Leave the bar as it stands."""
        if self._bar is not None:
            self._bar.refresh()
            self._bar.close()


def said(tally: Tally) -> str:
    """Return what stands behind the bar."""
    parts = []
    if tally.failed:
        parts.append(f"{tally.failed:,} failed")
    if tally.kept:
        parts.append(f"{tally.kept:,} answered before")
    if tally.spent:
        parts.append(_price(tally.spent))
    if tally.to_come:
        parts.append(f"{_price(tally.to_come)} to come")
    if tally.waits_until:
        parts.append(f"waits until {tally.waits_until}")
    return ", ".join(parts)


def _price(usd: Decimal) -> str:
    return f"USD {usd:.2f}" if usd >= 1 else f"USD {usd:.4f}"
