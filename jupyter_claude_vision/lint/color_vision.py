"""Colors as readers with a color vision deficiency see them, and how far apart two are.

The matrices are those of full deficiency in G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A
Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on
Visualization and Computer Graphics 15 (2009), table 1; they apply to linear RGB. Distances are
those of CIE 1976 L*a*b* (D65). By hand: the light library for them, ``colorspacious``, has had no
release since 2018, and the kept-up one, ``colour-science``, brings SciPy along.
"""

from __future__ import annotations

import math
from operator import mul
from typing import Final, TypeAlias

Rgb: TypeAlias = tuple[float, float, float]

_Matrix: TypeAlias = tuple[Rgb, Rgb, Rgb]

DEFICIENCIES: Final[dict[str, _Matrix]] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}

_TO_XYZ: Final[_Matrix] = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE: Final[Rgb] = (0.95047, 1.0, 1.08883)
_KNEE: Final = (6 / 29) ** 3


def measure_difference(first: Rgb, second: Rgb, deficiency: str | None = None) -> float:
    """Return how far apart two colors look: 2 is just visible, 100 black from white.

    Parameters
    ----------
    first, second : tuple of float
        Red, green and blue of sRGB, 0 to 1.
    deficiency : str or None
        One of `DEFICIENCIES`; None for a reader without one.
    """
    return math.dist(_to_lab(first, deficiency), _to_lab(second, deficiency))


def _to_lab(color: Rgb, deficiency: str | None) -> Rgb:
    linear: Rgb = tuple(map(_to_linear, color))  # type: ignore[assignment]
    if deficiency is not None:
        linear = _multiply_matrix(DEFICIENCIES[deficiency], linear)
        linear = tuple(min(max(channel, 0.0), 1.0) for channel in linear)  # type: ignore[assignment]
    x, y, z = map(_to_lightness, _multiply_matrix(_TO_XYZ, linear), _WHITE)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _to_linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _to_lightness(amount: float, white: float) -> float:
    share = amount / white
    return math.cbrt(share) if share > _KNEE else share * (29 / 6) ** 2 / 3 + 4 / 29


def _multiply_matrix(matrix: _Matrix, vector: Rgb) -> Rgb:
    red, green, blue = (sum(map(mul, row, vector)) for row in matrix)
    return red, green, blue
