"""The magic, in a real kernel, against a real server."""

from __future__ import annotations

import base64
import io
import json
import re

import pytest
from kernel import Kernel
from PIL import Image

from jupyter_claude_vision.offline.responses import encode_event


def asked(server):
    return [r for r in server.requests if r.path == "/v1/messages"]


def content(server, number=-1):
    return asked(server)[number].json["messages"][-1]["content"]


def images(server, number=-1):
    return [block for block in content(server, number) if block["type"] == "image"]


def pixels(block):
    return Image.open(io.BytesIO(base64.b64decode(block["source"]["data"])))


def prompt(server, number=-1):
    return content(server, number)[-1]["text"]


def test_a_figure_is_sent_as_a_picture_and_the_answer_stands_under_it(kernel, server):
    server.reply("Sales fall, then rise.")
    result = kernel.ok("%claude_see fig What happens?")
    assert prompt(server) == "What happens?"
    assert images(server)[0]["source"]["media_type"] == "image/png"
    assert pixels(images(server)[0]).size == (1280, 960)
    assert "Sales fall, then rise." in result.final["text/markdown"]


@pytest.mark.parametrize("name", ["fig", "red", "ax"])
def test_nothing_that_can_be_seen_is_sent_as_its_repr(kernel, server, name):
    kernel.ok(f"%claude_see {name} What is it?")
    body = asked(server)[-1].body.decode()
    assert len(images(server)) == 1
    for repr_of in ("Figure(", "PIL.", "Axes", "object at"):
        assert repr_of not in body


def test_the_picture_shown_is_made_from_the_bytes_sent(kernel, server):
    result = kernel.ok("%claude_see red What colour?")
    shown = Image.open(io.BytesIO(base64.b64decode(result.displays[0]["image/png"])))
    assert shown.convert("RGB").getpixel((5, 5)) == (255, 0, 0)
    assert shown.size == pixels(images(server)[0]).size


def test_the_caption_tells_the_size_the_tokens_the_method_and_why(kernel):
    result = kernel.ok("%claude_see red What colour?")
    caption = result.displays[0]["text/plain"]
    assert caption == "red · 300 × 200 px · 88 tokens · base64: small, first question"


def test_the_usage_and_price_stand_below_the_answer(kernel, server):
    server.reply("Red.", usage={"input_tokens": 1000, "output_tokens": 100})
    result = kernel.ok("%claude_see red What colour?")
    assert result.final["text/plain"].endswith(
        "1,000 tokens in, 100 out · USD 0.0060 · claude-opus-5-5"
    )


def test_without_words_the_default_task_is_asked(kernel, server):
    kernel.ok("%claude_see fig")
    assert prompt(server).startswith("Explain this picture to a data scientist")


def test_a_task_can_be_chosen_and_added(kernel, server):
    kernel.ok('%config ClaudeVision.tasks = {"colour": "Name the colour."}')
    kernel.ok("%claude_see red --task colour")
    assert prompt(server) == "Name the colour."
    assert "There is no task 'color'" in kernel.run("%claude_see red --task color").error["evalue"]


def test_images_stand_before_the_text_and_carry_labels(kernel, server):
    kernel.ok("%claude_see before=red after=blue What changed?")
    assert [block.get("text", block["type"]) for block in content(server)] == [
        "Image 1 (before):",
        "image",
        "Image 2 (after):",
        "image",
        "What changed?",
    ]


def test_a_path_in_a_label_is_only_the_files_name(kernel, server):
    kernel.ok("import os; os.makedirs('clients/acme'); red.save('clients/acme/q3.png')")
    kernel.ok("%claude_see clients/acme/q3.png blue Which?")
    assert content(server)[0]["text"] == "Image 1 (q3.png):"


