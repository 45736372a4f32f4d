"""The provider's prompt cache, by its documented rules, over the requests that are really sent."""

from __future__ import annotations

import itertools
import json
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from prompt_cache import PromptCache
from pydantic import BaseModel

from jupyter_claude_vision import models
from jupyter_claude_vision.answers.structured.response_format import Form
from jupyter_claude_vision.answers.structured.user_types import to_data_type
from jupyter_claude_vision.chat.conversation import Conversation
from jupyter_claude_vision.chat.estimate import Estimate
from jupyter_claude_vision.chat.exchange import Exchange
from jupyter_claude_vision.chat.question import Question
from jupyter_claude_vision.chat.request_builder import place_breakpoints
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.provider import Provider
from jupyter_claude_vision.settings import ClaudeVision


class Title(BaseModel):
    title: str


PLAIN, BOXES, DATA = "plain", "boxes", "data"
FORMS = {PLAIN: Form(), BOXES: Form(boxes=True), DATA: Form(data=to_data_type(Title))}
ANSWERS = {
    PLAIN: "It rises. " * 40,
    BOXES: json.dumps({"answer": "There. " * 40, "regions": []}),
    DATA: json.dumps({"answer": "So. " * 40, "data": {"title": "Sales"}}),
}


class Asker:
    """Asks as the session does, without a kernel."""

    def __init__(self, server):
        self.server = server
        self.provider = Provider(PLATFORMS["anthropic"])
        self.files = FileCache()
        self.conversation = Conversation()

    def __call__(self, prompt, *pictures, form=PLAIN, key="", prompt_cache="5m", method="auto"):
        self.server.reply(ANSWERS[form])
        attachments = tuple(
            recognize_input(picture, f"picture{n}", options=InputOptions())
            for n, picture in enumerate(pictures, 1)
        )
        question = Question(
            prompt,
            attachments,
            models.DEFAULT_MODEL,
            models.HIGH,
            form=FORMS[form],
            key=key,
            prompt_cache=prompt_cache,
            method=method,
        )
        delivery = Delivery(self.provider, self.files, 86400)
        *_, done = Exchange(self.conversation, question, delivery).events()
        return done.answer

    @property
    def requests(self):
        return [r.json for r in self.server.requests if r.path == "/v1/messages"]


