"""Names of series: those of the legend, by label or by color, else the artists' own labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RGB: TypeAlias = tuple[float, float, float]

_NO_LINE = frozenset({"None", "none", "", " ", None})


class SeriesNames:
    """The names in the legends of a panel.

    Parameters
    ----------
    legends : sequence of matplotlib.legend.Legend
    """

    def __init__(self, legends: Sequence[Any]) -> None:
        self._texts: set[str] = set()
        self._entries: list[tuple[RGB, str, str]] = []
        for legend in legends:
            texts = [" ".join(text.get_text().split()) for text in legend.get_texts()]
            self._texts |= set(texts)
            for handle, text in zip(legend.legend_handles, texts, strict=False):
                color = find_color(handle)
                if color is not None and text:
                    self._entries.append((color, _style_of(handle), text))

    def name_artist(self, artist: Any, *parts: Any) -> str:
        """Return an artist's name; empty where it has none.

        Parameters
        ----------
        artist : object
            With a label: an artist or a container.
        *parts : matplotlib.artist.Artist
            Where it is a container, what has its color.
        """
        label = next(filter(None, map(read_label, (artist, *parts))), "")
        if label in self._texts:
            return label
        color = find_color(parts[0] if parts else artist)
        style = _style_of(parts[0] if parts else artist)
        return self.name_color(color, style) or label

    def name_color(self, color: RGB | None, style: str = "") -> str:
        """Return the name that the legend has for a color; empty where it has none, or several."""
        entries = [entry for entry in self._entries if entry[0] == color]
        alike = [entry for entry in entries if entry[1] == style] or entries
        names = list(dict.fromkeys(text for *_, text in alike))
        return names[0] if len(names) == 1 else ""

    def name_colors(self, colors: Any) -> list[str]:
        """Return the names of some colors of one artist; all empty where one has none."""
        names = [self.name_color(_round_color(color)) for color in colors]
        return names if all(names) else [""] * len(names)


def read_label(artist: Any) -> str:
    """Return the label that an artist was given; empty where none was."""
    label = " ".join(str(artist.get_label() or "").split())
    return "" if label.startswith("_") else label


def find_color(artist: Any) -> RGB | None:
    """Return an artist's red, green and blue, where it has one color."""
    from matplotlib.colors import to_rgb

    try:
        return _round_color(to_rgb(_read_color(artist)))
    except (ValueError, TypeError):  # it has several, or none
        return None


def _read_color(artist: Any) -> Any:
    if hasattr(artist, "get_markerfacecolor"):
        marker = artist.get_markerfacecolor()
        has_line = artist.get_linestyle() not in _NO_LINE
        return artist.get_color() if has_line or str(marker) == "none" else marker
    face: Any = artist.get_facecolor() if hasattr(artist, "get_facecolor") else None
    if getattr(face, "ndim", 1) == 2:
        face = face[0] if _are_alike(face) else None
    is_hollow = face is None or (len(face) == 4 and face[3] == 0)
    if is_hollow and hasattr(artist, "get_edgecolor"):
        edge = artist.get_edgecolor()
        if getattr(edge, "ndim", 1) == 2:
            return edge[0] if _are_alike(edge) else None
        return edge
    return face


def _are_alike(colors: Any) -> bool:
    return len(colors) > 0 and bool((colors == colors[0]).all())


def _style_of(artist: Any) -> str:
    """Return the pattern of an artist's line, which tells apart lines of one color."""
    style = artist.get_linestyle() if hasattr(artist, "get_linestyle") else ""
    return style if isinstance(style, str) and style not in _NO_LINE else ""


def _round_color(color: Iterable[float]) -> RGB:
    red, green, blue = (round(float(part), 3) for part in list(color)[:3])
    return red, green, blue