def test_the_conversation_goes_on_without_an_attachment(kernel, server):
    server.reply("It is red.")
    kernel.ok("%claude_see red What colour?")
    kernel.ok("%claude_see And how bright?")
    messages = asked(server)[-1].json["messages"]
    assert [message["role"] for message in messages] == ["user", "assistant", "user"]
    assert messages[1]["content"] == "It is red."
    assert prompt(server) == "And how bright?"


def test_a_follow_up_still_carries_the_pixels(kernel, server):
    kernel.ok("%claude_see red What colour?")
    kernel.ok("%claude_see And how bright?")
    first = asked(server)[-1].json["messages"][0]["content"]
    assert first[0]["type"] == "image"


def test_new_starts_another_conversation(kernel, server):
    kernel.ok("%claude_see red What colour?")
    kernel.ok("%claude_see blue --new And this one?")
    assert len(asked(server)[-1].json["messages"]) == 1


def test_labels_go_on_counting_over_turns(kernel, server):
    kernel.ok("%claude_see red What colour?")
    kernel.ok("%claude_see blue And this?")
    assert content(server)[0]["text"] == "Image 2 (blue):"


AWKWARD = [
    "Is {this} a $5 or a 5 % rise: 'yes', \"no\" or \\n?",
    "What is  it -- really --method files?",
    "$HOME !ls %matplotlib ~ {x!r} {{x: 1}}",
    "この図は何を示していますか?",
    "Ends with two??",
    "What's `this`; and # that?",
]


@pytest.mark.parametrize("words", AWKWARD)
def test_a_prompt_reaches_the_api_as_typed(kernel, server, words):
    kernel.ok("x = 5")
    kernel.ok(f"%claude_see red {words}")
    assert prompt(server) == words
    kernel.ok(f"%%claude_see red\n{words}\n\n  and {words}")
    assert prompt(server) == f"{words}\n\n  and {words}"


def test_a_question_mark_at_the_end_asks_and_does_not_look_up_help(kernel, server):
    kernel.ok("%claude_see red what?")
    assert prompt(server) == "what?"
    kernel.ok("answer = %claude_see red why?")
    assert prompt(server) == "why?"
    kernel.ok("for _ in range(2):\n    answer = %claude_see red how?")
    assert [prompt(server, -1), prompt(server, -2)] == ["how?", "how?"]


def test_help_stays_help(kernel, server):
    reply = kernel.ask_help("%claude_see?")
    assert "Point at anything you can see" in reply
    assert not server.requests


def test_a_variable_is_inserted(kernel, server):
    kernel.ok("threshold = 4.5")
    kernel.ok("%claude_see red Is it over {{threshold}}?")
    assert prompt(server) == "Is it over 4.5?"


def test_an_unknown_variable_sends_nothing(kernel, server):
    error = kernel.run("%claude_see red Is it over {{treshold}}?").error
    assert error["ename"] == "PromptError"
    assert not server.requests


def test_the_answer_is_an_object(kernel, server):
    server.reply("Red.")
    kernel.ok("answer = %claude_see red What colour?")
    assert kernel.value("answer.text") == "Red."
    assert kernel.value("answer.prompt") == "What colour?"
    assert kernel.value("answer.stop_reason") == "end_turn"
    assert kernel.value("answer.images[0].sent.size") == (300, 200)
    assert kernel.value("answer.usage.total_input > 0")
    assert kernel.value("0 < answer.seconds.preparation <= answer.seconds.total")


def test_an_option_keeps_the_answer_in_a_variable(kernel, server):
    server.reply("Red.")
    result = kernel.ok("%%claude_see red -o answer\nWhat colour?")
    assert kernel.value("str(answer)") == "Red."
    assert not result.results


ONCE = ["%claude_see red", "answer = %claude_see red", "%claude_see red -o a", "see(red)"]


@pytest.mark.parametrize("code", ONCE)
def test_an_answer_is_shown_once(kernel, server, code):
    server.reply("Only once.")
    kernel.ok("from jupyter_claude_vision import see")
    result = kernel.ok(code)
    assert [d for d in result.displays if "Only once." in str(d.values())].__len__() == 1
    assert not result.results


