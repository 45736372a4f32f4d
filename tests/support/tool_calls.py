"""Images as a question has them, and calls of tools on them."""

from __future__ import annotations

from itertools import count

from jupyter_claude_vision.answers.sent_attachment import DeliveryChoice, SentImage
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import recognize_input
from jupyter_claude_vision.models import HIGH
from jupyter_claude_vision.tools.toolbox import PictureRules, choose_toolbox

CHOICE = DeliveryChoice("base64", "as asked")


def sent(attachment, number=1, tier=HIGH):
    """An attachment as image `number` of a conversation."""
    picture = prepare_image(attachment, ImageLimits(tier)) if attachment.draw else None
    return SentImage(attachment, picture, CHOICE, number, labeled=True)


def sent_object(value, number=1, name="fig", tier=HIGH):
    """An object of the user's as image `number` of a conversation."""
    return sent(recognize_input(value, name, options=InputOptions()), number, tier)


class Calls:
    """Calls of the tools of one question; the images that they make have numbers as any."""

    def __init__(self, *images, choice="all", tier=HIGH, **options):
        self.images = list(images)
        self.toolbox = choose_toolbox(
            choice, self.images, PictureRules(ImageLimits(tier)), **options
        )
        self._numbers = count(len(images) + 1)
        self.cancellation = None

    def run(self, name, arguments):
        call = self.toolbox.run_call(
            "toolu_1",
            name,
            arguments,
            images=self.images,
            next_number=lambda: next(self._numbers),
            cancellation=self.cancellation,
        )
        self.images += call.images
        return call

    def zoom(self, image, left, top, right, bottom):
        box = {"left": left, "top": top, "right": right, "bottom": bottom}
        return self.run("zoom", {"image": image, **box})

    def query(self, sql, image=1):
        return self.run("query", {"image": image, "sql": sql})
