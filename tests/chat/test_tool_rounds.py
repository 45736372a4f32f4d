"""Turns with tools: rounds, limits, budget, faults, and what later requests repeat."""

from __future__ import annotations

import json
import threading
from decimal import Decimal

import pytest
from asker import TOOLS, Events, add, asker  # noqa: F401
from matplotlib.figure import Figure
from prompt_cache import PromptCache, count_request, count_tokens
from turn_rules import is_question

from jupyter_claude_vision import errors, models
from jupyter_claude_vision.answers.structured.response_format import Form
from jupyter_claude_vision.chat.chat_client import SilentView
from jupyter_claude_vision.chat.conversation import Conversation
from jupyter_claude_vision.chat.events import Hooks, Note, ToolFinished, ToolStarted
from jupyter_claude_vision.chat.exchange import Exchange, follow_exchange
from jupyter_claude_vision.chat.question import Question, ToolOffer
from jupyter_claude_vision.chat.storage.answer_cache import AnswerCache
from jupyter_claude_vision.inputs.attachment import InputOptions
from jupyter_claude_vision.inputs.registry import recognize_input
from jupyter_claude_vision.provider.delivery import Delivery

ONE_AND_ONE = ("add", {"left": 1, "right": 1})
USAGE = {"input_tokens": 2000, "output_tokens": 50}


def results(request):
    """Return the results of the last round of a request."""
    return [b for b in request["messages"][-1]["content"] if b["type"] == "tool_result"]


def test_parallel_calls_are_answered_together_and_in_their_order(ask, server):
    server.call_tools(
        ("add", {"left": 2, "right": 3}),
        ("look", {"width": 120}),
        text="Let me see.",
        thinking="Hm.",
    )
    server.reply("Five, and blue.")
    answer = ask()
    first, second = results(ask.requests[-1])
    assert first["content"] == [{"type": "text", "text": "5"}]
    assert [block["type"] for block in second["content"]] == ["text", "text", "image"]
    assert second["content"][1]["text"] == "Image 2 (result of look):"
    assert answer.text == "Five, and blue."
    assert [(call.name, call.result, call.round) for call in answer.tool_calls] == [
        ("add", "5", 1),
        ("look", "Image 2 is a result of look.", 1),
    ]
    assert [image.number for image in answer.images] == [1, 2]
    assert answer.images[1].sent.size == (120, 300)
    assert answer.message.content[0].text == "Five, and blue."


def test_usage_and_cost_are_those_of_all_requests(ask, server):
    for _ in range(2):
        server.call_tools(ONE_AND_ONE, usage=USAGE)
    server.reply("Two.", usage=USAGE)
    answer = ask()
    assert (answer.usage.input, answer.usage.output, answer.requests) == (6000, 150, 3)
    assert "in 3 requests" in answer.footer
    (entry,) = ask.ledger.entries.values()
    assert (entry.requests, entry.answers, entry.cost) == (3, 1, answer.cost)


def test_calls_are_told_as_they_happen(ask, server):
    server.call_tools(ONE_AND_ONE, ("fail", {"reason": "no"}))
    server.reply("Two.")
    ask()
    kinds = [type(e) for e in ask.shown if isinstance(e, (ToolStarted, ToolFinished))]
    assert kinds == [ToolStarted, ToolFinished] * 2


@pytest.mark.parametrize(
    ("name", "arguments", "text"),
    [
        ("add", {"left": "two", "right": 3}, "left"),
        ("add", {"left": 2}, "right"),
        ("fail", {"reason": "out of range"}, "ValueError: out of range"),
        ("subtract", {}, "There is no tool subtract. There are: add, look, fail."),
    ],
)
def test_a_call_that_fails_is_a_result_that_helps(ask, server, name, arguments, text):
    server.call_tools((name, arguments))
    server.reply("I see.")
    answer = ask()
    (result,) = results(ask.requests[-1])
    assert result["is_error"]
    assert text in result["content"]
    assert answer.tool_calls[0].is_error


def test_the_last_round_lets_no_tool_be_called_and_keeps_them(ask, server):
    for _ in range(2):
        server.call_tools(ONE_AND_ONE)
    server.reply("Two.")
    assert ask(rounds=3).text == "Two."
    choices = [request.get("tool_choice") for request in ask.requests]
    assert choices == [None, None, {"type": "none"}]
    assert all(len(request["tools"]) == 3 for request in ask.requests)


def test_a_model_that_calls_on_in_the_last_round_is_told_of(ask, server):
    server.call_tools(ONE_AND_ONE)
    server.call_tools(ONE_AND_ONE, text="Once more.")
    answer = ask(rounds=2)
    assert answer.text == "Once more."
    assert "tool_rounds" in answer.notice