def test_answers_in_a_loop_are_each_shown_once(kernel, server):
    result = kernel.ok("for picture in (red, blue):\n    %claude_see picture Which?")
    assert len([d for d in result.displays if "image/png" in d]) == 2
    assert not result.results


def test_an_answer_shows_itself_in_a_later_cell(kernel, server):
    server.reply("From $10 to $20.")
    kernel.ok("answer = %claude_see red What colour?")
    shown = kernel.ok("answer").results[0]
    assert "From $10 to $20." in shown["text/plain"]
    assert "text/markdown" in shown
    assert "text/html" in shown


def test_see_asks_the_same_question(kernel, server):
    kernel.ok("from jupyter_claude_vision import see\nanswer = see(fig, 'What happens?')")
    assert prompt(server) == "What happens?"
    kernel.ok("answer = see({'before': red, 'after': blue}, 'What changed?')")
    assert content(server)[2]["text"] == "Image 3 (after):"
    kernel.ok("answer = see([red, blue], 'Which?', new=True, method='files')")
    assert {b["source"]["type"] for b in images(server)} == {"file"}


def test_a_string_that_is_no_path_is_not_sent_as_text(kernel, server):
    kernel.ok("from jupyter_claude_vision import see")
    error = kernel.run("see('What is this?')").error
    assert error["ename"] in {"NotVisibleError", "InputError", "UnreadableImageError"}
    assert not server.requests


def test_nothing_to_look_at_is_an_error(kernel, server):
    error = kernel.run("%claude_see What is a box plot?").error
    assert error["ename"] == "PromptError"
    assert "nothing to look at" in error["evalue"]
    assert not server.requests


def test_an_error_is_one_line_and_keeps_its_type(kernel):
    error = kernel.run("%claude_see chart.pgn").error
    assert error["ename"] == "InputError"
    assert error["traceback"] == ["InputError: There is no file chart.pgn."]
    assert len(kernel.run("%claude_see chart.pgn --debug").error["traceback"]) > 5
    kernel.ok("%config ClaudeVision.debug = True")
    assert len(kernel.run("%claude_see chart.pgn").error["traceback"]) > 5


def test_a_failed_question_leaves_the_conversation_as_it_was(kernel, server):
    kernel.ok("%claude_see red What colour?")
    server.fail(400, path="/v1/messages")
    assert kernel.run("%claude_see blue And this?").error["ename"] == "RequestRejectedError"
    kernel.ok("%claude_see And how bright?")
    assert len(asked(server)[-1].json["messages"]) == 3


def test_of_a_long_answer_only_the_last_blocks_are_sent_again(kernel, server):
    blocks = [f"Paragraph {n} has a few words to it.\n\n" for n in range(300)]
    server.reply("".join(blocks), pieces=blocks)
    result = kernel.ok("answer = %claude_see red Tell me.")
    streamed = [d["text/html"] for d in result.updates if "<img" not in d.get("text/html", "<img")]
    assert max(map(len, streamed)) < 6_000
    whole = next(d["text/html"] for d in reversed(result.updates) if "<img" in d["text/html"])
    assert whole.count("<p>Paragraph ") == 300


def test_the_answer_is_streamed_into_one_display(kernel, server):
    pieces = [f"piece {n} " for n in range(300)]
    server.reply("".join(pieces), pieces=pieces)
    result = kernel.ok("%claude_see red Tell me.")
    ids = {
        m["content"]["transient"].get("display_id")
        for m in result.messages
        if m["msg_type"] == "update_display_data"
    }
    assert len(ids) == 2  # the answer as it is written, and the pictures, which it joins
    assert "piece 299" in result.final["text/plain"]
    assert len(result.updates) <= 30


