"""Each platform through the SDK's own client for it, over loopback, with made-up logins."""

from __future__ import annotations

import json
import os
import queue
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest
from clouds import CLOUD_VARIABLES, event_stream, message, server_sent, service_account
from replies import read_parts

from jupyter_claude_vision import errors
from jupyter_claude_vision.answers.structured.response_format import Form
from jupyter_claude_vision.bulk.retry_policy import RetryPolicy
from jupyter_claude_vision.chat.model_facts import ModelFacts
from jupyter_claude_vision.chat.question_builder import build_question
from jupyter_claude_vision.inputs.attachment import Attachment
from jupyter_claude_vision.models import DEFAULT_MODEL
from jupyter_claude_vision.options import AskOptions
from jupyter_claude_vision.platforms import platform_for
from jupyter_claude_vision.provider.clients.async_sender import AsyncSender, send_once
from jupyter_claude_vision.provider.message_batches import (
    DEFAULT_LIMITS,
    AccountBatches,
    BatchFile,
)
from jupyter_claude_vision.provider.provider import Provider
from jupyter_claude_vision.provider.request import Request, build_output_format
from jupyter_claude_vision.settings import ClaudeVision

OLDER = "us.anthropic.claude-sonnet-4-6-v1:0"
STREAMED = f"/model/{OLDER}/invoke-with-response-stream"
VERTEX = "/v1/projects/charts-1/locations/global/publishers/anthropic/models"
AMAZON = "application/vnd.amazon.eventstream"


@pytest.fixture
def cloud(monkeypatch, tmp_path):
    """An environment that knows of no cloud, and a home with nothing in it."""
    for name in list(os.environ):
        if name.startswith(CLOUD_VARIABLES):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.setenv("NO_PROXY", "*")
    return monkeypatch


@pytest.fixture
def at_aws(cloud, server):
    for name, value in {
        "AWS_REGION": "eu-north-1",
        "AWS_ACCESS_KEY_ID": "AKIAMADEUP0000000000",
        "AWS_SECRET_ACCESS_KEY": "made-up-secret-access-key",
        "ANTHROPIC_BEDROCK_MANTLE_BASE_URL": f"{server.url}/anthropic",
        "ANTHROPIC_BEDROCK_BASE_URL": server.url,
        "ANTHROPIC_AWS_BASE_URL": server.url,
        "ANTHROPIC_AWS_WORKSPACE_ID": "wrkspc_1",
    }.items():
        cloud.setenv(name, value)
    return cloud


@pytest.fixture(scope="module")
def account():
    return service_account("")


@pytest.fixture
def at_google(cloud, server, tmp_path, account):
    file = tmp_path / "account.json"
    file.write_text(json.dumps({**account, "token_uri": f"{server.url}/token"}))
    token = {"access_token": "ya29.made-up", "token_type": "Bearer", "expires_in": 3600}
    server.serve("/token", json.dumps(token).encode(), "application/json")
    for name, value in {
        "GOOGLE_APPLICATION_CREDENTIALS": str(file),
        "ANTHROPIC_VERTEX_BASE_URL": f"{server.url}/v1",
        "ANTHROPIC_VERTEX_PROJECT_ID": "charts-1",
        "CLOUD_ML_REGION": "global",
        "ANTHROPIC_GOOGLE_CLOUD_BASE_URL": server.url,
    }.items():
        cloud.setenv(name, value)
    return cloud


@pytest.fixture
def at_azure(cloud, tmp_path):
    """Azure's logins of developers only: others look for a machine of Azure's."""
    cloud.setenv("AZURE_TOKEN_CREDENTIALS", "AzureCliCredential")
    cloud.setenv("PATH", str(tmp_path))
    return cloud


@pytest.fixture
def provider():
    """Make providers, and close them."""
    made = []

    def make(name, model=DEFAULT_MODEL):
        platform = platform_for(name, model)
        made.append(Provider(platform))
        made[-1].retries.limit = 0
        return made[-1]

    yield make
    for provider in made:
        provider.close()


