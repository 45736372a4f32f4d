"""--tools in a real kernel against a real server: calls as they happen, and their ends."""

from __future__ import annotations

import json

from turn_rules import without_marks

DENSE = """
%matplotlib inline
dense, axes = plt.subplots(4, 4, figsize=(8, 8))
for number, ax in enumerate(axes.flat):
    ax.plot([1, 2, 3], [number, 4, 1], label="s"); ax.set_title(f"Panel {number}")
plt.close(dense)
"""


def requests(server):
    return [r.json for r in server.requests if r.path == "/v1/messages"]


def script_two_calls(server, text="It shows panel 1."):
    box = {"image": 1, "left": 100, "top": 50, "right": 400, "bottom": 300}
    sql = "SELECT series, value FROM data WHERE panel = 'Panel 3' ORDER BY n"
    server.call_tools(
        ("zoom", box), ("query", {"image": 1, "sql": sql}), text="Closer.", thinking="Small text."
    )
    server.reply(text)


def test_each_call_is_shown_under_the_picture_before_the_answer(kernel, server):
    kernel.ok(DENSE)
    script_two_calls(server)
    result = kernel.ok("answer = %claude_see dense --tools all What does panel 1 show?")
    texts = [data.get("text/plain", "") for data in result.displays]
    looked = next(n for n, text in enumerate(texts) if text.startswith("looked closer"))
    assert texts[looked] == "looked closer at (100, 50)–(400, 300) of dense"
    assert texts[looked - 1] == f"<{texts[looked]}>"
    assert "image/png" in result.displays[looked - 1]
    assert texts[looked + 1].startswith("asked the data: SELECT series, value FROM data")
    assert "→ 3 rows" in texts[looked + 1]
    assert "<details>" in result.displays[looked + 1]["text/html"]
    assert "It shows panel 1." in result.final["text/plain"]
    assert "Closer." not in result.final["text/plain"]
    check_answer(kernel, server)


def check_answer(kernel, server):
    calls = "[(c.name, c.is_error, c.round) for c in answer.tool_calls]"
    assert kernel.value(calls) == [("zoom", False, 1), ("query", False, 1)]
    assert kernel.value("answer.tool_calls[1].rows[0]") == ("s", 3.0)
    assert kernel.value("(len(answer.images), answer.requests)") == (2, 2)
    assert kernel.value("answer.images[1].sent.width > 1000")
    first, second = requests(server)
    assert [tool["name"] for tool in second["tools"]] == ["zoom", "query"]
    zoomed, rows = second["messages"][-1]["content"]
    assert zoomed["content"][-1]["type"] == "image"
    assert rows["content"][0]["text"].splitlines()[:2] == ["series,value", "s,3"]
    assert without_marks(second["messages"][0]) == without_marks(first["messages"][0])


def test_regions_on_a_piece_lie_on_the_whole(kernel, server):
    kernel.ok(DENSE)
    box = {"image": 1, "left": 100, "top": 50, "right": 400, "bottom": 300}
    server.call_tools(("zoom", box))
    region = {
        "image": 2,
        "label": "all",
        "sentence": "So.",
        "shape": "box",
        "coordinates": [0, 0, 10_000, 10_000],
    }
    server.reply(json.dumps({"answer": "There.", "regions": [region]}))
    kernel.ok("answer = %claude_see dense --tools zoom --boxes Where?")
    name, found, whole = kernel.value(
        "(answer.regions[0].name, answer.regions[0].box, answer.tool_calls[0].box)"
    )
    assert name == "dense"
    assert all(abs(a - b) <= 1 for a, b in zip(found, whole, strict=True))


def test_a_function_of_the_users_runs_in_the_main_thread_and_shows_its_picture(kernel, server):
    kernel.ok(
        "import threading\n"
        "def draw(color: str) -> object:\n"
        "    'Draw a square.'\n"
        "    is_main = threading.current_thread() is threading.main_thread()\n"
        "    return Image.new('RGB', (90, 90), color if is_main else 'black')\n"
    )
    server.call_tools(("draw", {"color": "green"}))
    server.reply("A square.")
    result = kernel.ok(
        "from jupyter_claude_vision import see\nanswer = see(red, 'What?', tools=[draw])"
    )
    assert kernel.value("answer.images[1].sent.getpixel((5, 5))") == (0, 128, 0)
    assert any('called draw(color="green")' in d.get("text/plain", "") for d in result.displays)


def test_a_stop_in_a_tools_work_ends_the_question(kernel, server):
    """The tool would never return, and is interrupted as the kernel's own button does it."""
    kernel.ok(
        "import os, signal, threading\n"
        "from jupyter_claude_vision import current_conversation, see\n"
        "def wait() -> str:\n"
        "    'Wait.'\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    threading.Event().wait()"
    )
    server.call_tools(("wait", {}))
    error = kernel.run("answer = see(red, 'What?', tools=[wait])").error
    assert error["ename"] == "Stopped"
    assert "as before" in error["evalue"]
    assert kernel.value("len(current_conversation())") == 0
    server.reply("Red.")
    kernel.ok("%claude_see red What?")


def test_a_dry_run_says_what_is_offered_and_why_and_what_it_can_cost(kernel, server):
    kernel.ok(DENSE)
    text = kernel.ok("%claude_see dense --tools auto --dry-run What?").displays[-1]["text/plain"]
    assert "Offers zoom (dense has" in text
    assert "query (the data of dense are here)" in text
    assert "at most 6 requests, at most USD" in text
    for about_looks in ("Is the legend readable?", "--task critique"):
        text = kernel.ok(f"%claude_see dense --dry-run {about_looks}").displays[-1]["text/plain"]
        assert "Offers no query, since the question is about looks" in text
    text = kernel.ok("%claude_see fig --dry-run --task explain").displays[-1]["text/plain"]
    assert "Offers query (the data of fig are here)" in text
    assert not requests(server)


def test_tools_that_there_are_not_are_refused_with_the_nearest_name(kernel, server):
    error = kernel.run("%claude_see red --tools zom What?").error
    assert "Did you mean zoom?" in error["evalue"]
    assert not requests(server)


def test_off_sends_no_tools(kernel, server):
    kernel.ok("%claude_see fig --tools off What?")
    kernel.ok("%config ClaudeVision.tools = 'off'\n%claude_see fig And?")
    assert not any("tools" in request for request in requests(server))


def test_a_panels_calls_draw_in_the_kernels_main_thread(kernel, server):
    kernel.ok(DENSE)
    box = {"image": 1, "left": 100, "top": 50, "right": 400, "bottom": 300}
    server.call_tools(("zoom", box), text="Closer.")
    server.reply("Panel 1.")
    kernel.ok(
        "from jupyter_claude_vision import ClaudeSee\n"
        "panel = ClaudeSee(dense)\nanswer = panel.ask('What?', tools='zoom')"
    )
    assert kernel.value("[c.is_error for c in answer.tool_calls]") == [False]
    assert kernel.value("answer.text") == "Panel 1."
