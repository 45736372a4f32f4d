"""Logins at a cloud: the client's arguments from them, and advice where there is none.

The SDK notices a missing login only when it signs a request, with whatever the cloud's own
library raises; each message here names the command that helps.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from ... import redaction
from ...errors import (
    ClaudeVisionError,
    CredentialsError,
    NetworkError,
    ProviderError,
)
from ..error_mapping import shorten_message
from .credentials import ADDRESSES, address_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...platforms import Platform

_REGIONS: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")
_PROFILES: Final = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE")
_AWS_KEYS: Final = {
    "aws": ("ANTHROPIC_AWS_API_KEY",),
    "bedrock": ("AWS_BEARER_TOKEN_BEDROCK", "ANTHROPIC_AWS_API_KEY"),
    "bedrock_invoke": ("AWS_BEARER_TOKEN_BEDROCK",),
}
_TEMPORARY: Final = {
    "aws_access_key": "AWS_ACCESS_KEY_ID",
    "aws_secret_key": "AWS_SECRET_ACCESS_KEY",
    "aws_session_token": "AWS_SESSION_TOKEN",
}
"""The SDK's arguments for temporary keys, and the variables that hold them."""

_PROJECTS: Final = {
    "google_cloud": ("project", ("ANTHROPIC_GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_PROJECT")),
    "vertex": ("project_id", ("ANTHROPIC_VERTEX_PROJECT_ID", "GOOGLE_CLOUD_PROJECT")),
}
"""The SDK's argument, and the variables that name the project."""

_WORKSPACES: Final = {
    "aws": "ANTHROPIC_AWS_WORKSPACE_ID",
    "google_cloud": "ANTHROPIC_GOOGLE_CLOUD_WORKSPACE_ID",
}
_BUNDLES: Final = {
    "AWS": ("AWS_CA_BUNDLE", "REQUESTS_CA_BUNDLE"),
    "Google": ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"),
}
"""Variables that name the certificates a cloud's library trusts while it logs in."""

_GOOGLE_LOGIN: Final = "run `gcloud auth application-default login`"
_AZURE_SCOPE: Final = "https://ai.azure.com/.default"
_GOOGLE_SCOPE: Final = "https://www.googleapis.com/auth/cloud-platform"


def find_client_arguments(platform: Platform) -> dict[str, Any]:
    """Return the arguments that a platform's client does not find: region, project, login.

    Raises
    ------
    CredentialsError
        There is no region, project or workspace.
    NetworkError
        A variable names certificates that are not there.
    """
    _check_bundles(platform)
    _check_addresses(platform)
    with explain_login_errors(platform):
        arguments: dict[str, Any]
        if platform.cloud == "AWS":
            arguments = {**_find_region(platform), **_find_keys(platform)}
        elif platform.cloud == "Google":
            arguments = _find_project(platform)
        elif platform.cloud == "Azure":
            arguments = _find_azure_login(platform)
    workspace = _WORKSPACES.get(platform.name)
    is_gateway = platform.name == "google_cloud" and address_of(platform)
    if workspace and not os.environ.get(workspace) and not is_gateway:
        raise _missing_setting(platform, "workspace", f"set {workspace} to its id")
    return arguments


def _check_bundles(platform: Platform) -> None:
    for name in _BUNDLES.get(platform.cloud or "", ()):
        path = os.environ.get(name, "")
        if path and not os.path.exists(path):  # noqa: PTH110 - it is text
            msg = f"{name} names {path}, which does not exist: correct it, or unset it."
            raise NetworkError(msg)


def _check_addresses(platform: Platform) -> None:
    """Raise where requests would bypass the gateway that is set for Bedrock's other endpoint."""
    variable = ADDRESSES["bedrock_invoke"]
    if platform.name == "bedrock" and os.environ.get(variable) and not address_of(platform):
        msg = (
            f"{variable} names an address for InvokeModel, but Bedrock has this model at its "
            f"Messages API: set {ADDRESSES['bedrock']}, or unset {variable}, or name the model as "
            "InvokeModel does (us.anthropic.…)."
        )
        raise NetworkError(msg)


