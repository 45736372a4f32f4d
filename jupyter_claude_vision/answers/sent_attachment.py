"""The record of an attachment that was sent: what it became, and how it traveled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from ..errors import InputError
from ..imaging.geometry import fits_tier
from ..inputs.attachment import short_name
from ..visible import to_visible_line

if TYPE_CHECKING:
    from PIL import Image

    from ..imaging.prepare import PreparedImage
    from ..imaging.prepared_pdf import PreparedDocument
    from ..inputs.attachment import Attachment
    from ..models import Tier
    from ..platforms import DeliveryMethod

Content: TypeAlias = "PreparedImage | PreparedDocument"
"""An attachment's content as it is sent."""

NOT_SENT: Final = "nothing sent: the answer is from the cache"
"""The reason for an attachment that was not sent again."""

AS_ASKED: Final = "as asked"
"""The reason for a method that the user chose."""


@dataclass(frozen=True, slots=True)
class DeliveryChoice:
    """A delivery method, and the reason for it.

    Attributes
    ----------
    method : {"base64", "url", "files"}
    reason : str
        For the caption.
    """

    method: DeliveryMethod
    reason: str


@dataclass(frozen=True)
class SentImage:
    """An attachment as it was sent.

    Attributes
    ----------
    attachment : Attachment
    prepared_image : PreparedImage or None
        None where the pixels are not in this kernel (a ``file_id``, or a URL that only the
        API could read).
    choice : DeliveryChoice
    number : int
        Its number in the conversation, from 1.
    labeled : bool
        A text block with its label precedes it.
    notes : tuple of str
        Further parts of the caption.
    repeated : bool
        It is already in the conversation, so that it was named and not sent again.
    known_as : str
        The first name that the model was told for a repeated one; empty where it was told none.
    exact_size : bool
        The API must refuse it rather than shrink it, since coordinates are requested.
    document : PreparedDocument or None
        For a PDF whose bytes are in this kernel.
    """

    attachment: Attachment
    prepared_image: PreparedImage | None
    choice: DeliveryChoice
    number: int = 1
    labeled: bool = False
    notes: tuple[str, ...] = ()
    repeated: bool = False
    exact_size: bool = False
    document: PreparedDocument | None = None
    known_as: str = ""

    def __repr__(self) -> str:
        return f"<SentImage {self.caption}>"

    @property
    def name(self) -> str:
        """The user's name for it."""
        return self.attachment.name

    def of(self, content: Content | None) -> SentImage:
        """Return the record with a new content."""
        if content is not None and self.is_document:
            return replace(self, document=cast("PreparedDocument", content))
        return replace(self, prepared_image=cast("PreparedImage | None", content))

    def named_again(self, name: str, content: Content) -> SentImage:
        """Return the record for a later turn, which names it again without sending it.

        Parameters
        ----------
        name : str
            The later turn's name for it.
        content : PreparedImage or PreparedDocument
            The same bytes, prepared from the later turn's attachment.
        """
        return replace(
            self.of(content),
            attachment=self.attachment
            if name == self.name
            else replace(self.attachment, name=name),
            labeled=True,
            repeated=True,
            # A document has its name as a title, with or without a label.
            known_as=self.name if self.labeled or self.is_document else "",
        )

    @property
    def is_document(self) -> bool:
        """True for a PDF that is sent as a document."""
        return self.attachment.kind == "document"

    @property
    def content(self) -> Content | None:
        """The content as it is sent, where it is in this kernel."""
        return self.prepared_image or self.document

    @property
    def sent(self) -> Image.Image:
        """The picture that Claude saw, from the bytes that were sent."""
        if self.document is not None:
            msg = f"{self.name} was sent as a document: .document.open(1) is its first page."
            raise InputError(msg)
        if self.prepared_image is None:
            msg = f"The pixels of {self.name} are not in this kernel."
            raise InputError(msg)
        return self.prepared_image.open()

    @property
    def tokens(self) -> int | None:
        """Visual tokens of this turn; None where the size is not known."""
        if self.repeated:
            return 0
        content = self.content
        return content.tokens if content else None

    @property
    def label(self) -> str:
        """The label that Claude is told: ``"Image 2 (before):"``."""
        kind = "Document" if self.is_document else "Image"
        return f"{kind} {self.number} ({short_name(self.name)}):"

    @property
    def reference(self) -> str:
        """The reference that Claude is told where it is not sent again, with a new name."""
        kind = "Document" if self.is_document else "Image"
        name = short_name(self.name)
        first_name = self.known_as and short_name(self.known_as)
        suffix = "" if name == first_name else f", here called {name}"
        return f"{kind} {self.number}, above{suffix}."

    @property
    def caption(self) -> str:
        """Name, size as sent, tokens, method with its reason, and notes."""
        parts = [self.label.removesuffix(":") if self.labeled else self.name]
        if self.document is not None:
            parts += [self.document.extent, format_size(len(self.document.data))]
        if self.prepared_image is not None:
            parts.append(self._describe_size())
        if self.tokens and not self.repeated:
            about = "about " if self.is_document else ""
            parts.append(f"{about}{self.tokens:,} tokens")
        parts.append(self.how)
        content = self.content
        prepared_notes = content.notes if content else ()
        return to_visible_line(" · ".join([*parts, *prepared_notes, *self.notes]))

    @property
    def how(self) -> str:
        """The method with its reason, or a note that it was not sent again."""
        if self.repeated:
            return "not sent again: already in this conversation"
        if self.choice.reason == NOT_SENT:
            return NOT_SENT
        return f"{self.choice.method}: {self.choice.reason}"

    def at_exact_size(self, tier: Tier) -> SentImage:
        """Return the record so that the API refuses to shrink it, where it fits."""
        if self.repeated:
            return self
        if self.choice.method == "url" and self.prepared_image is not None:
            width, height = self.prepared_image.original_size
            if not fits_tier(width, height, tier):
                return self
        return replace(self, exact_size=True)

    @property
    def identity(self) -> str:
        """Identifier of its content: the digest of the bytes as sent, a URL or a ``file_id``."""
        if (content := self.content) is not None:
            return content.digest
        return self.attachment.file_id or self.attachment.url or self.attachment.name

    def _describe_size(self) -> str:
        assert self.prepared_image is not None  # noqa: S101 - for the type checker
        size = f"{self.prepared_image.width} × {self.prepared_image.height} px"
        original = self.prepared_image.original_size
        if original == (self.prepared_image.width, self.prepared_image.height):
            return size
        return f"{size} (from {original[0]} × {original[1]})"


def format_size(length: int) -> str:
    """Return a number of bytes in kB or MB: ``"1.2 MB"``."""
    return f"{length / 1e6:,.1f} MB" if length >= 1_000_000 else f"{max(length // 1000, 1):,} kB"
