"""The delivery of attachments: as base64, by a URL, or by a ``file_id``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from ..answers.sent_attachment import AS_ASKED, DeliveryChoice
from ..errors import (
    FileNotAvailableError,
    MethodError,
    ProviderError,
)
from ..inputs.files.download import check_public
from .delivery_rules import Situation, choose_automatically
from .document_blocks import build_document_blocks

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
    """The way from prepared attachments to content blocks, uploads included.

    Parameters
    ----------
    provider : Provider
    files : FileCache
    life : int
        Seconds after which an upload deletes itself.
    inline : bool
        Send every picture inside the request, whatever its method: nothing need be uploaded to
        count tokens.
    needed_for : timedelta, optional
        Minimum time that uploads must last; they are then kept until they are released.
    """

    def __init__(
        self,
        provider: Provider,
        files: FileCache,
        life: int,
        *,
        inline: bool = False,
        needed_for: timedelta | None = None,
    ) -> None:
        self.provider = provider
        self.files = files
        self.life = life
        self._inline = inline
        self._needed_for = needed_for

    def to_inline(self) -> Delivery:
        """Return a delivery that sends every picture inside the request."""
        return Delivery(self.provider, self.files, self.life, inline=True)

    def choose_method(
        self,
        attachment: Attachment,
        content: Content | None,
        method: str,
        *,
        has_url: bool,
        cached: bool = False,
    ) -> DeliveryChoice:
        """Return the delivery method of an attachment, with the reason.

        Parameters
        ----------
        attachment : Attachment
        content : PreparedImage or PreparedDocument or None
            None where its bytes are not in this kernel.
        method : {"auto", "base64", "url", "files"}
        has_url, cached : bool
            As in `Situation`.

        Raises
        ------
        MethodError
            The method is not possible for this attachment or this provider.
        FetchError
            The attachment's URL is not public.
        """
        if attachment.file_id is not None:
            self.provider.require_method("files", attachment.name)
        if method == "auto" or attachment.file_id is not None:
            situation = self._assess(attachment, content, has_url=has_url, cached=cached)
            return choose_automatically(situation)
        self.provider.require_method(method, attachment.name)
        if method == "url":
            if attachment.url is None:
                msg = f"{attachment.name} is not at a URL: use --method base64 or files."
                raise MethodError(msg)
            check_public(attachment.url, attachment.name)
        if method != "url" and content is None:
            msg = f"{attachment.name} could not be read here: send it with --method url."
            raise MethodError(msg)
        return DeliveryChoice(cast("DeliveryMethod", method), AS_ASKED)

    def _assess(
        self, attachment: Attachment, content: Content | None, *, has_url: bool, cached: bool
    ) -> Situation:
        provider = self.provider
        digest, scope = content.digest if content else "", provider.connections.current().scope
        uploaded = self.files.find_file(digest, scope) is not None
        refusal = "" if uploaded or content is None else provider.uploads.find_refusal(digest)
        return Situation(
            provider=provider.connections.short_place,
            methods=provider.methods - ({"files"} if refusal else set()),
            uploads_by_default=provider.platform.uploads_by_default,
            is_file=attachment.file_id is not None,
            has_url=has_url,
            uploaded=uploaded,
            traveled=self.files.has_traveled(digest, scope),
            cached=cached,
            size=len(content.data) if content else 0,
            upload_refusal=refusal,
        )

    def build_blocks(self, image: SentImage) -> tuple[SentImage, list[Block]]:
        """Return the blocks of one attachment, and the attachment as it was sent.

        Its label comes first, where it has one. It is uploaded where necessary; where ``auto``
        chose an upload that is refused, it is sent as base64, and its caption says so.
        """
        if image.repeated:
            return image, [{"type": "text", "text": image.reference}]
        image, source = self.build_source(image)
        if image.is_document:
            label = image.label if image.labeled else ""
            return image, build_document_blocks(image.name, label, image.document, source)
        block: Block = {"type": "image", "source": source}
        if image.exact_size:
            block["transformations"] = {"oversized_image": "error"}
        labels: list[Block] = [{"type": "text", "text": image.label}] if image.labeled else []
        return image, [*labels, block]

    def build_source(self, image: SentImage) -> tuple[SentImage, dict[str, Any]]:
        """Return the source of an attachment's block, and the attachment as it was sent."""
        content = image.content
        method = "base64" if self._inline and content else image.choice.method
        if method == "url":
            return image, {"type": "url", "url": image.attachment.url}
        if method == "files":
            try:
                return image, {"type": "file", "file_id": self.provide_file_id(image)}
            except (MethodError, ProviderError) as error:
                if image.choice.reason == AS_ASKED or content is None:
                    raise
                reason = self.provider.uploads.note_refusal(error, content.digest)
                image = replace(image, choice=DeliveryChoice("base64", reason))
        assert content is not None  # noqa: S101 - `choose_method` made sure of it
        data = {"media_type": content.media_type, "data": content.to_base64()}
        return image, {"type": "base64", **data}

    def provide_file_id(self, image: SentImage) -> str:
        """Return the ``file_id`` of an attachment, uploading it where necessary."""
        if image.attachment.file_id is not None:
            return image.attachment.file_id
        content = image.content
        assert content is not None  # noqa: S101 - `choose_method` made sure of it
        file = self.files.ensure_uploaded(
            content.digest,
            self.provider,
            name=image.name,
            data=content.data,
            media_type=content.media_type,
            life=self.life,
            needed_for=self._needed_for,
        )
        return file.id

    def needs_upload(self, image: SentImage) -> bool:
        """Return whether an attachment that goes by ``file_id`` is to be uploaded first."""
        content = image.content
        if image.repeated or image.choice.method != "files" or content is None or self._inline:
            return False
        scope = self.provider.connections.current().scope
        return image.attachment.file_id is None and not self.files.find_file(content.digest, scope)

    def refresh_choice(self, image: SentImage) -> SentImage:
        """Return an earlier turn's image as it is sent now: by ``file_id`` where possible.

        A method that the user asked for stays, and so does a URL.
        """
        if image.repeated or image.choice.reason == AS_ASKED:
            return image
        has_url = image.choice.method == "url"
        choice = self.choose_method(image.attachment, image.content, "auto", has_url=has_url)
        return replace(image, choice=choice)

    def forget_missing_files(self, images: Iterable[SentImage], error: Exception) -> list[str]:
        """Forget uploads that the provider no longer has; return their names.

        Parameters
        ----------
        images : iterable of SentImage
            Of a request that failed.
        error : Exception
            Of that request.

        Raises
        ------
        FileNotAvailableError
            A missing file was not uploaded from here, so that it cannot be uploaded again.
        """
        images = list(images)
        own_names = {
            file.id: image.name
            for image in images
            if image.content and image.choice.method == "files"
            for file in [self.files.find_file(image.content.digest, self.provider.scope)]
            if file is not None
        }
        foreign_names = {i.attachment.file_id: i.name for i in images if i.attachment.file_id}
        if not own_names and not foreign_names:
            return []
        existing = self.provider.uploads.find_existing([*own_names, *foreign_names])
        if missing := [name for file_id, name in foreign_names.items() if file_id not in existing]:
            msg = (
                f"{self.provider.place} has no file {', '.join(missing)} for this key: it was "
                "deleted, has expired, or belongs to another workspace."
            )
            raise FileNotAvailableError(msg) from error
        missing_ids = [file_id for file_id in own_names if file_id not in existing]
        for file_id in missing_ids:
            self.files.forget_file(file_id)
        return [own_names[file_id] for file_id in missing_ids]

    def note_answer(self, images: Iterable[SentImage]) -> None:
        """Note that a request with these images was answered."""
        self.provider.uploads.note_answer()
        scope = self.provider.connections.current().scope
        for image in images:
            if (content := image.content) is not None:
                self.files.note_use(content.digest, scope)
