"""The offline API, through the real SDK over its transport."""

from __future__ import annotations

import base64
import json
import math
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import anthropic
import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from request_types import check_body

from jupyter_claude_vision.models import DEFAULT_MODEL, HIGH, STANDARD, find_tier
from jupyter_claude_vision.offline.api import OfflineAPI, OfflineTransport

MODEL = DEFAULT_MODEL
STANDARD_MODEL = "claude-sample-1"
"""Of the standard tier by its version, and on no list of models that are to be switched off."""

assert (find_tier(MODEL), find_tier(STANDARD_MODEL)) == (HIGH, STANDARD)
TEXT = "One two  three\nfour, twenty-five ünïcödé ends here. "


class StrictTransport(OfflineTransport):
    """Holds what is answered against the SDK's types, so that the API takes nothing else."""

    def handle_request(self, request):
        response = super().handle_request(request)
        if response.status_code == 200 and request.method == "POST":
            check_body(request.url.path, request.content)
        return response


class Stub:
    """Answers one text, and keeps the requests that it was asked about."""

    def __init__(self):
        self.seen = []

    def write_answer(self, request):
        self.seen.append(request)
        return TEXT


def client_of(api, key="offline"):
    return anthropic.Anthropic(
        api_key=key,
        base_url="https://offline.invalid",
        http_client=httpx2.Client(transport=StrictTransport(api)),
        max_retries=0,
    )


@pytest.fixture
def stub():
    return Stub()


@pytest.fixture
def api(stub):
    return OfflineAPI(stub)


@pytest.fixture
def client(api):
    with client_of(api) as running:
        yield running


def picture(width=60, height=40, kind="PNG", colour="red"):
    buffer = BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, kind)
    return buffer.getvalue()


def text(words="What is this?"):
    return {"type": "text", "text": words}


def image(data, media_type="image/png", **more):
    encoded = data if isinstance(data, str) else base64.b64encode(data).decode()
    source = {"type": "base64", "media_type": media_type, "data": encoded}
    return {"type": "image", "source": source, **more}


def user(*blocks):
    return {"role": "user", "content": list(blocks)}


def ask(client, *blocks, max_tokens=100, **more):
    messages = more.pop("messages", None) or [user(*(blocks or [text()]))]
    return client.messages.create(model=MODEL, max_tokens=max_tokens, messages=messages, **more)


def raw(api, method, path, body=b"", **headers):
    request = httpx2.Request(
        method,
        f"https://offline.invalid{path}",
        headers={"x-api-key": "offline", **headers},
        content=body if isinstance(body, bytes) else json.dumps(body).encode(),
    )
    response = api(request)
    response.read()
    return response


# Answers


def test_an_answer_is_the_readers_with_the_messages_own_fields(client):
    message = ask(client, image(picture()), text())
    assert message.content[0].text == TEXT
    assert (message.role, message.stop_reason, message.model) == ("assistant", "end_turn", MODEL)
    assert message._request_id.startswith("req_")


def test_the_reader_gets_the_pictures_of_all_turns_with_their_labels(client, stub):
    history = [
        user(text("Image 1 (before):"), image(picture(30, 20)), text("Describe it.")),
        {"role": "assistant", "content": "A red picture."},
        user(image(picture(50, 10, "JPEG"), "image/jpeg"), text("And this?")),
    ]
    ask(client, messages=history)
    (request,) = stub.seen
    assert [(p.width, p.height, p.label) for p in request.pictures] == [
        (30, 20, "Image 1 (before):"),
        (50, 10, ""),
    ]
    assert (request.new, request.prompt) == (1, "And this?")


