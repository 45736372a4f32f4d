"""What a question costs: before it is asked, after, and at most."""

from __future__ import annotations

import re


def asked(server):
    return [r for r in server.requests if r.path == "/v1/messages"]


def test_a_dry_run_tells_the_cost_and_sends_nothing(kernel, server):
    shown = kernel.ok("%claude_see before=red after=blue --dry-run What changed?").displays[0]
    lines = shown["text/plain"].splitlines()
    assert lines[1].split()[:4] == ["before", "300", "×", "200"]
    assert "base64: small, first question" in lines[2]
    assert "at most 16,000 out · about USD 0.0" in lines[-1]
    assert not server.requests
    kernel.ok("%claude_see red And this?")
    assert len(asked(server)[-1].json["messages"]) == 1


def test_a_dry_run_names_the_share_of_the_conversation(kernel, server):
    first = kernel.ok("%claude_see red --dry-run What?").displays[0]["text/plain"]
    assert "the conversation so far" not in first
    server.reply("It is red. " * 300)
    kernel.ok("%claude_see red What?")
    second = kernel.ok("%claude_see blue --dry-run And now?").displays[0]["text/plain"]
    share = int(re.search(r"\(about ([\d,]+) of them the conv", second)[1].replace(",", ""))
    assert 1100 + 88 < share < 1500  # the answer's text, and the first picture's tokens


def test_an_exact_dry_run_lets_the_api_count(kernel, server):
    shown = kernel.ok("%claude_see red --dry-run --exact What?").displays[0]["text/plain"]
    assert [r.path for r in server.requests] == ["/v1/messages/count_tokens"]
    assert "about" not in shown.splitlines()[-1]


def test_the_usage_of_a_kernel_adds_up(kernel, server):
    usage = {"input_tokens": 1000, "output_tokens": 100, "cache_read_input_tokens": 50}
    server.reply("Red.", usage=usage)
    server.reply("Blue.", usage=usage)
    kernel.ok('%config ClaudeVision.prompt_cache = "1h"')
    kernel.ok("%claude_see red --method files What colour?")
    kernel.ok("%claude_see And now?")
    lines = kernel.ok("%claude_usage").displays[0]["text/plain"].splitlines()
    assert lines[1].split()[:6] == ["claude-opus-5-5", "2", "2,000", "100", "0", "200"]
    assert lines[2].startswith("1 upload, ")
    assert b'"cache_control":{"type":"ephemeral","ttl":"1h"}' in asked(server)[-1].body


def test_a_budget_stops_before_the_request_that_could_pass_it(kernel, server):
    kernel.ok("%config ClaudeVision.budget = 0.34")
    server.reply("Red.", usage={"input_tokens": 1000, "output_tokens": 2000})
    kernel.ok("%claude_see red What colour?")
    error = kernel.run("%claude_see And now?").error
    assert error["ename"] == "BudgetError"
    assert "USD 0.0440 are spent" in error["evalue"]
    assert len(asked(server)) == 1
    kernel.ok("%claude_see --max-tokens 100 And now?")
    assert len(asked(server)) == 2


def test_a_budget_cannot_be_kept_without_a_price(kernel, server):
    kernel.ok("%config ClaudeVision.budget = 1")
    error = kernel.run("%claude_see red --model claude-unheard-of What?").error
    assert error["ename"] == "BudgetError"
    assert not asked(server)


def test_what_a_stopped_answer_read_is_in_the_usage(kernel, server):
    server.reply("one two", pieces=["one ", "two"], usage={"input_tokens": 500, "output_tokens": 9})
    server.break_stream(after=4)
    assert kernel.run("%claude_see red What?").error
    line = kernel.ok("%claude_usage").displays[0]["text/plain"].splitlines()[1]
    assert line.split()[1:3] == ["1", "500"]


def test_an_answer_can_be_asked_on_from_whatever_came_after(kernel, server):
    server.reply("first answer")
    kernel.ok("first = %claude_see red First?")
    kernel.ok("%claude_see Second?")
    result = kernel.ok("branch = first.ask('And what else?', blue)")
    messages = asked(server)[-1].json["messages"]
    assert [m["role"] for m in messages] == ["user", "assistant", "user"]
    assert messages[1]["content"] == "first answer"
    assert messages[2]["content"][0]["text"] == "Image 2 (blue):"
    assert "image/png" in result.displays[0]
    kernel.ok("branch.ask('Deeper?')")
    assert len(asked(server)[-1].json["messages"]) == 5
    kernel.ok("%claude_see Third?")
    assert len(asked(server)[-1].json["messages"]) == 5


def test_nothing_follows_a_refused_answer(kernel, server):
    server.reply("", stop_reason="refusal")
    kernel.ok("answer = %claude_see red What?")
    error = kernel.run("answer.ask('Why?')").error
    assert error["ename"] == "PromptError"