def request(provider, model=DEFAULT_MODEL):
    content = [{"type": "text", "text": "What?"}]
    messages = [{"role": "user", "content": content}]
    return Request(provider.platform.spell_model(model), 1000, messages, "", {})


def ask(provider, model=DEFAULT_MODEL):
    parts = read_parts(provider, request(provider, model))
    return "".join(part for part in parts if isinstance(part, str))


@pytest.mark.parametrize(
    ("model", "platform", "sent"),
    [
        (DEFAULT_MODEL, "bedrock", f"anthropic.{DEFAULT_MODEL}"),
        ("anthropic.claude-opus-4-8", "bedrock", "anthropic.claude-opus-4-8"),
        ("anthropic.claude-mythos-preview", "bedrock", "anthropic.claude-mythos-preview"),
        ("claude-sonnet-4-6", "bedrock_invoke", "anthropic.claude-sonnet-4-6"),
        ("anthropic.claude-v2:1", "bedrock_invoke", "anthropic.claude-v2:1"),
        (OLDER, "bedrock_invoke", OLDER),
        (
            "us.anthropic.claude-opus-5-5-v1:0",
            "bedrock_invoke",
            "us.anthropic.claude-opus-5-5-v1:0",
        ),
        ("arn:aws:bedrock:eu-north-1:1:application-inference-profile/x", "bedrock_invoke", None),
    ],
)
def test_the_models_id_tells_which_of_bedrocks_endpoints_is_asked(model, platform, sent):
    settings = ClaudeVision(provider="bedrock", model=model)
    attachment = Attachment("picture", "file", file_id="file_1")
    asked = build_question(
        settings,
        "What?",
        [attachment],
        AskOptions(),
        key="",
        goes_on=False,
        facts=ModelFacts.from_id(model),
    )
    assert platform_for("bedrock", model).name == platform
    assert asked.model == (sent or model)
    assert platform_for("bedrock", asked.model).name == platform


def test_bedrock_is_asked_at_its_messages_endpoint_by_its_own_id(at_aws, server, provider):
    server.reply_raw(server_sent("A chart."), path="/anthropic/v1/messages")
    assert ask(provider("bedrock")) == "A chart."
    (sent,) = server.requests
    assert sent.path == "/anthropic/v1/messages"
    assert sent.json["model"] == f"anthropic.{DEFAULT_MODEL}"
    assert "bedrock-mantle/aws4_request" in sent.headers["authorization"]


def test_older_models_are_asked_through_invoke_model(at_aws, server, provider):
    server.reply_raw(event_stream("A chart."), AMAZON, path=STREAMED)
    assert ask(provider("bedrock", OLDER), OLDER) == "A chart."
    (sent,) = server.requests
    assert sent.json["anthropic_version"] == "bedrock-2023-05-31"
    assert "model" not in sent.json
    assert "bedrock/aws4_request" in sent.headers["authorization"]


def test_many_are_asked_through_invoke_model_in_its_version_of_the_api(at_aws, server, provider):
    server.serve(
        f"/model/{OLDER}/invoke", json.dumps(message("A chart.")).encode(), "application/json"
    )
    older = provider("bedrock", OLDER)
    assert send_once(older, request(older, OLDER)).text == "A chart."
    assert server.requests[-1].json["anthropic_version"] == "bedrock-2023-05-31"