def test_pictures_beyond_the_limit_are_not_sent(ask, server):
    server.call_tools(*[("look", {"width": 100 + n}) for n in range(4)])
    server.reply("Blue.")
    answer = ask(pictures=2)
    assert [bool(call.is_error) for call in answer.tool_calls] == [False, False, True, True]
    assert len(answer.images) == 3


def test_a_second_round_pays_full_price_for_what_is_new_only(ask, server):
    for width in (600, 700):
        server.call_tools(("look", {"width": width}), thinking="Hm. " * 40)
    server.reply("Blue.")
    ask("What? " * 400, size=(1200, 800))
    cache = PromptCache()
    for number, request in enumerate(ask.requests):
        _, read, written = cache.take(request)
        round_blocks = [b for message in request["messages"][-2:] for b in message["content"]]
        new = sum(map(count_tokens, round_blocks)) if number else count_request(request)
        assert written == new
        assert read == count_request(request) - new


def test_the_blocks_of_one_round_are_the_beginning_of_the_next(ask, server):
    """The server holds each thought against what came before it, and against what it gave."""
    ask.server.reply("Red.")
    ask()
    for number in range(3):
        server.call_tools(("look", {"width": 400 + number}), thinking=f"Thought {number}.")
    server.reply("Blue.")
    ask("And?", size=(310, 200))
    server.reply("Yes.")
    ask("Sure?", size=None)
    last = ask.requests[-1]
    assert '"thinking"' not in json.dumps(last["messages"])
    assert sum(is_question(message) for message in last["messages"]) == 3


def test_a_later_question_without_tools_repeats_the_calls_and_lets_none_be_called(ask, server):
    server.call_tools(("look", {"width": 100}))
    server.reply("Blue.")
    ask()
    server.reply("Still.")
    ask("Still?", tools=(), size=None)
    request = ask.requests[-1]
    assert request["tool_choice"] == {"type": "none"}
    assert [tool["name"] for tool in request["tools"]] == ["add", "look", "fail"]
    assert [m["role"] for m in request["messages"]] == ["user", "assistant"] * 2 + ["user"]


def test_a_turn_with_calls_is_saved_and_loaded(ask, server, tmp_path):
    server.call_tools(("look", {"width": 100}), ("add", {"left": 1, "right": 2}), thinking="Hm.")
    server.reply("Blue.")
    answer = ask()
    ask.conversation.save(tmp_path / "turns.json")
    ask.conversation = loaded = Conversation.load(tmp_path / "turns.json")
    restored = loaded.turns[0].answer
    assert [(c.name, c.result, c.input) for c in restored.tool_calls] == [
        (c.name, c.result, c.input) for c in answer.tool_calls
    ]
    assert restored.requests == 2
    assert restored.tool_calls[0].images[0] is loaded.images[1]
    server.reply("Yes.")
    ask("Sure?", size=None)
    before, after = (request["messages"] for request in ask.requests[-2:])
    assert len(after) == len(before) + 2


def test_a_damaged_round_is_not_loaded(ask, server, tmp_path):
    server.call_tools(("add", {"left": 1, "right": 2}))
    server.reply("Three.")
    ask()
    path = tmp_path / "turns.json"
    ask.conversation.save(path)
    path.write_text(path.read_text().replace('"id": "toolu_1"', '"id": "toolu_9"', 1))
    with pytest.raises(errors.InputError, match="damaged"):
        Conversation.load(path)


def test_a_cell_that_is_run_again_replaces_its_turn_and_its_numbers(ask, server):
    for _ in range(2):
        server.call_tools(("look", {"width": 100}))
        server.reply("Blue.")
        answer = ask(key="cell")
    assert len(ask.conversation.turns) == 1
    assert [image.number for image in answer.images] == [1, 2]


def test_an_answer_with_calls_comes_from_the_cache(ask, server, tmp_path):
    hooks = Hooks(cache=AnswerCache(tmp_path, 10_000_000))
    server.call_tools(("look", {"width": 100}), ("add", {"left": 1, "right": 2}))
    server.reply("Blue.")
    ask(hooks=hooks)
    ask.conversation = Conversation()
    answer = ask(hooks=hooks)
    assert len(ask.requests) == 2
    assert answer.cached
    assert [call.result for call in answer.tool_calls] == ["Image 2 is a result of look.", "3"]
    assert answer.images[1].sent.size == (100, 300)
    assert len(ask.shown.of(ToolFinished)) == 2
    server.reply("Yes.")
    ask("Sure?", size=None)
    assert len(ask.requests[-1]["messages"]) == 5


