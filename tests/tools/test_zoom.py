"""The tool zoom: what the model gets for a box, and where that lies on the original."""

from __future__ import annotations

import gc
import math
from dataclasses import replace

import matplotlib.pyplot as plt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import pdf
from PIL import Image, ImageDraw
from samples import attachment, quarters, saved
from tool_calls import Calls, sent, sent_object

from jupyter_claude_vision.answers.findings import locate_images
from jupyter_claude_vision.inputs.attachment import Attachment, InputOptions
from jupyter_claude_vision.inputs.images import from_url
from jupyter_claude_vision.inputs.pdf.pages import page_raster
from jupyter_claude_vision.models import HIGH, STANDARD

TIERS = [STANDARD, HIGH]
TURNS = {1: None, 3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90}


def stored(upright, turn):
    """The file of a camera that was held so."""
    image = upright if TURNS[turn] is None else upright.transpose(TURNS[turn])
    exif = Image.Exif()
    exif[0x0112] = turn
    return saved(image, "PNG", exif=exif, compress_level=0)


def bounds_of(image, is_ink=lambda level: level > 127):
    """The box of a picture's bright pixels."""
    return image.convert("L").point(lambda level: 255 * is_ink(level)).getbbox()


def on_original(images, number, box):
    """A box in pixels of an image as sent, in pixels of the original that it was cut from."""
    to_original = locate_images(images)[number].to_original
    return (*to_original(*box[:2]), *to_original(*box[2:]))


def box_around(draw, size, inner):
    """A box on a picture of a size that holds another one."""
    left = draw(st.integers(0, inner[0]))
    top = draw(st.integers(0, inner[1]))
    right = draw(st.integers(inner[2], size[0]))
    bottom = draw(st.integers(inner[3], size[1]))
    return left, top, right, bottom


@settings(max_examples=25)
@given(st.data())
def test_a_region_on_a_piece_of_a_piece_lies_right_on_the_original(data):
    width, height = data.draw(st.integers(200, 2400)), data.draw(st.integers(200, 2400))
    left, top = data.draw(st.integers(0, width - 60)), data.draw(st.integers(0, height - 60))
    truth = (
        left,
        top,
        data.draw(st.integers(left + 40, width)),
        data.draw(st.integers(top + 40, height)),
    )
    upright = Image.new("L", (width, height))
    ImageDraw.Draw(upright).rectangle((left, top, truth[2] - 1, truth[3] - 1), fill=255)
    tier, turn = data.draw(st.sampled_from(TIERS)), data.draw(st.sampled_from(sorted(TURNS)))
    calls = Calls(sent(attachment(stored(upright, turn)), tier=tier), tier=tier)
    precision = 0.0
    for _ in range(data.draw(st.integers(1, 3))):
        image = calls.images[-1]
        inner = bounds_of(image.sent)
        box = box_around(data.draw, image.sent.size, inner)
        if calls.zoom(image.number, *box).is_error:  # it is all of it
            break
    piece = calls.images[-1]
    region = on_original(calls.images, piece.number, bounds_of(piece.sent))
    # A pixel of the piece and of each picture before it, in pixels of the original.
    sizes = [image.prepared_image for image in calls.images]
    precision = (
        1
        + 2 * max(max(p.original_size[0] / p.width, 1) for p in sizes)
        + max(max(width, height) / max(p.width, p.height) for p in sizes[:1])
    )
    assert region == pytest.approx(truth, abs=precision)


def figure_with_a_bar(**options):
    """A figure, and the share of it at which a dark bar lies, from the top left."""
    figure = plt.figure(figsize=(8, 6), **options)
    box = (0.50, 0.40, 0.58, 0.46)
    left, top, right, bottom = box
    figure.patches.append(
        plt.Rectangle(
            (left, 1 - bottom),
            right - left,
            bottom - top,
            color="black",
            transform=figure.transFigure,
        )
    )
    figure.add_axes((0.1, 0.1, 0.2, 0.2)).plot([1, 2])
    return figure, box


def test_a_live_figure_is_drawn_anew_at_full_resolution_for_each_piece():
    figure, shares = figure_with_a_bar()
    for tier in TIERS:
        calls = Calls(sent_object(figure, tier=tier), tier=tier)
        width, height = calls.images[0].sent.size
        bar = [side * length for side, length in zip(shares, (width, height) * 2, strict=True)]
        first = calls.zoom(1, bar[0] - 90, bar[1] - 90, bar[2] + 90, bar[3] + 90)
        second = calls.zoom(2, 40, 40, *(side - 40 for side in first.images[0].sent.size))
        for call in (first, second):
            (piece,) = call.images
            size = piece.prepared_image
            dark = bounds_of(piece.sent, lambda level: level < 60)
            assert on_original(calls.images, piece.number, dark) == pytest.approx(bar, abs=1.5)
            assert max(math.ceil(size.width / 28), math.ceil(size.height / 28)) * 28 <= tier.edge
            assert size.tokens > 0.7 * tier.tokens
            assert call.source == 1
            # Its edges are as sharp as those of the whole: no pixel was stretched.
            row = piece.sent.convert("L").crop((0, dark[1] + 9, piece.sent.width, dark[1] + 10))
            assert sum(60 <= level <= 195 for level in row.tobytes()) <= 4
    plt.close(figure)


