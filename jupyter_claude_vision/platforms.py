"""Platforms that answer questions, and their limits: a table of facts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from .models import parse_version, thinks_by_itself

DeliveryMethod: TypeAlias = Literal["base64", "url", "files"]
"""Delivery methods of an attachment."""

Cloud: TypeAlias = Literal["AWS", "Azure", "Google"]

_ALL: Final[frozenset[DeliveryMethod]] = frozenset(get_args(DeliveryMethod))
_BASE64: Final[frozenset[DeliveryMethod]] = frozenset({"base64"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """A platform that answers: a way to reach Claude, or the offline reader.

    Attributes
    ----------
    name : str
        Value of the setting `ClaudeVision.provider`; see `platform_for`.
    variant_of : str or None
        The platform that `platform_for` replaces by it; no setting names it.
    label : str
        Its name in a sentence.
    client : str
        The SDK's class.
    hosts : tuple of str
        Its own hosts, or the ends of their names; all others are gateways.
    cloud : {"AWS", "Azure", "Google"} or None
        The cloud whose login it uses.
    extra, module : str or None
        The extra of this package that the client requires, and the module that it installs.
    credentials : str
        The client's sources of credentials, for the documentation.
    renewal : str
        Advice for credentials that are not accepted.
    methods : frozenset of {"base64", "url", "files"}
        The supported delivery methods.
    base64_bytes : int
        Longest image as base64 text, in bytes.
    body_bytes : int
        Largest request, in bytes.
    exact_sizes : bool
        A request can forbid that its images are shrunk.
    uploads_by_default : bool
        ``auto`` may choose the Files API; False where only some deployments have it.
    files_beta : bool
        Its Files API still requires the beta header.
    documents_count : bool
        PDFs count as images for the limits of a request with many.
    counts_tokens : bool
        It counts the tokens of a request, free of charge.
    batches : bool
        It has the Message Batches API.
    structured_outputs : bool
        It has structured outputs, which boxes, tables, checks and schemas require.
    limitation : str
        A sentence on features that some of its deployments lack; empty for none.
    prefix : str
        Prefix of its model ids before the Claude API's.
    api_version : str or None
        Version of the API in each body, where the SDK's own is refused.
    source : str
        The source of these facts, and the date of the last check.
    """

    name: str
    variant_of: str | None = None
    label: str
    client: str
    hosts: tuple[str, ...] = ()
    cloud: Cloud | None = None
    extra: str | None = None
    module: str | None = None
    credentials: str
    renewal: str
    methods: frozenset[DeliveryMethod] = _ALL
    base64_bytes: int = 10_000_000
    body_bytes: int = 32_000_000
    uploads_by_default: bool = True
    files_beta: bool = False
    exact_sizes: bool = False
    documents_count: bool = False
    counts_tokens: bool = True
    batches: bool = False
    structured_outputs: bool = True
    limitation: str = ""
    prefix: str = ""
    api_version: str | None = None
    source: str

    @property
    def is_plain(self) -> bool:
        """True where requests are the plain Messages API's, neither signed nor in another form."""
        return self.client == "Anthropic"

    def is_own_host(self, host: str) -> bool:
        """Return True for the platform's own addresses, with or without a port, not a gateway's."""
        return not self.hosts or host.partition(":")[0].endswith(self.hosts)

    def thinks_first(self, model: str) -> bool:
        """Return True for a model that thinks before it answers; the offline reader does not."""
        return self.name != "offline" and thinks_by_itself(model)

    def spell_model(self, model: str) -> str:
        """Return the platform's id of a model that is named by its id at the Claude API.

        Any other id is returned as it is: it is the platform's own, or its user's.
        """
        return f"{self.prefix}{model}" if model.startswith("claude-") else model


_AWS_LOGIN: Final = "`aws sso login` or `aws configure`, `AWS_PROFILE`, `AWS_REGION`"
_RENEW_AWS: Final = "log in again (`aws sso login`), or check {key} and AWS_ACCESS_KEY_ID"
_GOOGLE_LOGIN: Final = "`gcloud auth application-default login`"