def test_without_streaming_the_answer_is_shown_once_at_the_end(kernel, server):
    kernel.ok("%config ClaudeVision.stream = False")
    server.reply("All at once.")
    result = kernel.ok("%claude_see red Tell me.")
    assert not result.updates
    assert "All at once." in result.displays[-1]["text/markdown"]


def test_a_cut_answer_says_so(kernel, server):
    server.reply("It is", stop_reason="max_tokens")
    result = kernel.ok("%claude_see red --max-tokens 2 What colour?")
    assert "Cut off at 2 tokens" in result.final["text/plain"]
    assert asked(server)[-1].json["max_tokens"] == 2


def test_a_refusal_says_so_and_does_not_enter_the_conversation(kernel, server):
    server.reply("", stop_reason="refusal")
    result = kernel.ok("%claude_see red What colour?")
    assert "Claude declined to answer" in result.final["text/plain"]
    kernel.ok("%claude_see blue And this?")
    assert len(asked(server)[-1].json["messages"]) == 1


def test_a_deprecated_model_is_named_with_its_last_day_once(kernel):
    # The SDK's list changes with each release; a model is put on it here.
    kernel.ok("""
        import warnings
        from anthropic.resources.messages import Messages
        plain = Messages.stream
        def aged(self, **parameters):
            text = "The model 'claude-aged' will reach end-of-life on May 1st.\\nPlease migrate."
            warnings.warn(text, DeprecationWarning, stacklevel=2)
            return plain(self, **parameters)
        Messages.stream = aged
    """)
    code = "%claude_see red --model claude-aged What colour?"
    first, second = kernel.ok(code), kernel.ok(code)
    kernel.ok("Messages.stream = plain")
    assert "The model 'claude-aged' will reach end-of-life on May 1st." in str(first.messages)
    assert "end-of-life" not in str(second.messages)
    assert (first.stderr, second.stderr) == ("", "")


def test_a_bad_setting_says_what_is_allowed(kernel):
    said = kernel.run("%config ClaudeVision.method = 'ftp'").stderr
    assert "'auto'" in said
    assert "'files'" in said
    assert "#1e1e1e" in kernel.run("%config ClaudeVision.background = 'pink'").stderr


@pytest.mark.parametrize(
    "code", ["%claude_see red --background pink What?", "see(red, 'What?', background='pink')"]
)
def test_a_background_that_is_no_colour_is_an_error_before_sending(kernel, server, code):
    kernel.ok("from jupyter_claude_vision import see")
    error = kernel.run(code).error
    assert error["ename"] == "OptionError"
    assert "#1e1e1e" in error["evalue"]
    assert not server.requests


def test_settings_hold_for_every_question(kernel, server):
    kernel.ok("%config ClaudeVision.model = 'claude-haiku-5-5'")
    kernel.ok("%config ClaudeVision.max_tokens = 77")
    kernel.ok("%claude_see red What colour?")
    assert asked(server)[-1].json["model"] == "claude-haiku-5-5"
    assert asked(server)[-1].json["max_tokens"] == 77


def test_unloading_undoes_everything_and_deletes_the_uploads(kernel, server):
    kernel.ok("%claude_see red --method files What colour?")
    assert len(server.files) == 1
    kernel.ok("%unload_ext jupyter_claude_vision")
    assert not server.files
    assert "not found" in kernel.run("%claude_see red").stderr
    kernel.ok("%load_ext jupyter_claude_vision")
    kernel.ok("%claude_see red what?")
    assert prompt(server) == "what?"


def test_tab_offers_what_can_be_seen_files_options_and_their_values(kernel):
    kernel.ok("red.save('photo.png'); number = 5")
    offered = kernel.complete("%claude_see ")
    assert {"red", "blue", "fig", "ax", "photo.png"} <= set(offered)
    assert "number" not in offered
    assert kernel.complete("%claude_see re") == ["red"]
    assert kernel.complete("%claude_see fig ph") == ["photo.png"]
    assert kernel.complete("%claude_see fig --me") == ["--method"]
    assert kernel.complete("%claude_see fig --method u") == ["url"]
    assert kernel.complete("%claude_see fig --task tr") == ["transcribe"]
    assert kernel.complete("answer = %claude_see before=bl") == ["before=blue"]
    assert kernel.complete("%%claude_see fi") == ["fig"]