@pytest.mark.parametrize(
    ("exception", "kind", "said"),
    [
        ("throttlingException", errors.RateLimitedError, "limiting the rate"),
        ("modelStreamErrorException", errors.OverloadedError, "Said of modelStreamErrorException."),
        ("modelTimeoutException", errors.OverloadedError, "took too long"),
        ("serviceUnavailableException", errors.OverloadedError, "overloaded"),
        ("internalServerException", errors.OverloadedError, "had an internal error:"),
        ("validationException", errors.RequestRejectedError, "Said of validationException."),
    ],
)
def test_an_exception_in_the_middle_of_bedrocks_stream_is_told_as_what_it_is(
    at_aws, server, provider, exception, kind, said
):
    server.reply_raw(event_stream("A chart.", exception=exception), AMAZON, path=STREAMED)
    with pytest.raises(kind) as caught:
        ask(provider("bedrock", OLDER), OLDER)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("status", "name", "kind", "said"),
    [
        (400, "ValidationException", errors.RequestRejectedError, "Said by Amazon."),
        (400, "ServiceQuotaExceededException", errors.RateLimitedError, "limiting the rate"),
        (403, "AccessDeniedException", errors.CredentialsError, "Said by Amazon."),
        (403, "ExpiredTokenException", errors.CredentialsError, "aws sso login"),
        (404, "ResourceNotFoundException", errors.UnknownModelError, OLDER),
        (424, "ModelErrorException", errors.OverloadedError, "Said by Amazon."),
        (429, "ModelNotReadyException", errors.OverloadedError, "overloaded"),
    ],
)
def test_bedrocks_errors_are_known_by_their_header(
    at_aws, server, provider, status, name, kind, said
):
    headers = {"x-amzn-errortype": f"{name}:http://internal.amazon.com/"}
    server.fail(status, {"message": "Said by Amazon."}, headers=headers, path=STREAMED)
    with pytest.raises(kind) as caught:
        ask(provider("bedrock", OLDER), OLDER)
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["aws", "bedrock", "google_cloud", "vertex"])
def test_many_are_asked_at_once_on_each_cloud(at_aws, at_google, server, provider, name):
    answer = json.dumps(message("A chart.")).encode()
    raw = f"{VERTEX}/{DEFAULT_MODEL}:rawPredict"
    for path in ("/v1/messages", "/anthropic/v1/messages", raw):
        server.serve(path, answer, "application/json")
    at = provider(name)
    sender, replies = AsyncSender(at, 4), queue.Queue()
    try:
        for _ in range(3):
            sender.send_request(request(at), replies.put)
        assert {replies.get(timeout=60).text for _ in range(3)} == {"A chart."}
    finally:
        sender.close()
    assert all(sent.headers["authorization"] for sent in server.requests if sent.path != "/token")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("aws", "/v1/messages/count_tokens"),
        ("bedrock", "/anthropic/v1/messages/count_tokens"),
        ("google_cloud", "/v1/messages/count_tokens"),
        ("vertex", f"{VERTEX}/count-tokens:rawPredict"),
    ],
)
def test_tokens_are_counted_where_the_table_says_so(
    at_aws, at_google, server, provider, name, path
):
    server.serve(path, b'{"input_tokens": 7}', "application/json")
    at = provider(name)
    assert at.platform.counts_tokens
    assert at.count_tokens(request(at), seconds=60) == 7


def test_a_missing_login_refuses_each_of_many_in_one_line(cloud, provider):
    cloud.setenv("AWS_REGION", "eu-north-1")
    at = provider("bedrock")
    sender, replies = AsyncSender(at, 4), queue.Queue()
    try:
        sender.send_request(request(at), replies.put)
        refusal = replies.get(timeout=60)
    finally:
        sender.close()
    assert type(refusal.error) is errors.CredentialsError
    assert RetryPolicy(lambda: 0.0).decide_after_refusal(0, refusal, 0.0) == "end run"


def test_a_batch_goes_to_claude_platform_on_aws_signed(at_aws, server, provider):
    aws, file = provider("aws"), BatchFile(DEFAULT_LIMITS)
    account = AccountBatches(aws)
    file.add_request(request(aws))
    batch = account.submit_batch(file)
    sent = server.requests[-1]
    assert sent.path == "/v1/messages/batches"
    assert batch.startswith("msgbatch_")
    assert "aws-external-anthropic/aws4_request" in sent.headers["authorization"]


def test_forms_are_refused_at_bedrock_before_anything_is_sent(at_aws, server, provider):
    with pytest.raises(errors.MethodError, match="no structured outputs"):
        provider("bedrock").require_structured_output(Form(boxes=True))
    provider("bedrock", OLDER).require_structured_output(Form(boxes=True))
    provider("bedrock").require_structured_output(Form())
    assert not server.requests