def test_another_conversation_goes_on_from_an_answer_with_calls(ask, server):
    branches = []
    server.call_tools(("look", {"width": 100}))
    server.reply("Blue.")
    answer = ask(hooks=Hooks(branch=lambda conversation, *_: branches.append(conversation)))
    answer.ask("And?")
    (branch,) = branches
    assert branch.turns[0].rounds[0].calls[0].name == "look"


FAULTS = {
    "a limit": lambda server: server.fail(
        429, headers={"retry-after": "9999"}, path="/v1/messages"
    ),
    "a drop": lambda server: server.break_stream(after=3),
    "a refusal": lambda server: server.fail(400, path="/v1/messages"),
}


@pytest.mark.parametrize("after", [1, 2])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_any_round_keeps_what_came_and_no_half_turn(ask, server, fault, after):
    for number in range(after):
        server.call_tools(("look", {"width": 200 + number}), text="Closer.", usage=USAGE)

    class Failing(Events):
        def show(self, event):
            super().show(event)
            if isinstance(event, ToolFinished) and len(self.of(ToolFinished)) == after:
                FAULTS[fault](server)

    shown = Failing()
    exchange = ask.exchange(method="files")
    server.reply("Blue, and more than a few words of it.")
    with pytest.raises(errors.ClaudeVisionError):
        follow_exchange(exchange, shown)
    assert not ask.conversation.turns
    partial = shown.partial
    assert partial.stop_reason == "failed"
    assert len(partial.tool_calls) == after
    assert partial.usage.total_input >= 2000 * after
    uploads = len(ask.uploads)
    server._answers.clear()
    for number in range(after):
        server.call_tools(("look", {"width": 200 + number}))
    server.reply("Blue.")
    assert ask(method="files").text == "Blue."
    assert len(ask.uploads) == uploads


def test_a_stop_between_two_calls_keeps_the_first(ask, server):
    def stop() -> str:
        """Stop."""
        raise KeyboardInterrupt

    server.call_tools(ONE_AND_ONE, ("stop", {}), ONE_AND_ONE)
    with pytest.raises(errors.Stopped, match="as before"):
        ask(tools=(add, stop))
    assert [call.result for call in ask.shown.partial.tool_calls] == ["2"]
    assert not ask.conversation.turns
    assert len(ask.requests) == 1


def test_hanging_up_ends_the_work_before_the_next_call(ask, server):
    exchanges = []

    def hang_up() -> str:
        """Hang up."""
        exchanges[0].hang_up()
        return "Done."

    server.call_tools(("hang_up", {}), ("hang_up", {}))
    exchanges.append(ask.exchange(tools=(hang_up,)))
    with pytest.raises(errors.Stopped):
        follow_exchange(exchanges[0], SilentView())
    assert len(ask.requests) == 1


def test_a_hang_in_a_later_round_can_be_stopped(ask, server):
    server.call_tools(ONE_AND_ONE)
    exchange = ask.exchange()
    holds = []

    class Holding(Events):
        def show(self, event):
            super().show(event)
            if isinstance(event, ToolFinished):
                holds.append(server.hold("/v1/messages", after=2))
                threading.Thread(target=stop, daemon=True).start()

    def stop():
        holds[0].arrived.wait(30)
        exchange.hang_up()

    server.reply("Two, and so on, for a while.")
    with pytest.raises((errors.Stopped, errors.ClaudeVisionError)):
        follow_exchange(exchange, Holding())
    holds[0].release()
    assert not ask.conversation.turns


def test_the_budget_is_asked_before_each_round(ask, server):
    server.call_tools(ONE_AND_ONE, usage={"input_tokens": 90_000, "output_tokens": 10})
    with pytest.raises(errors.BudgetError, match="could pass the budget"):
        ask(budget=0.5)
    assert len(ask.requests) == 1
    assert ask.ledger.spent > Decimal("0.35")
    assert ask.ledger.reserved == 0
    assert not ask.conversation.turns


def test_rounds_within_the_budget_reserve_no_more_than_they_can_cost(ask, server):
    for _ in range(3):
        server.call_tools(ONE_AND_ONE, usage=USAGE)
    server.reply("Two.", usage=USAGE)
    assert ask(budget=0.4).requests == 4
    assert ask.ledger.reserved == 0