@pytest.fixture
def ask(server, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test-0123456789-secret")
    asker = Asker(server)
    yield asker
    asker.provider.close()


def pictures(count, first=0):
    return [Image.new("RGB", (300, 200 + first + n), "red") for n in range(count)]


def until_question(request, turn):
    """Return how many blocks there are until the end of a turn's question, from 1."""
    contents = [message["content"] for message in request["messages"][: 2 * turn - 1]]
    return sum(1 if isinstance(content, str) else len(content) for content in contents)


TURNS = [
    # The form, the new pictures, and until the end of which turn's question it is read again.
    (PLAIN, 30, 0),
    (PLAIN, 0, 0),
    (BOXES, 0, 0),
    (PLAIN, 1, 2),
    (BOXES, 0, 3),
    (DATA, 0, 0),
    (PLAIN, 0, 4),
    (BOXES, 25, 5),
    (PLAIN, 0, 7),
    (DATA, 0, 6),
]


def test_ten_mixed_turns_read_what_was_asked_in_the_same_form_before(ask):
    for number, (form, new, _) in enumerate(TURNS):
        ask(f"What of {number}?", *pictures(new, 40 * number), form=form)
    cache = PromptCache()
    seen = [cache.take(request)[0] for request in ask.requests]
    expected = [
        until_question(request, turn) if turn else 0
        for request, (_, _, turn) in zip(ask.requests, TURNS, strict=True)
    ]
    assert seen == expected
    assert expected[3] > 60


def test_ten_turns_in_one_form_read_most_of_what_they_send(ask):
    ask("What?", *pictures(30))
    for number in range(9):
        ask(f"And {number}?", *pictures(1, 40 + number))
    cache = PromptCache()
    tokens = [cache.take(request)[1:] for request in ask.requests]
    read, written = (sum(column) for column in zip(*tokens[2:], strict=True))
    assert read > 20 * written


def test_earlier_blocks_stay_as_they_were_from_the_second_turn_on(ask):
    ask("What?", *pictures(2))
    for number in range(4):
        ask(f"And {number}?", *pictures(2, 10 * number + 5), form=[PLAIN, BOXES][number % 2])
    kept = [json.loads(_bare(request)) for request in ask.requests[1:]]
    for shorter, longer in itertools.pairwise(kept):
        assert longer[: len(shorter)] == shorter


def _bare(request):
    return json.dumps(request["messages"]).replace(
        ', "cache_control": {"type": "ephemeral"}',
        "",
    )


def test_a_picture_of_a_later_turn_goes_at_once_as_it_will_go_from_then_on(ask):
    ask("What?", *pictures(1))
    answer = ask("And this?", *pictures(1, 5))
    assert answer.images[0].choice.reason == "kept for the next question"
    assert ask("And this?", *pictures(1, 9), prompt_cache="off").images[0].choice.method == "base64"


def test_a_cell_that_is_edited_and_run_again_reads_all_but_its_words(ask):
    ask("What?", *pictures(3), key="1")
    ask("And what of these?", *pictures(3, 10), key="2")
    ask("And what of those?", *pictures(3, 10), key="2")
    cache = PromptCache()
    first, second = (cache.take(request) for request in ask.requests[1:])
    assert first[0] == 0
    assert second[0] == until_question(ask.requests[2], 2) - 1


def test_questions_that_are_minutes_apart_are_read_from_the_cache_of_an_hour(ask):
    for life in ("5m", "1h"):
        ask.conversation = Conversation()
        for _ in range(4):
            ask("What?", *pictures(1), prompt_cache=life)
    cache = PromptCache()
    seen = [cache.take(r, now=600.0 * n)[0] > 0 for n, r in enumerate(ask.requests)]
    assert seen == [False, False, False, False, False, False, True, True]


def test_a_cache_that_is_off_is_not_asked_for(ask):
    ask("What?", *pictures(1), prompt_cache="off")
    ask("And?", prompt_cache="off")
    assert "cache_control" not in json.dumps(ask.requests)


@given(
    st.lists(
        st.tuples(st.sampled_from([PLAIN, BOXES, DATA]), st.integers(0, 40)),
        min_size=2,
        max_size=12,
    ),
)
def test_whatever_is_mixed_the_last_question_in_the_same_form_is_found(turns):
    cache, keys, messages = PromptCache(), [], []
    for number, (form, blocks) in enumerate(turns):
        content = [{"type": "text", "text": f"{number}.{n} " * 400} for n in range(blocks + 1)]
        messages.append({"role": "user", "content": content})
        builder = SimpleNamespace(messages=messages, ends=[m["content"][-1] for m in messages[::2]])
        place_breakpoints(builder, keys, form, "5m", words=1)
        read, _, _ = cache.take({"output_config": form, "messages": messages})
        same = [n for n, other in enumerate(keys) if other == form]
        assert read >= (until_question({"messages": messages}, same[-1] + 1) if same else 0)
        keys.append(form if keys else "")
        for block in (b for m in messages[::2] for b in m["content"]):
            block.pop("cache_control", None)
        messages.append({"role": "assistant", "content": "So."})


def test_a_budget_counts_the_price_of_what_is_kept():
    most = [
        Estimate((), 1_000_000, 0, "claude-opus-5-5", "anthropic", cache_life=life).most
        for life in ("off", "5m", "1h")
    ]
    assert most == [4, 5, 8]


@pytest.mark.parametrize(
    ("value", "life"), [(True, "5m"), (False, "off"), ("1h", "1h"), ("off", "off")]
)
def test_the_setting_takes_a_life_or_yes_or_no(value, life):
    settings = ClaudeVision()
    settings.prompt_cache = value
    assert settings.prompt_cache == life