def _find_azure_login(platform: Platform) -> dict[str, Any]:
    """Return a maker of tokens from the Azure login, where there is no key."""
    if not address_of(platform) and not os.environ.get("ANTHROPIC_FOUNDRY_RESOURCE"):
        raise _missing_setting(platform, "resource", "set ANTHROPIC_FOUNDRY_RESOURCE to its name")
    if os.environ.get("ANTHROPIC_FOUNDRY_API_KEY"):
        return {}
    try:
        from azure import identity
    except ImportError as error:
        advice = (
            'set ANTHROPIC_FOUNDRY_API_KEY, or pip install "jupyter-claude-vision[foundry]" for '
            "logins with `az login`"
        )
        raise _missing_setting(platform, "key", advice) from error
    token = identity.get_bearer_token_provider(identity.DefaultAzureCredential(), _AZURE_SCOPE)
    return {"azure_ad_token_provider": token}


def _first_set(names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := os.environ.get(name))), "")


def _find_region(platform: Platform) -> dict[str, str]:
    import boto3

    region = _first_set(_REGIONS)
    if not region and (address_of(platform) and _first_set(_AWS_KEYS[platform.name])):
        region = "us-east-1"  # a gateway with a key: nothing is signed, and the address is known
    region = region or boto3.Session().region_name or ""
    if not region:
        advice = "set AWS_REGION (such as us-east-1), or run `aws configure set region us-east-1`"
        raise _missing_setting(platform, "region", advice)
    return {"aws_region": region}


def _find_keys(platform: Platform) -> dict[str, str]:
    """Return the environment's login, which the SDK would read only once a process."""
    if _first_set(_AWS_KEYS[platform.name]):
        return {}
    keys = {argument: os.environ.get(name, "") for argument, name in _TEMPORARY.items()}
    if keys["aws_access_key"] and keys["aws_secret_key"]:
        return {argument: key for argument, key in keys.items() if key}
    profile = _first_set(_PROFILES)
    return {"aws_profile": profile} if profile else {}


def _find_project(platform: Platform) -> dict[str, str]:
    import google.auth

    if platform.name == "vertex" and not os.environ.get("CLOUD_ML_REGION"):
        raise _missing_setting(platform, "region", "set CLOUD_ML_REGION (such as global)")
    argument, variables = _PROJECTS[platform.name]
    if platform.name == "google_cloud" and address_of(platform):
        return {}
    project = _first_set(variables) or google.auth.default(scopes=[_GOOGLE_SCOPE])[1]
    if not project:
        advice = f"set {variables[0]}, or run `gcloud config set project NAME`"
        raise _missing_setting(platform, "project", advice)
    return {argument: project}


def _missing_setting(platform: Platform, setting: str, advice: str) -> CredentialsError:
    return CredentialsError(f"There is no {setting} for {platform.label}: {advice}, and ask again.")


@contextmanager
def explain_login_errors(platform: Platform) -> Iterator[None]:
    """Raise the login errors of a cloud's library as ours, with the original as cause.

    Raises
    ------
    CredentialsError
        There is no login, or it has expired.
    NetworkError
        The login server cannot be reached.
    """
    try:
        yield
    except ClaudeVisionError:
        raise
    except Exception as error:
        if (problem := _explain_error(error, platform)) is None:
            raise
        redaction.redact_exception(error)
        raise problem from error


def _explain_error(error: Exception, platform: Platform) -> ProviderError | None:
    """Return an error of a login as ours; None where it is about something else."""
    if platform.cloud == "AWS":
        return _explain_error_at_aws(error, platform)
    if platform.cloud == "Google":
        return _explain_error_at_google(error, platform)
    return _explain_error_at_azure(error, platform) if platform.cloud == "Azure" else None


