"""`see` and `Client` in plain Python, where there is no IPython."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys

import pytest
from loopback import LoopbackServer

from jupyter_claude_vision import Answer, ClaudeVision, Client, Stopped
from jupyter_claude_vision.errors import BudgetError, InputError, OptionError

BEGINNING = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"IPython", "ipykernel", "ipywidgets"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
from PIL import Image
from jupyter_claude_vision import see, see_many, current_conversation
red = Image.new("RGB", (300, 200), "red")
blue = Image.new("RGB", (400, 300), "blue")
"""
OFFLINE = {"CLAUDE_VISION_PROVIDER": "offline", "PATH": "", "HOME": "/nonexistent"}


def run(code, environment=OFFLINE):
    command = [sys.executable, "-c", BEGINNING + code]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


CONVERSATION = """
import io

class Written(io.StringIO):
    count = 0

    def write(self, text):
        self.count += 1
        return super().write(text)

out, sys.stdout = sys.stdout, Written()
answer = see(red, "What color?")
written, sys.stdout = sys.stdout, out
see(prompt="Sure?")
other = answer.ask("And now?")
print("=" * 20)
print(type(answer).__name__, len(current_conversation()), other.text != "", written.count)
print(written.getvalue())
"""


@pytest.fixture(scope="module")
def conversation():
    """The facts that a script of several questions prints at its end, and its first answer."""
    done = run(CONVERSATION)
    assert done.returncode == 0, done.stderr
    facts, _, first = done.stdout.partition("=" * 20 + "\n")[2].partition("\n")
    return facts.split(), first.strip().splitlines()


def test_see_prints_the_caption_the_answer_and_what_it_took(conversation):
    lines = conversation[1]
    assert lines[0].startswith("[red · 300 × 200 px · ")
    assert "not Claude" in lines[1]
    assert lines[-1].startswith("[")
    assert "offline reader, not Claude]" in lines[-1]


def test_see_returns_an_answer_with_which_the_conversation_goes_on(conversation):
    kind, turns, has_text, _ = conversation[0]
    assert (kind, turns, has_text) == ("Answer", "2", "True")


def test_the_answer_is_printed_as_it_is_written(conversation):
    assert int(conversation[0][3]) > 5


def test_many_are_seen_without_ipython():
    done = run("answers = see_many([red, blue], 'Which?')\nprint(len(answers), answers.failed)")
    assert done.stdout.splitlines() == ["2 {}"]
    assert "2/2" in done.stderr  # the progress bar


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("see('nowhere.png', 'What?')", "InputError: There is no file nowhere.png"),
        ("see(red, 'What?', max_tokens=0)", "OptionError: max_tokens takes a whole number"),
        ("see_many([red], 'What?', at_once=0)", "OptionError: at_once takes a whole number"),
    ],
)
def test_an_error_is_typed_and_one_line(code, message):
    done = run(code)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert message in done.stderr


def test_with_debug_the_whole_traceback_is_shown():
    assert "Traceback" in run("see('nowhere.png', 'What?', debug=True)").stderr


def test_other_errors_are_shown_as_ever():
    assert "Traceback" in run("see(red, 'What?')\n1 / 0").stderr


