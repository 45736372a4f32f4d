"""Measure what the tool `zoom` adds: the share of small labels that OCR reads right.

``make zoom-gain`` draws 50 dense figures, as both tiers of models see them, and has OCR read parts
of each: pixel for pixel as sent, cut from that picture and enlarged (as tools do that crop), and as
`zoom` gives it. The table goes into ``docs/tools.md``. No model is asked.

Results are kept in ``build/zoom-gain.json`` as they come: what was stopped goes on there.
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl

mpl.use("agg")
import matplotlib.pyplot as plt
import numpy as np
from PIL import Image

from jupyter_claude_vision.answers.sent_attachment import DeliveryChoice, SentImage
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import recognize_input
from jupyter_claude_vision.models import HIGH, STANDARD, Tier
from jupyter_claude_vision.tools.toolbox import PictureRules, choose_toolbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from matplotlib.figure import Figure

ROOT: Final = Path(__file__).resolve().parent.parent
PAGE: Final = ROOT / "docs" / "tools.md"
RECORD: Final = ROOT / "build" / "zoom-gain.json"
START, END = "<!-- zoom gain -->\n", "<!-- end of zoom gain -->"

TIERS: Final = {"standard": STANDARD, "high": HIGH}
READINGS: Final = ("as sent", "cut and enlarged", "zoom")
FIGURES_A_KIND: Final = 10
PARTS_A_FIGURE: Final = 1
LABELS_A_PART: Final = 12
PART: Final = 0.22
"""Share of a figure's sides that is looked at: a few of its panels."""

_WORD_LIST: Final = """
    anchor apple arrow autumn bamboo basket bridge bronze butter cactus camera canyon carbon castle
    cedar cherry cobalt copper coral cotton desert dragon eagle ember engine falcon feather forest
    garden ginger glacier granite harbor hazel helmet hornet island ivory jaguar jasmine kettle
    lantern lemon lizard magnet marble meadow mirror monsoon mustard nectar needle nickel oasis
    orange orchid osprey oyster paddle panther pepper pigeon planet pocket prairie quartz rabbit
    raven ribbon rocket saddle saffron salmon scarlet shadow silver spider spruce summit thunder
    timber topaz tulip turtle valley velvet violet walnut weather willow window winter yellow zephyr
"""
WORDS: Final = tuple(_WORD_LIST.split())


def word(dice: random.Random) -> str:
    """Return a name of one or two words."""
    return " ".join(dice.choice(WORDS).capitalize() for _ in range(dice.choice((1, 2))))


def draw_panels(dice: random.Random) -> Figure:
    """Return 8 × 8 panels with titles, ticks and a legend each."""
    figure, axes = plt.subplots(8, 8, figsize=(16, 16))
    size = dice.uniform(4.5, 6)
    for ax in axes.flat:
        for _ in range(2):
            steps = [dice.gauss(0, 10) for _ in range(12)]
            ax.plot(list(itertools.accumulate(steps)), label=word(dice), linewidth=0.8)
        ax.set_title(word(dice), fontsize=size + 1, pad=2)
        ax.tick_params(labelsize=size, pad=1)
        ax.legend(fontsize=size, loc="upper left", framealpha=1)
    figure.subplots_adjust(0.03, 0.03, 0.98, 0.97, hspace=0.35, wspace=0.3)
    return figure


def draw_long_ticks(dice: random.Random) -> Figure:
    """Return bars with long names along one axis."""
    figure, axes = plt.subplots(1, 2, figsize=(20, 17))
    count, size = dice.randint(80, 100), dice.uniform(5, 6)
    for ax in axes:
        names = [f"{word(dice)} {dice.choice(WORDS)}" for _ in range(count)]
        ax.barh(range(count), [dice.uniform(1, 100) for _ in range(count)], height=0.6)
        ax.set_yticks(range(count), names, fontsize=size)
        ax.tick_params(axis="x", labelsize=size)
        ax.margins(y=0.01)
    figure.subplots_adjust(0.1, 0.03, 0.99, 0.98, wspace=0.25)
    return figure


def draw_legends(dice: random.Random) -> Figure:
    """Return panels whose small legends name many lines."""
    figure, axes = plt.subplots(4, 4, figsize=(16, 14))
    size = dice.uniform(4, 5.5)
    for ax in axes.flat:
        for _ in range(9):
            ax.plot(np.cumsum([dice.gauss(0, 1) for _ in range(30)]), label=word(dice), lw=0.8)
        ax.legend(fontsize=size, loc="center left", bbox_to_anchor=(1, 0.5), labelspacing=0.5)
        ax.tick_params(labelsize=size)
    figure.subplots_adjust(0.03, 0.03, 0.92, 0.98, wspace=0.55)
    return figure


def draw_named_points(dice: random.Random) -> Figure:
    """Return a scatter plot with a name at each point."""
    figure, ax = plt.subplots(figsize=(20, 17))
    size = dice.uniform(4.5, 6)
    for x, y in itertools.product(range(16), range(30)):
        if dice.random() < 0.6:
            across = x + dice.uniform(-0.12, 0.12)
            ax.plot(across, y, "o", color="tab:blue", markersize=2)
            ax.annotate(word(dice), (across, y), (3, 2), textcoords="offset points", fontsize=size)
    ax.set_xlim(-0.4, 16.2)
    figure.subplots_adjust(0.03, 0.03, 0.99, 0.98)
    return figure


