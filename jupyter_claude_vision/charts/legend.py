"""What the legend calls an artist: by its own label, or by its colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Color: TypeAlias = tuple[float, ...]


class Names:
    """The names of a panel's series.

    Parameters
    ----------
    legends : sequence of matplotlib.legend.Legend
    """

    def __init__(self, legends: Sequence[Any]) -> None:
        self.texts: tuple[str, ...] = tuple(
            text.get_text() for legend in legends for text in legend.get_texts()
        )
        handles = [handle for legend in legends for handle in legend.legend_handles]
        self._by_color: dict[Color, str] = {}
        for handle, text in zip(handles, self.texts, strict=False):
            color = color_of(handle)
            if color is not None:
                self._by_color.setdefault(color, text)

    def of(self, artist: Any, *others: Any) -> str:
        """Return an artist's name; empty where it has none.

        seaborn labels none of its artists, but its legend shows their colours.
        """
        if label := own_name(artist, *others):
            return label
        color = color_of(others[0] if others else artist)
        return self.by_color(color) if color is not None else ""

    def by_color(self, color: Color) -> str:
        """Return the name of a colour in the legend; empty where it is not there."""
        return self._by_color.get(_rounded(color), "")


def own_name(*artists: Any) -> str:
    """Return the label that the first of some artists was given; empty where none was."""
    labels = (str(artist.get_label() or "") for artist in artists)
    return next((label for label in labels if label and not label.startswith("_")), "")


def color_of(artist: Any) -> Color | None:
    """Return an artist's red, green and blue, where it has one colour."""
    from matplotlib.colors import to_rgb

    try:
        return _rounded(to_rgb(_color(artist)))
    except (ValueError, TypeError):  # it has several, or none
        return None


def _color(artist: Any) -> Any:
    if hasattr(artist, "get_markerfacecolor"):
        drawn = artist.get_linestyle() not in {"None", "none", "", " "}
        marker = artist.get_markerfacecolor()
        return artist.get_color() if drawn or str(marker) == "none" else marker
    found: Any = artist.get_facecolor() if hasattr(artist, "get_facecolor") else None
    if getattr(found, "ndim", 1) == 2:
        found = found[0] if len(found) else None
    if found is not None and len(found) == 4 and found[3] == 0 and hasattr(artist, "get_edgecolor"):
        return artist.get_edgecolor()  # it is not filled
    return found


def _rounded(color: Color) -> Color:
    return tuple(round(float(part), 3) for part in color[:3])
