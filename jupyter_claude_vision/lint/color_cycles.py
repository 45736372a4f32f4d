"""Color cycles of matplotlib and of its styles: colors that nobody chose.

Most default cycles have two colors that color-blind readers confuse. That is no fault of a figure,
and would be reported of every plot with three lines.
"""

from __future__ import annotations

from colorsys import hls_to_rgb, rgb_to_hls
from typing import TYPE_CHECKING, Any, Final

from ..inputs.loaded_modules import loaded_module

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .color_vision import Rgb

_SATURATION: Final = 0.75
"""What seaborn leaves of the saturation of bars and boxes."""

_SEABORN: Final = ("deep", "muted", "bright", "pastel", "dark", "colorblind")
"""The palettes of seaborn's themes."""

_STEPS: Final = 255


def find_cycle_colors(colors: Sequence[Rgb], axes: Any) -> set[Rgb]:
    """Return those of a legend's colors that are a cycle's, in its order and from its first on.

    Parameters
    ----------
    colors : sequence of tuple of float
        As a legend has them, from the top.
    axes : matplotlib.axes.Axes
        Its lines without a label may have taken colors, too.
    """
    from matplotlib.colors import to_rgb

    line_colors = {_round_color(to_rgb(line.get_color())) for line in axes.lines}
    sets = [
        {color for color in colors if _round_color(color) in cycle}
        for cycle in _read_cycles()
        if _is_start(list(dict.fromkeys(map(_round_color, colors))), cycle, line_colors)
    ]
    return max(sets, key=len, default=set())


def _is_start(
    colors: Sequence[tuple[int, ...]],
    cycle: Sequence[tuple[int, ...]],
    line_colors: set[tuple[int, ...]],
) -> bool:
    """Return whether the colors of a cycle that are among others are its first, in order."""
    places = [cycle.index(color) for color in colors if color in cycle]
    gaps = set(range(max(places, default=0))) - set(places)
    return places == sorted(places) and all(cycle[place] in line_colors for place in gaps)


def _read_cycles() -> Iterator[list[tuple[int, ...]]]:
    """Yield the cycle of now, those of all styles and of seaborn, also as seaborn pales them."""
    import matplotlib as mpl
    from matplotlib import style
    from matplotlib.colors import to_rgb

    settings = (mpl.rcParams, mpl.rcParamsDefault, *style.library.values())
    cyclers = [s["axes.prop_cycle"] for s in settings if "axes.prop_cycle" in s]
    cycles = [cycler.by_key().get("color", ()) for cycler in cyclers]
    seaborn = loaded_module("seaborn")
    if seaborn is not None:
        cycles += [seaborn.color_palette(name) for name in _SEABORN]
    for cycle in cycles:
        colors = [to_rgb(color) for color in cycle]
        yield [_round_color(color) for color in colors]
        yield [_round_color(_make_pale(color)) for color in colors]


def _make_pale(color: Rgb) -> Rgb:
    hue, lightness, saturation = rgb_to_hls(*color)
    return hls_to_rgb(hue, lightness, saturation * _SATURATION)


def _round_color(color: Sequence[float]) -> tuple[int, ...]:
    return tuple(round(channel * _STEPS) for channel in color)
