"""An attachment's image as it is sent: what it looks like, and what it does not carry."""

from __future__ import annotations

import base64
import hashlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from samples import attachment, chart, corners, photograph, quarters, saved

from jupyter_claude_vision.errors import ImageTooLargeError, UnreadableImageError
from jupyter_claude_vision.imaging.geometry import fits_tier, fitted_size
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.attachment import Attachment, Raster, SmallText
from jupyter_claude_vision.models import HIGH, STANDARD

LIMITS = ImageLimits(HIGH)


def test_a_large_photograph_is_sent_as_a_jpeg_at_the_size_that_the_model_sees():
    sent = prepare_image(attachment(saved(photograph(2000, 1500), "JPEG")), ImageLimits(STANDARD))
    assert (sent.media_type, sent.width, sent.height) == ("image/jpeg", 1269, 952)
    assert sent.open().size == (1269, 952)
    assert sent.original_size == (2000, 1500)
    assert sent.tokens == 1564
    assert sent.transform.to_original(1269, 952) == (2000, 1500)


def test_what_is_declared_is_what_is_sent():
    sent = prepare_image(attachment(chart(), name="fig"), LIMITS)
    assert sent.name == "fig"
    assert sent.digest == hashlib.sha256(sent.data).hexdigest()
    assert base64.b64decode(sent.to_base64(), validate=True) == sent.data
    assert Image.MIME[sent.open().format] == sent.media_type
    assert sent.seconds > 0


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 2500), st.integers(1, 2500), st.sampled_from([STANDARD, HIGH]))
def test_every_size_is_fitted_exactly(width, height, tier):
    sent = prepare_image(attachment(Image.new("L", (width, height))), ImageLimits(tier))
    assert sent.open().size == (sent.width, sent.height) == fitted_size(width, height, tier)


def test_a_requests_limit_on_a_side_is_kept():
    sent = prepare_image(attachment(chart(2400, 300)), ImageLimits(HIGH, side=2000))
    assert sent.open().size == (2000, 250)


def test_a_figure_is_drawn_at_the_size_that_the_model_sees():
    asked = []

    def draw(fit):
        asked.append(fit(12, 9))
        return Raster(Image.new("RGB", fit(12, 9)))

    sent = prepare_image(Attachment("fig", "figure", draw), ImageLimits(STANDARD))
    assert asked == [(1269, 952)] == [(sent.width, sent.height)]


def test_a_long_strip_of_one_pixel_is_sent_with_a_caution():
    sent = prepare_image(attachment(Image.new("RGB", (30_000, 2))), LIMITS)
    assert (sent.width, sent.height) == (2576, 1)
    assert sent.notes == ("only 2576x1 px as sent: small details may be misread",)


# Lossless or JPEG, and the limit


def test_a_drawing_stays_lossless():
    sent = prepare_image(attachment(chart()), LIMITS)
    assert sent.media_type == "image/png"
    assert sent.open().convert("RGB").tobytes() == chart().tobytes()


def test_a_photograph_without_a_file_becomes_a_jpeg():
    assert prepare_image(attachment(photograph(300, 300)), LIMITS).media_type == "image/jpeg"


@pytest.mark.parametrize(("drawn", "media_type"), [(True, "image/png"), (False, "image/jpeg")])
def test_a_source_that_knows_decides_what_is_lossless(drawn, media_type):
    for image in (chart(), photograph(300, 300)):
        assert prepare_image(attachment(image, drawn=drawn), LIMITS).media_type == media_type


def test_a_lossless_picture_over_the_limit_becomes_a_jpeg_and_says_so():
    picture = attachment(photograph(600, 600), drawn=True)
    whole = prepare_image(picture, LIMITS)
    less = prepare_image(picture, ImageLimits(HIGH, base64_bytes=len(whole.to_base64()) // 3))
    assert (whole.media_type, less.media_type) == ("image/png", "image/jpeg")
    assert "over the limit without loss" in less.notes[0]


@pytest.mark.parametrize("drawn", [True, False])
@pytest.mark.parametrize("limit", [400_000, 150_000, 60_000, 30_000])
def test_the_limit_counts_base64_text_and_is_always_kept(limit, drawn):
    sent = prepare_image(attachment(photograph(700, 700), drawn=drawn), ImageLimits(HIGH, limit))
    assert len(sent.to_base64()) <= limit


def test_a_file_over_the_limit_is_not_sent_as_it_is():
    file = saved(photograph(400, 400), "PNG")
    sent = prepare_image(attachment(file), ImageLimits(HIGH, base64_bytes=len(file)))
    assert sent.media_type == "image/jpeg"
    assert len(sent.to_base64()) <= len(file)


def test_what_no_quality_brings_under_the_limit_is_an_error_that_says_what_to_do():
    with pytest.raises(ImageTooLargeError, match=r"wall cannot be .* 500 bytes. Crop it"):
        prepare_image(
            attachment(photograph(400, 400), name="wall"), ImageLimits(HIGH, base64_bytes=500)
        )


# Metadata

SECRETS = ("Exif", "GPS", "xmpmeta", "Photoshop", "8BIM", "ACME camera", "hidden words", "ICC_")


def exif(orientation=1):
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010F] = "ACME camera"
    tags.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0)})
    return tags