def draw_cells(dice: random.Random) -> Figure:
    """Return a heat map with a number in each cell, and names along both axes."""
    figure, ax = plt.subplots(figsize=(20, 17))
    rows, columns, size = 40, 24, dice.uniform(4.5, 5.5)
    values = np.array([[dice.uniform(10, 99) for _ in range(columns)] for _ in range(rows)])
    ax.imshow(values, cmap="YlGn", aspect="auto", vmax=160)
    for row, column in itertools.product(range(rows), range(columns)):
        text = f"{values[row, column]:.1f}"
        ax.text(column, row, text, ha="center", va="center", fontsize=size)
    ax.set_yticks(range(rows), [word(dice) for _ in range(rows)], fontsize=size)
    ax.set_xticks(range(columns), [dice.choice(WORDS) for _ in range(columns)], fontsize=size)
    figure.subplots_adjust(0.07, 0.03, 0.99, 0.99)
    return figure


KINDS: Final[dict[str, Callable[[random.Random], Figure]]] = {
    "8 × 8 panels": draw_panels,
    "long tick labels": draw_long_ticks,
    "small legends": draw_legends,
    "named points": draw_named_points,
    "numbers in cells": draw_cells,
}


@dataclass(frozen=True)
class Label:
    """A text on a figure.

    Attributes
    ----------
    text : str
    box : tuple of float
        Left, top, right and bottom as shares of the figure.
    """

    text: str
    box: tuple[float, float, float, float]


def find_labels(figure: Figure) -> list[Label]:
    """Return the texts that are drawn, with their places; of two letters at least."""
    from matplotlib.text import Text

    figure.draw_without_rendering()
    width, height = figure.bbox.size
    undrawn = {id(text) for ax in figure.axes for text in ticks_outside(ax)}
    labels = []
    for text in figure.findobj(Text):
        content = text.get_text().replace("\N{MINUS SIGN}", "-")
        if id(text) in undrawn or not text.get_visible() or len(content) < 2:
            continue
        box = text.get_window_extent()
        shares = box.x0 / width, 1 - box.y1 / height, box.x1 / width, 1 - box.y0 / height
        if min(shares) > 0 and max(shares) < 1:
            labels.append(Label(content, shares))
    return labels


def ticks_outside(ax: Any) -> Iterator[Any]:
    """Yield the labels of ticks beyond an axis' limits: matplotlib has them and draws none."""
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not low <= tick.get_loc() <= high:
                yield from (tick.label1, tick.label2)


def choose_parts(
    labels: list[Label], dice: random.Random, share: float
) -> Iterator[tuple[tuple[float, float, float, float], list[Label]]]:
    """Yield parts of a figure as shares, each with labels that lie inside it."""
    for _ in range(PARTS_A_FIGURE):
        left, top, *_ = dice.choice(labels).box
        left = min(max(left - share / 2, 0.0), 1 - share)
        top = min(max(top - share / 2, 0.0), 1 - share)
        part = (left, top, left + share, top + share)
        margin = 0.004
        inside = [
            label
            for label in labels
            if min(a - b for a, b in zip(label.box[:2], part[:2], strict=True)) > margin
            and min(b - a for a, b in zip(label.box[2:], part[2:], strict=True)) > margin
        ]
        yield part, dice.sample(inside, min(len(inside), LABELS_A_PART))


class TextRecognizer:
    """OCR that is handed pictures as they are: it enlarges none by itself.

    Parameters
    ----------
    side : int
        Pixels on a side at which it looks for lines; it reads them at full size.
    """

    def __init__(self, side: int = 960) -> None:
        from rapidocr import RapidOCR

        parameters = {
            "Global.log_level": "critical",
            "Det.limit_type": "max",
            "Det.limit_side_len": side,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        }
        self._engine: Any = RapidOCR(params=parameters)

    def read_lines(self, image: Image.Image) -> list[tuple[str, tuple[float, ...]]]:
        """Return the lines of text on a picture, with their places as shares of it."""
        pixels = np.asarray(image.convert("RGB"))[:, :, ::-1]
        result = self._engine(pixels, use_cls=False)
        if result.boxes is None:
            return []
        lines = []
        for box, text in zip(result.boxes, result.txts, strict=True):
            xs, ys = box[:, 0] / image.width, box[:, 1] / image.height
            lines.append((text, (xs.min(), ys.min(), xs.max(), ys.max())))
        return lines