def test_claude_platform_on_aws_is_the_whole_api_signed(at_aws, server, provider):
    aws = provider("aws")
    assert ask(aws) == "I see 0 pictures."
    (sent,) = server.requests
    assert sent.path == "/v1/messages"
    assert "aws-external-anthropic/aws4_request" in sent.headers["authorization"]
    assert sent.headers["anthropic-workspace-id"] == "wrkspc_1"
    server.want_beta_header()
    aws.uploads.upload_file("a.png", b"data", "image/png", 3600)
    assert [sent.path for sent in server.requests[1:]] == ["/v1/files"]


def test_vertex_is_asked_by_project_region_and_model(at_google, server, provider):
    path = f"{VERTEX}/{DEFAULT_MODEL}:streamRawPredict"
    server.reply_raw(server_sent("A chart."), path=path)
    assert ask(provider("vertex")) == "A chart."
    sent = server.requests[-1]
    assert sent.headers["authorization"] == "Bearer ya29.made-up"
    assert "model" not in sent.json


def test_google_cloud_of_anthropic_is_the_whole_api(at_google, server, provider):
    google = provider("google_cloud")
    assert ask(google) == "I see 0 pictures."
    sent = server.requests[-1]
    assert (sent.path, sent.headers["authorization"]) == ("/v1/messages", "Bearer ya29.made-up")
    assert google.uploads.upload_file("a.png", b"data", "image/png", 3600).id in server.files
    assert google.methods == {"base64", "url", "files"}


def test_foundry_says_what_deployments_hosted_on_azure_lack(cloud, server, provider):
    cloud.setenv("ANTHROPIC_FOUNDRY_API_KEY", "made-up-key")
    cloud.setenv("ANTHROPIC_FOUNDRY_BASE_URL", server.url)
    foundry = provider("foundry")
    assert ask(foundry) == "I see 0 pictures."
    assert server.requests[-1].headers["x-api-key"] == "made-up-key"
    server.fail(400)
    sent = request(foundry)
    output_format = build_output_format(Form(table=True).schema)
    with pytest.raises(errors.RequestRejectedError, match="hosted on Azure have no Files API"):
        read_parts(foundry, replace(sent, output={"format": output_format}))


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"ANTHROPIC_FOUNDRY_RESOURCE": "charts"}, "run `az login`, or set ANTHROPIC_FOUNDRY"),
        ({"ANTHROPIC_FOUNDRY_API_KEY": "made-up"}, "set ANTHROPIC_FOUNDRY_RESOURCE"),
    ],
)
def test_what_is_missing_at_foundry_is_named(at_azure, provider, variables, said):
    for name, value in variables.items():
        at_azure.setenv(name, value)
    with pytest.raises(errors.CredentialsError, match=said):
        ask(provider("foundry"))


def test_foundry_without_a_key_and_without_the_package_names_both(at_azure, provider):
    at_azure.setenv("ANTHROPIC_FOUNDRY_RESOURCE", "charts")
    at_azure.setitem(sys.modules, "azure", None)
    with pytest.raises(errors.CredentialsError, match=r"set ANTHROPIC_FOUNDRY_API_KEY, or pip"):
        provider("foundry").connections.current()


def test_foundry_takes_the_login_of_azures_command(at_azure, server, provider, tmp_path):
    told = {"accessToken": "made-up-token", "expires_on": 4_000_000_000}
    command = tmp_path / "az"
    command.write_text(f"#!/bin/sh\necho '{json.dumps(told)}'\n")
    command.chmod(0o755)
    at_azure.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    at_azure.setenv("ANTHROPIC_FOUNDRY_BASE_URL", server.url)
    assert ask(provider("foundry")) == "I see 0 pictures."
    sender, replies = AsyncSender(provider("foundry"), 2), queue.Queue()
    try:
        sender.send_request(request(provider("foundry")), replies.put)
        assert replies.get(timeout=60).text == "I see 0 pictures."
    finally:
        sender.close()
    assert {r.headers["authorization"] for r in server.requests} == {"Bearer made-up-token"}