def with_metadata(image, kind, orientation=1):
    tags, xmp = exif(orientation), b"<x:xmpmeta>hidden words</x:xmpmeta>"
    if kind == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", "hidden words")
        text.add_itxt("XML:com.adobe.xmp", xmp.decode())
        return saved(image, kind, exif=tags, pnginfo=text)
    if kind == "JPEG":
        iptc = b"Photoshop 3.0\x008BIM\x04\x04hidden words"
        extra = b"\xff\xed" + (len(iptc) + 2).to_bytes(2) + iptc
        return saved(image, kind, exif=tags, xmp=xmp, comment=b"hidden words", extra=extra)
    return saved(image, kind, exif=tags, xmp=xmp, lossless=True)


@pytest.mark.parametrize("size", [(300, 240), (3000, 2400)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_the_metadata_is_sent(kind, size):
    file = with_metadata(quarters(*size), kind)
    assert b"ACME camera" in file
    assert b"hidden words" in file
    sent = prepare_image(attachment(file), LIMITS)
    assert not [secret for secret in SECRETS if secret.encode() in sent.data]
    assert not sent.open().getexif()
    assert corners(sent.open()) == corners(quarters())


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_arrives_upright_however_the_camera_was_held(kind, orientation):
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    upright = quarters(400, 240)
    held = upright.transpose(undo[orientation]) if orientation > 1 else upright
    sent = prepare_image(attachment(saved(held, kind, exif=exif(orientation))), LIMITS)
    assert (sent.width, sent.height) == sent.original_size == sent.open().size == (400, 240)
    assert corners(sent.open()) == corners(upright)


XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description '
    'xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6"/></x:xmpmeta>'
)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_an_orientation_that_only_xmp_tells_turns_nothing(kind):
    upright = quarters(400, 240)
    options = {"xmp": XMP.encode()}
    if kind == "PNG":
        options = {"pnginfo": PngImagePlugin.PngInfo()}
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", XMP)
    if kind == "TIFF":
        options = {"tiffinfo": {700: XMP.encode()}}
    file = saved(upright, kind, **options)
    assert Image.open(BytesIO(file)).getexif().get(0x0112) == 6  # as Pillow would have it
    sent = prepare_image(attachment(file), LIMITS)
    assert sent.original_size == (400, 240)
    assert corners(sent.open()) == corners(upright)


@pytest.mark.parametrize("damaged", [b"Exif\0\0", b"Exif\0\0MM\0*\0\0\xff\xff", b"none at all"])
def test_exif_that_cannot_be_read_turns_nothing(damaged):
    file = saved(quarters(400, 240), "WEBP", exif=damaged, lossless=True)
    assert prepare_image(attachment(file), LIMITS).original_size == (400, 240)


@pytest.mark.parametrize("size", [(127, 127), (127, 900), (4, 4)])
def test_a_small_picture_is_not_smeared(size):
    small = photograph(*size)
    sent = prepare_image(attachment(small), LIMITS)
    assert sent.media_type == "image/png"
    assert list(sent.open().get_flattened_data()) == list(small.get_flattened_data())
    assert prepare_image(attachment(photograph(128, 128)), LIMITS).media_type == "image/jpeg"


def test_a_large_picture_on_its_side_maps_back_to_the_upright_original():
    sent = prepare_image(attachment(saved(quarters(3000, 2000), "JPEG", exif=exif(6))), LIMITS)
    assert sent.original_size == (2000, 3000)
    assert sent.width < sent.height
    assert sent.transform.to_original(sent.width, 0) == (2000, 0)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("PNG", {"dpi": (144, 144)}),
        ("JPEG", {"quality": 70}),
        ("JPEG", {"progressive": True}),
        ("GIF", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"quality": 60}),
    ],
)
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_file_that_fits_and_carries_no_metadata_is_sent_byte_for_byte(kind, options, mode):
    file = saved(chart().convert(mode), kind, **options)
    sent = prepare_image(attachment(file), LIMITS)
    assert sent.data == file
    assert sent.media_type == f"image/{kind.lower()}"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_metadata_is_cut_out_without_changing_a_pixel(kind):
    file = with_metadata(photograph(300, 240), kind)
    sent = prepare_image(attachment(file), LIMITS)
    assert len(sent.data) < len(file)
    assert sent.open().tobytes() == Image.open(BytesIO(file)).tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP"])
