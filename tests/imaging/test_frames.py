"""Single pictures of files that hold several, by their numbers."""

from __future__ import annotations

from io import BytesIO

import pillow_heif
import pytest
from PIL import Image

from jupyter_claude_vision.errors import InputError
from jupyter_claude_vision.imaging.frames import MOST_CHOSEN, chosen_frames
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import recognize_input
from jupyter_claude_vision.models import HIGH

GREYS = [0, 60, 120, 180, 240]


def file_of(kind, greys=GREYS, size=(80, 60)):
    images = [Image.new("RGB", size, (grey, grey, grey)) for grey in greys]
    file = BytesIO()
    if kind == "HEIF":
        heif = pillow_heif.HeifFile()
        for image in images:
            heif.add_from_pillow(image)
        heif.save(file, quality=-1)
    else:
        options = {"lossless": True} if kind == "WEBP" else {}
        images[0].save(file, kind, save_all=True, append_images=images[1:], **options)
    return file.getvalue()


def attachment(data, name="file"):
    return recognize_input(data, name, options=InputOptions())


def shown(one):
    sent = prepare_image(one, ImageLimits(HIGH))
    return sent.open().convert("L").getpixel((40, 30)), sent.notes


@pytest.mark.parametrize(
    ("kind", "word", "label"),
    [
        ("TIFF", "page", "p."),
        ("GIF", "frame", "frame"),
        ("PNG", "frame", "frame"),
        ("WEBP", "frame", "frame"),
        ("HEIF", "picture", "picture"),
    ],
)
def test_pictures_are_chosen_in_any_order_and_say_which_they_are(kind, word, label):
    frames = chosen_frames(attachment(file_of(kind)), [(4, None), (2, 2), (1, 2)])
    assert [frame.name for frame in frames] == [f"file {label} {n}" for n in (4, 5, 2, 1)]
    for frame, number in zip(frames, (4, 5, 2, 1), strict=True):
        grey, notes = shown(frame)
        assert abs(grey - GREYS[number - 1]) < 8
        assert f"{word} {number} of 5" in notes
    assert abs(shown(frames[1])[0] - GREYS[4]) < 8  # and again, after the last


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "PNG", "WEBP", "HEIF"])
def test_the_caption_of_the_whole_file_says_how_many_there_are(kind):
    _, notes = shown(attachment(file_of(kind)))
    assert any(" 5" in note for note in notes)


@pytest.mark.parametrize("kind", ["TIFF", "GIF", "HEIF", "WEBP"])
def test_a_file_of_one_picture_has_none_to_choose_from(kind):
    assert chosen_frames(attachment(file_of(kind, GREYS[:1])), [(1, 1)]) == []
    assert chosen_frames(attachment(Image.new("L", (9, 9))), [(1, 1)]) == []


def test_a_picture_that_the_user_holds_is_left_at_its_frame():
    held = Image.open(BytesIO(file_of("GIF")))
    held.seek(2)
    [frame] = chosen_frames(attachment(held), [(5, 5)])
    assert abs(shown(frame)[0] - GREYS[4]) < 8
    assert held.tell() == 2


@pytest.mark.parametrize(
    ("ranges", "said"),
    [
        ([(6, 6)], "file has 5 frames: there is no frame 6."),
        ([(6, None)], "file has 5 frames: there is no frame 6."),
        ([(2, 9)], "file has 5 frames: there is no frame 9."),
    ],
)
def test_a_number_that_there_is_not_is_an_error_with_how_many_there_are(ranges, said):
    with pytest.raises(InputError) as caught:
        chosen_frames(attachment(file_of("GIF")), ranges)
    assert str(caught.value) == said


def test_no_more_are_chosen_than_go_with_a_question():
    greys = [n % 2 * 200 for n in range(MOST_CHOSEN + 1)]
    data = file_of("GIF", greys, size=(4, 4))
    assert len(chosen_frames(attachment(data), [(1, MOST_CHOSEN)])) == MOST_CHOSEN
    with pytest.raises(InputError, match="101 frames of file; at most 100 go with one question"):
        chosen_frames(attachment(data), [(1, None)])
