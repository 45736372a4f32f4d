"""Live figures, which answers must not keep: one with its renderer takes several megabytes."""

from __future__ import annotations

from typing import Any
from weakref import ref

from ..errors import NotVisibleError


class Live:
    """A live figure, or a part of one, that an attachment was made of.

    It is held until its question is answered, since nobody else may hold it: ``%claude_see
    df.plot()``. From then on it is here for as long as the user has it.

    Parameters
    ----------
    figure : object
    held : bool, optional
        Whether it is held until it is released.
    """

    def __init__(self, figure: Any, *, held: bool = True) -> None:
        self._strong = figure if held else None
        self._weak = ref(figure)

    def __call__(self) -> Any:
        """Return the figure; None where it is gone."""
        return self._weak()

    def release_figure(self) -> None:
        """Hold the figure no longer."""
        self._strong = None

    def __reduce__(self) -> tuple[type[Gone], tuple[()]]:
        # A copy in another process, or in a file, is of the answer and not of the figure.
        return Gone, ()


def still_here(live: Live, name: str) -> Any:
    """Return a live figure.

    Raises
    ------
    NotVisibleError
        It is gone.
    """
    figure = live()
    if figure is None:
        msg = f"{name} is not in this kernel any more: draw it again, and name that."
        raise NotVisibleError(msg)
    return figure


class Gone(Live):
    """A live figure that is not in this process."""

    def __init__(self) -> None:
        pass

    def __call__(self) -> None:
        """Return None."""

    def release_figure(self) -> None:
        """Do nothing."""
