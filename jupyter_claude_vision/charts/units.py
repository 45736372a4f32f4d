"""Units: that which an axis' label names, and the scale in which its tick labels show the data."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

_BRACKETS: Final = re.compile(r"(?:^|\s|\w{4})[(\[]\s*([^()\[\]]{1,30}?)\s*[)\]]\s*$")
_AFTER_COMMA: Final = re.compile(r"[,/]\s*(%|[^\s,\d]{1,6}(?:\s[A-Z]{3})?)\s*$")
_PERCENT: Final = re.compile(r"(?:%|\bper\s?cent|\bpercent(?:age)?)\s*$", re.IGNORECASE)
_IN: Final = re.compile(
    r"\bin\s+((?:thousands?|millions?|billions?|trillions?|%|percent)\b(?:\s+(?:of\s+)?\S+)?"
    r"|[$€£¥]\S*|[A-Z]{3}|°[CF]|k[mg]|[mcM]?m|[mM]?s|hours|days|years|minutes|seconds|euros?|dollars?)\s*$",
    re.IGNORECASE,
)
_NO_UNIT_WORDS: Final = """
    log log10 log2 ln logarithmic scale average avg mean median total sum count counts right left
    top bottom smoothed normalized normalised cumulative estimated estimate forecast
"""
_NO_UNIT: Final = frozenset(_NO_UNIT_WORDS.split())
"""Words that stand in brackets after a label and are no unit."""

_NUMBER: Final = re.compile(
    r"(?P<sign>[-\N{MINUS SIGN}(]?)\s*(?P<before>(?:[A-Z]{2,3}\s?)?[$€£¥₹]?|[A-Z]{3}\s)\s*"
    r"(?P<number>\d[\d,\u00a0\u202f' ]*(?:\.\d+)?|\.\d+)"
    r"(?:[eE×x]\s?(?:10\^?)?\{?(?P<power>[-+\N{MINUS SIGN}]?\d+)\}?)?"
    r"\s?(?P<after>[^\d]{0,24})"
)
_PREFIXES: Final = {
    **{prefix: 10.0**power for prefix, power in zip("yzafpnum", range(-24, 0, 3), strict=True)},
    **{prefix: 10.0**power for prefix, power in zip("kMGTPEZY", range(3, 25, 3), strict=True)},
    "": 1.0,
    "\N{MICRO SIGN}": 1e-6,
    "\N{GREEK SMALL LETTER MU}": 1e-6,
}
_WORDS_BY_POWER: Final = {
    3: "k K tsd Tsd. thousand",
    5: "lakh",
    6: "M m MM mn Mn mio Mio Mio. mil million",
    7: "crore",
    9: "B b G bn Bn bil Mrd Mrd. billion",
    12: "T tn trillion",
}
_MAGNITUDES: Final = {
    word: 10.0**power for power, words in _WORDS_BY_POWER.items() for word in words.split()
}
_ALSO_UNITS: Final = frozenset({"K", "T", "G", "m", "B", "b"})
"""Magnitudes that are units as well: kelvin, tesla, gauss, meter, byte, bit."""

Pair: TypeAlias = tuple[float, float, float]
"""A tick's position, the value that its label tells, and how far that may be off."""


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """The scale and unit of an axis' tick labels.

    Attributes
    ----------
    factor : float
        A value in the data times this is the value that a label shows.
    unit : str
        As the labels name it, without magnitudes; empty where they name none.
    is_absolute : bool
        Whether labels leave out the sign, as in a population pyramid.
    offset : float
        Is added to a value times `factor`: degrees Fahrenheit on an axis of data in Celsius.
    """

    factor: float = 1.0
    unit: str = ""
    is_absolute: bool = False
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class _Label:
    """A tick label: its number, the words around it, and half of its last digit."""

    value: float
    word: str
    room: float


