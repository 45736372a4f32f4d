"""A conversation reads as the notebook does, whatever is run again."""

from __future__ import annotations

from kernel import Kernel


def asked(server):
    return [r.json["messages"] for r in server.requests if r.path == "/v1/messages"]


def prompts(messages):
    return [m["content"][-1]["text"] for m in messages if m["role"] == "user"]


def answers(messages):
    return [m["content"] for m in messages if m["role"] == "assistant"]


def three_cells(kernel, server):
    for name, words in (("a", "red First?"), ("b", "Second?"), ("c", "Third?")):
        server.reply(f"answer {name}")
        kernel.ok(f"%claude_see {words}", cell=name)


def test_running_a_cell_again_replaces_its_turn_and_drops_nothing_else(kernel, server):
    three_cells(kernel, server)
    server.reply("answer b again")
    kernel.ok("%claude_see Second, edited?", cell="b")
    assert prompts(asked(server)[-1]) == ["First?", "Second, edited?"]
    server.reply("answer d")
    kernel.ok("%claude_see Fourth?", cell="d")
    assert prompts(asked(server)[-1]) == ["First?", "Second, edited?", "Third?", "Fourth?"]
    assert answers(asked(server)[-1]) == ["answer a", "answer b again", "answer c"]


def test_a_cell_is_asked_with_the_turns_above_it_only(kernel, server):
    three_cells(kernel, server)
    server.reply("answer a again")
    kernel.ok("%claude_see red First?", cell="a")
    assert prompts(asked(server)[-1]) == ["First?"]


def test_a_cell_that_failed_when_run_again_keeps_the_turn_that_it_made(kernel, server):
    three_cells(kernel, server)
    server.fail(400, path="/v1/messages")
    assert kernel.run("%claude_see Second?", cell="b").error
    kernel.ok("%claude_see Fourth?", cell="d")
    assert answers(asked(server)[-1]) == ["answer a", "answer b", "answer c"]


def test_a_cell_with_several_questions_replaces_each_of_them(kernel, server):
    code = "for word in (1, 2):\n    %claude_see red About {{word}}"
    kernel.ok(code, cell="a")
    kernel.ok(code, cell="a")
    kernel.ok("%claude_see And?", cell="b")
    assert prompts(asked(server)[-1]) == ["About 1", "About 2", "And?"]


def test_the_cell_that_began_a_conversation_begins_it_again(kernel, server):
    kernel.ok("%claude_see red --new First?", cell="a")
    kernel.ok("%claude_see Second?", cell="b")
    kernel.ok("%claude_see red --new First, edited?", cell="a")
    kernel.ok("%claude_see Third?", cell="c")
    assert prompts(asked(server)[-1]) == ["First, edited?", "Second?", "Third?"]


def test_new_in_another_cell_begins_another_conversation(kernel, server):
    kernel.ok("%claude_see red First?", cell="a")
    kernel.ok("%claude_see blue --new Other?", cell="b")
    assert prompts(asked(server)[-1]) == ["Other?"]


def test_labels_stay_right_when_a_cell_is_run_again(kernel, server):
    kernel.ok("%claude_see red First?", cell="a")
    kernel.ok("%claude_see blue Second?", cell="b")
    kernel.ok("%claude_see red First?", cell="a")
    kernel.ok("%claude_see blue Second?", cell="b")
    assert asked(server)[-1][-1]["content"][0]["text"] == "Image 2 (blue):"


def test_an_image_that_was_only_named_is_sent_where_its_turn_is_gone(kernel, server):
    kernel.ok("%claude_see red First?", cell="a")
    kernel.ok("%claude_see red Second?", cell="b")
    kernel.ok("%claude_see blue First, edited?", cell="a")
    kernel.ok("%claude_see Third?", cell="c")
    kinds = [block["type"] for m in asked(server)[-1][::2] for block in m["content"]]
    assert kinds.count("image") == 2


def test_without_a_cells_id_every_question_is_a_turn_of_its_own(kernel, server):
    kernel.ok("%claude_see red First?")
    kernel.ok("%claude_see Second?")
    kernel.ok("%claude_see Second?")
    assert prompts(asked(server)[-1]) == ["First?", "Second?", "Second?"]


def test_a_conversation_is_kept_and_resumed_in_another_kernel(kernel, server, tmp_path):
    three_cells(kernel, server)
    kernel.ok("from jupyter_claude_vision import current_conversation")
    shown = kernel.ok("current_conversation()").results[0]
    assert "> Second?" in kernel.value("current_conversation().to_markdown()")
    assert "3 turns about 1 images" in shown["text/plain"]
    kernel.ok("current_conversation().save('talk.json')")
    env = {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": "another"}
    with Kernel(env, cwd=str(tmp_path)) as other:
        other.ok("%load_ext jupyter_claude_vision")
        other.ok("from jupyter_claude_vision import Conversation, resume")
        other.ok("resume(Conversation.load('talk.json'))")
        other.ok("%claude_see Fourth?")
    assert prompts(asked(server)[-1]) == ["First?", "Second?", "Third?", "Fourth?"]