def test_an_interrupt_is_one_line():
    with LoopbackServer() as server:
        hold = server.hold("/v1/messages")
        environment = {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": "sk-ant-test"}
        # A job that a shell runs in the background ignores interrupts, and so do its children.
        listen = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
        code = f"{listen}\n{BEGINNING}\nsee(red, 'What color?')"
        with subprocess.Popen(
            [sys.executable, "-c", code],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        ) as script:
            assert hold.arrived.wait(30)
            script.send_signal(signal.SIGINT)
            _, error = script.communicate(timeout=30)
            hold.release()
    assert error.strip() == "Stopped: Stopped; the conversation is as before."
    assert script.returncode != 0


def test_a_wrong_statement_is_repaired_in_a_script_too():
    query = "SELECT max(value) FROM data"
    with LoopbackServer() as server:
        for peak in (9, 5):
            claim = {"quote": f"peaks at {peak}", "query": query, "value": peak}
            server.reply(json.dumps({"answer": f"It peaks at {peak}.", "claims": [claim]}))
        code = """
from matplotlib.figure import Figure
fig = Figure()
fig.subplots().plot([1, 5, 2])
print(see(fig, "What is the peak?", check=True).repair().claims[0].verdict)
"""
        environment = {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": "sk-ant-test"}
        result = run(code, environment)
    assert result.stderr == ""
    assert "peaks at 9 ✗ (5)" in result.stdout
    assert result.stdout.rstrip().endswith("right")


@pytest.fixture
def client():
    with Client(ClaudeVision(provider="offline")) as client:
        yield client


def test_a_client_answers_and_prints_nothing(client, capsys):
    answer = client.ask("What is this?", {"dot": dot()})
    assert isinstance(answer, Answer)
    assert answer.images[0].name == "dot"
    assert client.ask("Sure?").text
    assert len(client.conversation) == 2
    assert len(client.ask_many([dot(), dot("blue")], "Which?")) == 2
    assert capsys.readouterr() == ("", "")


def test_a_client_names_what_its_caller_has(client):
    my_dot = dot()
    assert client.ask("What is this?", my_dot).images[0].name == "my_dot"


def test_a_client_estimates_and_sends_nothing(client):
    estimate = client.estimate("What is this?", dot(), model="claude-opus-4-8")
    assert estimate.input_tokens > 0
    assert len(client.conversation) == 0


def test_a_client_has_options_and_names_those_it_has_not(client):
    assert client.ask("What?", dot(), max_tokens=500).max_tokens == 500
    with pytest.raises(OptionError, match="ask has no option 'max_token'"):
        client.ask("What?", dot(), max_token=500)


def test_nobody_is_asked_whether_a_dear_run_may_go():
    with LoopbackServer() as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANTHROPIC_BASE_URL", server.url)
        patch.setenv("ANTHROPIC_API_KEY", "sk-ant-test")
        with Client() as client, pytest.raises(BudgetError, match="Nothing was sent"):
            client.ask_many([dot()], "What?", confirm=0.0)
        assert not server.requests


def test_clients_have_conversations_and_settings_of_their_own():
    first, second = (
        Client(ClaudeVision(provider="offline")),
        Client(ClaudeVision(provider="offline")),
    )
    first.ask("What?", dot())
    first.settings.max_tokens = 500
    assert (len(first.conversation), len(second.conversation)) == (1, 0)
    assert second.settings.max_tokens != 500
    first.close()
    second.close()


def test_stopped_is_public():
    assert issubclass(Stopped, KeyboardInterrupt)


def dot(color="red"):
    from PIL import Image

    return Image.new("RGB", (40, 30), color)


@pytest.fixture
def api_client(server, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-test")
    with Client() as client:
        yield client


def test_questions_of_an_event_loop_are_under_way_at_once(api_client, server):
    hold = server.hold("/v1/messages")

    async def ask_two():
        first = asyncio.create_task(api_client.ask_async("What?", dot()))
        await asyncio.to_thread(hold.arrived.wait, 30)
        second = await api_client.ask_async("And now?", dot())  # while the first one waits
        hold.release()
        return await first, second

    first, second = asyncio.run(ask_two())
    assert first.text == second.text == "I see 1 pictures."
    assert len(api_client.conversation) == 2


def test_a_canceled_task_ends_its_connection_and_leaves_no_turn(api_client, server):
    hold = server.hold("/v1/messages")

    async def cancel():
        task = asyncio.create_task(api_client.ask_async("What?", dot()))
        await asyncio.to_thread(hold.arrived.wait, 30)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        hold.release()

    asyncio.run(cancel())  # ends when the thread has ended
    assert not api_client.conversation.turns
    assert api_client.ask("What?", dot()).text == "I see 1 pictures."


def test_an_error_is_raised_where_it_is_awaited(api_client, server):
    async def ask():
        await api_client.ask_async("What?", "/nowhere.png")

    with pytest.raises(InputError, match="There is no file"):
        asyncio.run(ask())
    assert not server.requests


def test_a_kernel_in_the_browser_says_what_is_missing():
    code = "import sys; sys.platform = 'emscripten'; import jupyter_claude_vision"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert result.stderr.splitlines()[-1].startswith(
        "ImportError: jupyter-claude-vision needs threads and network connections"
    )
