"""The matplotlib figure that a shell displayed last. Light: it is loaded with the extension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable


class LastFigure:
    """Remembers the figure that a shell displayed last.

    The inline backend closes every figure once it has shown it, so pyplot forgets it; the
    user still means it with ``plt.gcf()``. The figure is held strongly, since nobody else does.

    The shell's formatter of bundles is asked about each figure that is displayed, by whichever
    way, before any picture is made; it answers nothing and takes note.
    """

    _TYPE: Final = ("matplotlib.figure", "Figure")

    def __init__(self) -> None:
        self._figure: object | None = None
        self._before: Callable[..., Any] | None = None

    def __call__(self) -> object | None:
        """Return the figure displayed last, or None."""
        return self._figure

    def install(self, shell: Any) -> None:
        """Begin to take note of what a shell displays."""
        formatter = shell.display_formatter.mimebundle_formatter
        self._before = formatter.for_type_by_name(*self._TYPE, self._note_figure)

    def uninstall(self, shell: Any) -> None:
        """Forget the figure, and leave the shell as it was."""
        formatter = shell.display_formatter.mimebundle_formatter
        formatter.pop(".".join(self._TYPE), None)
        if self._before is not None:
            formatter.for_type_by_name(*self._TYPE, self._before)
        self._figure = self._before = None

    def _note_figure(self, figure: Any, **options: Any) -> Any:
        from .figures import is_blank

        if not is_blank(figure):
            self._figure = figure
        return self._before(figure, **options) if self._before else None
