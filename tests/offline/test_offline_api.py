"""The offline API through the real SDK client, over its transport."""

from __future__ import annotations

import base64
import io

import anthropic
import httpx2
import pytest
from loopback import CannedReader
from PIL import Image

from jupyter_claude_vision.offline.api import OfflineAPI
from jupyter_claude_vision.offline.transport import OfflineTransport


@pytest.fixture
def api():
    return OfflineAPI(CannedReader())


@pytest.fixture
def connect(api):
    clients = []

    def connected(key="offline"):
        client = anthropic.Anthropic(
            api_key=key,
            base_url="https://offline.invalid",
            http_client=httpx2.Client(transport=OfflineTransport(api)),
            max_retries=0,
        )
        clients.append(client)
        return client

    yield connected
    for client in clients:
        client.close()


@pytest.fixture
def client(connect):
    return connect()


def png(width=30, height=20, color="red"):
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), color).save(buffer, "PNG")
    return buffer.getvalue()


def image(data=None, media_type="image/png", **more):
    text = base64.b64encode(data or png()).decode()
    source = {"type": "base64", "media_type": media_type, "data": text}
    return {"type": "image", "source": source, **more}


def ask(client, *blocks, prompt="What?", **options):
    content = [*blocks, {"type": "text", "text": prompt}]
    messages = [{"role": "user", "content": content}]
    parameters = {"model": "claude-opus-5-5", "max_tokens": 100, "messages": messages}
    return client.messages.create(**{**parameters, **options})


def test_a_message_is_answered(client):
    message = ask(client, image())
    assert message.content[0].text == "I see 1 pictures."
    assert (message.stop_reason, message.role) == ("end_turn", "assistant")
    assert message.usage.input_tokens == 2 * 1 + 2  # two patches, five characters


def test_a_stream_has_the_apis_events_and_the_same_text(client):
    options = {
        "model": "claude-opus-5-5",
        "max_tokens": 100,
        "messages": [{"role": "user", "content": [image(), {"type": "text", "text": "What?"}]}],
    }
    with client.messages.stream(**options) as stream:
        kinds = [event.type for event in stream]
        message = stream.get_final_message()
    assert kinds[0] == "message_start"
    assert kinds[-1] == "message_stop"
    assert kinds.count("text") == len(["I", "see", "1", "pictures."])
    assert message.content[0].text == "I see 1 pictures."
    assert message.stop_reason == "end_turn"


def test_max_tokens_cuts_the_answer(client):
    message = ask(client, image(), max_tokens=2)
    assert message.stop_reason == "max_tokens"
    assert message.content[0].text == "I see 1 "


def test_tokens_are_counted(client):
    messages = [{"role": "user", "content": [image(png(280, 280))]}]
    counted = client.messages.count_tokens(model="claude-opus-5-5", messages=messages)
    assert counted.input_tokens == 100


def test_a_file_goes_round(client, api):
    data = bytes(range(256)) * 10
    stored = client.files.upload(file=("a.png", data, "image/png"), expires_in_seconds=3600)
    assert (stored.size_bytes, stored.mime_type) == (2560, "image/png")
    assert api.files[stored.id].data == data
    assert client.files.retrieve_metadata(stored.id).filename == "a.png"
    assert stored.expires_at is not None
    assert [found.id for found in client.files.list()] == [stored.id]
    assert [found.id for found in client.files.list(ids=[stored.id, "file_x"])] == [stored.id]
    client.files.delete(stored.id)
    assert not list(client.files.list())


def test_the_list_of_files_comes_in_pages(client):
    for number in range(5):
        client.files.upload(file=(f"{number}.png", png(), "image/png"))
    assert [f.filename[0] for f in client.files.list(limit=2)] == ["0", "1", "2", "3", "4"]


def test_a_message_can_name_a_file(client):
    stored = client.files.upload(file=("a.png", png(), "image/png"))
    block = {"type": "image", "source": {"type": "file", "file_id": stored.id}}
    assert ask(client, block).content[0].text == "I see 1 pictures."


def test_the_guides_beta_calls_work_too(client):
    stored = client.beta.files.upload(file=("image.png", png(), "image/png"))
    block = {"type": "image", "source": {"type": "file", "file_id": stored.id}}
    message = client.beta.messages.create(
        model="claude-opus-4-8",
        max_tokens=1024,
        betas=["files-api-2025-04-14"],
        messages=[{"role": "user", "content": [block, {"type": "text", "text": "Describe."}]}],
    )
    assert message.content[0].text == "I see 1 pictures."


def test_another_key_does_not_see_a_file(client, connect):
    stored = client.files.upload(file=("a.png", png(), "image/png"))
    other = connect("another")
    assert not list(other.files.list())
    with pytest.raises(anthropic.NotFoundError):
        other.files.retrieve_metadata(stored.id)