@pytest.mark.parametrize("layout", [None, "constrained"])
def test_letters_grow_with_the_piece_and_nothing_moves(layout):
    figure, axes = plt.subplots(2, 2, figsize=(3, 3), layout=layout)
    axes[1, 1].set_title("Title", fontsize=6)
    calls = Calls(sent_object(figure))
    whole = calls.images[0].sent.convert("L")
    piece = calls.zoom(1, whole.width / 2, whole.height / 2, whole.width, whole.height).images[0]
    same_size = piece.sent.convert("L").resize((whole.width - whole.width // 2,) * 2)
    apart = Image.blend(
        same_size, whole.crop((whole.width // 2, whole.height // 2, *whole.size)), 0.5
    )
    # What is black on both is black on their mean: had the piece moved, it would be gray.
    assert apart.histogram()[0] > 0.5 * same_size.histogram()[0]
    plt.close(figure)


def test_one_axes_of_a_figure_is_drawn_anew_too():
    figure, axes = plt.subplots(1, 2)
    axes[1].bar([0, 1, 2], [1, 3, 2], color="black")
    calls = Calls(sent_object(axes[1]))
    size = calls.images[0].sent.size
    call = calls.zoom(1, 0, 0, size[0] / 2, size[1] / 2)
    assert call.images[0].sent.width > 1.9 * call.box[2]
    plt.close(figure)


SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}" viewBox="{}">'
    '<rect x="-500" y="-500" width="2000" height="2000" fill="white"/>'
    '<rect x="100" y="60" width="40" height="20"/></svg>'
)


@pytest.mark.parametrize(
    ("width", "height", "view"), [(800, 300, "0 0 400 300"), (400, 300, "50 20 200 150")]
)
def test_a_drawing_is_rendered_anew(width, height, view):
    calls = Calls(
        sent_object(SVG.format(width, height, view).encode(), tier=STANDARD), tier=STANDARD
    )
    bar = bounds_of(calls.images[0].sent, lambda level: level < 128)
    call = calls.zoom(1, bar[0] - 30, bar[1] - 30, bar[2] + 30, bar[3] + 30)
    (piece,) = call.images
    dark = bounds_of(piece.sent, lambda level: level < 128)
    assert on_original(calls.images, 2, dark) == pytest.approx(bar, abs=1)
    assert dark[2] - dark[0] > 2 * (bar[2] - bar[0])


def test_a_page_is_rendered_anew():
    data = pdf(2)
    page = Attachment("report p. 1", "image", lambda fit: page_raster(data, 0, "report", fit))
    calls = Calls(sent(page), choice="auto")
    ink = bounds_of(calls.images[0].sent, lambda level: level < 128)
    call = calls.zoom(1, ink[0] - 9, ink[1] - 9, ink[2] + 9, ink[3] + 9)
    (piece,) = call.images
    dark = bounds_of(piece.sent, lambda level: level < 128)
    assert on_original(calls.images, 2, dark) == pytest.approx(ink, abs=1.5)
    assert piece.sent.width > 2 * (ink[2] - ink[0])


def test_a_photograph_is_cut_from_its_original():
    upright = quarters(4000, 3000)
    calls = Calls(sent(attachment(stored(upright, 6))))
    width, height = calls.images[0].sent.size
    call = calls.zoom(1, 0, 0, width / 4, height / 4)
    assert call.box == (0, 0, 1000, 750)
    assert call.images[0].sent.size == (1000, 750)
    assert call.images[0].prepared_image.original_size == (1000, 750)


def test_a_piece_is_told_like_every_image():
    calls = Calls(sent(attachment(quarters(4000, 3000), name="photo.jpg")))
    call = calls.zoom(1, 100, 50, 900, 650)
    assert call.images[0].label == "Image 2 (part (100, 50)–(900, 650) of image 1):"
    assert call.result.startswith("Image 2 is part (100, 50)–(900, 650) of image 1: ")
    assert call.tokens > call.images[0].tokens > 0
    assert not call.is_error


def test_what_passes_the_edge_a_little_is_cut_off():
    calls = Calls(sent(attachment(quarters(3000, 3000))))
    call = calls.zoom(1, -20, -3.5, 500, 500)
    assert call.box[:2] == (0, 0)
    assert not call.is_error


PICTURE = sent(attachment(quarters(3000, 2000), name="photo"))
SIZE = "Image 1 (photo), {} × {} px".format(*PICTURE.sent.size)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"left": 500, "right": 100}, "`left` is less than `right`"),
        ({"top": 500}, "holds nothing"),
        ({"left": float("nan")}, "`left` is a number of pixels, not nan"),
        ({"left": float("inf")}, "`left` is a number of pixels, not inf"),
        ({"left": "10"}, "`left` is a number of pixels, not '10'"),
        ({"left": True}, "`left` is a number of pixels, not True"),
        ({"left": None}, "`left` is a number of pixels, not None"),
        ({"right": 9000, "left": 8000}, "is not all on the image"),
        ({"left": -900, "right": -100}, "is not all on the image"),
        ({"left": 0.1, "top": 0.1, "right": 0.5, "bottom": 0.5}, "pixels, not shares"),
        ({"left": 10, "right": 12}, "at least 8 px"),
    ],
)
def test_a_box_that_is_none_is_answered_with_what_there_is(changes, message):
    box = {"left": 10, "top": 10, "right": 500, "bottom": 500, **changes}
    call = Calls(PICTURE).run("zoom", {"image": 1, **box})
    assert call.is_error
    assert message in call.result
    assert SIZE in call.result
    assert not call.images