def unit_of_label(label: str) -> str:
    """Return the unit that an axis' label names; empty where it names none.

    Parameters
    ----------
    label : str
        ``"Price (USD)"``, ``"Revenue (M USD)"``, ``"Share, %"``, ``"Sales in millions"``.
    """
    text = " ".join(label.replace("$\\degree$", "°").replace(r"^{\circ}", "°").split())
    for pattern in (_BRACKETS, _IN, _AFTER_COMMA):
        match = pattern.search(text)
        if match and match[1] and _is_unit(match[1]):
            return match[1].strip()
    return "%" if _PERCENT.search(text) else ""


def _is_unit(text: str) -> bool:
    words = text.casefold().replace("-", " ").split()
    return bool(words) and not (_NO_UNIT & set(words)) and not re.search(r"\bn\s*=|\d{4}", text)


def read_tick_labels(positions: Sequence[float], texts: Sequence[str]) -> ShownUnit:
    """Return the scale and unit that tick labels tell.

    Parameters
    ----------
    positions : sequence of float
        Where the ticks are, in the data's numbers.
    texts : sequence of str
        Their labels: ``"12%"`` at 0.12 gives a factor of 100 and "%", ``"$2.4M"`` at 2,400,000
        a factor of 1 and "$", at 2.4 a factor of 1,000,000.

    Returns
    -------
    ShownUnit
        A factor of 1 where labels are not numbers in one proportion to their positions, or in
        one line with them.
    """
    labels = [
        (float(position), label)
        for position, text in zip(positions, texts, strict=False)
        if (label := _read_label(text)) is not None and math.isfinite(position)
    ]
    if not labels:
        return ShownUnit()
    plain = _find_proportion([(place, label.value, label.room) for place, label in labels])
    words = {label.word for _, label in labels}
    multiplied = _multiply_magnitudes(labels)
    is_unit = bool(words & _ALSO_UNITS) and plain is not None and plain[0] == 1
    if multiplied is not None and not is_unit:
        proportion = _find_proportion(multiplied[0])
        if proportion is not None:
            return ShownUnit(proportion[0], multiplied[1], proportion[1])
    prefixed = _multiply_prefixes(labels)
    if prefixed is not None:
        return prefixed
    unit = _find_common(words)
    if plain is None:
        shifted = _find_shift([(place, label.value, label.room) for place, label in labels])
        if shifted is not None:
            return ShownUnit(shifted[0], unit, offset=shifted[1])
        return ShownUnit(unit="" if "%" in unit else unit)
    return ShownUnit(plain[0], unit, plain[1])


def _multiply_magnitudes(labels: Sequence[tuple[float, _Label]]) -> tuple[list[Pair], str] | None:
    """Return the values of labels that name magnitudes, as "$2.4M" does, and their unit."""
    pairs, units = [], set()
    is_any = False
    for place, label in labels:
        magnitude, unit = _split_word(label.word)
        is_any = is_any or magnitude is not None
        pairs.append((place, label.value * (magnitude or 1.0), label.room * (magnitude or 1.0)))
        units.add(unit)
    return (pairs, _find_common(units)) if is_any else None


def _multiply_prefixes(labels: Sequence[tuple[float, _Label]]) -> ShownUnit | None:
    """Return the unit of labels that put SI prefixes before it; None where they do not."""
    words = [label.word for _, label in labels if label.value]
    if not words or not all(words):
        return None
    shortest = min(words, key=len)
    for unit in (shortest, shortest[1:]):  # one of them may have no prefix
        prefixes = {word: word.removesuffix(unit) for word in words if word.endswith(unit)}
        if not unit or set(words) - set(prefixes) or not set(prefixes.values()) <= set(_PREFIXES):
            continue
        sizes = [_PREFIXES[prefixes.get(label.word, "")] for _, label in labels]
        pairs = [
            (place, label.value * size, label.room * size)
            for (place, label), size in zip(labels, sizes, strict=True)
        ]
        proportion = _find_proportion(pairs)
        if proportion is not None and proportion[0] == 1:
            return ShownUnit(1.0, unit, proportion[1])
    return None