def count_read(
    labels: list[Label],
    part: tuple[float, float, float, float],
    lines: list[tuple[str, tuple[float, ...]]],
) -> int:
    """Return how many labels stand, letter for letter, in a line of text at their place."""
    left, top, right, bottom = part
    count = 0
    for label in labels:
        x0, y0, x1, y1 = label.box
        place = (
            (x0 - left) / (right - left),
            (y0 - top) / (bottom - top),
            (x1 - left) / (right - left),
            (y1 - top) / (bottom - top),
        )
        texts = [squeeze(text) for text, box in lines if overlap(place, box)]
        pattern = rf"(?<![\w.]){re.escape(squeeze(label.text))}(?![\w.])"
        # OCR loses spaces: without them, a name may touch the next one.
        is_name = not any(character.isdigit() for character in label.text)
        count += any(
            squeeze(label.text) in text if is_name else re.search(pattern, text) for text in texts
        )
    return count


def squeeze(text: str) -> str:
    """Return text as it is compared: without spaces, and with one sort of minus."""
    return re.sub(r"\s+", "", re.sub("[\N{MINUS SIGN}\N{EN DASH}\N{EM DASH}]", "-", text))


def overlap(place: tuple[float, ...], box: tuple[float, ...]) -> bool:
    """Tell whether the middle of a label's place lies on a line's."""
    x, y = (place[0] + place[2]) / 2, (place[1] + place[3]) / 2
    slack = (place[3] - place[1]) / 2
    return box[0] - slack <= x <= box[2] + slack and box[1] - slack <= y <= box[3] + slack


def measure_figure(
    kind: str,
    number: int,
    tier: Tier,
    recognizer: TextRecognizer,
    *,
    readings: tuple[str, ...] = READINGS,
    share: float = PART,
) -> Counter[str]:
    """Return how many labels of a part of a figure there are, and how many OCR reads each way."""
    dice = random.Random(f"{kind} {number}")
    figure = KINDS[kind](dice)
    labels = find_labels(figure)
    attachment = recognize_input(figure, "figure", options=InputOptions())
    picture = prepare_image(attachment, ImageLimits(tier))
    image = SentImage(attachment, picture, DeliveryChoice("base64", "measured"), 1, labeled=True)
    toolbox = choose_toolbox("all", [image], PictureRules(ImageLimits(tier)))
    counts: Counter[str] = Counter()
    for part, some_labels in choose_parts(labels, dice, share):
        left, top, right, bottom = (
            round(edge * side)
            for edge, side in zip(part, (picture.width, picture.height) * 2, strict=True)
        )
        box = {"left": left, "top": top, "right": right, "bottom": bottom}
        call = toolbox.run_call(
            "", "zoom", {"image": 1, **box}, images=[image], next_number=lambda: 2
        )
        if call.is_error:
            raise SystemExit(call.result)
        zoomed = call.images[0].sent
        piece = picture.open().convert("RGB").crop((left, top, right, bottom))
        pictures = dict(zip(READINGS, (piece, enlarge(piece, zoomed.size), zoomed), strict=True))
        width, height = picture.width, picture.height
        exact = left / width, top / height, right / width, bottom / height
        counts["labels"] += len(some_labels)
        for reading in readings:
            lines = recognizer.read_lines(pictures[reading])
            counts[reading] += count_read(some_labels, exact, lines)
    plt.close(figure)
    return counts


def enlarge(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return a picture enlarged from its pixels, as tools do that crop what was sent."""
    return image.resize(size, Image.Resampling.LANCZOS)


def measure_all(record: Path = RECORD, figures: int = FIGURES_A_KIND) -> dict[str, Counter[str]]:
    """Return the counts of all figures, by tier and kind; those on record are not made again."""
    results: dict[str, dict[str, int]] = json.loads(record.read_text()) if record.exists() else {}
    recognizer = TextRecognizer()
    totals: dict[str, Counter[str]] = {}
    for tier, kind, number in itertools.product(TIERS, KINDS, range(figures)):
        key = f"{tier}, {kind}, {number}"
        if key not in results:
            results[key] = dict(measure_figure(kind, number, TIERS[tier], recognizer))
            record.parent.mkdir(parents=True, exist_ok=True)
            record.write_text(json.dumps(results, indent=1), "utf-8")
            print(key, results[key], flush=True)
        totals.setdefault(f"{tier}, {kind}", Counter()).update(results[key])
    return totals


def render_table(totals: dict[str, Counter[str]]) -> str:
    """Return the shares as a Markdown table."""
    lines = [
        f"| tier | figures | labels | {' | '.join(READINGS)} |",
        f"| --- | --- | ---: |{' ---: |' * len(READINGS)}",
    ]
    for tier in TIERS:
        rows = {key.partition(", ")[2]: c for key, c in totals.items() if key.startswith(tier)}
        rows["**all**"] = sum(rows.values(), Counter())
        for kind, counts in rows.items():
            shares = " | ".join(f"{counts[r] / counts['labels']:.0%}" for r in READINGS)
            lines.append(f"| {tier} | {kind} | {counts['labels']} | {shares} |")
    return "\n".join(lines) + "\n"


def update_page(table: str) -> None:
    """Write the table into the page."""
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(START)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{START}\n{table}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, default=FIGURES_A_KIND, help="of each kind")
    parser.add_argument("--dry", action="store_true", help="write nothing into the page")
    arguments = parser.parse_args()
    table = render_table(measure_all(figures=arguments.figures))
    print(table)
    if not arguments.dry:
        update_page(table)
