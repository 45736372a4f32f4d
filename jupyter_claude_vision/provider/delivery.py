"""How an attachment travels: base64, a URL, or a ``file_id``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

from ..answers import document_blocks as documents
from ..errors import (
    FileNotAvailableError,
    InputError,
    MethodError,
    ProviderError,
)
from ..imaging.geometry import fits
from ..inputs.files.download import check_public
from ..visible import visible_line
from .delivery_rules import Choice, Situation, choose

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

    from PIL import Image

    from ..imaging.prepare import PreparedImage
    from ..imaging.prepared_pdf import PreparedDocument
    from ..inputs.attachment import Attachment
    from ..models import Tier
    from .file_cache import FileCache
    from .platforms import Method
    from .provider import Provider
    from .request import Block

__all__ = ["AS_ASKED", "NOT_SENT", "Choice", "Content", "Delivery", "SentImage"]

Content: TypeAlias = "PreparedImage | PreparedDocument"
"""What an attachment's bytes became."""

NOT_SENT: Final = "nothing sent: the answer is from the cache"
"""How a picture travelled whose question was answered before."""

AS_ASKED: Final = "as asked"
"""Why a method was used that the user named."""


@dataclass(frozen=True)
class SentImage:
    """One attachment as it was sent.

    Attributes
    ----------
    attachment : Attachment
    prepared : PreparedImage or None
        None where the pixels are not in this kernel (a ``file_id``, or a URL that only the
        API could read).
    choice : Choice
    number : int
        Which image of the conversation it is, from 1.
    labelled : bool
        Whether a text block with its label stands before it.
    notes : tuple of str
        What the caption says besides.
    repeated : bool
        It is in the conversation already, so that it was named and not sent again.
    known_as : str
        Of one that is repeated, the name that the model was told first; empty where it was told
        none.
    exact_size : bool
        The API is to refuse it rather than make it smaller, since coordinates are asked for.
    document : PreparedDocument or None
        For a PDF whose bytes are in this kernel.
    """

    attachment: Attachment
    prepared: PreparedImage | None
    choice: Choice
    number: int = 1
    labelled: bool = False
    notes: tuple[str, ...] = ()
    repeated: bool = False
    exact_size: bool = False
    document: PreparedDocument | None = None
    known_as: str = ""

    def __repr__(self) -> str:
        return f"<SentImage {self.caption}>"

    @property
    def name(self) -> str:
        """As the user gave it."""
        return self.attachment.name

    def of(self, content: Content | None) -> SentImage:
        """Return it with what its bytes became."""
        if content is not None and self.is_document:
            return replace(self, document=cast("PreparedDocument", content))
        return replace(self, prepared=cast("PreparedImage | None", content))

    def named_again(self, name: str, content: Content) -> SentImage:
        """Return it as a later turn names it: it is not sent again, and may have a new name.

        Parameters
        ----------
        name : str
        content : PreparedImage or PreparedDocument
            The same bytes, made of what the later turn names.
        """
        return replace(
            self.of(content),
            attachment=self.attachment
            if name == self.name
            else replace(self.attachment, name=name),
            labelled=True,
            repeated=True,
            # A document has its name as a title, with or without a label.
            known_as=self.name if self.labelled or self.is_document else "",
        )

    @property
    def is_document(self) -> bool:
        """Whether it is a PDF, sent as a document."""
        return self.attachment.kind == "document"

    @property
    def content(self) -> Content | None:
        """What its bytes became, where they are in this kernel."""
        return self.prepared or self.document

    @property
    def sent(self) -> Image.Image:
        """The picture that Claude saw, from the very bytes that were sent."""
        if self.document is not None:
            msg = f"{self.name} was sent as a document: .document.open(1) is its first page."
            raise InputError(msg)
        if self.prepared is None:
            msg = f"The pixels of {self.name} are not in this kernel."
            raise InputError(msg)
        return self.prepared.open()

    @property
    def tokens(self) -> int | None:
        """Visual tokens of this turn; None where the size is not known here."""
        if self.repeated:
            return 0
        return self.content.tokens if self.content else None

    @property
    def label(self) -> str:
        """What Claude is told that it is called: ``"Image 2 (before):"``."""
        kind = "Document" if self.is_document else "Image"
        return f"{kind} {self.number} ({documents.last_part(self.name)}):"

    @property
    def reference(self) -> str:
        """What Claude is told of it where it is not sent again, its new name included."""
        kind = "Document" if self.is_document else "Image"
        name = documents.last_part(self.name)
        known = self.known_as and documents.last_part(self.known_as)
        called = "" if name == known else f", here called {name}"
        return f"{kind} {self.number}, above{called}."

    @property
    def caption(self) -> str:
        """Name, size as sent, tokens, method and why, and what else there is to say."""
        parts = [self.label.removesuffix(":") if self.labelled else self.name]
        if self.document is not None:
            parts += [self.document.extent, documents.size_of(len(self.document.data))]
        if self.prepared is not None:
            parts.append(self._size())
        if self.tokens and not self.repeated:
            about = "about " if self.is_document else ""
            parts.append(f"{about}{self.tokens:,} tokens")
        parts.append(self.how)
        prepared_notes = self.content.notes if self.content else ()
        return visible_line(" · ".join([*parts, *prepared_notes, *self.notes]))

    @property
    def how(self) -> str:
        """The method and why, or that it was not sent again."""
        if self.repeated:
            return "not sent again: already in this conversation"
        if self.choice.why == NOT_SENT:
            return NOT_SENT
        return f"{self.choice.method}: {self.choice.why}"

    def at_exact_size(self, tier: Tier) -> SentImage:
        """Return it so that the API refuses it rather than makes it smaller, where it fits."""
        if self.repeated:
            return self
        if self.choice.method == "url" and self.prepared is not None:
            width, height = self.prepared.original_size
            if not fits(width, height, tier):
                return self
        return replace(self, exact_size=True)

    @property
    def identity(self) -> str:
        """What tells its content: the digest of the bytes as sent, a URL or a ``file_id``."""
        if self.content is not None:
            return self.content.digest
        return self.attachment.file_id or self.attachment.url or self.attachment.name

    def _size(self) -> str:
        assert self.prepared is not None  # noqa: S101 - for the type checker
        size = f"{self.prepared.width} × {self.prepared.height} px"
        original = self.prepared.original_size
        if original == (self.prepared.width, self.prepared.height):
            return size
        return f"{size} (from {original[0]} × {original[1]})"


