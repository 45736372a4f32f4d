"""Who can answer, and what each takes: facts, as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Method: TypeAlias = Literal["base64", "url", "files"]

_ALL: Final[frozenset[Method]] = frozenset({"base64", "url", "files"})


@dataclass(frozen=True, slots=True)
class Platform:
    """One way to reach Claude, or the offline reader.

    Attributes
    ----------
    name : str
        As the setting `ClaudeVision.provider` spells it.
    label : str
        As a sentence spells it.
    client : str
        The SDK's class.
    extra, needs : str or None
        The SDK's extra that the class needs, and the module that it brings.
    methods : frozenset of {"base64", "url", "files"}
        What a request may carry.
    base64_bytes : int
        Longest image as base64 text, in bytes.
    body_bytes : int
        Largest request, in bytes.
    exact_sizes : bool
        Whether a request can demand that no image of it is made smaller.
    uploads_unasked : bool
        Whether ``auto`` may choose the Files API; False where only some deployments have it.
    documents_count : bool
        Whether PDFs count as images for what a request of many may hold.
    counts_tokens : bool
        Whether it counts what a request would take, without charge.
    """

    name: str
    label: str
    client: str
    extra: str | None = None
    needs: str | None = None
    methods: frozenset[Method] = _ALL
    base64_bytes: int = 10_000_000
    body_bytes: int = 32_000_000
    uploads_unasked: bool = True
    exact_sizes: bool = False
    documents_count: bool = False
    counts_tokens: bool = True

    @property
    def is_plain(self) -> bool:
        """Whether a request goes as the Messages API has it, and not in another form."""
        return self.client == "Anthropic"


def _base64_only(
    name: str, label: str, client: str, extra: str, needs: str, *, counts_tokens: bool = True
) -> Platform:
    methods: frozenset[Method] = frozenset({"base64"})
    return Platform(
        name,
        label,
        client,
        extra,
        needs,
        methods,
        base64_bytes=5_000_000,
        body_bytes=20_000_000,
        documents_count=True,
        counts_tokens=counts_tokens,
    )


# Vision and Files API pages of the platform documentation, checked 2026-11-23.
PLATFORMS: Final = {
    platform.name: platform
    for platform in (
        Platform("anthropic", "the Claude API", "Anthropic", exact_sizes=True),
        Platform(
            "aws",
            "Claude Platform on AWS",
            "AnthropicAWS",
            "aws",
            "botocore",
            exact_sizes=True,
        ),
        _base64_only(
            "bedrock",
            "Amazon Bedrock",
            "AnthropicBedrock",
            "bedrock",
            "botocore",
            counts_tokens=False,
        ),
        _base64_only(
            "google_cloud", "Google Cloud", "AnthropicGoogleCloud", "google-cloud", "google.auth"
        ),
        _base64_only(
            "vertex", "Google Cloud (Vertex AI)", "AnthropicVertex", "vertex", "google.auth"
        ),
        Platform("foundry", "Microsoft Foundry", "AnthropicFoundry", uploads_unasked=False),
        Platform(
            "offline",
            "the offline reader",
            "Anthropic",
            methods=frozenset({"base64", "files"}),
            exact_sizes=True,
        ),
    )
}
