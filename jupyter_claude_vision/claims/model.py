"""Claims, and what became of them: values only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args, overload

from ..visible import to_visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator

Verdict: TypeAlias = Literal["right", "wrong", "not checkable"]

Kind: TypeAlias = Literal[
    "value",
    "maximum",
    "minimum",
    "order",
    "comparison",
    "trend",
    "count",
    "mean",
    "total",
    "other",
]
Relation: TypeAlias = Literal[
    "equal",
    "about",
    "greater",
    "less",
    "ratio",
    "difference",
    "percent",
    "rising",
    "falling",
    "flat",
    "series",
    "points",
    "categories",
    "panels",
    "",
]
Part: TypeAlias = Literal[
    "", "median", "lower quartile", "upper quartile", "lower end", "upper end"
]
KINDS: Final[tuple[str, ...]] = get_args(Kind)
RELATIONS: Final[tuple[str, ...]] = get_args(Relation)
PARTS: Final[tuple[str, ...]] = get_args(Part)
MARKS: Final = {"right": "✓", "wrong": "✗", "not checkable": "–"}


@dataclass(frozen=True)
class Claim:
    """Something that an answer states.

    Attributes
    ----------
    statement : str
        In the words of the answer.
    kind : str
        One of `KINDS`.
    series, panel : str
        As the figure calls them; empty where it is not said, or there is one only.
    x, x_to : str
        Where; for a trend or a change, from where to where.
    row : str
        The row of a heat map.
    part : str
        One of `PARTS`: which part of a box or of an error bar.
    other_series, other_x : str
        What it is compared with.
    relation : str
        One of `RELATIONS`: how it compares, which way it goes, or what is counted.
    value : float or None
    unit : str
    image : int
        Which image of the conversation it is about.
    """

    statement: str
    kind: str = "other"
    series: str = ""
    panel: str = ""
    x: str = ""
    x_to: str = ""
    row: str = ""
    part: str = ""
    other_series: str = ""
    other_x: str = ""
    relation: str = ""
    value: float | None = None
    unit: str = ""
    image: int = 1


@dataclass(frozen=True)
class Checked:
    """A claim, and what the figure's own data say of it.

    Attributes
    ----------
    claim : Claim
    verdict : {"right", "wrong", "not checkable"}
    found : str
        What the data say; empty where nothing was computed.
    off_by : str
        How much a wrong number is off.
    reason : str
        Why it is wrong, or cannot be checked.
    """

    claim: Claim
    verdict: Verdict
    found: str = ""
    off_by: str = ""
    reason: str = ""

    @property
    def mark(self) -> str:
        """One sign for the verdict."""
        return MARKS[self.verdict]

    @property
    def result(self) -> str:
        """The verdict in words."""
        if self.verdict == "right":
            return f"right ({self.found})" if self.found else "right"
        if self.verdict == "wrong":
            off = f"off by {self.off_by}: " if self.off_by else "wrong: "
            return off + (self.found or self.reason)
        return f"not checkable: {self.reason}" if self.reason else "not checkable"


@dataclass(frozen=True, eq=False)
class Claims(Sequence[Checked]):
    """The claims of an answer, each with its verdict.

    Attributes
    ----------
    checked : tuple of Checked
    """

    checked: tuple[Checked, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.checked)

    @overload
    def __getitem__(self, key: int) -> Checked: ...

    @overload
    def __getitem__(self, key: slice) -> Claims: ...

    def __getitem__(self, key: int | slice) -> Checked | Claims:
        """Return one, or several by a slice."""
        return Claims(self.checked[key]) if isinstance(key, slice) else self.checked[key]

    def __iter__(self) -> Iterator[Checked]:
        return iter(self.checked)

    def of(self, verdict: Verdict) -> Claims:
        """Return those with one verdict."""
        return Claims(tuple(one for one in self.checked if one.verdict == verdict))

    @property
    def summary(self) -> str:
        """How many are right, wrong and not checkable."""
        parts = [f"{len(self.of(verdict))} {verdict}" for verdict in MARKS if self.of(verdict)]  # type: ignore[arg-type]
        return f"Checked against the figure's own data: {', '.join(parts) or 'no claims'}."

    def columns(self) -> dict[str, list[Any]]:
        """Return them as columns."""
        return {
            "statement": [one.claim.statement for one in self],
            "verdict": [one.verdict for one in self],
            "found": [one.found for one in self],
            "off by": [one.off_by for one in self],
            "reason": [one.reason for one in self],
            "kind": [one.claim.kind for one in self],
            "series": [one.claim.series for one in self],
            "x": [one.claim.x for one in self],
            "value": [one.claim.value for one in self],
            "unit": [one.claim.unit for one in self],
        }

    def to_frame(self) -> Any:
        """Return them as a pandas DataFrame, one row a claim.

        Raises
        ------
        MissingPackageError
            pandas is not installed; `columns` needs none.
        """
        from ..text.dataframes import to_dataframe

        return to_dataframe(self.columns())

    def __repr__(self) -> str:
        lines = [f"{one.mark} {one.claim.statement} [{one.result}]" for one in self]
        return to_visible_text("\n".join([*lines, self.summary]))


def read_claims(found: object) -> tuple[tuple[Claim, ...], tuple[str, ...]]:
    """Return the claims of an answer, and what of them is malformed.

    Parameters
    ----------
    found : list of dict
        As `WireClaim` describes them; anything else is reported.
    """
    if not isinstance(found, list):
        return (), ("The claims are not in the form that was asked for.",)
    items = [item for item in found if isinstance(item, dict) and item.get("statement")]
    lost = len(found) - len(items)
    problems = (f"{lost} claims are not in the form that was asked for.",) if lost else ()
    return tuple(map(_claim, items)), problems


def _claim(item: dict[str, Any]) -> Claim:
    value, image, kind = item.get("value"), item.get("image"), item.get("kind")
    relation, part = item.get("relation"), item.get("part")
    return Claim(
        **{name: _text(item.get(name)) for name in _TEXTS},
        kind=kind if kind in KINDS else "other",
        relation=relation if relation in RELATIONS else "",
        part=part if part in PARTS else "",
        value=_number(value),
        image=image if isinstance(image, int) else 1,
    )


def _number(value: object) -> float | None:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        return None
    return float(value) if math.isfinite(value) else None


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


_TEXTS: Final = (
    "statement",
    "series",
    "panel",
    "x",
    "x_to",
    "row",
    "other_series",
    "other_x",
    "unit",
)
