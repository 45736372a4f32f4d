"""How an attachment travels: base64, a URL, or a ``file_id``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ..answers.sent_attachment import AS_ASKED, Choice
from ..errors import (
    FileNotAvailableError,
    MethodError,
    ProviderError,
)
from ..inputs.files.download import check_public
from . import document_blocks as documents
from .delivery_rules import Situation, choose

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

    from ..answers.sent_attachment import Content, SentImage
    from ..inputs.attachment import Attachment
    from ..platforms import DeliveryMethod
    from .file_cache import FileCache
    from .provider import Provider
    from .request import Block


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
        method: DeliveryMethod = wanted  # type: ignore[assignment]
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