def test_no_request_goes_past_a_gateway_that_is_set_for_bedrocks_other_endpoint(at_aws, provider):
    at_aws.delenv("ANTHROPIC_BEDROCK_MANTLE_BASE_URL")
    with pytest.raises(errors.NetworkError, match="ANTHROPIC_BEDROCK_BASE_URL names an address"):
        provider("bedrock").connections.current()
    assert provider("bedrock", OLDER).connections.current().base_url.startswith("http://127.0.0.1")


def test_a_key_of_colab_goes_to_the_claude_api_only(at_aws, server, provider):
    at_aws.setitem(sys.modules, "google.colab", SimpleNamespace(userdata=None))
    assert ask(provider("aws")) == "I see 0 pictures."


BARE = {"AWS_REGION": "eu-north-1", "ANTHROPIC_AWS_WORKSPACE_ID": "wrkspc_1"}
SSO = """[profile charts]
sso_start_url = https://made-up.awsapps.com/start
sso_region = eu-north-1
sso_account_id = 123456789012
sso_role_name = Reader
region = eu-north-1
"""


@pytest.mark.parametrize("name", ["aws", "bedrock"])
@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"AWS_REGION": ""}, "`aws configure set region us-east-1`"),
        (BARE, "There are no AWS credentials"),
        (BARE | {"AWS_PROFILE": "nobody"}, "There is no AWS profile 'nobody'"),
        (BARE | {"AWS_PROFILE": "charts"}, "`aws sso login --profile charts`"),
        (BARE | {"AWS_ACCESS_KEY_ID": "AKIAMADEUP"}, "both AWS_ACCESS_KEY_ID and"),
    ],
    ids=["region", "none", "profile", "sso", "partial"],
)
def test_a_login_that_is_missing_at_aws_names_the_command(
    cloud, server, provider, tmp_path, name, variables, said
):
    (tmp_path / "config").write_text(SSO)
    cloud.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    for variable, value in variables.items():
        cloud.setenv(variable, value)
    with pytest.raises(errors.CredentialsError) as caught:
        ask(provider(name))
    assert said in str(caught.value)
    assert len(caught.value._render_traceback_()) == 1


def test_the_region_of_a_profile_is_enough(cloud, server, provider, tmp_path):
    (tmp_path / "config").write_text(SSO)
    cloud.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    cloud.setenv("AWS_PROFILE", "charts")
    assert "bedrock-mantle.eu-north-1" in provider("bedrock").connections.current().base_url


def test_a_workspace_that_is_missing_is_named(at_aws, provider):
    at_aws.delenv("ANTHROPIC_AWS_WORKSPACE_ID")
    with pytest.raises(errors.CredentialsError, match="set ANTHROPIC_AWS_WORKSPACE_ID"):
        provider("aws").connections.current()


def test_keys_that_are_pasted_anew_are_used_at_once(at_aws, server, provider):
    bedrock = provider("bedrock")
    for key in ("AKIAMADEUP0000000001", "AKIAMADEUP0000000002"):
        at_aws.setenv("AWS_ACCESS_KEY_ID", key)
        server.reply_raw(server_sent("A chart."), path="/anthropic/v1/messages")
        ask(bedrock)
        assert f"Credential={key}/" in server.requests[-1].headers["authorization"]


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"CLOUD_ML_REGION": ""}, "set CLOUD_ML_REGION"),
        ({"GOOGLE_APPLICATION_CREDENTIALS": ""}, "run `gcloud auth application-default login`"),
        (
            {"GOOGLE_APPLICATION_CREDENTIALS": "/nowhere/key.json"},
            "GOOGLE_APPLICATION_CREDENTIALS names",
        ),
        (
            {"GOOGLE_APPLICATION_CREDENTIALS": "", "ANTHROPIC_VERTEX_PROJECT_ID": ""},
            "run `gcloud auth application-default login`",
        ),
    ],
    ids=["region", "none", "file", "project"],
)
def test_a_login_that_is_missing_at_google_names_the_command(at_google, provider, variables, said):
    for variable, value in variables.items():
        at_google.setenv(variable, value)
    with pytest.raises(errors.CredentialsError) as caught:
        ask(provider("vertex"))
    assert said in str(caught.value)


