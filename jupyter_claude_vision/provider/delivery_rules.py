"""The rules of ``auto``: the choice of a delivery method, as a table (`RULES`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..answers.sent_attachment import DeliveryChoice

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..platforms import DeliveryMethod

LARGE: Final = 450_000
"""Bytes from which uploading first is no slower than base64, even for a first question.

``3 * round trip * rate / 8``, at 60 ms and 20 Mbit/s: the upload's own round trips against the
third by which base64 is longer.
"""


@dataclass(frozen=True, slots=True)
class Situation:
    """The facts that `auto` depends on.

    Attributes
    ----------
    provider : str
        Its label.
    methods : frozenset of str
        Its delivery methods, as far as is known by now.
    uploads_by_default : bool
        ``auto`` may choose an upload.
    is_file : bool
        The attachment is an existing ``file_id``.
    has_url : bool
        It has a public address at which the API finds the same picture.
    uploaded, traveled : bool
        Its content is in the file cache; it was part of an answered request.
    size : int
        Bytes as sent.
    cached : bool
        The provider's prompt cache keeps it, so that it should be sent now as in later turns:
        it is not documented that it counts as the same when sent by another method.
    upload_refusal : str
        Why it cannot be uploaded; `methods` is without ``files`` then. Empty where it can be.
    """

    provider: str
    methods: frozenset[DeliveryMethod]
    uploads_by_default: bool = True
    is_file: bool = False
    has_url: bool = False
    uploaded: bool = False
    traveled: bool = False
    size: int = 0
    cached: bool = False
    upload_refusal: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table."""

    method: DeliveryMethod
    reason: str
    holds: Callable[[Situation], bool]


def _is_small_and_new(situation: Situation) -> bool:
    is_used_again = situation.traveled or situation.cached
    return situation.size < LARGE and not is_used_again


# Read from the top; the first row whose method the provider takes and whose condition holds.
RULES: Final = (
    Rule("files", "an uploaded file", lambda s: s.is_file),
    Rule("url", "public address", lambda s: s.has_url),
    Rule("files", "already uploaded", lambda s: s.uploaded),
    Rule("files", "asked about again", lambda s: s.traveled and s.uploads_by_default),
    Rule("files", "kept for the next question", lambda s: s.cached and s.uploads_by_default),
    Rule("files", "large", lambda s: s.size >= LARGE and s.uploads_by_default),
    Rule("base64", "the only method at {provider}", lambda s: s.methods == {"base64"}),
    Rule("base64", "small, first question", _is_small_and_new),
    Rule("base64", "{upload_refusal}", lambda s: bool(s.upload_refusal)),
    Rule("base64", "no automatic uploads at {provider}", lambda s: not s.uploads_by_default),
    Rule("base64", "no Files API at {provider}", lambda _: True),
)


def choose_automatically(situation: Situation) -> DeliveryChoice:
    """Return the method that ``auto`` stands for, with the reason."""
    rule = next(r for r in RULES if r.method in situation.methods and r.holds(situation))
    reason = rule.reason.format(
        provider=situation.provider, upload_refusal=situation.upload_refusal
    )
    return DeliveryChoice(rule.method, reason)
