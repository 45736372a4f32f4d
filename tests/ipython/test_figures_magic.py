"""Figures in a notebook: which one is meant, in a real kernel, against a real server."""

from __future__ import annotations

import base64
import io
import json

import pytest
from conftest import KEY, SETUP
from kernel import Kernel
from loopback import LoopbackServer
from PIL import Image

FRESH = """
from jupyter_claude_vision import ClaudeSee, Conversation, resume, see, with_alt
resume(Conversation())
plt.close("all")
"""


@pytest.fixture(scope="module")
def server():
    with LoopbackServer() as running:
        yield running


@pytest.fixture(scope="module")
def shared(server, tmp_path_factory):
    env = {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY}
    with Kernel(env, cwd=str(tmp_path_factory.mktemp("notebook"))) as running:
        running.ok(SETUP)
        running.ok("%config ClaudeVision.method = 'base64'")
        yield running


@pytest.fixture
def kernel(shared, server):
    """The module's kernel, in which no question was asked yet."""
    server.requests.clear()
    shared.ok(FRESH)
    return shared


def asked(server):
    return [r for r in server.requests if r.path == "/v1/messages"]


def content(server, number=-1):
    return asked(server)[number].json["messages"][-1]["content"]


def sizes(server, number=-1):
    """The sizes in pixels of the pictures of a request's last question, in their order."""
    sent = [block["source"] for block in content(server, number) if block["type"] == "image"]
    opened = [Image.open(io.BytesIO(base64.b64decode(source["data"]))) for source in sent]
    return [picture.size for picture in opened]


def captions(result):
    texts = [shown.get("text/plain", "") for shown in result.displays]
    return [text for text in texts if " px · " in text]


IN_A_FUNCTION = """
threshold = 1
fig = red
def ask(fig, threshold):
    {line}
ask(blue, 7)
"""


@pytest.mark.parametrize(
    "line",
    [
        "%claude_see fig Is it over {{threshold}}?",
        "answer = %claude_see fig Is it over {{threshold}}?",
        "for one in [fig]:\n        %claude_see one Is it over {{threshold}}?",
    ],
)
def test_in_a_function_its_own_names_count(kernel, server, line):
    kernel.ok(IN_A_FUNCTION.format(line=line))
    assert sizes(server) == [(400, 300)]
    assert content(server)[-1]["text"] == "Is it over 7?"


def test_in_a_function_the_notebooks_names_are_there_too(kernel, server):
    kernel.ok("def ask(picture):\n    %claude_see red picture Which?\nask(blue)")
    assert sizes(server) == [(300, 200), (400, 300)]


def test_the_bare_magic_explains_the_figure_displayed_last(kernel, server):
    shown = kernel.ok("plt.figure(figsize=(5, 4)); plt.plot([1, 3, 2]);")
    assert "image/png" in shown.displays[0]
    result = kernel.ok("%claude_see")
    assert sizes(server) == [(1000, 800)]
    assert content(server)[-1]["text"].startswith("Explain this picture")
    assert captions(result)[0].startswith("figure · ")
    assert captions(result)[0].endswith("the figure displayed last")


def test_the_bare_magic_explains_the_figure_that_this_cell_draws(kernel, server):
    kernel.ok("plt.figure(figsize=(5, 4)); plt.plot([1, 3, 2]);")
    result = kernel.ok("chart, _ = plt.subplots(figsize=(4, 3)); plt.plot([2, 1])\n%claude_see")
    assert sizes(server) == [(800, 600)]
    assert captions(result)[0].startswith("chart · ")
    assert captions(result)[0].endswith("the current figure")


def test_see_without_arguments_does_as_the_bare_magic(kernel, server):
    kernel.ok("plt.figure(figsize=(5, 4)); plt.plot([1, 3, 2]);")
    kernel.ok("answer = see()")
    assert sizes(server) == [(1000, 800)]


def test_words_alone_still_need_something_to_look_at(kernel, server):
    kernel.ok("plt.figure(figsize=(5, 4)); plt.plot([1, 3, 2]);")
    error = kernel.run("%claude_see What is a box plot?").error
    assert "nothing to look at" in error["evalue"]
    assert not server.requests


def test_in_a_conversation_the_bare_magic_asks_for_a_question(kernel, server):
    kernel.ok("plt.figure(figsize=(5, 4)); plt.plot([1, 3, 2]);")
    kernel.ok("%claude_see red What colour?")
    error = kernel.run("%claude_see").error
    assert "There is no question" in error["evalue"]
    assert len(asked(server)) == 1