@pytest.mark.parametrize("thinking", [None, "Hm."])
def test_a_file_that_is_gone_in_a_later_round_is_uploaded_again(ask, server, thinking):
    server.call_tools(("look", {"width": 100}), thinking=thinking)

    class Forgetting(Events):
        def show(self, event):
            super().show(event)
            if isinstance(event, ToolFinished) and len(self.of(ToolFinished)) == 1:
                server.forget(next(iter(server.files.values())).id)

    if thinking:
        server.call_tools(("look", {"width": 100}), thinking=thinking)
    server.reply("Blue.")
    shown = Forgetting()
    answer = follow_exchange(ask.exchange(method="files"), shown)
    assert answer.text == "Blue."
    notes = " ".join(event.text for event in shown.of(Note))
    assert "No longer uploaded: red" in notes
    assert ("begins again" in notes) == bool(thinking)
    assert len(ask.requests) == (4 if thinking else 3)
    assert len(answer.tool_calls) == 1
    assert len(ask.uploads) == 3


def test_the_form_is_read_off_the_last_reply_alone(ask, server):
    server.call_tools(("look", {"width": 100}), text="Let me look.")
    region = {
        "image": 2,
        "label": "corner",
        "sentence": "There.",
        "shape": "point",
        "coordinates": [10, 20],
    }
    server.reply(json.dumps({"answer": "In the corner.", "regions": [region]}))
    answer = ask(form=Form(boxes=True))
    assert answer.text == "In the corner."
    assert answer.regions[0].name == "result of look"


def test_tools_are_part_of_the_estimate(ask):
    estimate = ask.exchange().estimate()
    assert list(estimate.tools.reasons) == ["add", "look", "fail"]
    assert 0 < estimate.tools.tokens < estimate.input_tokens
    assert estimate.most_with_tools > estimate.most
    assert "Offers add (yours) and look (yours) and fail (yours): about" in str(estimate)
    without = ask.exchange(tools=()).estimate()
    assert without.input_tokens + estimate.tools.tokens == estimate.input_tokens


def unclear(value) -> str:
    """Do something."""
    return str(value)


def silent(value: int) -> int:
    return value


async def later(value: int) -> int:
    """Wait."""
    return value


@pytest.mark.parametrize(
    ("functions", "problem"),
    [
        ((unclear,), "annotation for value"),
        ((silent,), "no docstring"),
        ((later,), "asynchronous"),
        ((lambda: 1,), "define it with def"),
        ((add, add), "the name add"),
    ],
)
def test_a_function_that_can_be_no_tool_is_refused_before_anything_is_sent(ask, functions, problem):
    with pytest.raises(errors.OptionError, match=problem):
        ask(tools=functions)
    assert not ask.server.requests


def test_a_claim_cites_the_query_that_it_rests_on(ask, server):
    figure = Figure()
    figure.subplots().bar(["a", "b"], [3, 5])
    attachment = recognize_input(figure, "fig", options=InputOptions())
    server.call_tools(("query", {"image": 1, "sql": "SELECT max(value) FROM data"}))
    claims = [{"quote": "The highest is 5", "query": "", "value": 5, "call": 1}]
    server.reply(json.dumps({"answer": "The highest is 5.", "claims": claims}))
    offer = ToolOffer(("query",))
    question = Question(
        "What?",
        (attachment,),
        models.DEFAULT_MODEL,
        models.HIGH,
        tools=offer,
        form=Form(claims=True),
    )
    exchange = Exchange(ask.conversation, question, Delivery(ask.provider, ask.files, 86400))
    answer = follow_exchange(exchange, SilentView())
    (claim,) = answer.claims
    assert (claim.verdict, claim.claim.call) == ("right", 1)
    assert claim.claim.query == "SELECT max(value) FROM data"
    words = ask.requests[0]["messages"][0]["content"][-1]["text"]
    assert "Take numbers from the data with the tool query" in words
    schema = ask.requests[0]["output_config"]["format"]["schema"]
    assert "call" in schema["properties"]["claims"]["items"]["properties"]


def test_above_twenty_pictures_none_is_added_beside_a_large_one(ask, server):
    """The API takes no side over 2,000 px then, and what was sent cannot be made smaller."""
    server.call_tools(("look", {"width": 100}), ("look", {"width": 90}))
    server.reply("Blue.")
    answer = ask(size=(2400, 28), count=19)
    assert [call.is_error for call in answer.tool_calls] == [False, True]


def test_above_twenty_pictures_a_tools_picture_is_made_small_enough(ask, server):
    server.call_tools(("look", {"width": 2500}))
    server.reply("Blue.")
    answer = ask(size=(100, 28), count=20)
    assert answer.images[-1].prepared_image.width <= 2000
    assert answer.images[-1].prepared_image.original_size == (2500, 300)


def test_a_gateway_that_refuses_a_request_with_tools_is_told_with_what_to_do(ask, server):
    server.fail(400, path="/v1/messages")
    with pytest.raises(errors.RequestRejectedError, match="takes no tools, ask with --tools off"):
        ask()
