"""A few points that keep the shape of many."""

from __future__ import annotations


def sampled(points: list[tuple[float, float]], count: int) -> list[tuple[float, float]]:
    """Return the points that keep a curve's shape, the first and the last among them.

    Of each stretch that point is taken that makes the largest triangle with the one taken before
    and the next stretch's middle (largest triangle three buckets, Steinarsson 2013).

    Parameters
    ----------
    points : list of tuple of float
        In the order in which they are joined.
    count : int
        How many to keep, at least 3.
    """
    if len(points) <= count:
        return list(points)
    size = (len(points) - 2) / (count - 2)
    kept = [points[0]]
    for bucket in range(count - 2):
        start, end = int(bucket * size) + 1, int((bucket + 1) * size) + 1
        following = points[end : max(int((bucket + 2) * size) + 1, end + 1)] or points[-1:]
        middle = tuple(sum(values) / len(following) for values in zip(*following, strict=True))
        before = kept[-1]
        kept.append(max(points[start:end], key=lambda p: _area(before, p, middle)))
    return [*kept, points[-1]]


def _area(one: tuple[float, ...], two: tuple[float, ...], three: tuple[float, ...]) -> float:
    return abs((one[0] - three[0]) * (two[1] - one[1]) - (one[0] - two[0]) * (three[1] - one[1]))