def test_a_stream_has_the_apis_sequence_of_events(client):
    stream = client.messages.create(
        model=MODEL, max_tokens=100, messages=[user(text())], stream=True
    )
    kinds = [event.type for event in stream]
    # The SDK keeps the ping to itself.
    deltas = [kind for kind in kinds if kind == "content_block_delta"]
    assert kinds == [
        "message_start",
        "content_block_start",
        *deltas,
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    assert len(deltas) >= len(TEXT.split())


def test_a_stream_pings_after_the_blocks_start(api):
    body = {"model": MODEL, "max_tokens": 9, "stream": True, "messages": [user(text())]}
    lines = raw(api, "POST", "/v1/messages", body).text.splitlines()
    events = [line.removeprefix("event: ") for line in lines if line.startswith("event: ")]
    assert events[:3] == ["message_start", "content_block_start", "ping"]


def test_a_streamed_answer_is_the_same_as_one_at_once(client):
    whole = ask(client, image(picture()), text())
    with client.messages.stream(
        model=MODEL, max_tokens=100, messages=[user(image(picture()), text())]
    ) as stream:
        assert "".join(stream.text_stream) == TEXT
        streamed = stream.get_final_message()
    assert (streamed.stop_reason, streamed.content[0].text) == ("end_turn", TEXT)
    assert streamed.usage.input_tokens == whole.usage.input_tokens
    assert streamed.usage.output_tokens == whole.usage.output_tokens


def test_a_stream_gives_its_first_event_before_the_rest_is_made(api):
    body = {"model": MODEL, "max_tokens": 9, "stream": True, "messages": [user(text())]}
    request = httpx2.Request(
        "POST", "https://offline.invalid/v1/messages", headers={"x-api-key": "k"}, json=body
    )
    first = next(api(request).iter_raw())
    assert first.startswith(b"event: message_start\n")
    assert b"message_stop" not in first


@pytest.mark.parametrize("limit", [1, 3])
def test_max_tokens_cuts_the_answer_and_the_answer_says_so(client, limit):
    message = ask(client, max_tokens=limit)
    assert message.stop_reason == "max_tokens"
    assert message.content[0].text == TEXT[: 4 * limit]
    assert message.usage.output_tokens == limit


def test_a_cut_stream_says_so_too(client):
    with client.messages.stream(model=MODEL, max_tokens=2, messages=[user(text())]) as stream:
        assert stream.get_final_message().stop_reason == "max_tokens"


# Tokens


def test_tokens_are_the_pictures_patches_and_a_quarter_of_the_characters(client):
    count = client.messages.count_tokens(
        model=MODEL, messages=[user(image(picture(1000, 1000)), text("x" * 41))]
    )
    assert count.input_tokens == 1296 + math.ceil(41 / 4)


@pytest.mark.parametrize(("model", "tokens"), [(MODEL, 4784), (STANDARD_MODEL, 1560)])
def test_a_picture_that_a_model_does_not_see_whole_costs_what_it_sees(client, model, tokens):
    # The documented table's row of 3840x2160.
    question = user(image(picture(3840, 2160)), text("abcd"))
    assert client.messages.count_tokens(model=model, messages=[question]).input_tokens == tokens + 1


def test_counting_and_asking_agree(client):
    messages = [user(image(picture(200, 200)), text("What is it?"))]
    count = client.messages.count_tokens(model=MODEL, messages=messages)
    assert ask(client, messages=messages).usage.input_tokens == count.input_tokens


# What is refused

NOT_AN_IMAGE = b"%PDF-1.7 is no image at all"
ENCODED = base64.b64encode(picture()).decode()
FORMAT = {"format": {"type": "json_schema", "schema": {"type": "object"}}}

BAD_REQUESTS = {
    "max_tokens_of_nothing": {"max_tokens": 0},
    "max_tokens_of_text": {"max_tokens": "many"},
    "max_tokens_of_true": {"max_tokens": True},
    "no_messages": {"messages": []},
    "a_message_that_is_text": {"messages": ["hello"]},
    "an_unknown_role": {"messages": [{"role": "pope", "content": "x"}]},
    "a_message_without_content": {"messages": [{"role": "user"}]},
    "a_role_that_is_a_list": {"messages": [{"role": ["user"], "content": "x"}]},
    "a_role_of_system": {"messages": [{"role": "system", "content": "x"}]},
    "a_source_that_is_text": {"messages": [user({"type": "image", "source": "x"})]},
    "an_output_config_that_is_text": {"output_config": "x"},
    "no_content": {"messages": [{"role": "user", "content": []}]},
    "a_block_that_is_text": {"messages": [{"role": "user", "content": ["hello"]}]},
    "an_unknown_block": {"messages": [user({"type": "sound"})]},
    "an_empty_text": {"messages": [user(text(""))]},
    "a_blank_text": {"messages": [user(text(" \n"))]},
    "white_space_in_base64": {"messages": [user(image(ENCODED[:8] + "\n" + ENCODED[8:]))]},
    "white_space_late_in_base64": {"messages": [user(image(ENCODED[:-8] + "\n" + ENCODED[-8:]))]},
    "text_that_is_not_base64": {"messages": [user(image("&&&&"))]},
    "another_media_type": {"messages": [user(image(picture(), "image/jpeg"))]},
    "bytes_that_are_no_image": {"messages": [user(image(NOT_AN_IMAGE))]},
    "a_truncated_image": {"messages": [user(image(picture()[:60]))]},
    "a_format_that_is_not_taken": {"messages": [user(image(picture(kind="BMP"), "image/bmp"))]},
    "over_10_mb_of_base64": {"messages": [user(image("A" * 10_000_004))]},
    "a_temperature": {"temperature": 0.2},
    "a_top_p": {"top_p": 0.5},
    "a_top_k": {"top_k": 5},
    "an_assistant_prefill": {"messages": [user(text()), {"role": "assistant", "content": "It"}]},
    "a_schema_with_free_keys": {"output_config": FORMAT},
    "a_form_of_another_type": {"output_config": {"format": {"type": "xml"}}},
    "an_unknown_source": {"messages": [user({"type": "image", "source": {"type": "disk"}})]},
}


def bodies(change):
    return {"model": MODEL, "max_tokens": 10, "messages": [user(text())], **change}


@pytest.mark.parametrize("change", BAD_REQUESTS.values(), ids=BAD_REQUESTS)
def test_a_request_that_is_not_as_it_should_be_is_refused(api, client, change):
    with pytest.raises(anthropic.BadRequestError) as refused:
        client.post("/v1/messages", cast_to=object, body=bodies(change))
    assert refused.value.type == "invalid_request_error"
    assert refused.value.error_code is None
    assert refused.value.body["request_id"] == refused.value.request_id


def test_a_request_without_changes_is_taken(client):
    # What makes each refusal above the change's own doing.
    client.post("/v1/messages", cast_to=object, body=bodies({}))


@pytest.mark.parametrize("field", ["model", "max_tokens", "messages"])
def test_a_request_without_a_field_is_refused(client, field):
    body = bodies({})
    del body[field]
    with pytest.raises(anthropic.BadRequestError, match=field):
        client.post("/v1/messages", cast_to=object, body=body)


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
def test_a_body_that_is_no_json_object_is_refused(api, body):
    assert raw(api, "POST", "/v1/messages", body).status_code == 400


def test_default_sampling_is_taken(api):  # which the SDK's types have no more
    assert raw(api, "POST", "/v1/messages", bodies({"temperature": 1.0})).status_code == 200


def test_a_url_is_refused_by_saying_that_it_cannot_be_fetched(client):
    source = {"type": "url", "url": "https://example.org/a.png"}
    with pytest.raises(anthropic.BadRequestError, match="offline reader cannot fetch URLs"):
        ask(client, {"type": "image", "source": source}, text())


def test_a_schema_with_limits_is_refused_as_the_api_does(client):
    limited = {"type": "number", "minimum": 0}
    schema = {"type": "object", "properties": {"n": limited}, "additionalProperties": False}
    with pytest.raises(anthropic.BadRequestError, match="property 'minimum' is not supported"):
        ask(client, output_config={"format": {"type": "json_schema", "schema": schema}})


def too_large(client, blocks):
    with pytest.raises(anthropic.BadRequestError) as refused:
        ask(client, *blocks, text())
    assert refused.value.error_code == "image_dimensions_too_large"
    return refused.value.details


def test_a_side_over_8000_pixels_is_refused_with_its_place(client):
    details = too_large(client, [image(picture()), image(picture(8001, 2))])
    assert details.max_side_length_pixels == 8000
    assert details.paths == ["messages.0.content.1"]


def test_with_over_20_images_a_side_is_2000_pixels_at_most(client):
    small, large = image(picture()), image(picture(2001, 2))
    ask(client, *[small] * 19, large, text())
    details = too_large(client, [large, *[small] * 19, large])
    assert details.max_side_length_pixels == 2000
    assert details.paths == ["messages.0.content.0", "messages.0.content.20"]


def test_600_images_are_taken_and_601_refused(client):
    small = image(picture(2, 2))
    ask(client, *[small] * 600, text())
    with pytest.raises(anthropic.BadRequestError, match="600"):
        ask(client, *[small] * 601, text())


def test_an_oversized_image_is_an_error_where_that_was_asked_for(client):
    strict = {"transformations": {"oversized_image": "error"}}
    ask(client, image(picture(1920, 1080), **strict), text())
    ask(client, image(picture(3840, 2160)), text())
    with pytest.raises(anthropic.BadRequestError, match="2576x1449"):
        ask(client, image(picture(3840, 2160), **strict), text())


def test_the_models_tier_decides_what_is_oversized(client):
    strict = image(picture(1920, 1080), transformations={"oversized_image": "error"})
    with pytest.raises(anthropic.BadRequestError, match="1456x819"):
        client.messages.create(model=STANDARD_MODEL, max_tokens=9, messages=[user(strict, text())])


def test_a_body_over_32_mb_is_refused(client):
    with pytest.raises(anthropic.ContentTooLargeError) as refused:
        ask(client, text("x" * 32_000_001))
    assert refused.value.type == "request_too_large"


def test_no_key_is_refused(api):
    with pytest.raises(anthropic.AuthenticationError) as refused:
        ask(client_of(api, key=""))
    assert refused.value.type == "authentication_error"


def test_a_bearer_token_is_a_key_too(api):
    request = httpx2.Request(
        "GET", "https://offline.invalid/v1/files", headers={"authorization": "Bearer x"}
    )
    assert api(request).status_code == 200


def test_a_refusal_has_the_same_request_id_in_its_header_and_its_body(api):
    response = raw(api, "GET", "/v1/nothing")
    assert response.headers["request-id"] == response.json()["request_id"]


def test_an_unknown_path_is_not_found(client):
    with pytest.raises(anthropic.NotFoundError) as refused:
        client.get("/v1/nothing", cast_to=object)
    assert refused.value.type == "not_found_error"


@pytest.mark.parametrize("path", ["/v1/messages", "/v1/files", "/v1/models"])
def test_another_method_is_not_allowed(api, path):
    assert raw(api, "PUT", path).status_code == 405


# Files


def upload(client, data=b"abc", name="a.png", media_type="image/png", **more):
    return client.files.upload(file=(name, data, media_type), **more)


def test_an_upload_is_found_listed_and_deleted(client):
    data = picture()
    stored = upload(client, data)
    assert (stored.filename, stored.mime_type, stored.size_bytes) == (
        "a.png",
        "image/png",
        len(data),
    )
    assert stored.expires_at is None
    assert client.files.retrieve_metadata(stored.id) == stored
    assert list(client.files.list()) == [stored]
    assert client.files.delete(stored.id).id == stored.id
    assert list(client.files.list()) == []
    with pytest.raises(anthropic.NotFoundError):
        client.files.retrieve_metadata(stored.id)


@given(data=st.binary(max_size=300))
def test_the_bytes_of_an_upload_arrive_as_they_were(data):
    api = OfflineAPI(Stub())
    with client_of(api) as client:
        stored = upload(client, data)
    assert api.files[stored.id].data == data


def test_a_file_name_keeps_its_accents(client):
    assert upload(client, name="Größe 图.png").filename == "Größe 图.png"


def test_an_uploaded_picture_is_seen_as_one_sent_along(client, stub):
    stored = upload(client, picture(70, 30))
    ask(client, {"type": "image", "source": {"type": "file", "file_id": stored.id}}, text())
    assert [(p.width, p.height) for p in stub.seen[0].pictures] == [(70, 30)]


def test_a_file_expires_when_its_time_is_up(client, api):
    stored = upload(client, picture(), expires_in_seconds=3600)
    assert (stored.expires_at - stored.created_at).total_seconds() == 3600
    api.files.expire_file(stored.id)
    with pytest.raises(anthropic.NotFoundError) as refused:
        ask(client, {"type": "image", "source": {"type": "file", "file_id": stored.id}}, text())
    assert refused.value.error_code == "file_expired"


def test_an_unknown_file_is_not_found_without_a_code(client):
    with pytest.raises(anthropic.NotFoundError) as refused:
        ask(client, {"type": "image", "source": {"type": "file", "file_id": "file_x"}}, text())
    assert (refused.value.type, refused.value.error_code) == ("not_found_error", None)


@pytest.mark.parametrize("seconds", [3599, 7_776_001, "soon"])
def test_a_life_outside_an_hour_to_ninety_days_is_refused(client, seconds):
    with pytest.raises(anthropic.BadRequestError, match="expires_in_seconds"):
        upload(client, expires_in_seconds=seconds)


def test_another_key_cannot_see_a_file(client, api):
    stored = upload(client)
    with client_of(api, key="another") as other:
        assert list(other.files.list()) == []
        for attempt in (other.files.retrieve_metadata, other.files.delete):
            with pytest.raises(anthropic.NotFoundError):
                attempt(stored.id)
    assert list(client.files.list()) == [stored]


def test_a_list_goes_on_page_by_page(client):
    ids = [upload(client).id for _ in range(5)]
    page = client.files.list(limit=2)
    assert len(page.data) == 2
    assert sorted(stored.id for stored in page) == sorted(ids)


def test_a_list_can_be_of_some_ids(client):
    stored = [upload(client) for _ in range(3)]
    listed = client.files.list(ids=[stored[0].id, stored[2].id, "file_x"])
    assert {entry.id for entry in listed} == {stored[0].id, stored[2].id}
    assert not listed.has_next_page()


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "limit=many", "page=nowhere"])
def test_a_list_with_a_bad_limit_or_page_is_refused(api, query):
    assert raw(api, "GET", f"/v1/files?{query}").status_code == 400