def test_an_image_that_there_is_not_is_answered_with_those_there_are():
    calls = Calls(PICTURE, sent(attachment(quarters(300, 200), name="other"), 2))
    for number in (3, 0, "2", None, True, 1.5):
        call = calls.zoom(number, 0, 0, 100, 100)
        assert call.is_error
        assert f"There are: {SIZE}; Image 2 (other), 300 × 200 px." in call.result
    assert "`image` is missing" in calls.run("zoom", {"left": 1}).result
    assert (
        "`top`, `right` missing" in calls.run("zoom", {"image": 1, "left": 1, "bottom": 9}).result
    )
    for odd in ("zoom in", None, [1, 2]):
        assert "The input is an object" in calls.run("zoom", odd).result


def test_all_of_a_picture_that_was_sent_as_it_is_shows_nothing_new():
    call = Calls(sent(attachment(quarters(600, 400)))).zoom(1, 0, 0, 600, 400)
    assert call.is_error
    assert "no larger than you see it" in call.result


def test_pixels_that_are_not_here_cannot_be_zoomed_into():
    existing = Attachment("file_1", "file", file_id="file_1")
    document = Attachment("report", "document", load=lambda: b"")
    calls = Calls(sent(existing), sent(document, 2))
    assert "The pixels of image 1 are not here" in calls.zoom(1, 0, 0, 90, 90).result
    assert "ask with --as-images" in calls.zoom(2, 0, 0, 90, 90).result


def test_a_figure_that_is_gone_is_cut_from_what_was_sent_of_it():
    figure, _ = figure_with_a_bar()
    calls = Calls(sent_object(figure))
    calls.images[0].attachment.release()
    plt.close(figure)
    del figure
    gc.collect()
    call = calls.zoom(1, 0, 0, 300, 300)
    assert call.images[0].sent.size == (300, 300)


def test_a_file_that_has_changed_is_no_longer_the_one_that_was_seen(tmp_path):
    path = tmp_path / "photo.png"
    quarters(3000, 2000).save(path)
    calls = Calls(sent_object(path))
    quarters(2000, 3000).save(path)
    call = calls.zoom(1, 0, 0, 300, 300)
    assert call.is_error
    assert "has changed: it is 2000 × 3000 px now" in call.result
    path.unlink()
    assert calls.zoom(1, 0, 0, 300, 300).is_error


def test_what_was_fetched_is_cut_while_the_question_lasts(monkeypatch):
    downloads = []

    def fetch(url, **_):
        downloads.append(url)
        return saved(quarters(3000, 2000), "PNG")

    monkeypatch.setattr("jupyter_claude_vision.inputs.files.download.fetch_url", fetch)
    attachment_of_url = from_url("https://example.org/a.png", "a.png", InputOptions())
    attachment_of_url.remote.hold()
    calls = Calls(sent(attachment_of_url))
    assert calls.zoom(1, 0, 0, 500, 500).images
    assert calls.zoom(1, 500, 0, 900, 500).images
    assert len(downloads) == 1
    attachment_of_url.release()
    call = calls.zoom(1, 0, 0, 500, 500)
    assert "is not here any more" in call.result
    assert len(downloads) == 1


def test_a_request_that_is_full_takes_no_further_piece():
    large = [replace(PICTURE, number=number) for number in range(1, 21)]
    call = Calls(*large).zoom(1, 0, 0, 300, 300)
    assert "the request takes no more" in call.result
    small = sent(attachment(quarters(300, 200)))
    calls = Calls(*(replace(small, number=number) for number in range(1, 21)))
    assert calls.zoom(1, 0, 0, 150, 150).images