@pytest.mark.parametrize("name", ["google_cloud", "vertex"])
def test_a_google_login_that_has_expired_names_the_command(at_google, server, provider, name):
    refused = json.dumps({"error": "invalid_grant", "error_description": "Expired."}).encode()
    server.serve("/token", refused, "application/json", status=400)
    with pytest.raises(errors.CredentialsError, match="gcloud auth application-default login"):
        ask(provider(name))


def test_who_logs_in_again_is_asked_with_the_new_login(at_google, server, provider):
    google = provider("google_cloud")
    server.serve("/token", b'{"error": "invalid_grant"}', "application/json", status=400)
    with pytest.raises(errors.CredentialsError):
        ask(google)
    server.serve("/token", b'{"access_token": "ya29.new", "expires_in": 3600}', "application/json")
    ask(google)
    assert server.requests[-1].headers["authorization"] == "Bearer ya29.new"


@pytest.mark.parametrize(
    ("name", "variable"),
    [("bedrock", "AWS_CA_BUNDLE"), ("aws", "REQUESTS_CA_BUNDLE"), ("vertex", "REQUESTS_CA_BUNDLE")],
)
def test_certificates_for_a_login_that_are_not_there_are_named(
    at_aws, at_google, provider, name, variable
):
    at_aws.setenv(variable, "/nowhere/bundle.pem")
    with pytest.raises(errors.NetworkError, match=f"{variable} names /nowhere/bundle.pem"):
        provider(name).connections.current()


@pytest.mark.parametrize("status", [404, 405, 501])
@pytest.mark.parametrize(
    "body",
    [
        {"detail": "Not Found"},
        {"type": "error", "error": {"type": "not_found_error", "message": "Not found"}},
    ],
)
def test_an_endpoint_that_is_missing_is_no_missing_model(cloud, server, provider, status, body):
    cloud.setenv("ANTHROPIC_API_KEY", "sk-ant-made-up")
    cloud.setenv("ANTHROPIC_BASE_URL", server.url)
    gateway = provider("anthropic")
    server.fail(status, body, path="/v1/messages/count_tokens")
    with pytest.raises(errors.RequestRejectedError) as caught:
        gateway.count_tokens(request(gateway))
    host = server.url.removeprefix("http://")
    assert str(caught.value).startswith(f"The API at {host} cannot count tokens ({status}")


def test_a_gateway_is_named_by_its_host_before_it_is_connected(cloud, provider):
    cloud.setenv("ANTHROPIC_BASE_URL", "https://user:secret@llm.corp.example:4000/claude")
    gateway = provider("anthropic")
    assert gateway.place == "the API at llm.corp.example:4000"
    assert gateway.connections.short_place == "llm.corp.example:4000"
    cloud.setenv("ANTHROPIC_BASE_URL", "https://api.anthropic.com/")
    assert gateway.place == "the Claude API"


@pytest.mark.parametrize(
    "body",
    [
        {"message": "Too wide."},
        {"Message": "Too wide."},
        {"detail": "Too wide."},
        {"error": "Too wide."},
        {"error": {"message": "Too wide."}},
    ],
)
def test_a_body_of_any_shape_keeps_its_sentence(cloud, server, provider, body):
    cloud.setenv("ANTHROPIC_API_KEY", "sk-ant-made-up")
    cloud.setenv("ANTHROPIC_BASE_URL", server.url)
    server.fail(400, body)
    with pytest.raises(errors.RequestRejectedError, match=r"Too wide\."):
        ask(provider("anthropic"))
