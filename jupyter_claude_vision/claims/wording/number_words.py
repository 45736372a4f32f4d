"""English number words, magnitudes, multiples and fractions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_MAGNITUDE_WORDS: Final = {
    1e3: "k K thousand thousands Tsd Tsd. mil 千",
    1e4: "万 萬 만",
    1e5: "lakh lakhs",
    1e6: "m M mn MM Mio Mio. mio million millions Million Millionen millones millón milioni "
    "milhões миллион миллионов млн",
    1e7: "crore crores",
    1e8: "億 亿 억",
    1e9: "B bn Bn G billion billions Mrd Mrd. Milliarde Milliarden milliard milliards миллиард "
    "миллиардов млрд",
    1e12: "T tn trillion trillions",
}
MAGNITUDES: Final = {
    word: factor for factor, words in _MAGNITUDE_WORDS.items() for word in words.split()
}
_UNIT_WORDS: Final = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
"""
_TEN_WORDS: Final = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINAL_WORDS: Final = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
_UNITS: Final = {word: float(number) for number, word in enumerate(_UNIT_WORDS.split())}
_TENS: Final = {word: 10.0 * number for number, word in enumerate(_TEN_WORDS.split(), 2)}
_POWERS: Final = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
    "dozens": 12.0,
}
_ALONE: Final = {"no": 0.0, "none": 0.0, "neither": 0.0, "single": 1.0, "only": 1.0, "sole": 1.0}
_ALONE_PAIRS: Final = {"both": 2.0, "pair": 2.0, "couple": 2.0}

ORDINALS: Final = {word: float(number) for number, word in enumerate(_ORDINAL_WORDS.split(), 1)}
FRACTIONS: Final = {
    "half": 1 / 2,
    "halves": 1 / 2,
    "quarter": 1 / 4,
    "quarters": 1 / 4,
    **{word: 1 / number for word, number in ORDINALS.items() if 2 < number <= 12},
    **{f"{word}s": 1 / number for word, number in ORDINALS.items() if 2 < number <= 12},
}
FRACTION_SIGNS: Final = {
    "½": 1 / 2,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "¼": 1 / 4,
    "¾": 3 / 4,
    "⅕": 1 / 5,
    "⅖": 2 / 5,
    "⅗": 3 / 5,
    "⅘": 4 / 5,
    "⅛": 1 / 8,
}
MULTIPLES: Final[dict[str, tuple[float, ...]]] = {
    **dict.fromkeys(("twice", "double", "doubled", "doubles", "doubling", "twofold"), (2.0, 1.0)),
    **dict.fromkeys(("thrice", "triple", "tripled", "triples", "tripling"), (3.0, 2.0)),
    **dict.fromkeys(("treble", "trebled", "threefold"), (3.0, 2.0)),
    **dict.fromkeys(("quadruple", "quadrupled", "quadruples", "fourfold"), (4.0, 3.0)),
    **dict.fromkeys(("quintupled", "fivefold"), (5.0, 4.0)),
    "tenfold": (10.0, 9.0),
    **dict.fromkeys(("halved", "halves", "halving"), (0.5,)),
}
"""Multiples, each as a ratio and as a growth: what doubled grew by 1, or by 100 %."""

FILL_WORDS: Final = frozenset({"a", "an", "and"})
_COUNTING_WORDS: Final = {**_UNITS, **_TENS, **_POWERS}
_NAMES: Final = sorted(
    {*_COUNTING_WORDS, *_ALONE, *_ALONE_PAIRS, *ORDINALS, *FRACTIONS, *MULTIPLES},
    key=len,
    reverse=True,
)
_ANY_NAME: Final = "|".join(map(re.escape, _NAMES))
WORD_PATTERN: Final = re.compile(
    rf"(?<![\w-])(?:an? )?(?:{_ANY_NAME})(?:(?:[\s-]|\sand\s)(?:a\s)?(?:{_ANY_NAME}))*(?![\w])",
    re.IGNORECASE,
)

_UNIT: Final = "|".join(_UNITS)
WORD_RATIO: Final = re.compile(
    rf"(?<!\w)({_UNIT})\s+(?:in|out\s+of|of(?:\s+the)?)\s+(?:every\s+)?({_UNIT})(?!\w)",
    re.IGNORECASE,
)
"""Ratios in words: one in five, two out of three."""


def parse_number_words(words: Sequence[str]) -> float | None:
    """Return the number that words are; None where they are none.

    Parameters
    ----------
    words : sequence of str
        In lower case, such as ``["twenty", "three"]``.
    """
    parts = [word for word in words if word not in FILL_WORDS]
    if not parts:
        return None
    if len(parts) == 1 and parts[0] in _ALONE | _ALONE_PAIRS:
        return (_ALONE | _ALONE_PAIRS)[parts[0]]
    if not all(part in _COUNTING_WORDS for part in parts):
        return None
    total = current = 0.0
    for part in parts:
        if part in _POWERS:
            current = max(current, 1.0) * _POWERS[part]
            if _POWERS[part] >= 1000:
                total, current = total + current, 0.0
        else:
            current += _COUNTING_WORDS[part]
    return total + current