@pytest.mark.parametrize("tail", [b"PK\x03\x04 hidden words", saved(quarters(), "JPEG")])
def test_what_is_appended_to_a_file_is_not_sent(kind, tail):
    file = saved(chart(), kind)
    assert prepare_image(attachment(file + tail), LIMITS).data == file


def test_the_second_picture_of_a_phone_is_not_sent():
    first, second = photograph(300, 300), quarters(300, 300)
    file = saved(first, "MPO", save_all=True, append_images=[second])
    sent = prepare_image(attachment(file), LIMITS)
    assert sent.notes == ()
    assert b"MPF" not in sent.data
    assert sent.data.count(b"\xff\xd8\xff") == 1
    assert sent.open().tobytes() == Image.open(BytesIO(file)).tobytes()


def test_a_picture_that_the_user_holds_is_left_as_it_was():
    file = saved(photograph(2000, 1500), "JPEG", exif=exif(6), comment=b"hidden words")
    held = Image.open(BytesIO(file))
    facts = (held.size, held.mode, dict(held.info))
    sent = prepare_image(attachment(held), ImageLimits(STANDARD))
    assert (held.size, held.mode, dict(held.info)) == facts
    assert sent.original_size == (1500, 2000)
    assert b"hidden words" not in sent.data


def test_a_picture_that_the_user_holds_loses_its_metadata_too():
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", "hidden words")
    held = Image.open(BytesIO(saved(chart(), "PNG", pnginfo=text, exif=exif())))
    sent = prepare_image(attachment(held), LIMITS)
    assert not [secret for secret in SECRETS if secret.encode() in sent.data]


@pytest.mark.parametrize(
    ("file", "same"),
    [
        (saved(quarters(3000, 2000), "JPEG"), True),
        (saved(quarters(300, 200), "PNG"), True),
        (saved(quarters(3000, 2000), "JPEG", exif=exif(6)), False),
        (saved(quarters(300, 200).convert("CMYK"), "JPEG"), False),
        (saved(Image.new("RGBA", (300, 200)), "PNG"), False),
        (saved(Image.new("I;16", (300, 200)), "PNG"), False),
        (saved(quarters(300, 200), "BMP"), False),
        (saved(quarters(8001, 20), "PNG"), False),
    ],
)
def test_it_is_known_whether_the_file_itself_would_look_the_same(file, same):
    assert prepare_image(attachment(file), LIMITS).as_found is same


# What the caption says


def test_an_animation_is_sent_as_its_first_frame_and_says_so():
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "green", "blue")]
    for kind in ("GIF", "PNG", "WEBP"):
        file = saved(frames[0], kind, save_all=True, append_images=frames[1:], lossless=True)
        sent = prepare_image(attachment(file), LIMITS)
        assert sent.notes == ("first of 3 frames",)
        assert sent.open().convert("RGB").getpixel((150, 150)) == (255, 0, 0)
        assert getattr(sent.open(), "n_frames", 1) == 1


def test_a_tiff_of_several_pages_is_sent_as_its_first_and_says_so():
    pages = [Image.new("RGB", (300, 300), colour) for colour in ("red", "green", "blue")]
    file = saved(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert prepare_image(attachment(file), LIMITS).notes == ("first of 3 pages",)


def test_the_frame_that_the_user_went_to_is_sent():
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "green", "blue")]
    held = Image.open(BytesIO(saved(frames[0], "GIF", save_all=True, append_images=frames[1:])))
    held.seek(2)
    sent = prepare_image(attachment(held), LIMITS)
    assert sent.notes == ("frame 3 of 3",)
    assert sent.open().convert("RGB").getpixel((150, 150)) == (0, 0, 255)


def test_a_note_is_made_once():
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("red", "green")]
    file = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert prepare_image(attachment(file, notes=("first of 2 frames",)), LIMITS).notes == (
        "first of 2 frames",
    )