def test_an_expired_file_is_a_typed_error(client, api):
    stored = client.files.upload(file=("a.png", png(), "image/png"), expires_in_seconds=3600)
    api.files.expire(stored.id)
    with pytest.raises(anthropic.NotFoundError) as caught:
        ask(client, {"type": "image", "source": {"type": "file", "file_id": stored.id}})
    assert caught.value.error_code == "file_expired"


def test_an_unknown_file_is_not_found(client):
    with pytest.raises(anthropic.NotFoundError, match="File not found: file_x"):
        ask(client, {"type": "image", "source": {"type": "file", "file_id": "file_x"}})


@pytest.mark.parametrize(("name", "life"), [("a/b.png", 3600), ("a.png", 10), ("", 3600)])
def test_an_upload_that_the_api_refuses_is_refused(client, name, life):
    with pytest.raises(anthropic.BadRequestError):
        client.files.upload(file=(name, png(), "image/png"), expires_in_seconds=life)


def test_models_are_listed(client):
    assert "not Claude" in next(iter(client.models.list())).display_name
    assert client.models.retrieve("claude-opus-5-5").id == "claude-opus-5-5"


def spaced(data):
    block = image(data)
    block["source"]["data"] = block["source"]["data"][:8] + "\n" + block["source"]["data"][8:]
    return block


def jpeg():
    buffer = io.BytesIO()
    Image.new("RGB", (30, 20), "red").save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("blocks", "options", "said"),
    [
        ([image(jpeg())], {}, "appears to be image/jpeg, but image/png was specified"),
        ([image(b"no image")], {}, "Could not process image"),
        ([image(png()[:60])], {}, "Could not process image"),
        ([spaced(png())], {}, "without white space"),
        ([{"type": "image", "source": {"type": "url", "url": "https://x.org/a.png"}}], {}, "fetch"),
        ([{"type": "image", "source": {"type": "disk"}}], {}, "source.type"),
        ([{"type": "sound"}], {}, "type: Input should be"),
        ([], {"prompt": " "}, "non-empty"),
        ([], {"messages": []}, "at least one message"),
        ([], {"messages": [{"role": "system", "content": "x"}]}, "'user' or 'assistant'"),
        ([], {"messages": [{"role": "user", "content": []}]}, "at least one block"),
        ([], {"max_tokens": 0}, "greater than or equal to 1"),
        ([], {"extra_body": {"max_tokens": None}}, "max_tokens: Field required"),
        ([], {"extra_body": {"temperature": 0.2}}, "takes the default only"),
        (
            [],
            {"messages": [{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}]},
            "no assistant prefill",
        ),
        (
            [image(png(3000, 2000), transformations={"oversized_image": "error"})],
            {},
            "3000x2000 exceeds what the model sees",
        ),
        ([image()] * 601, {}, "at most 600 images"),
    ],
)
def test_a_request_that_the_api_refuses_is_refused(client, blocks, options, said):
    with pytest.raises(anthropic.BadRequestError) as caught:
        ask(client, *blocks, **options)
    assert said in str(caught.value)
    assert caught.value.type == "invalid_request_error"


def test_a_side_over_the_limit_is_the_apis_typed_error(client):
    with pytest.raises(anthropic.BadRequestError) as caught:
        ask(client, {"type": "text", "text": "Image 1:"}, image(png(8001, 10)))
    assert caught.value.error_code == "image_dimensions_too_large"
    assert caught.value.details.max_side_length_pixels == 8000
    assert caught.value.details.paths == ["messages.0.content.1"]


def test_with_over_20_images_the_limit_is_2000_pixels(client):
    ask(client, *[image(png(2001, 10))] * 20)
    with pytest.raises(anthropic.BadRequestError) as caught:
        ask(client, *[image(png(2001, 10))] * 21)
    assert caught.value.details.max_side_length_pixels == 2000


def test_too_long_an_image_and_too_large_a_request_are_refused(client):
    block = image()
    block["source"]["data"] = "A" * 10_000_004
    with pytest.raises(anthropic.BadRequestError, match="exceeds 10 MB maximum"):
        ask(client, block)
    with pytest.raises(anthropic.ContentTooLargeError):
        ask(client, prompt="x" * 32_000_000)


def test_no_key_no_such_path_and_no_such_method_are_refused(api):
    def status(method, path, **headers):
        request = httpx2.Request(method, f"https://offline.invalid{path}", headers=headers)
        return api(request).status_code

    assert status("GET", "/v1/files") == 401
    assert status("GET", "/v1/nothing", authorization="Bearer x") == 404
    assert status("DELETE", "/v1/messages", authorization="Bearer x") == 405
    assert status("GET", "/v1/files", authorization="Bearer x") == 200


def test_every_response_carries_a_request_id(api):
    request = httpx2.Request("GET", "https://offline.invalid/v1/nothing")
    response = api(request)
    assert response.headers["request-id"] == response.json()["request_id"]