IN_THREADS = """
import asyncio
from jupyter_claude_vision import current_conversation
fig, ax = plt.subplots()
ax.plot([1, 3, 2])
plt.close(fig)
before = fig.dpi, tuple(fig.get_size_inches()), fig.canvas
answers = await asyncio.gather(*[asyncio.to_thread(see, fig, f"Question {n}?") for n in range(4)])
"""


def test_threads_ask_about_one_figure_at_once(kernel, server):
    holds = [server.hold("/v1/messages") for _ in range(4)]
    cell = kernel.start(IN_THREADS)
    assert all(hold.arrived.wait(60) for hold in holds)  # or one were asked after another's turn
    for hold in holds:
        hold.release()
    assert kernel.finish(cell).error is None
    assert [sizes(server, number) for number in range(4)] == [[(1280, 960)]] * 4
    data = [content(server, number)[-2]["source"]["data"] for number in range(4)]
    assert len(set(data)) == 1
    assert kernel.value("before == (fig.dpi, tuple(fig.get_size_inches()), fig.canvas)")
    numbers = kernel.value("sorted(i.number for i in current_conversation().images)")
    assert numbers == [1, 2, 3, 4]
    assert kernel.value("[answer.prompt for answer in answers]") == [
        f"Question {number}?" for number in range(4)
    ]


COUNT = """
import gc, pickle, weakref
figures = weakref.WeakSet()
"""

RERUN = """
fig, ax = plt.subplots(figsize=(8, 6))
ax.plot([1, 3, {n}])
figures.add(fig)
{last_line}
"""


@pytest.mark.parametrize(
    ("last_line", "kind"),
    [
        ("%claude_see fig --new What happens?", "Answer"),
        ("with_alt(fig, 'A line.')", "DescribedPicture"),
        ("ClaudeSee(fig)", "ClaudeSee"),
    ],
)
def test_what_stays_in_out_keeps_no_figure(kernel, last_line, kind):
    kernel.ok(COUNT)
    for n in range(4):
        kernel.ok(RERUN.format(n=n, last_line=last_line), cell="one")
    values = f"[value for value in Out.values() if type(value).__name__ == {kind!r}]"
    assert kernel.value(f"len({values}[-4:])") == 4
    assert kernel.value("gc.collect() and len(figures)") == 1  # the one that is displayed last


def test_an_answer_in_out_has_its_picture_and_little_else(kernel):
    kernel.ok(COUNT)
    kernel.ok(RERUN.format(n=2, last_line="%claude_see fig What happens?"))
    assert kernel.value("Out[max(Out)].images[0].sent.size") == (1600, 1200)
    assert kernel.value("len(pickle.dumps(_))") < 200_000


REGION = """
import gc, pickle
gone = plt.figure(figsize=(6, 4)); plt.plot([0, 10], [0, 100]); plt.yscale("log")
plt.close(gone)
answer = see(gone, "Where is the peak?", boxes=True)
del gone
"""


@pytest.fixture
def gone(kernel, server):
    """The kernel, with an answer about a figure of which nothing is left."""
    region = {
        "image": 1,
        "label": "peak",
        "sentence": "The highest.",
        "shape": "box",
        "coordinates": [600, 200, 1000, 400],
    }
    server.reply(json.dumps({"answer": "There.", "regions": [region]}))
    kernel.ok(REGION)
    kernel.ok("gc.collect()")  # the inline backend lets go of it at the end of the cell
    return kernel


def test_what_an_answer_tells_of_a_figure_outlives_it(gone):
    data = gone.value("str(answer.regions[0].data)")
    assert data.startswith("x ")
    assert gone.value("answer.regions[0].data.axes is None")
    assert gone.value("answer.regions[0].crop().size") == (400, 200)
    again = "pickle.loads(pickle.dumps(answer))"
    assert gone.value(f"{again}.text") == "There."
    assert gone.value(f"str({again}.regions[0].data)") == data
    assert gone.value(f"{again}.images[0].sent.size == answer.images[0].sent.size")


@pytest.mark.parametrize("call", ["see(crop=(0, 0, 300, 200))", "see(zoom=answer.regions[0])"])
def test_looking_closer_at_a_figure_that_is_gone_says_so(gone, server, call):
    error = gone.run(call).error
    assert error["ename"] == "NotVisibleError"
    assert "gone is not in this kernel any more: draw it again, and name that" in error["evalue"]
    assert len(asked(server)) == 1


def test_a_check_of_a_figure_that_is_gone_says_that_nothing_is_compared(gone, server):
    server.reply(json.dumps({"answer": "It rises.", "claims": []}))
    result = gone.ok("further = answer.ask('Does it rise?', check=True)")
    assert "Not in this kernel any more: gone." in str(result.messages)
