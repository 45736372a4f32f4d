"""The offline reader uses tools: it looks closer at small text, and asks data for a number."""

from __future__ import annotations

import matplotlib.pyplot as plt
import pytest
from PIL import Image
from test_offline_api import client_of
from test_reader import picture_of, request

from jupyter_claude_vision.client import Client
from jupyter_claude_vision.offline.api import OfflineAPI
from jupyter_claude_vision.offline.reader import BEYOND, NOTICE, OfflineReader
from jupyter_claude_vision.offline.structured_output import TextLine
from jupyter_claude_vision.offline.tool_use import choose_parts, find_query, find_whole_lines
from jupyter_claude_vision.settings import ClaudeVision

BLANK = picture_of(Image.new("RGB", (1000, 800)))
ZOOM = {"name": "zoom", "description": "Look closer.", "input_schema": {"type": "object"}}


def line(left, top, height, text="Text"):
    return TextLine(text, (left, top, left + 60, top + height))


def test_small_text_in_one_place_is_looked_at_in_one_part():
    calls = list(choose_parts(BLANK, [line(100, 90, 9), line(300, 200, 12), line(0, 700, 30)], 3))
    assert calls == [("zoom", {"image": 3, "left": 76, "top": 66, "right": 384, "bottom": 236})]


def test_small_text_all_over_is_looked_at_in_the_quarters_that_have_some():
    calls = list(choose_parts(BLANK, [line(10, 10, 9), line(900, 700, 9)], 1))
    assert [(c["left"], c["top"]) for _, c in calls] == [(0, 0), (476, 376)]


def test_text_that_can_be_read_as_it_is_needs_no_closer_look():
    assert not list(choose_parts(BLANK, [line(10, 10, 20)], 1))
    assert not list(choose_parts(BLANK, [], 1))
    upright = TextLine("Sales", (10, 10, 30, 200))
    assert not list(choose_parts(BLANK, [upright], 1))


def test_a_line_that_a_part_cuts_is_left_to_the_next_part():
    whole = line(100, 100, 20)
    assert find_whole_lines(BLANK, [line(0, 50, 20), line(950, 50, 20), whole]) == [whole]


@pytest.mark.parametrize(
    ("prompt", "part"),
    [
        ("What is the highest value?", "ORDER BY value DESC"),
        ("Which was the worst, and what was the average?", "ORDER BY value ASC"),
        ("What was the mean?", "avg(value)"),
        ("How many points are there?", "count(*)"),
        ("What is the title?", ""),
        ("Is it almost blue?", ""),
    ],
)
def test_a_question_for_a_number_becomes_a_query(prompt, part):
    assert part in find_query(prompt)
    assert bool(find_query(prompt)) is bool(part)


def small_text_reader():
    reader = OfflineReader()
    reader._find_lines = lambda picture: [line(100, 90, 9 if picture.width == 1000 else 30)]
    return reader


def ask(client, *messages, **options):
    return client.messages.create(
        model="claude-opus-5-5", max_tokens=400, messages=messages, tools=[ZOOM], **options
    )


def image_block():
    return {
        "type": "image",
        "source": {"type": "base64", "media_type": BLANK.media_type, "data": base64_of(BLANK)},
    }


def base64_of(picture):
    from base64 import b64encode

    return b64encode(picture.data).decode()


QUESTION = {"role": "user", "content": [image_block(), {"type": "text", "text": "What is said?"}]}


@pytest.mark.parametrize("streams", [False, True])
def test_the_offline_api_calls_tools_and_goes_on_with_their_results(streams):
    client = client_of(OfflineAPI(small_text_reader()))
    if streams:
        with client.messages.stream(
            model="claude-opus-5-5", max_tokens=400, messages=[QUESTION], tools=[ZOOM]
        ) as stream:
            reply = stream.get_final_message()
    else:
        reply = ask(client, QUESTION)
    assert reply.stop_reason == "tool_use"
    (call,) = reply.content
    assert (call.type, call.name) == ("tool_use", "zoom")
    assert call.input == {"image": 1, "left": 76, "top": 66, "right": 184, "bottom": 123}
    result = {"type": "tool_result", "tool_use_id": call.id, "content": "Seen."}
    called = {
        "role": "assistant",
        "content": [call.model_dump(include={"type", "id", "name", "input"})],
    }
    answer = ask(client, QUESTION, called, {"role": "user", "content": [result]})
    assert answer.stop_reason == "end_turn"
    assert answer.content[0].text.startswith(NOTICE)


def test_without_tools_or_where_none_may_be_called_it_answers_at_once():
    client = client_of(OfflineAPI(small_text_reader()))
    reply = ask(client, QUESTION, tool_choice={"type": "none"})
    assert reply.stop_reason == "end_turn"


def test_a_part_is_described_with_the_picture_that_it_is_of():
    part = picture_of(Image.new("RGB", (90, 60)), "Image 2 (part (1, 2)–(3, 4) of image 1):")
    whole = request(BLANK, part, prompt="And now?", new=0)
    assert [picture.is_part for picture in whole.pictures] == [False, True]
    assert whole.asked_pictures == (BLANK,)
    assert part.is_part_of(BLANK)


@pytest.fixture
def client():
    with Client(ClaudeVision(provider="offline")) as client:
        yield client
    plt.close("all")


def test_asked_for_a_number_of_a_live_figure_it_queries_the_data(client):
    figure, ax = plt.subplots()
    ax.bar(["north", "south"], [3, 7.25], label="Sales")
    answer = client.ask("What is the highest value?", figure)
    (call,) = answer.tool_calls
    assert (call.name, call.rows[0][-1]) == ("query", 7.25)
    assert answer.text.startswith(NOTICE)
    assert "south,7.25" in answer.text
    assert BEYOND not in answer.text


class Recognizer:
    """Reads small text wrongly, and large text rightly."""

    def __call__(self, pixels):
        self.is_whole = pixels.shape[:2] == (960, 1280)
        bottom = 109 if self.is_whole else 160
        self.boxes = [[(300, 100), (900, 100), (900, bottom), (300, bottom)]]
        self.txts = ["Cran1te"] if self.is_whole else ["Granite"]
        self.scores = [0.4 if self.is_whole else 0.9]
        return self


def test_small_text_of_a_figure_is_read_closer(client, monkeypatch):
    monkeypatch.setattr("jupyter_claude_vision.offline.reader._load_recognizer", Recognizer)
    figure, axes = plt.subplots(1, 2)
    axes[0].plot([1, 2])
    answer = client.ask("What does it say?", figure)
    (call,) = answer.tool_calls
    assert (call.name, call.input["left"], call.input["top"]) == ("zoom", 276, 76)
    assert "- Text, closer, on Image 2 (part " in answer.text
    assert "`Granite`" in answer.text
    assert "Cran1te" not in answer.text