class Delivery:
    """Turns prepared attachments into content blocks, uploading where that is the way.

    Parameters
    ----------
    provider : Provider
    files : FileCache
    life : int
        Seconds after which an upload deletes itself.
    inline : bool
        Send every picture inside the request, whatever its method: to count tokens, nothing is
        to be uploaded.
    """

    def __init__(
        self, provider: Provider, files: FileCache, life: int, *, inline: bool = False
    ) -> None:
        self.provider = provider
        self.files = files
        self.life = life
        self._inline = inline
        self._lasting: timedelta | None = None  # how long uploads must last at least

    def inlined(self) -> Delivery:
        """Return it so that every picture goes inside the request."""
        return Delivery(self.provider, self.files, self.life, inline=True)

    def decide(
        self,
        attachment: Attachment,
        prepared: Content | None,
        wanted: str,
        *,
        has_url: bool,
        cached: bool = False,
    ) -> Choice:
        """Return how an attachment travels; `has_url` and `cached` as in `Situation`.

        Raises
        ------
        MethodError
            The method asked for is not possible for this attachment or this provider.
        FetchError
            The URL asked for is no public one.
        """
        if attachment.file_id is not None:
            self.provider.require("files", attachment.name)
        if wanted == "auto" or attachment.file_id is not None:
            return choose(self._situation(attachment, prepared, has_url=has_url, cached=cached))
        method: Method = wanted  # type: ignore[assignment]
        self.provider.require(method, attachment.name)
        if method == "url":
            if attachment.url is None:
                msg = f"{attachment.name} is not at a URL: use --method base64 or files."
                raise MethodError(msg)
            check_public(attachment.url, attachment.name)
        if method != "url" and prepared is None:
            msg = f"{attachment.name} could not be read here, so it can only go by --method url."
            raise MethodError(msg)
        return Choice(method, AS_ASKED)

    def _situation(
        self, attachment: Attachment, prepared: Content | None, *, has_url: bool, cached: bool
    ) -> Situation:
        platform, scope = self.provider.platform, self.provider.scope
        digest = prepared.digest if prepared else ""
        uploaded = self.files.find(digest, scope) is not None
        refused = "" if uploaded or prepared is None else self.provider.uploads_refused(digest)
        return Situation(
            provider=self.provider.short_place,
            methods=self.provider.methods - ({"files"} if refused else set()),
            uploads_unasked=platform.uploads_unasked,
            is_file=attachment.file_id is not None,
            has_url=has_url,
            uploaded=uploaded,
            travelled=self.files.has_travelled(digest, scope),
            cached=cached,
            size=len(prepared.data) if prepared else 0,
            refused=refused,
        )

    def source(self, image: SentImage) -> tuple[SentImage, dict[str, Any]]:
        """Return the image block's source, uploading where needed, and the image as it went.

        Where ``auto`` chose an upload and that is refused, for whatever reason, the image goes as
        base64 and its caption says so.
        """
        content = image.content
        method = "base64" if self._inline and content else image.choice.method
        if method == "url":
            return image, {"type": "url", "url": image.attachment.url}
        if method == "files":
            try:
                return image, {"type": "file", "file_id": self._file_id(image)}
            except (MethodError, ProviderError) as error:
                if image.choice.why == AS_ASKED or content is None:
                    raise
                why = self.provider.note_refusal(error, content.digest)
                image = replace(image, choice=Choice("base64", why))
        assert content is not None  # noqa: S101 - `decide` saw to it
        data = {"media_type": content.media_type, "data": content.base64()}
        return image, {"type": "base64", **data}

    def _file_id(self, image: SentImage) -> str:
        if image.attachment.file_id is not None:
            return image.attachment.file_id
        content = image.content
        assert content is not None  # noqa: S101 - `decide` saw to it
        stored = self.files.ensure(
            content.digest,
            self.provider,
            name=image.name,
            data=content.data,
            media_type=content.media_type,
            life=self.life,
            lasting=self._lasting,
        )
        return stored.id

    def blocks(self, image: SentImage) -> tuple[SentImage, list[Block]]:
        """Return the blocks that carry one image: its label, where it has one, and itself."""
        if image.repeated:
            return image, [{"type": "text", "text": image.reference}]
        image, source = self.source(image)
        if image.is_document:
            said = image.label if image.labelled else ""
            return image, documents.blocks(image.name, said, image.document, source)
        label: list[Block] = [{"type": "text", "text": image.label}] if image.labelled else []
        block: Block = {"type": "image", "source": source}
        if image.exact_size:
            block["transformations"] = {"oversized_image": "error"}
        return image, [*label, block]

    def recall(self, image: SentImage) -> SentImage:
        """Return an earlier turn's image as it travels now: by ``file_id`` where it can.

        A method that the user asked for stays, and so does a URL.
        """
        if image.repeated or image.choice.why == AS_ASKED:
            return image
        has_url = image.choice.method == "url"
        choice = self.decide(image.attachment, image.content, "auto", has_url=has_url)
        return replace(image, choice=choice)

    def forget_gone(self, images: Iterable[SentImage], error: Exception) -> list[str]:
        """Forget uploads that the provider no longer has; return their names.

        Raises
        ------
        FileNotAvailableError
            One that is gone was uploaded by somebody else, so that it cannot be uploaded again.
        """
        ours = {
            stored.id: image.name
            for image in images
            if image.content and image.choice.method == "files"
            for stored in [self.files.find(image.content.digest, self.provider.scope)]
            if stored is not None
        }
        theirs = {i.attachment.file_id: i.name for i in images if i.attachment.file_id}
        if not ours and not theirs:
            return []
        found = self.provider.existing([*ours, *theirs])
        if missing := [name for file_id, name in theirs.items() if file_id not in found]:
            msg = (
                f"{self.provider.place} has no file {', '.join(missing)} for this key: it was "
                "deleted, has expired, or belongs to another workspace."
            )
            raise FileNotAvailableError(msg) from error
        gone = {file_id: name for file_id, name in ours.items() if file_id not in found}
        for file_id in gone:
            self.files.forget(file_id)
        return list(gone.values())

    def answered(self, images: Iterable[SentImage]) -> None:
        """Note that a request with these images was answered."""
        self.provider.note_answer()
        for image in images:
            if image.content is not None:
                self.files.travelled(image.content.digest, self.provider.scope)
