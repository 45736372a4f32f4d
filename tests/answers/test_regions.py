"""Regions: where a box of the image as sent lies on the original, and what is made of it."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from samples import attachment, photograph, quarters, saved

from jupyter_claude_vision.answers.regions import ImageFrame, parse_regions
from jupyter_claude_vision.errors import InputError
from jupyter_claude_vision.imaging.crops import cut_part
from jupyter_claude_vision.imaging.geometry import whole_pixels
from jupyter_claude_vision.imaging.overlay import draw_overlay, encode_marked_picture
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.attachment import Attachment, Raster
from jupyter_claude_vision.models import HIGH, STANDARD

sides = st.integers(30, 3000)
tiers = st.sampled_from([STANDARD, HIGH])

# Which way an image of each EXIF orientation was stored, from the upright one.
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def stored(upright, turn, kind="PNG"):
    """The file of a camera that was held so."""
    image = upright if STORED[turn] is None else upright.transpose(STORED[turn])
    exif = Image.Exif()
    exif[0x0112] = turn
    return saved(image, kind, exif=exif, compress_level=0)


def with_rectangle(size, box, ground=0, ink=255):
    image = Image.new("L", size, ground)
    ImageDraw.Draw(image).rectangle((box[0], box[1], box[2] - 1, box[3] - 1), fill=ink)
    return image


def seen(prepared, number=1):
    size = (prepared.width, prepared.height)
    return ImageFrame(number, size, prepared, prepared.transform.to_original)


def item(*coordinates, label="It", image=1, sentence="It is there."):
    return {
        "image": image,
        "label": label,
        "sentence": sentence,
        "shape": "box",
        "coordinates": list(coordinates),
    }


def regions_of(prepared, *items):
    return parse_regions(list(items), {1: seen(prepared)})


@st.composite
def rectangles(draw):
    """A size, and a rectangle of at least 8 pixels on it."""
    width, height = draw(sides), draw(sides)
    left, top = draw(st.integers(0, width - 10)), draw(st.integers(0, height - 10))
    right = draw(st.integers(left + 8, width))
    bottom = draw(st.integers(top + 8, height))
    return (width, height), (left, top, right, bottom)


@settings(max_examples=300, deadline=None)
@given(rectangles(), tiers, st.sampled_from(sorted(STORED)))
def test_a_rectangle_comes_back_within_one_pixel_whatever_its_size_and_turn(known, tier, turn):
    size, box = known
    prepared = prepare_image(attachment(stored(with_rectangle(size, box), turn)), ImageLimits(tier))
    assert prepared.original_size == size
    to_sent = prepared.transform.to_sent
    corners = (*to_sent(*box[:2]), *to_sent(*box[2:]))
    (region,), problems = regions_of(prepared, item(*corners))
    assert not problems
    assert all(abs(a - b) <= 1 for a, b in zip(region.bounds, box, strict=True))


@settings(max_examples=60, deadline=None)
@given(rectangles(), tiers, st.sampled_from(sorted(STORED)))
def test_what_is_seen_at_a_place_of_the_picture_as_sent_is_at_that_place(known, tier, turn):
    size, box = known
    prepared = prepare_image(attachment(stored(with_rectangle(size, box), turn)), ImageLimits(tier))
    # What a model that reads whole pixels would answer.
    found = prepared.open().convert("L").point(lambda level: 255 * (level > 127)).getbbox()
    if found is None:  # too thin to be seen at that size
        return
    (region,), _ = regions_of(prepared, item(*found))
    a_pixel_as_sent = max(size[0] / prepared.width, size[1] / prepared.height, 1)
    assert all(abs(a - b) <= a_pixel_as_sent for a, b in zip(region.bounds, box, strict=True))


@pytest.mark.parametrize("turn", sorted(STORED))
def test_a_crop_is_the_original_at_full_resolution(turn):
    upright = photograph(3600, 2400)
    prepared = prepare_image(attachment(stored(upright, turn)), ImageLimits(STANDARD))
    assert prepared.width < 3600
    to_sent = prepared.transform.to_sent
    (region,), _ = regions_of(prepared, item(*to_sent(1000, 500), *to_sent(1300, 700)))
    assert region.crop().tobytes() == upright.crop((1000, 500, 1300, 700)).tobytes()


def test_a_crop_of_a_picture_that_has_changed_since_is_refused():
    pictures = iter([photograph(3000, 2000), photograph(1000, 500)])
    picture = Attachment("it", "image", lambda _: Raster(next(pictures)))
    (region,), _ = regions_of(prepare_image(picture, ImageLimits(STANDARD)), item(10, 10, 50, 50))
    with pytest.raises(InputError, match="it has changed: it is 1000 × 500 px now"):
        region.crop()


def test_coordinates_outside_are_moved_inside():
    prepared = prepare_image(attachment(photograph(400, 300)), ImageLimits(HIGH))
    found, problems = regions_of(prepared, item(-20, -5, 100, 90), item(350, 250, 460, 310))
    assert [r.box for r in found] == [(0, 0, 100, 90), (350, 250, 400, 300)]
    assert not problems


def test_a_box_given_from_the_wrong_corner_is_the_same_box():
    prepared = prepare_image(attachment(photograph(400, 300)), ImageLimits(HIGH))
    found, _ = regions_of(prepared, item(100, 90, 20, 10))
    assert found[0].box == (20, 10, 100, 90)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (item(1, 2, 3), r"It has the coordinates \[1, 2, 3\]"),
        (item(float("nan"), 2, 3, 4), "It has the coordinates"),
        (item("1", 2, 3, 4), "It has the coordinates"),
        (item(True, 2), "It has the coordinates"),
        (item(500, 10, 600, 20), "It has no area on the picture"),
        (item(10, 10, 10, 20), "It has no area on the picture"),
        ({"label": "It"}, "It has the coordinates None"),
        ("a box", "a box is not a region"),
    ],
)
def test_what_is_malformed_is_reported_and_the_others_are_kept(wrong, said):
    prepared = prepare_image(attachment(photograph(400, 300)), ImageLimits(HIGH))
    found, problems = regions_of(prepared, wrong, item(10, 10, 20, 20, label="good"))
    assert [(r.number, r.label) for r in found] == [(1, "good")]
    assert len(problems) == 1
    assert re.search(said, problems[0])


def test_a_region_on_an_image_that_there_is_not_is_reported():
    prepared = prepare_image(attachment(photograph(400, 300)), ImageLimits(HIGH))
    both = {1: seen(prepared), 2: seen(prepared, 2)}
    found, problems = parse_regions([item(1, 1, 9, 9, image=3)], both)
    assert not found
    assert "image 3, which does not exist" in problems[0]


def test_where_there_is_one_picture_its_number_does_not_matter():
    prepared = prepare_image(attachment(photograph(400, 300)), ImageLimits(HIGH))
    found, _ = parse_regions([item(1, 1, 9, 9, image=1)], {4: seen(prepared, 4)})
    assert len(found) == 1


def test_no_list_of_regions_is_reported():
    assert parse_regions(None, {})[1] == ("The regions are not a list: None.",)


def test_regions_are_found_by_place_and_by_label_and_make_a_table():
    prepared = prepare_image(attachment(photograph(400, 300), name="fig"), ImageLimits(HIGH))
    found, _ = regions_of(prepared, item(10, 20, 30, 40, label="Title"), item(50, 60, label="Peak"))
    assert found["title"] is found[0]
    assert found[1].point == (50, 60)
    assert found[1:][0] is found[1]
    frame = found.to_frame()
    assert list(frame.index) == [1, 2]
    assert list(frame["kind"]) == ["box", "point"]
    assert frame.loc[1, "right"] == 30
    with pytest.raises(KeyError, match="There are: Title, Peak"):
        found["legend"]


@given(rectangles(), st.floats(0, 50))
def test_whole_pixels_hold_the_box_and_stay_on_the_picture(known, padding):
    (width, height), box = known
    left, top, right, bottom = whole_pixels(box, padding, (width, height))
    assert 0 <= left <= box[0]
    assert box[2] <= right <= width
    assert 0 <= top <= box[1]
    assert box[3] <= bottom <= height


def test_a_crop_of_a_point_has_something_to_show():
    prepared = prepare_image(attachment(photograph(400, 300)), ImageLimits(HIGH))
    found, _ = regions_of(prepared, item(400, 300), item(0, 0))
    assert [r.crop().size for r in found] == [(1, 1), (1, 1)]
    assert found[1].crop(padding=10).size == (10, 10)


@pytest.mark.parametrize("ground", [(255, 255, 255), (0, 0, 0), (0, 114, 178), (213, 94, 0)])
def test_a_box_stands_out_on_every_background(ground):
    picture = Image.new("RGB", (400, 300), ground)
    prepared = prepare_image(attachment(picture), ImageLimits(HIGH))
    found, _ = regions_of(prepared, item(100, 100, 300, 200))
    shown = draw_overlay(picture, [region.mark for region in found], (400, 300), legend=False)
    across = [shown.getpixel((x, 150)) for x in range(90, 115)]
    assert {(255, 255, 255), (0, 0, 0)} <= {*across, ground}
    inside = shown.crop((110, 120, 290, 190))
    assert inside.getcolors() == [(inside.width * inside.height, ground)]


def test_the_legend_hides_nothing_and_holds_forty_regions():
    picture = photograph(800, 600)
    prepared = prepare_image(attachment(picture), ImageLimits(HIGH))
    many = [item(x * 10, x * 10, x * 10 + 50, x * 10 + 40, label=f"Thing {x}") for x in range(40)]
    found, _ = regions_of(prepared, *many)
    plain = draw_overlay(picture, [region.mark for region in found], (800, 600), legend=False)
    shown = draw_overlay(picture, [region.mark for region in found], (800, 600), legend=True)
    assert plain.size == (800, 600)
    assert shown.width == 800
    assert shown.height > 600
    assert shown.crop((0, 0, 800, 600)).tobytes() == plain.tobytes()


def test_a_badge_never_covers_another():
    picture = photograph(800, 600)
    prepared = prepare_image(attachment(picture), ImageLimits(HIGH))
    one, _ = regions_of(prepared, item(300, 200, 500, 400))
    two, _ = regions_of(prepared, item(300, 200, 500, 400), item(300, 200, 500, 400))
    first = draw_overlay(picture, [region.mark for region in one], (800, 600), legend=False)
    both = draw_overlay(picture, [region.mark for region in two], (800, 600), legend=False)
    corner = (285, 185, 300, 200)
    assert first.crop(corner).tobytes() == both.crop(corner).tobytes()


def test_a_label_in_letters_that_cannot_be_drawn_stands_as_its_place():
    prepared = prepare_image(attachment(photograph(400, 300)), ImageLimits(HIGH))
    found, _ = regions_of(
        prepared, item(10, 20, 30, 40, label="峰值"), item(1, 2, 3, 4, label="Größe")
    )
    assert [region.mark.legend_text for region in found] == ["(10, 20)–(30, 40)", "Größe"]


def test_a_marked_picture_is_as_large_as_it_was_sent_and_of_its_kind():
    prepared = prepare_image(attachment(saved(photograph(3000, 2000), "JPEG")), ImageLimits(HIGH))
    found, _ = regions_of(prepared, item(10, 10, 500, 500))
    marked = Image.open(BytesIO(encode_marked_picture(prepared, found.marks_on(prepared))))
    assert marked.size == (prepared.width, prepared.height)
    assert marked.format == "JPEG"


@pytest.mark.parametrize("turn", [1, 6])
def test_a_part_is_cut_from_the_upright_original_and_turned_only_once(turn):
    upright = quarters(900, 600)
    piece = cut_part(
        attachment(stored(upright, turn), name="it"), (300, 200, 600, 400), "its corner"
    )
    prepared = prepare_image(piece, ImageLimits(HIGH))
    assert prepared.original_size == (300, 200)
    assert prepared.open().tobytes() == upright.crop((300, 200, 600, 400)).tobytes()


@pytest.mark.parametrize("box", [(900, 0, 950, 50), (-50, 0, 0, 50), (30, 30, 30, 60)])
def test_a_part_with_nothing_in_it_is_refused(box):
    piece = cut_part(attachment(photograph(900, 600), name="it"), box, "its corner")
    with pytest.raises(InputError, match=r"nothing of it at .*: it is 900 × 600 px"):
        prepare_image(piece, ImageLimits(HIGH))
