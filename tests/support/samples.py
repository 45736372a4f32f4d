"""Pictures and attachments for the tests of this folder."""

from __future__ import annotations

import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from jupyter_claude_vision.inputs.attachment import Attachment, Raster


def attachment(source, name="picture", **facts):
    """An attachment of encoded bytes, opened anew each time, or of a PIL image."""

    def draw(fit):
        if isinstance(source, bytes):
            return Raster(Image.open(BytesIO(source)), data=source, **facts)
        return Raster(source, **facts)

    return Attachment(name, "image", draw, source=source)


def saved(image, kind, **options):
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def photograph(width, height, mode="RGB"):
    """Structure at every scale, and no two neighbours alike."""
    dice = random.Random(1)
    image = Image.new("RGB", (width, height), (128, 128, 128))
    for cells in (4, 16, 64):
        noise = Image.frombytes("RGB", (cells, cells), dice.randbytes(cells * cells * 3))
        image = Image.blend(image, noise.resize((width, height), Image.Resampling.BICUBIC), 0.3)
    grain = Image.frombytes("RGB", (width, height), dice.randbytes(width * height * 3))
    return Image.blend(image, grain, 0.1).convert(mode)


def chart(width=600, height=400, ground=(255, 255, 255), ink=(200, 30, 30)):
    image = Image.new("RGB", (width, height), ground)
    pen = ImageDraw.Draw(image)
    pen.line([(x, height // 2 + (x * 37) % 97) for x in range(0, width, 20)], ink, 2)
    pen.text((20, 20), "A title", ink)
    return image


def quarters(width=80, height=40):
    """Red, green, blue and yellow, from the top left: shows which way up it is."""
    image = Image.new("RGB", (width, height), (255, 0, 0))
    image.paste((0, 255, 0), (width // 2, 0, width, height // 2))
    image.paste((0, 0, 255), (0, height // 2, width // 2, height))
    image.paste((255, 255, 0), (width // 2, height // 2, width, height))
    return image


def corners(image):
    """The colours in the middle of an image's quarters, as `quarters` names them."""
    width, height = image.size
    rgb = image.convert("RGB")
    at = [(1, 1), (3, 1), (1, 3), (3, 3)]
    return [
        tuple(255 * (level > 127) for level in rgb.getpixel((width * x // 4, height * y // 4)))
        for x, y in at
    ]


def page(width, height, size, ink=(30, 30, 30), ground=(255, 255, 255)):
    """Lines of text of a size in pixels, as on a page or a screen."""
    dice = random.Random(1)
    image = Image.new("RGB", (width, height), ground)
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(size)
    for top in range(30, height - 2 * size, round(size * 1.5)):
        line = "".join(dice.choice("etaoinshr dlucmfw ypgbvk ETAW ") for _ in range(width))
        pen.text((30, top), line[: round((width - 60) / size * 1.9)], ink, font)
    return image