def test_text_that_is_small_as_sent_is_reported_with_the_remedy():
    text = (SmallText("tick labels", 10.0), SmallText("titles", 20.0))
    sent = prepare_image(attachment(chart(2400, 1800), small_text=text), ImageLimits(STANDARD))
    assert sent.notes == ("tick labels 5 px high as sent: raise the dpi or pass one Axes",)


def test_text_that_is_large_enough_is_not_reported():
    text = (SmallText("tick labels", 7.0),)
    assert prepare_image(attachment(chart(), small_text=text), LIMITS).notes == ()


def test_a_small_picture_gets_a_word_of_caution():
    assert prepare_image(attachment(chart(400, 199)), LIMITS).notes == (
        "only 400x199 px as sent: small details may be misread",
    )
    assert prepare_image(attachment(chart(400, 200)), LIMITS).notes == ()


# Bad input


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_that_is_cut_short_is_an_error_that_names_it(kind, share):
    file = saved(photograph(300, 300), kind)
    cut = file[: int(len(file) * share)]

    def draw(fit):
        try:
            return Raster(Image.open(BytesIO(cut)), data=cut)
        except OSError as error:  # some formats are refused when they are opened
            raise UnreadableImageError("cat.jpg cannot be read") from error

    with pytest.raises(UnreadableImageError, match=r"^cat\.jpg cannot be read") as caught:
        prepare_image(Attachment("cat.jpg", "image", draw), LIMITS)
    assert caught.value.__cause__ is not None


def test_a_file_that_has_gone_is_an_error_without_its_path(tmp_path):
    path = tmp_path / "cat.png"
    chart().save(path)
    held = Image.open(path)
    held.close()
    with pytest.raises(UnreadableImageError) as caught:
        prepare_image(attachment(held, name="held"), LIMITS)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize("size", [(0, 10), (10, 0), (0, 0)])
def test_a_picture_without_pixels_is_an_error(size):
    with pytest.raises(UnreadableImageError, match=r"empty is .* nothing to see"):
        prepare_image(attachment(Image.new("RGB", size), name="empty"), LIMITS)


def test_a_decompression_bomb_is_refused_before_it_is_decoded():
    class Bomb(Image.Image):
        size = (50_000, 50_000)

        def load(self):
            pytest.fail("it was decoded")

    with pytest.raises(ImageTooLargeError, match="bomb has 2500 megapixels; at most 200"):
        prepare_image(attachment(Bomb(), name="bomb"), LIMITS)


def test_an_uploaded_file_has_no_pixels_here():
    with pytest.raises(UnreadableImageError, match="file_id only"):
        prepare_image(Attachment("scan", "file", file_id="file_1"), LIMITS)


# The thumbnail


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("picture", [chart(2000, 1500), photograph(1500, 2000)])
def test_a_thumbnail_is_a_small_png_or_jpeg(picture, kind):
    sent = prepare_image(attachment(saved(picture, kind)), LIMITS)
    data, media_type = sent.thumbnail()
    small = Image.open(BytesIO(data))
    assert media_type in {"image/png", "image/jpeg"}
    assert Image.MIME[small.format] == media_type
    assert max(small.size) == 800
    assert len(data) <= 100_000


def test_a_thumbnail_shows_the_bytes_that_were_sent():
    sent = prepare_image(attachment(saved(quarters(3000, 2000), "JPEG", exif=exif(6))), LIMITS)
    small = Image.open(BytesIO(sent.thumbnail(200)[0]))
    assert small.size == (133, 200)
    assert corners(small) == corners(sent.open())


def test_a_small_file_is_its_own_thumbnail():
    sent = prepare_image(attachment(chart()), LIMITS)
    assert sent.thumbnail() == (sent.data, "image/png")


def test_a_thumbnail_is_never_enlarged():
    sent = prepare_image(attachment(saved(chart(), "WEBP", lossless=True)), LIMITS)
    data, media_type = sent.thumbnail()
    assert (Image.open(BytesIO(data)).size, media_type) == ((600, 400), "image/png")


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=40), st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]), st.data())
def test_damaged_bytes_are_read_or_refused_but_never_crash(noise, kind, data):
    file = bytearray(saved(quarters(250, 250), kind))
    at = data.draw(st.integers(0, len(file)))
    file[at : at + len(noise)] = noise
    try:
        picture = attachment(bytes(file))
        picture.draw(None)
    except Exception:
        return  # refused when it was opened: not prepared at all
    try:
        sent = prepare_image(picture, LIMITS)
    except (UnreadableImageError, ImageTooLargeError):
        return
    sent.open().load()
    assert fits_tier(sent.width, sent.height, HIGH)
