"""Text that becomes hard to read since a picture is sent smaller is said in its caption."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import product
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image
from samples import attachment, chart, page, photograph, saved

from jupyter_claude_vision.imaging.letter_height import letter_height
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.models import HIGH, STANDARD

PAGE = page(800, 3000, 13)


def told(image, tier=HIGH, **options):
    notes = prepare_image(attachment(image), ImageLimits(tier), **options).notes
    return [note for note in notes if note.startswith("text about")]


def test_a_tall_page_says_that_its_text_is_lost_and_what_helps():
    [note] = told(page(1200, 9500, 16))
    assert re.fullmatch(
        r"text about [234] px high as sent, hard to read: "
        r"--crop looks at a part, --tiles sends it in readable pieces",
        note,
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda image: image.convert("L"),
        lambda image: image.convert("P"),
        lambda image: image.convert("1"),
        lambda image: image.convert("RGBA"),
        lambda image: image.convert("CMYK"),
        lambda image: Image.merge(
            "LA", [Image.new("L", image.size), image.convert("L").point(lambda level: 255 - level)]
        ),
        lambda image: saved(image, "PNG"),
        lambda image: saved(image, "JPEG", quality=80),
        lambda image: image.rotate(0.7, Image.Resampling.BICUBIC, fillcolor="white"),
        lambda image: image.point(lambda level: 255 - level),
    ],
    ids=["L", "P", "1", "RGBA", "CMYK", "transparent", "PNG", "JPEG", "askew", "dark"],
)
def test_whatever_holds_the_page_its_text_is_seen(change):
    assert told(change(PAGE), tier=STANDARD)


@pytest.mark.parametrize("size", [11, 14, 18, 24, 32])
def test_the_height_of_letters_is_estimated_to_a_third(size):
    height = letter_height(page(700, 1500, size), limit=size * 1.5)
    assert height == pytest.approx(size * 0.75, rel=0.35)


def test_text_that_stays_high_enough_is_not_spoken_of():
    assert not told(page(1200, 900, 16))  # it is not made smaller
    assert not told(page(1200, 3500, 40))
    assert not told(page(1200, 9500, 16), in_pieces=True)
    assert told(PAGE, tier=STANDARD)
    assert not told(PAGE)


def plotted(draw, dpi=240):
    figure = Figure((10, 7.5))
    draw(figure.subplots())
    file = BytesIO()
    figure.savefig(file, dpi=dpi)
    return Image.open(file).convert("RGB")


DICE = np.random.default_rng(1)
CHARTS = {
    "lines": lambda axes: axes.plot(DICE.normal(size=(300, 6)).cumsum(axis=0)),
    "scatter": lambda axes: axes.scatter(*DICE.normal(size=(2, 2000)), s=4),
    "histogram": lambda axes: axes.hist(DICE.normal(size=2000), bins=150),
    "heat map": lambda axes: axes.pcolormesh(DICE.random((60, 60)), edgecolors="white"),
    "image": lambda axes: axes.imshow(DICE.random((90, 90))),
    "hatches": lambda axes: axes.bar(range(20), DICE.random(20), hatch="xx", fill=False),
    "contours": lambda axes: axes.contour(DICE.random((30, 30))),
    "grid": lambda axes: axes.grid(visible=True, which="both"),
}


@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_whose_labels_stay_large_is_not_taken_for_a_page(kind):
    image = plotted(CHARTS[kind])
    assert [scale for scale in (0.5, 0.75) if letter_height(image, 7 / scale)] == []


def photographs():
    yield photograph(1600, 1200)
    yield Image.effect_noise((1600, 1200), 60)
    yield Image.radial_gradient("L").resize((1600, 1200))
    sample = Path(mpl.get_data_path(), "sample_data", "grace_hopper.jpg")
    yield Image.open(sample).resize((1600, 1900), Image.Resampling.BICUBIC)


def test_photographs_and_plain_pictures_hold_no_text():
    flat = [Image.new("RGB", (1600, 1200), "white"), chart(1600, 1200), Image.new("L", (4, 9000))]
    for image, scale in product([*photographs(), *flat], (0.2, 0.6)):
        assert letter_height(image.convert("RGB"), 7 / scale) is None