def test_files_are_listed_and_deleted(kernel, server):
    assert "no uploaded files" in kernel.ok("%claude_files").stdout
    kernel.ok("%claude_see red --method files What colour?")
    (file_id,) = server.files
    listed = kernel.ok("%claude_files").displays[0]["text/plain"]
    assert listed.splitlines()[1].split()[0] == "red"
    assert file_id in listed
    kernel.ok(f"%claude_files --delete {file_id}")
    assert not server.files
    assert "has not uploaded" in kernel.run("%claude_files --delete file_nope1234").error["evalue"]


def test_uploads_are_deleted_when_the_kernel_ends(kernel, server):
    kernel.ok("%claude_see red blue --method files Which?")
    assert len(server.files) == 2
    kernel.shut_down()
    assert not server.files


def test_the_key_is_nowhere_in_what_is_put_out(kernel, server):
    server.fail(401)
    shown = [kernel.run("%claude_see red --debug What colour?")]
    shown.append(kernel.run("answer = %claude_see red --method files What colour?"))
    shown.append(kernel.run("%claude_files"))
    shown.append(kernel.run("%config ClaudeVision"))
    shown.append(kernel.run("answer, answer.__dict__, vars(answer.images[0])"))
    said = json.dumps([result.messages for result in shown], default=str)
    assert "sk-ant-test" not in said