def read_number(text: str) -> tuple[float, str] | None:
    """Return the number that a text says, with its magnitude multiplied out, and its unit.

    Parameters
    ----------
    text : str
        ``"$2.4M"`` gives 2,400,000 and "$". None where it is no number with a unit.
    """
    label = _read_label(" ".join(text.split()))
    if label is None:
        return None
    magnitude, unit = _split_word(label.word)
    if magnitude is None or label.word in _ALSO_UNITS:
        return label.value, label.word
    return label.value * magnitude, unit


def _read_label(text: str) -> _Label | None:
    """Return what a label says; None where it is no number."""
    plain = re.sub(r"\\(?:mathdefault|mathrm|text)\b|[\\${}](?=.*[\\${}^])", "", text)
    plain = plain.replace("\\times", "×").replace("mathdefault", "").strip()
    match = _NUMBER.fullmatch(plain)
    if match is None:
        return None
    number = re.sub(r"[,\u00a0\u202f' ]", "", match["number"])
    power = int((match["power"] or "0").replace("\N{MINUS SIGN}", "-"))
    if abs(power) > 300:
        return None
    value = float(number) * 10.0**power
    after, before = match["after"].strip(), match["before"].strip()
    if match["sign"] == "(":
        after = after.removesuffix(")").strip()
    room = 0.5 * 10.0 ** (power - len(number.partition(".")[2]))
    return _Label(-value if match["sign"] else value, f"{before} {after}".strip(), room)


def _find_common(units: set[str]) -> str:
    """Return the unit where labels agree on one; zero is often told without."""
    names = units - {""}
    return names.pop() if len(names) == 1 else ""


def _split_word(word: str) -> tuple[float | None, str]:
    """Return the magnitude, if any, and the unit of the words around a number."""
    parts = word.split()
    for place, part in enumerate(parts):
        if part in _MAGNITUDES:
            return _MAGNITUDES[part], " ".join(parts[:place] + parts[place + 1 :])
        if part[-1] in "$€£¥" and part[:-1] in _MAGNITUDES:
            return _MAGNITUDES[part[:-1]], part[-1]
    return None, word


def _find_proportion(pairs: Sequence[Pair]) -> tuple[float, bool] | None:
    """Return the factor from positions to labels, and whether labels have no sign; or None.

    Labels are rounded: each may be off by half of its last digit.
    """
    off_zero = [pair for pair in pairs if pair[0]]
    if not any(value for _, value, _ in off_zero):
        return None
    is_absolute = any(place < 0 for place, *_ in off_zero) and all(v >= 0 for _, v, _ in pairs)
    places = [(abs(pair[0]) if is_absolute else pair[0], *pair[1:]) for pair in pairs]
    farthest = max(places, key=lambda pair: abs(pair[0]))
    rough = farthest[1] / farthest[0]
    near = [factor for factor in _ROUND_FACTORS if rough and 0.2 < factor / rough < 5]
    for factor in (*near, rough):
        fits = all(abs(place * factor - value) <= room * 1.01 for place, value, room in places)
        if factor > 0 and fits and (factor in near or len(off_zero) > 1):
            return factor, is_absolute
    return None


def _find_shift(pairs: Sequence[Pair]) -> tuple[float, float] | None:
    """Return the factor and offset of labels in a line with their positions; None for others."""
    if len(pairs) < _LEAST_SHIFTED:
        return None
    (first, low, _), (last, high, _) = min(pairs), max(pairs)
    if last == first or low == high:
        return None
    factor = _round_ratio((high - low) / (last - first))
    offset = _round_ratio(low - factor * first)
    fits = all(abs(place * factor + offset - value) <= room * 1.01 for place, value, room in pairs)
    return (factor, offset) if fits else None


def _round_ratio(number: float) -> float:
    return float(f"{number:.6g}")


_LEAST_SHIFTED: Final = 3
_ROUND_FACTORS: Final = tuple(10.0**power for power in range(-24, 25))