# Cloud platforms, Vision, Files API and structured outputs pages of the platform documentation.
PLATFORMS: Final = {
    platform.name: platform
    for platform in (
        Platform(
            name="anthropic",
            label="the Claude API",
            client="Anthropic",
            hosts=("api.anthropic.com",),
            credentials="`ANTHROPIC_API_KEY`",
            renewal="check ANTHROPIC_API_KEY, or ANTHROPIC_AUTH_TOKEN",
            exact_sizes=True,
            batches=True,
            source="Claude API, 2026-11-25",
        ),
        Platform(
            name="aws",
            label="Claude Platform on AWS",
            client="AnthropicAWS",
            hosts=(".api.aws",),
            cloud="AWS",
            extra="aws",
            module="boto3",
            credentials=(f"{_AWS_LOGIN}, or `ANTHROPIC_AWS_API_KEY`; `ANTHROPIC_AWS_WORKSPACE_ID`"),
            renewal=_RENEW_AWS.format(key="ANTHROPIC_AWS_API_KEY"),
            exact_sizes=True,
            files_beta=True,
            batches=True,
            source="Claude Platform on AWS, August 2026",
        ),
        Platform(
            name="bedrock",
            label="Amazon Bedrock",
            client="AnthropicBedrockMantle",
            hosts=(".api.aws",),
            cloud="AWS",
            extra="bedrock",
            module="boto3",
            credentials=f"{_AWS_LOGIN}, or `AWS_BEARER_TOKEN_BEDROCK`",
            renewal=_RENEW_AWS.format(key="AWS_BEARER_TOKEN_BEDROCK"),
            methods=_BASE64,
            base64_bytes=5_000_000,
            body_bytes=20_000_000,
            documents_count=True,
            structured_outputs=False,
            prefix="anthropic.",
            source="Claude in Amazon Bedrock, August 2026",
        ),
        Platform(
            name="bedrock_invoke",
            variant_of="bedrock",
            label="Amazon Bedrock (InvokeModel)",
            client="AnthropicBedrock",
            hosts=(".amazonaws.com",),
            cloud="AWS",
            extra="bedrock",
            module="boto3",
            credentials=f"{_AWS_LOGIN}, or `AWS_BEARER_TOKEN_BEDROCK`",
            renewal=_RENEW_AWS.format(key="AWS_BEARER_TOKEN_BEDROCK"),
            methods=_BASE64,
            base64_bytes=5_000_000,
            body_bytes=20_000_000,
            documents_count=True,
            counts_tokens=False,
            prefix="anthropic.",
            # Models that are asked through it may refuse the version of the SDK.
            api_version="bedrock-2023-05-31",
            source="Claude on Amazon Bedrock (Opus 4.6 and earlier), November 2026",
        ),
        Platform(
            name="google_cloud",
            label="Google Cloud (managed by Anthropic)",
            client="AnthropicGoogleCloud",
            hosts=(".googleapis.com",),
            cloud="Google",
            extra="google_cloud",
            module="google.auth",
            credentials=(
                f"{_GOOGLE_LOGIN}, `ANTHROPIC_GOOGLE_CLOUD_PROJECT`, "
                "`ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID`"
            ),
            renewal="log in again (`gcloud auth application-default login`)",
            exact_sizes=True,
            batches=True,
            source="Claude Models on Google Cloud (Anthropic managed), November 2026",
        ),
        Platform(
            name="vertex",
            label="Google Cloud (Vertex AI)",
            client="AnthropicVertex",
            hosts=(".googleapis.com",),
            cloud="Google",
            extra="vertex",
            module="google.auth",
            credentials=(f"{_GOOGLE_LOGIN}, `ANTHROPIC_VERTEX_PROJECT_ID`, `CLOUD_ML_REGION`"),
            renewal="log in again (`gcloud auth application-default login`)",
            methods=_BASE64,
            base64_bytes=5_000_000,
            body_bytes=20_000_000,
            documents_count=True,
            source="Claude Models on Google Cloud (Google managed), November 2026",
        ),
        Platform(
            name="foundry",
            label="Microsoft Foundry",
            client="AnthropicFoundry",
            hosts=(".azure.com",),
            cloud="Azure",
            extra="foundry",
            credentials=(
                "`ANTHROPIC_FOUNDRY_API_KEY`, or `az login`; `ANTHROPIC_FOUNDRY_RESOURCE`"
            ),
            renewal="check ANTHROPIC_FOUNDRY_API_KEY, or log in again (`az login`)",
            uploads_by_default=False,
            limitation=(
                "Deployments that are hosted on Azure have no Files API and no structured outputs "
                "(boxes, tables, checks, schemas); those hosted by Anthropic have both."
            ),
            source="Claude in Microsoft Foundry, November 2026",
        ),
        Platform(
            name="offline",
            label="the offline reader",
            client="Anthropic",
            credentials="none",
            renewal="ask again",
            methods=frozenset({"base64", "files"}),
            exact_sizes=True,
            batches=True,
            source="part of this package",
        ),
    )
}

PROVIDERS: Final = tuple(p.name for p in PLATFORMS.values() if p.variant_of is None)
"""Platforms that the setting `ClaudeVision.provider` can name."""

_ON_BEDROCK_SINCE: Final = (4, 7)
"""First version that is asked through Bedrock's endpoint of the Messages API."""

_MESSAGES_ID = re.compile(r"anthropic\.claude-(?!v\d|instant)[a-z0-9-]+?(?<!-v\d)")
"""Its ids have no region in front and no version behind, unlike those for InvokeModel."""


def platform_for(provider: str, model: str) -> Platform:
    """Return the platform that a model is asked at.

    Parameters
    ----------
    provider : str
        As the setting spells it.
    model : str
        Its id, in any spelling. At Bedrock it tells which of two endpoints has the model; what
        is no id of either, such as an ARN, is InvokeModel's.
    """
    platform = PLATFORMS[provider]
    if platform.name != "bedrock":
        return platform
    model_id = platform.spell_model(model)
    is_new = (parse_version(model_id) or _ON_BEDROCK_SINCE) >= _ON_BEDROCK_SINCE
    return platform if is_new and _MESSAGES_ID.fullmatch(model_id) else PLATFORMS["bedrock_invoke"]
