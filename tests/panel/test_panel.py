"""The panel in a real kernel, its browser played by comm messages."""

from __future__ import annotations

from io import BytesIO

import pytest
from conftest import KEY, SETUP
from kernel import Kernel
from loopback import LoopbackServer
from panel_client import PanelClient
from PIL import Image

THREADS = "[t.name for t in __import__('threading').enumerate() if t.name == 'claude_see panel']"
BARS = """
bars, ax = plt.subplots()
ax.bar(["Q1", "Q2"], [12, 15], label="Sales")
plt.close(bars)
"""


@pytest.fixture(scope="module")
def server():
    with LoopbackServer() as running:
        yield running


@pytest.fixture(scope="module")
def one_kernel(server):
    with Kernel({"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY}) as running:
        yield running


@pytest.fixture
def kernel(one_kernel):
    """One kernel for all these tests, with pictures, panels and settings of each test's own."""
    one_kernel.ok(SETUP)
    yield one_kernel
    one_kernel.ok("%unload_ext jupyter_claude_vision")  # which closes the session


def png(width: int = 40, height: int = 30) -> bytes:
    file = BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(file, "PNG")
    return file.getvalue()


def send_file(panel: PanelClient, data: bytes, piece: int) -> None:
    panel.tell("begin file", key="k", name="dropped.png", size=len(data))
    assert panel.reply("arrived")[0]["bytes"] == 0
    for at in range(0, len(data), piece):
        panel.tell("piece", [data[at : at + piece]], key="k", at=at)
        panel.reply("arrived")


def test_the_pixels_come_as_a_buffer_when_asked_for_and_are_no_part_of_the_state(kernel):
    panel = PanelClient(kernel)
    [picture] = panel.state["_pictures"]
    panel.tell("picture", id=picture["id"])
    told, [data] = panel.reply("picture")
    assert told["type"] == "image/png"
    assert Image.open(BytesIO(data)).size == (picture["width"], picture["height"])
    assert not any(isinstance(value, (bytes, memoryview)) for value in panel.state.values())
    assert "base64" not in repr(panel.brief)


def test_an_answer_streams_into_the_panel_and_becomes_a_turn(kernel, server):
    hold = server.hold("/v1/messages", after=5)
    server.reply("", pieces=["It **rises**", " from $1 to $2."])
    panel = PanelClient(kernel)
    panel.ask("What happens?")
    panel.until(lambda p: "<strong>rises</strong>" in p.state["_live"].get("html", ""), "a piece")
    hold.release()
    turn = panel.answered()
    assert turn["status"] == "done"
    assert turn["prompt"] == "What happens?"
    assert "from <span>&#36;</span>1 to <span>&#36;</span>2." in turn["html"]
    assert "tokens in" in turn["footer"]
    assert panel.state["_live"] == {}
    assert kernel.value("(len(panel.conversation), panel.answer.text)")[0] == 1


def test_a_turn_is_sent_once_and_all_of_them_to_a_view_that_opens_later(kernel, server):
    hold = server.hold("/v1/messages", after=6)
    pieces = ["First of all.\n\n", "Then more", ", and more.\n\nAt last."]
    server.reply("", pieces=pieces)
    panel = PanelClient(kernel)
    panel.ask("What happens?")
    hold.arrived.wait(30)
    hold.release()
    panel.answered()
    server.reply("It falls.")
    panel.ask("And then?")
    panel.answered(2)
    told = [message for message, _ in panel.said if message["say"] in {"turn", "turns"}]
    assert {message["say"] for message in told} == {"turn"}
    for words in ("First of all.", "What happens?", "At last.", "tokens in"):
        first_id = told[0]["id"]
        assert sum(words in str(message) for message in told if message["id"] == first_id) == 1
    panel.turns.clear()
    panel.tell("hello")
    later, _ = panel.reply("turns")
    assert [turn["prompt"] for turn in later["turns"]] == ["What happens?", "And then?"]
    assert [turn["status"] for turn in later["turns"]] == ["done", "done"]
    assert later["turns"][0]["blocks"][0] == "<p>First of all.</p>\n"


def test_a_question_that_failed_is_asked_once_more_as_it_was(kernel, server):
    server.fail(400, path="/v1/messages")
    panel = PanelClient(kernel)
    panel.ask("What is this?", box=[0, 0, 200, 200], effort="low")
    failed = panel.answered()
    assert failed["status"] == "failed"
    panel.tell("retry", id=failed["id"])
    turn = panel.answered(2)
    assert (turn["status"], turn["typed"], turn["box"]) == ("done", "What is this?", failed["box"])
    body = [r.json for r in server.requests if r.path == "/v1/messages"][-1]
    assert body["output_config"] == {"effort": "low"}


def test_a_checked_statement_is_marked_and_shows_the_bar_that_proves_it(kernel, server):
    import json

    kernel.ok(BARS)
    claims = [
        {"quote": "Q2 sold 15", "query": "SELECT value FROM data WHERE x = 'Q2'", "value": 15},
        {
            "quote": "Q1 is the best",
            "query": "SELECT x FROM data ORDER BY value DESC LIMIT 1",
            "value": "Q1",
        },
    ]
    answer = "Q2 sold 15.\n\nQ1 is the best of 3."
    server.reply(json.dumps({"answer": answer, "claims": claims}))
    panel = PanelClient(kernel, "panel = ClaudeSee(bars, check=True)")
    panel.ask("What is best?")
    turn = panel.answered()
    assert '<span class="cs-claim cs-right" data-claim="0">✓</span>' in turn["blocks"][0]
    assert 'cs-wrong" data-claim="1">✗ (Q2)</span>' in turn["blocks"][1]
    assert [claim["verdict"] for claim in turn["claims"]] == ["right", "wrong", "not checked"]
    [picture] = panel.state["_pictures"]
    x, y = picture["width"] * 0.7, picture["height"] * 0.7
    panel.tell("mark", id=picture["id"], x=x, y=y)
    bar = panel.reply("mark")[0]["mark"]["box"]
    for number in (0, 1):
        panel.tell("prove", id=turn["id"], claim=number)
        proof, _ = panel.reply("proof")
        assert proof["picture"] == picture["id"]
        assert proof["boxes"] == [bar]
    panel.tell("prove", id=turn["id"], claim=2)
    assert panel.reply("proof")[0]["reason"] == "No query of the answer states this."


def test_a_panel_says_that_claude_thinks_and_then_what_it_thought(kernel, server):
    hold = server.hold("/v1/messages", after=2)
    server.reply("Red.", thinking="It is <b>one</b> colour.")
    panel = PanelClient(kernel, "panel = ClaudeSee(red, thinking=True)")
    efforts = {model["id"]: model["efforts"] for model in panel.state["_about"]["models"]}
    assert efforts["claude-opus-5-5"] == ["auto", "low", "medium", "high", "xhigh", "max"]
    assert efforts["claude-opus-4-6"] == ["auto", "low", "medium", "high", "max"]
    panel.ask("What colour?", effort="low")
    panel.until(lambda p: p.state["_live"].get("status") == "thinking", "thinking")
    hold.release()
    turn = panel.answered()
    assert turn["thinking"] == "<p>It is &lt;b&gt;one&lt;/b&gt; colour.</p>\n"
    body = [r.json for r in server.requests if r.path == "/v1/messages"][-1]
    assert body["output_config"] == {"effort": "low"}
    assert body["thinking"]["display"] == "summarized"


def test_a_switch_that_is_off_in_the_panel_stands_against_the_panel_s_own_option(kernel, server):
    panel = PanelClient(kernel, "panel = ClaudeSee(fig, boxes=True)")
    controls = {control["name"]: control for control in panel.state["_about"]["controls"]}
    assert controls["boxes"]["value"] is True
    panel.ask("What is this?", boxes=False, model="claude-haiku-5-5")
    panel.answered()
    body = [r.json for r in server.requests if r.path == "/v1/messages"][-1]
    assert body["model"] == "claude-haiku-5-5"
    assert "format" not in body.get("output_config", {})


def test_the_price_of_the_next_question_is_told_for_the_model_that_is_chosen(kernel, server):
    panel = PanelClient(kernel)
    keys = [picture["id"] for picture in panel.state["_pictures"]]
    prices = {}
    for model in ("claude-opus-5-5", "claude-haiku-5-5"):
        panel.tell("price", key=model, pictures=keys, model=model)
        message, _ = panel.reply("price")
        assert message["key"] == model
        assert message["details"].endswith(tuple("0123456789"))
        prices[model] = float(message["text"].removeprefix("about USD "))
    assert prices["claude-haiku-5-5"] < prices["claude-opus-5-5"]
    panel.tell("price", key="twice", pictures=keys, method="email")
    assert panel.reply("price")[0]["text"] == ""


def test_other_cells_run_while_an_answer_streams_and_hold_nothing_of_it(kernel, server):
    hold = server.hold("/v1/messages", after=3)
    panel = PanelClient(kernel)
    panel.ask("What is this?")
    hold.arrived.wait(30)
    other = kernel.ok("print(6 * 7)")
    hold.release()
    for message in other.messages:
        panel.take(message)
    panel.answered()
    after = kernel.ok("1")
    assert other.stdout == "42\n"
    for result in (other, after):
        assert not result.displays + result.updates
        assert not result.stderr


def test_two_panels_at_once_do_not_mix(kernel, server):
    one = PanelClient(kernel, "one = ClaudeSee(red)")
    two = PanelClient(kernel, "two = ClaudeSee(blue)")
    hold = server.hold("/v1/messages")
    server.reply("about the red one")
    one.ask("First?")
    hold.arrived.wait(30)
    server.reply("about the blue one")
    two.ask("Second?")
    both = [one, two]

    def has_prompt(panel):
        return any("prompt" in turn for turn in panel.state["_turns"])

    two.until(has_prompt, "the second answer")
    hold.release()
    one.tell("hello")  # its turn began while only the other's messages were read
    one.until(has_prompt, "the first answer")
    assert [p.state["_turns"][0]["prompt"] for p in both] == ["First?", "Second?"]
    shown = kernel.value("[[t.prompt for t in p.conversation.turns] for p in (one, two)]")
    assert shown == [["First?"], ["Second?"]]


def test_an_error_is_shown_with_the_same_text_as_the_magic_s(kernel, server):
    server.fail(400, times=2)
    magic = kernel.run("%claude_see fig")
    panel = PanelClient(kernel)
    panel.ask("What is this?")
    turn = panel.answered()
    assert turn["status"] == "failed"
    assert turn["problem"] == magic.error["evalue"]
    assert kernel.value("len(panel.conversation)") == 0


def test_stop_keeps_what_came_and_leaves_the_conversation_and_no_thread(kernel, server):
    hold = server.hold("/v1/messages", after=4)
    server.reply("", pieces=["The first half", " and the second."])
    panel = PanelClient(kernel)
    panel.ask("What is this?")
    panel.until(lambda p: "half" in p.state["_live"].get("html", ""), "a piece")
    panel.tell("stop")
    turn = panel.answered()
    assert turn["status"] == "stopped"
    assert "The first half" in turn["html"]
    assert "second" not in turn["html"]
    assert kernel.value("len(panel.conversation)") == 0
    kernel.ok(
        "panel._panel.questions[-1].result.exception(30)"
    )  # though the server still says nothing
    assert kernel.value(THREADS) == []
    hold.release()
    panel.ask("And now?")
    assert panel.answered(2)["status"] == "done"


def test_a_question_that_is_stopped_while_its_picture_is_uploaded_is_never_asked(kernel, server):
    hold = server.hold("/v1/files")
    panel = PanelClient(kernel)
    asked = len([r for r in server.requests if r.path == "/v1/messages"])
    panel.ask("What is this?", method="files")
    hold.arrived.wait(30)
    panel.tell("stop")
    assert panel.answered()["status"] == "stopped"
    hold.release()
    kernel.ok("panel._panel.questions[-1].result.exception(30)")
    assert len([r for r in server.requests if r.path == "/v1/messages"]) == asked


def test_a_question_that_is_stopped_while_it_waits_to_be_tried_again_is_not_asked_again(
    kernel, server
):
    server.requests.clear()
    server.fail(429, headers={"retry-after": "300"}, path="/v1/messages")
    before = len(server.requests)
    panel = PanelClient(kernel)
    panel.ask("What is this?")
    panel.until(lambda p: "waits until" in str(p.state["_live"].get("notes")), "the wait")
    panel.tell("stop")
    assert panel.answered()["status"] == "stopped"
    kernel.ok("assert panel._panel.questions[-1].result.exception(30)")
    panel.ask("And now?")
    assert panel.answered(2)["status"] == "done"
    sent = [r.json["messages"] for r in server.requests[before:] if r.path == "/v1/messages"]
    assert [messages[-1]["content"][-1]["text"] for messages in sent] == [
        "What is this?",
        "And now?",
    ]


IN_THREADS = """
import threading
from jupyter_claude_vision import ClaudeSee
texts = []
threads = [
    threading.Thread(target=lambda: texts.append(ClaudeSee(fig).ask("What?").text), daemon=True)
    for _ in range(3)
]
for thread in threads: thread.start()
for thread in threads: thread.join(40)
"""


def test_a_panel_in_a_thread_for_which_the_cell_waits_is_answered(kernel):
    kernel.ok(IN_THREADS)
    assert kernel.value("texts") == ["I see 1 pictures."] * 3


INTERRUPTED = """
class Slow:
    def _repr_png_(self):
        raise KeyboardInterrupt
"""


@pytest.mark.parametrize("code", ["ClaudeSee(Slow())", "ClaudeSee(fig).add(Slow())"])
def test_an_interrupt_while_a_panel_draws_is_one_line(kernel, code):
    kernel.ok(f"from jupyter_claude_vision import ClaudeSee\n{INTERRUPTED}")
    error = kernel.run(code).error
    assert error["traceback"] == ["Stopped: Stopped while the picture was drawn."]


def test_a_second_question_has_to_wait(kernel, server):
    hold = server.hold("/v1/messages")
    panel = PanelClient(kernel)
    panel.ask("First?")
    hold.arrived.wait(30)
    panel.ask("Second?")
    panel.until(lambda p: "being answered" in p.state["_problem"].get("text", ""), "a problem")
    hold.release()
    assert panel.answered()["prompt"] == "First?"


def test_a_box_goes_with_its_place_in_the_picture_and_the_part_at_full_resolution(kernel, server):
    kernel.ok('photo = Image.effect_noise((5000, 4000), 90).convert("RGB")')
    panel = PanelClient(kernel, "panel = ClaudeSee(photo)")
    [picture] = panel.state["_pictures"]
    panel.ask("What is this?", box=[1000, 1000, 1500, 1400])
    turn = panel.answered()
    part = picture["width"] / 5000
    corner = f"({1000 * part:.0f}, {1000 * part:.0f}) to ({1500 * part:.0f}, {1400 * part:.0f})"
    assert corner in turn["prompt"]
    assert "500 × 400 px" in turn["captions"][1]
    asked = [r for r in server.requests if r.path == "/v1/messages"][-1].json
    blocks = asked["messages"][-1]["content"]
    assert [b["type"] for b in blocks].count("image") == 2
    assert blocks[-1]["text"] == turn["prompt"]


def test_a_box_on_a_live_figure_is_told_in_its_data_and_sends_no_second_picture(kernel, server):
    kernel.ok(BARS)
    panel = PanelClient(kernel, "panel = ClaudeSee(bars)")
    [picture] = panel.state["_pictures"]
    box = [0, 0, picture["width"] / 2, picture["height"]]
    panel.tell("where", id=picture["id"], key="b", box=box)
    told, _ = panel.reply("where")
    assert "x Q1" in told["where"]
    panel.ask("What is this?", box=box)
    turn = panel.answered()
    assert told["where"] in turn["prompt"]
    assert len(turn["captions"]) == 1


def test_a_click_on_a_bar_names_its_series_and_value(kernel):
    kernel.ok(BARS)
    panel = PanelClient(kernel, "panel = ClaudeSee(bars)")
    [picture] = panel.state["_pictures"]
    assert picture["live"]
    x, y = picture["width"] * 0.7, picture["height"] * 0.7
    panel.tell("mark", id=picture["id"], x=x, y=y)
    mark = panel.reply("mark")[0]["mark"]
    assert mark["text"] == "bar of Sales: Q2, 15"
    left, top, right, bottom = mark["box"]
    assert left < x < right
    assert top < y < bottom


def test_the_mark_under_the_mouse_is_told_and_a_picture_without_marks_says_so(kernel):
    kernel.ok(BARS)
    kernel.ok('plain = Image.new("RGB", (200, 100), "white")')
    panel = PanelClient(kernel, 'panel = ClaudeSee({"bars": bars, "plain": plain})')
    figure, plain = panel.state["_pictures"]
    x, y = figure["width"] * 0.7, figure["height"] * 0.7
    panel.tell("hover", id=figure["id"], x=x, y=y, reach=7, key="h")
    told, _ = panel.reply("hover")
    assert told["mark"]["text"] == "bar of Sales: Q2, 15"
    assert (told["key"], told["hasMarks"]) == ("h", True)
    assert not plain["live"]
    panel.tell("hover", id=plain["id"], x=1, y=1, reach=7, key="p")
    told, _ = panel.reply("hover")
    assert not told["hasMarks"]
    assert told["reason"] == "plain is a picture without marks: draw a box on it."


def test_a_selection_is_data_and_goes_with_the_question(kernel, server):
    kernel.ok(BARS)
    panel = PanelClient(kernel, "panel = ClaudeSee(bars)")
    [picture] = panel.state["_pictures"]
    width, height = picture["width"], picture["height"]
    halves = [[0, 0, width / 2, height], [width / 2, 0, width, height]]
    assert kernel.value("len(panel.selection)") == 0
    areas = [{"kind": "box", "box": half} for half in halves]
    panel.tell("select", id=picture["id"], key="s", areas=areas)
    told, _ = panel.reply("selection")
    assert (told["key"], told["counts"]) == ("s", [1, 1])
    assert kernel.value("type(panel.selection).__name__") == "DataFrame"
    columns = ["selection", "x", "value"]
    rows = kernel.value(f"panel.selection[{columns}].values.tolist()")
    assert rows == [[1, "Q1", 12.0], [2, "Q2", 15.0]]
    panel.ask("Which is more?", parts=halves, selection=True)
    prompt = panel.answered()["prompt"]
    assert "1: the box from (0, 0)" in prompt
    assert "x Q2" in prompt
    assert ",Q2,15.0" in prompt


def test_a_chart_whose_marks_have_no_places_says_why(kernel):
    kernel.ok("import matplotlib.pyplot as plt")
    kernel.ok("solid = plt.figure(); _ = solid.add_subplot(projection='3d').plot([1], [2], [3])")
    panel = PanelClient(kernel, "panel = ClaudeSee(solid)")
    [picture] = panel.state["_pictures"]
    panel.tell("hover", id=picture["id"], x=9, y=9, reach=7, key="h")
    told, _ = panel.reply("hover")
    assert told["reason"].startswith("The marks of solid cannot be pointed at: ")


def test_a_dropped_file_arrives_in_pieces(kernel):
    panel = PanelClient(kernel, "panel = ClaudeSee()")
    send_file(panel, png(300, 200), piece=20_000)
    panel.until(lambda p: p.state["_pictures"], "a picture")
    [picture] = panel.state["_pictures"]
    assert picture["name"] == "dropped.png"
    assert picture["original"] == [300, 200]


@pytest.mark.parametrize(
    ("size", "at", "reason"),
    [(10**9, 0, "1,000 MB; at most 100 MB"), (50, 10, "did not arrive whole")],
    ids=["too-large", "piece-missing"],
)
def test_a_file_that_cannot_be_taken_is_refused_with_the_reason(kernel, size, at, reason):
    panel = PanelClient(kernel, "panel = ClaudeSee()")
    panel.tell("begin file", key="k", name="big.png", size=size)
    panel.tell("piece", [b"x" * 10], key="k", at=at)
    panel.reply("refused")
    panel.until(lambda p: reason in p.state["_problem"].get("text", ""), reason)


def test_what_is_no_picture_is_refused_and_an_address_of_a_file_is_none(kernel):
    panel = PanelClient(kernel, "panel = ClaudeSee()")
    send_file(panel, b"no picture", piece=100)
    panel.until(lambda p: "not an image" in p.state["_problem"].get("text", ""), "a problem")
    panel.tell("add url", url="/etc/passwd")
    panel.until(lambda p: "not the address" in p.state["_problem"].get("text", ""), "a problem")
    panel.tell("evaluate", code="1")
    panel.until(lambda p: "does not know" in p.state["_problem"].get("text", ""), "a problem")
    assert panel.state["_pictures"] == []


def test_the_variables_that_can_be_seen_are_listed_as_cells_run(kernel):
    panel = PanelClient(kernel, "panel = ClaudeSee()")
    assert {"fig", "red"} <= {v["name"] for v in panel.state["_variables"]}
    for message in kernel.ok("green = Image.new('RGB', (20, 20), 'green')").messages:
        panel.take(message)
    panel.until(lambda p: p.state["_variables"][0]["name"] == "green", "the new variable")
    panel.tell("thumbnails", names=["green"])
    told, [data] = panel.reply("thumbnail")
    assert told["name"] == "green"
    assert Image.open(BytesIO(data)).size == (20, 20)
    panel.tell("add variable", name="green")
    panel.until(lambda p: p.state["_pictures"], "a picture")
    assert panel.state["_pictures"][0]["name"] == "green"


def test_a_figure_that_has_changed_is_drawn_again_and_so_are_changed_settings(kernel):
    kernel.ok(BARS)
    panel = PanelClient(kernel, "panel = ClaudeSee(bars)")
    [picture] = panel.state["_pictures"]
    ran = kernel.ok("ax.set_title('Now')\n%config ClaudeVision.model = 'claude-x'")
    for message in ran.messages:
        panel.take(message)
    panel.until(lambda p: p.state["_about"]["model"] == "claude-x", "the model")
    kernel.ok("%config ClaudeVision.model = 'claude-opus-5-5'")
    panel.tell("redraw", id=picture["id"])
    panel.until(lambda p: p.state["_pictures"][0]["version"] > picture["version"], "new pixels")


def test_before_asking_each_method_tells_what_it_sends_or_why_it_cannot(kernel):
    panel = PanelClient(kernel, "panel = ClaudeSee(red)")
    panel.tell("ways", id=panel.state["_pictures"][0]["id"])
    panel.until(lambda p: p.state["_ways"], "the ways")
    ways = {way["method"]: way for way in panel.state["_ways"]["methods"]}
    assert ways["auto"]["what"].startswith("base64 (small, first question)")
    assert ways["base64"]["possible"]
    assert "kB with each question" in ways["base64"]["what"]
    assert not ways["url"]["possible"]
    assert "not at a URL" in ways["url"]["what"]
    assert "once, then its id" in ways["files"]["what"]
    assert "USD" in panel.state["_ways"]["price"]


def test_an_upload_is_listed_with_its_expiry_and_can_be_deleted(kernel, server):
    panel = PanelClient(kernel)
    panel.ask("What is this?", method="files")
    panel.answered()
    panel.until(lambda p: p.state["_files"], "a file")
    [file] = panel.state["_files"]
    assert file["expires"] != "never"
    panel.tell("delete file", id=file["id"])
    panel.until(lambda p: not p.state["_files"], "no file")
    assert file["id"] not in server.files


def test_nothing_of_an_answer_runs_or_is_fetched(kernel, server):
    server.reply(
        "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) "
        "![leak](https://example.com/p.png)"
    )
    panel = PanelClient(kernel)
    panel.ask("What is this?")
    shown = panel.answered()["html"]
    assert "<script" not in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown
    assert "&lt;script&gt;" in shown


def test_the_notebook_keeps_a_copy_of_picture_and_conversation_without_a_key(kernel):
    panel = PanelClient(kernel, "panel = ClaudeSee(fig)\npanel")
    copy = [c for kind, c in panel.displays if "text/html" in c["data"]][-1]
    assert '<img src="data:image/' in copy["data"]["text/html"]
    assert "What is this?" not in copy["data"]["text/html"]
    panel.ask("What is this?")
    panel.answered()
    panel.until(lambda p: p.displays[-1][0] == "update_display_data", "an update")
    _, updated = panel.displays[-1]
    assert updated["transient"] == copy["transient"]
    assert "What is this?" in updated["data"]["text/html"]
    assert "I see 1 pictures." in updated["data"]["text/plain"]
    assert KEY not in repr(panel.state) + repr(panel.displays)


def test_a_cell_that_is_run_again_replaces_its_panel(kernel):
    code = "panels = globals().get('panels', []) + [ClaudeSee(fig)]"
    PanelClient(kernel, code, cell="a")
    PanelClient(kernel, code, cell="a")
    PanelClient(kernel, code, cell="b")
    assert kernel.value("[panel.comm is None for panel in panels]") == [True, False, False]
    hooks = "get_ipython().events.callbacks['post_run_cell']"
    count = f"sum('_show_kernel' in str(hook) for hook in {hooks})"
    assert kernel.value(count) == 2
    kernel.ok("for panel in panels: panel.close()")
    assert kernel.value(count) == 0
    assert kernel.value(THREADS) == []


def test_a_closed_panel_shows_what_it_held_and_says_what_to_do(kernel, server):
    server.reply("It rises.")
    panel = PanelClient(kernel)
    panel.ask("What happens?")
    panel.answered()
    kernel.ok("panel.close()")
    [display] = kernel.ok("panel").displays
    assert "This panel is closed. Run its cell again" in display["text/plain"]
    assert "It rises." in display["text/html"]
    error = kernel.run("panel.ask('And now?')").error
    assert (error["ename"], error["evalue"][:21]) == ("PromptError", "This panel is closed.")


def test_a_panel_knows_when_a_cell_runs(kernel):
    PanelClient(kernel)
    during = kernel.ok("1 + 1")
    states = [
        message["content"]["data"]["state"].get("_busy")
        for message in during.messages
        if message["msg_type"] == "comm_msg" and "state" in message["content"]["data"]
    ]
    assert [state for state in states if state is not None] == [True, False]


def test_python_asks_in_the_panel_and_gets_the_answer(kernel, server):
    kernel.ok("from jupyter_claude_vision import ClaudeSee, resume\npanel = ClaudeSee(fig)")
    server.reply("Three points.")
    assert kernel.value("panel.ask('How many points?').text") == "Three points."
    assert kernel.value("panel.answer.prompt") == "How many points?"
    server.fail(400, path="/v1/messages")
    assert kernel.run("panel.ask('And now?')").error["ename"] == "RequestRejectedError"
    kernel.ok("resume(panel.conversation)")
    kernel.ok("%claude_see And which is highest?")
    assert kernel.value("len(panel.conversation)") == 2


def test_the_magic_opens_a_panel_and_asks_in_it(kernel, server):
    server.reply("It falls.")
    panel = PanelClient(kernel, "%claude_see fig --widget -o panel What happens?")
    assert [picture["name"] for picture in panel.state["_pictures"]] == ["fig"]
    assert "It falls." in panel.answered()["html"]
    assert kernel.value("panel.answer.text") == "It falls."


def test_regions_of_an_answer_come_with_their_places(kernel, server):
    import json

    region = {"image": 1, "label": "the top", "sentence": "Here.", "shape": "box"}
    region["coordinates"] = [10, 20, 110, 60]
    server.reply(json.dumps({"answer": "Look at the top.", "regions": [region]}))
    panel = PanelClient(kernel, "panel = ClaudeSee(red)")
    panel.ask("Where?", boxes=True)
    turn = panel.answered()
    assert turn["html"] == "<p>Look at the top.</p>\n"
    [found] = turn["regions"]
    assert found["label"] == "the top"
    assert found["bounds"] == [10, 20, 110, 60]
    assert found["picture"] == "red"


def test_a_panel_and_a_cell_cannot_pass_a_budget_together(kernel, server):
    kernel.ok("%config ClaudeVision.budget = 0.5")
    hold = server.hold("/v1/messages")
    panel = PanelClient(kernel)
    panel.ask("What colour?")
    assert hold.arrived.wait(60)
    sent = len(server.requests)
    error = kernel.run("%claude_see red What colour?").error
    assert error["ename"] == "BudgetError"
    assert "are on their way" in error["evalue"]
    assert len(server.requests) == sent
    hold.release()
    assert panel.answered()["status"] == "done"
    kernel.ok("%claude_see red What colour?")


def test_a_panel_that_asks_for_tables_is_kept_itself(kernel):
    kernel.ok("%claude_see red --table --widget -o panel")
    assert kernel.value("type(panel).__name__") == "ClaudeSee"