def _explain_error_at_aws(error: Exception, platform: Platform) -> ProviderError | None:
    from botocore import exceptions

    profile = _first_set(_PROFILES)
    option = f" --profile {profile}" if profile else ""
    owner = f" of the profile {profile!r}" if profile else ""
    match error:
        case exceptions.ProfileNotFound():
            text = (
                f"There is no AWS profile {profile!r} (AWS_PROFILE): run `aws configure "
                f"list-profiles` to list the profiles, or `aws configure{option}` to create it"
            )
        case exceptions.ClientError():
            text = (
                f"AWS provides no credentials{owner} ({shorten_message(str(error))}): run `aws sso "
                f"login{option}`"
            )
        case exceptions.SSOError() | exceptions.TokenRetrievalError():
            text = f"The AWS login{owner} is missing or has expired: run `aws sso login{option}`"
        case exceptions.LoginError():
            text = f"The AWS login{owner} is missing or has expired: run `aws login{option}`"
        case exceptions.PartialCredentialsError():
            text = (
                "AWS credentials are incomplete: set both AWS_ACCESS_KEY_ID and "
                f"AWS_SECRET_ACCESS_KEY, or run `aws configure{option}`"
            )
        case exceptions.HTTPClientError():
            return NetworkError(
                f"AWS could not be reached to log in: {shorten_message(str(error))}"
            )
        case exceptions.BotoCoreError():
            text = (
                f"The AWS credentials{owner} cannot be used ({shorten_message(str(error))}): run "
                f"`aws configure{option}`"
            )
        case RuntimeError() if _has_no_aws_credentials():
            key = _AWS_KEYS[platform.name][0]
            text = (
                f"There are no AWS credentials for {platform.label}: run `aws sso login{option}` "
                f"or `aws configure{option}`, or set {key}"
            )
        case _:
            return None
    return CredentialsError(f"{text}, and ask again.")


def _has_no_aws_credentials() -> bool:
    # The SDK raises the same error for other reasons.
    import boto3

    return boto3.Session().get_credentials() is None


def _explain_error_at_google(error: Exception, platform: Platform) -> ProviderError | None:
    from google.auth import exceptions

    file = os.environ.get("GOOGLE_APPLICATION_CREDENTIALS")
    match error:
        case exceptions.DefaultCredentialsError() if file:
            text = (
                f"GOOGLE_APPLICATION_CREDENTIALS names {file}, which holds no usable credentials: "
                f"correct it, or unset it and {_GOOGLE_LOGIN}"
            )
        case exceptions.DefaultCredentialsError():
            text = f"There is no Google login for {platform.label}: {_GOOGLE_LOGIN}"
        case exceptions.RefreshError():
            text = f"The Google login has expired, or is not accepted: {_GOOGLE_LOGIN}"
        case exceptions.TransportError() | exceptions.TimeoutError():
            return NetworkError(
                f"Google could not be reached to log in: {shorten_message(str(error))}"
            )
        case exceptions.GoogleAuthError():
            text = (
                f"The Google login cannot be used ({shorten_message(str(error))}): {_GOOGLE_LOGIN}"
            )
        case _:
            return None
    return CredentialsError(f"{text}, and ask again.")


def _explain_error_at_azure(error: Exception, platform: Platform) -> ProviderError | None:
    if not find_spec("azure.identity"):
        return None
    from azure.core import exceptions

    if isinstance(error, exceptions.ClientAuthenticationError):
        text = f"The Azure login for {platform.label} is missing or has expired: run `az login`"
        return CredentialsError(f"{text}, or set ANTHROPIC_FOUNDRY_API_KEY, and ask again.")
    if isinstance(error, exceptions.AzureError):
        return NetworkError(f"Azure could not be reached to log in: {shorten_message(str(error))}")
    return None