def test_settings_in_ipython_config_hold_for_every_kernel(server, tmp_path):
    profile = tmp_path / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    config = 'c = get_config()\nc.ClaudeVision.model = "claude-haiku-5-5"\n'
    (profile / "ipython_config.py").write_text(config)
    env = {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": "x"}
    with Kernel({**env, "IPYTHONDIR": str(profile.parent)}, cwd=str(tmp_path)) as kernel:
        kernel.ok("%load_ext jupyter_claude_vision")
        assert (
            "claude-haiku-5-5" in kernel.ok("%config ClaudeVision.model").results[0]["text/plain"]
        )


def test_no_key_is_one_line_with_three_ways_on(tmp_path):
    with Kernel({"HOME": str(tmp_path)}, cwd=str(tmp_path)) as kernel:
        kernel.ok("%load_ext jupyter_claude_vision")
        kernel.ok("from PIL import Image; red = Image.new('RGB', (300, 200), 'red')")
        error = kernel.run("%claude_see red What colour?").error
    assert error["ename"] == "CredentialsError"
    assert len(error["traceback"]) == 1
    for way in ("ANTHROPIC_API_KEY", "bedrock", "offline"):
        assert way in error["evalue"]


def test_the_offline_reader_is_used_only_where_it_is_chosen(kernel, server):
    kernel.ok('%config ClaudeVision.provider = "offline"')
    result = kernel.ok("%claude_see red Which colours?")
    assert result.final["text/plain"].startswith("*Offline reader, not Claude")
    assert result.final["text/plain"].endswith("no charge · offline reader, not Claude")
    assert not server.requests


def test_an_interrupt_keeps_what_came_and_leaves_the_conversation(kernel, server):
    kernel.ok("%claude_see red What colour?")
    server.reply("one two three", pieces=["one ", "two ", "three"])
    hold = server.hold("/v1/messages", after=5)

    def interrupt(shown):
        if "one" in shown.get("text/html", ""):
            kernel.interrupt()

    result = kernel.run("%claude_see Tell me more.", on_display=interrupt)
    hold.release()
    assert result.error["ename"] == "Stopped"
    assert result.final["text/plain"].startswith("one ")
    assert "Stopped." in result.final["text/plain"]
    kernel.ok("%claude_see And now?")
    assert len(asked(server)[-1].json["messages"]) == 3


def test_a_caption_shows_a_name_as_text(kernel):
    kernel.ok("red.save('$a$<b>.png')")
    caption = kernel.ok('%claude_see "$a$<b>.png" What?').displays[0]["text/html"]
    assert "<b>" not in caption
    assert "$a$" not in re.sub('alt=".*?"', "", caption)  # which nothing typesets


@pytest.mark.parametrize(
    ("path", "method"), [("/v1/messages", "base64"), ("/v1/files", "files")], ids=["ask", "upload"]
)
def test_an_interrupt_before_the_first_word_ends_it_at_once(kernel, server, path, method):
    hold = server.hold(path)

    def interrupt(shown):
        if "text/html" in shown:  # the caption, after which the request goes out
            assert hold.arrived.wait(30)
            kernel.interrupt()

    result = kernel.run(f"%claude_see red --method {method} What?", on_display=interrupt)
    hold.release()
    assert result.error["ename"] == "Stopped"
    assert len(result.error["traceback"]) == 1
    kernel.ok("%claude_see red What?")
    assert len(asked(server)[-1].json["messages"]) == 1


@pytest.mark.parametrize(
    ("path", "method"), [("/v1/messages", "base64"), ("/v1/files", "files")], ids=["ask", "upload"]
)
def test_an_interrupt_while_a_question_waits_to_be_asked_again_ends_it(
    kernel, server, path, method
):
    server.fail(429, headers={"retry-after": "300"}, path=path)

    def interrupt(shown):
        if "waits until" in shown.get("text/plain", ""):
            kernel.interrupt()

    result = kernel.run(f"%claude_see red --method {method} What?", on_display=interrupt)
    assert result.error["ename"] == "Stopped"
    assert len([r for r in server.requests if r.path == path]) == 1


def test_a_malformed_stream_is_one_line_under_what_came_of_the_answer(kernel, server):
    start = {"type": "message_start", "message": {"usage": {"input_tokens": 5}, "content": []}}
    block = {
        "type": "content_block_start",
        "index": 0,
        "content_block": {"type": "text", "text": ""},
    }
    delta = {"type": "text_delta", "text": "It is"}
    piece = {"type": "content_block_delta", "index": 0, "delta": delta}
    server.reply_raw(b"".join(map(encode_event, (start, block, piece))) + b"event: x\ndata: {\n\n")
    result = kernel.run("%claude_see red What?")
    assert result.error["ename"] == "NetworkError"
    assert len(result.error["traceback"]) == 1
    assert result.final["text/plain"].startswith("It is\n")
    assert "Broken off" in result.final["text/plain"]
    server.reply_raw(b"<html>Log in</html>", "text/html")
    result = kernel.run("%claude_see red What?")
    assert "(text/html): is there a proxy in between?" in result.error["evalue"]
    assert len(result.error["traceback"]) == 1


THREADS = """
import threading
from jupyter_claude_vision import see
answers = {}
def ask(number, picture):
    answers[number] = see(picture, f"{number}?", new=True)
threads = [threading.Thread(target=ask, args=pair) for pair in ((1, red), (2, blue))]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


def test_threads_that_ask_at_once_have_displays_of_their_own(kernel, server):
    server.reply("one", pieces=["o", "n", "e"])
    server.reply("two", pieces=["t", "w", "o"])
    result = kernel.ok(THREADS)
    assert kernel.value("{n: a.prompt for n, a in answers.items()}") == {1: "1?", 2: "2?"}
    final = {}
    for message in result.messages:
        content = message["content"]
        shown = content.get("data", {})
        if "text/markdown" in shown and "text/plain" in shown:  # the last of each answer
            final[content["transient"]["display_id"]] = shown["text/plain"][:3]
    assert sorted(final.values()) == ["one", "two"]