@pytest.mark.parametrize("name", ["a/b.png", "", "x" * 256])
def test_a_file_name_that_the_api_does_not_take_is_refused(client, name):
    with pytest.raises(anthropic.BadRequestError):
        upload(client, name=name)


def test_an_upload_that_is_no_form_or_holds_no_file_is_refused(api):
    form = {"content-type": "multipart/form-data"}
    assert raw(api, "POST", "/v1/files", b"junk", **form).status_code == 400
    assert raw(api, "POST", "/v1/files", {"file": "a"}).status_code == 400


def test_a_mail_is_refused_as_a_file(client):
    with pytest.raises(anthropic.BadRequestError, match="message/rfc822"):
        upload(client, b"Subject: x\n\nHello", "a.eml", "message/rfc822")


def test_uploads_at_the_same_time_are_all_kept(client):
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda _: upload(client).id, range(40)))
    assert {stored.id for stored in client.files.list(limit=100)} == set(ids)


def test_the_beta_of_the_messages_names_files_too(client):
    stored = upload(client, picture())
    block = {"type": "image", "source": {"type": "file", "file_id": stored.id}}
    message = client.beta.messages.create(
        model=MODEL,
        max_tokens=100,
        betas=["files-api-2025-04-14"],
        messages=[user(block, text())],
    )
    assert message.content[0].text == TEXT


def test_the_beta_files_are_the_same_files(client):
    stored = client.beta.files.upload(file=("b.png", b"abc", "image/png"))
    assert client.files.retrieve_metadata(stored.id).id == stored.id


# Models


def test_a_model_says_that_it_is_not_claude(client):
    assert [model.id for model in client.models.list()] == [MODEL]
    assert "not Claude" in client.models.retrieve("claude-sonnet-5-5").display_name
