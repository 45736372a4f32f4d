"""The panel in a real JupyterLab, driven as a user drives it."""

from __future__ import annotations

import json
import random
from base64 import b64encode
from functools import partial
from io import BytesIO

import browser_lab
import panel_lab
import pytest
from loopback import LoopbackServer
from panel_lab import draw_box
from PIL import Image

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 1060, 1200
SERIOUS = {"serious", "critical"}

_DROP = """([kind, name, data]) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name, { type: "image/png" }));
    const details = { bubbles: true, cancelable: true };
    const event = kind === "paste"
        ? new ClipboardEvent("paste", { ...details, clipboardData: transfer })
        : new DragEvent("drop", { ...details, dataTransfer: transfer });
    document.querySelector(".cs-viewport").dispatchEvent(event);
}"""


@pytest.fixture(scope="module")
def api():
    with LoopbackServer() as running:
        yield running


@pytest.fixture
def keep(request):
    """Return a function that keeps a screenshot of the panel under the test's name."""
    return partial(panel_lab.keep, request.node.name)


@pytest.fixture(scope="module")
def lab_page(api, tmp_path_factory):
    folder = panel_lab.folder(tmp_path_factory.mktemp("panel"))
    with browser_lab.JupyterLab(folder, width=WIDTH, env=panel_lab.environment(api)) as lab:
        page = lab.open_notebook("panel.ipynb")
        browser_lab.run_all(page)
        page.set_default_timeout(30_000)
        yield page


@pytest.fixture
def page(lab_page):
    """The page with a fresh panel: its cell is run again, which closes the one before."""
    lab_page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    lab_page.evaluate("document.querySelector('.claude-see')?.setAttribute('data-old', '')")
    lab_page.evaluate(
        """async () => {
            const { content } = window.jupyterapp.shell.currentWidget;
            content.activeCellIndex = 1;
            await window.jupyterapp.commands.execute("notebook:run-cell");
        }"""
    )
    lab_page.wait_for_selector(".claude-see:not([data-old]) .cs-image[src]")
    lab_page.wait_for_function("document.querySelector('.cs-layer').offsetWidth > 100")
    lab_page.locator(".claude-see").scroll_into_view_if_needed()
    return lab_page


def choose_task(page, name):
    page.get_by_role("button", name="Tasks").click()
    page.get_by_role("menuitem", name=name).click()


def put(page, kind, data, name):
    page.evaluate(_DROP, [kind, name, b64encode(data).decode()])


def png(width, height):
    file = BytesIO()
    Image.effect_noise((width, height), 90).convert("RGB").save(file, "PNG")
    return file.getvalue()


def serious_findings(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=".claude-see").response["violations"]
    return [
        (one["id"], one["impact"], [node["html"][:150] for node in one["nodes"]])
        for one in found
        if one["impact"] in SERIOUS
    ]


def test_a_box_is_drawn_and_asked_about_and_the_answer_streams(page, api, keep):
    hold = api.hold("/v1/messages", after=5)
    api.reply("", pieces=["The first quarter sold **12**", ", from", " $10 to $20."])
    draw_box(page)
    page.wait_for_selector(".cs-chip:has-text('x Q1')")
    page.fill(".cs-prompt", "What is this?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cs-writing .cs-answer strong:has-text('12')")
    keep(page, "-streaming")
    hold.release()
    page.wait_for_selector(".cs-done")
    assert "from $10 to $20." in page.inner_text(".cs-answer")
    assert page.inner_text(".cs-question").startswith("What is this?\n\nThis is about the part")
    assert page.locator(".cs-talk mjx-container").count() == 0
    keep(page)


def test_hovering_shows_name_and_value_and_a_click_names_the_mark(page, keep):
    layer = page.locator(".cs-layer").bounding_box()
    x, y = layer["x"] + layer["width"] * 0.41, layer["y"] + layer["height"] * 0.8
    page.mouse.move(x, y, steps=5)
    page.wait_for_selector(".cs-hover-label:has-text('bar of Sales: Q2, 15')")
    outline = page.locator(".cs-hover-outline").bounding_box()
    assert outline["x"] < x < outline["x"] + outline["width"]
    assert page.locator(".cs-chip").count() == 0
    keep(page)
    page.mouse.move(x, layer["y"] + 4, steps=5)
    page.wait_for_selector(".cs-hover-label", state="hidden")
    page.mouse.click(x, y)
    page.wait_for_selector(".cs-chip:has-text('bar of Sales: Q2, 15')")
    assert page.locator(".cs-turn").count() == 0


def test_two_boxes_are_compared_with_their_data_and_cleared_and_brought_back(page, api, keep):
    draw_box(page)
    page.wait_for_selector(".cs-chip:has-text('2 values')")
    draw_box(page, left=0.37, right=0.53)
    page.get_by_label("with data").check()
    page.get_by_role("button", name="Compare these two").click()
    page.wait_for_selector(".cs-done")
    prompt = api.requests[-1].json["messages"][-1]["content"][-1]["text"]
    assert prompt.startswith("Compare these two parts.")
    assert "1: the box from" in prompt
    assert "selection,panel,series,kind,n,x" in prompt
    assert ",Sales,bar,2,Q2,15.0," in prompt
    keep(page)
    page.get_by_role("button", name="Clear all").click()
    assert page.locator(".cs-box").count() == 0
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".cs-box").count() == 2


def test_a_range_and_a_lasso_select_the_marks_in_them(page, keep):
    page.get_by_role("radio", name="Range").check(force=True)
    draw_box(page, left=0.15, right=0.53)
    page.wait_for_selector(".cs-range")
    page.wait_for_selector(".cs-chip:has-text('4 values')")
    page.get_by_role("radio", name="Lasso").check(force=True)
    layer = page.locator(".cs-layer").bounding_box()
    corners = [(0.72, 0.15), (0.95, 0.15), (0.95, 0.95), (0.72, 0.95)]
    (x, y), *rest = [
        (layer["x"] + layer["width"] * u, layer["y"] + layer["height"] * v) for u, v in corners
    ]
    page.mouse.move(x, y)
    page.mouse.down()
    for place in rest:
        page.mouse.move(*place, steps=4)
    page.mouse.up()
    page.wait_for_selector(".cs-lasso polygon")
    assert page.locator(".cs-problem:visible").count() == 0
    page.wait_for_selector(".cs-chip:has-text('2 values')")
    keep(page)


def test_thinking_is_counted_and_its_summary_folded_and_an_effort_chosen(page, api, keep):
    hold = api.hold("/v1/messages", after=2)
    api.reply("Red.", thinking="It is one colour.")
    page.get_by_label("Effort").select_option("low")
    page.fill(".cs-prompt", "What colour?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cs-thinking .cs-hint:has-text('Thinking… 1 s')")
    keep(page, "-thinking")
    hold.release()
    page.wait_for_selector(".cs-done")
    assert not page.is_visible("text=It is one colour.")
    page.click("text=What Claude thought")
    assert page.is_visible("text=It is one colour.")
    assert api.requests[-1].json["output_config"] == {"effort": "low"}
    assert "false" not in page.inner_text(".cs-turn")


def test_stop_ends_the_question_even_while_another_cell_runs(page, api, keep):
    hold = api.hold("/v1/messages", after=4)
    api.reply("", pieces=["The first half", " and the second."])
    choose_task(page, "Describe")
    page.wait_for_selector(".cs-writing .cs-answer:has-text('first half')")
    page.evaluate(
        """() => {
            const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
            kernel.requestExecute({ code: "1" });
            window.busy = kernel.requestExecute({ code: "__import__('time').sleep(20)" });
        }"""
    )
    page.wait_for_function(
        "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === 'busy'"
    )
    draw_box(page)  # what it holds can only be told after that cell
    page.get_by_role("button", name="Stop").click()
    page.wait_for_selector(".cs-stopped:has-text('The first half')", timeout=15_000)
    assert "second" not in page.inner_text(".cs-stopped .cs-answer")
    keep(page)
    page.evaluate(
        "window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt()"
        ".then(() => window.busy.done).then(() => undefined)"
    )
    hold.release()


def test_tasks_are_a_menu_in_the_order_of_use_that_the_keyboard_opens(page, api, keep):
    tasks = page.get_by_role("button", name="Tasks")
    tasks.focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("menuitem").first.inner_text().startswith("Explain")
    keep(page, "-menu")
    page.keyboard.press("Escape")
    assert page.locator("[role=menu]:visible").count() == 0
    assert tasks.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cs-done")
    assert page.inner_text(".cs-task") == "describe"


def test_the_price_beside_ask_follows_the_model_and_the_efforts_are_the_model_s(page, keep):
    page.wait_for_selector(".cs-price:has-text('about USD')")
    price = page.inner_text(".cs-price")
    page.get_by_label("Model").select_option("claude-opus-4-5")
    page.wait_for_function(
        "p => !['', p].includes(document.querySelector('.cs-price').innerText)", arg=price
    )
    efforts = page.get_by_label("Effort").locator("option").all_inner_texts()
    assert efforts == ["auto", "low", "medium", "high"]
    assert page.get_by_role("checkbox", name="Check").is_enabled()
    page.get_by_role("button", name="+ Add").click()
    page.get_by_role("button", name="fractal Image").click()
    page.wait_for_selector("[role=tab][aria-selected=true]:has-text('fractal')")
    assert page.get_by_role("checkbox", name="Check").is_disabled()
    keep(page)


def test_a_click_on_a_bar_names_it_and_offers_to_ask(page, keep):
    place = page.locator(".cs-layer").bounding_box()
    page.mouse.click(place["x"] + 0.6 * place["width"], place["y"] + 0.8 * place["height"])
    page.wait_for_selector(".cs-chip:has-text('bar of Sales: Q3, 9')")
    assert page.input_value(".cs-prompt") == "What does this bar of Sales: Q3, 9 tell?"
    assert page.evaluate("document.activeElement.className") == "cs-prompt"
    keep(page)


def test_a_double_click_on_a_bar_asks_about_it(page, api, keep):
    api.reply("Q3 was the worst.")
    place = page.locator(".cs-layer").bounding_box()
    page.mouse.dblclick(place["x"] + 0.6 * place["width"], place["y"] + 0.8 * place["height"])
    page.wait_for_selector(".cs-done:has-text('Q3 was the worst.')")
    asked = page.inner_text(".cs-question")
    assert asked.startswith("What does this bar of Sales: Q3, 9 tell?")
    assert page.input_value(".cs-prompt") == ""
    keep(page)


def test_a_named_mark_stays_and_a_drag_over_a_box_moves_the_picture_in_that_mode(page):
    place = page.locator(".cs-layer").bounding_box()
    page.mouse.click(place["x"] + 0.6 * place["width"], place["y"] + 0.8 * place["height"])
    page.wait_for_selector(".cs-chip:has-text('bar of Sales: Q3, 9')")
    assert page.locator(".cs-handle").count() == 0
    draw_box(page, 0.6, 0.8, 0.4, 0.6)
    page.wait_for_function("document.querySelectorAll('.cs-box').length === 2")
    page.get_by_role("button", name="Box 1: bar of Sales: Q3, 9").focus()
    page.wait_for_selector(".cs-chip:has-text('bar of Sales: Q3, 9')")
    for _ in range(4):
        page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("radio", name="Move").check()
    before = page.locator(".cs-layer").bounding_box()
    style = page.locator(".cs-box").last.get_attribute("style")
    draw_box(page, 0.5, 0.7, 0.45, 0.7)
    assert page.locator(".cs-layer").bounding_box()["x"] < before["x"] - 10
    assert page.locator(".cs-box").last.get_attribute("style") == style
    assert page.locator(".cs-box").count() == 2


def test_words_that_were_typed_are_what_is_asked_about_a_mark(page, api):
    api.reply("A strike.")
    page.fill(".cs-prompt", "Why so few?")
    place = page.locator(".cs-layer").bounding_box()
    page.mouse.click(place["x"] + 0.6 * place["width"], place["y"] + 0.8 * place["height"])
    page.wait_for_selector(".cs-chip:has-text('bar of Sales: Q3, 9')")
    assert page.input_value(".cs-prompt") == "Why so few?"
    assert page.locator(".cs-turn").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_selector(".cs-done:has-text('A strike.')")
    assert page.inner_text(".cs-question").startswith("Why so few?")


def test_a_region_shows_its_sentence_and_is_gone_on_with(page, api, keep):
    region = {"image": 1, "label": "the peak", "sentence": "The best quarter.", "shape": "box"}
    region["coordinates"] = [860, 110, 1040, 710]
    api.reply(json.dumps({"answer": "Q4 is the best.", "regions": [region]}))
    page.get_by_label("Mark regions").check()
    page.fill(".cs-prompt", "Which is best?")
    page.get_by_role("button", name="Ask", exact=True).click()
    mark = page.locator("button.cs-region")
    mark.hover(position={"x": 4, "y": 4})
    assert page.locator(".cs-tip").is_visible()
    assert "The best quarter." in page.inner_text(".cs-tip")
    keep(page)
    mark.click(position={"x": 4, "y": 4})
    page.wait_for_selector(".cs-chip:has-text('the peak')")
    assert page.input_value(".cs-prompt") == "Tell me more about: the peak"


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_a_picture_comes_in_pieces_from_clipboard_or_desk(page, keep, kind):
    put(page, kind, png(1200, 900), f"{kind}ed.png")  # 3 MB: seven pieces
    page.wait_for_selector(f"[role=tab][aria-selected=true]:has-text('{kind}ed.png')")
    page.wait_for_function("document.querySelector('.cs-image')?.naturalWidth === 1200")
    assert "1200 × 900 px" in page.inner_text(".cs-caption")
    keep(page)


def test_a_picture_of_thirty_megabytes_arrives_with_progress(page, keep):
    file = BytesIO()
    pixels = random.Random(1).randbytes(3300 * 3300 * 3)
    Image.frombytes("RGB", (3300, 3300), pixels).save(file, "PNG", compress_level=0)
    assert len(file.getvalue()) > 30_000_000
    put(page, "drop", file.getvalue(), "large.png")
    page.wait_for_selector(".cs-progress progress")
    page.wait_for_selector("[role=tab][aria-selected=true]:has-text('large.png')")
    page.wait_for_function("document.querySelector('.cs-image')?.naturalWidth > 1200")
    assert "3300 × 3300" in page.inner_text(".cs-caption")
    keep(page)


def test_a_variable_of_the_kernel_is_opened_from_its_thumbnail(page, keep):
    page.get_by_role("button", name="+ Add").click()
    page.wait_for_selector(".cs-variable img")
    keep(page)
    page.get_by_role("button", name="fractal Image").click()
    page.wait_for_selector("[role=tab][aria-selected=true]:has-text('fractal')")
    assert page.locator(".cs-tab").count() == 2


def test_what_would_be_sent_is_told_before_and_uploads_are_listed(page, keep):
    page.get_by_text("How the picture is sent").click()
    page.wait_for_selector(".cs-way")
    assert "not at a URL" in page.inner_text(".cs-way.cs-impossible")
    page.get_by_role("radio", name="files", exact=False).last.check()
    choose_task(page, "Explain")
    page.wait_for_selector(".cs-done")
    page.get_by_text("Uploaded files").click()
    page.wait_for_selector(".cs-file:has-text('until')")
    keep(page)
    page.locator(".cs-file").get_by_role("button", name="Delete").first.click()
    page.wait_for_selector(".cs-files:has-text('Nothing is uploaded.')")


def test_a_method_chosen_in_one_panel_leaves_that_of_another_as_it_is(page):
    page.evaluate(
        """async () => {
            const { content } = window.jupyterapp.shell.currentWidget;
            const source = "other = ClaudeSee(fractal)\\nother";
            content.model.sharedModel.insertCell(2, { cell_type: "code", source });
            content.activeCellIndex = 2;
            await window.jupyterapp.commands.execute("notebook:run-cell");
        }"""
    )
    panels = page.locator(".claude-see")
    page.wait_for_function("document.querySelectorAll('.cs-image[src]').length === 2")
    for number in (0, 1):
        panels.nth(number).get_by_text("How the picture is sent").click()
        panels.nth(number).locator(".cs-way").first.wait_for()
    files, base64 = (
        panels.nth(number).locator(f".cs-way:has(strong:text-is('{method}')) input")
        for number, method in enumerate(("files", "base64"))
    )
    files.check()
    base64.check()
    assert files.is_checked()
    page.evaluate("window.jupyterapp.shell.currentWidget.content.model.sharedModel.deleteCell(2)")


RUN = """code => {
    const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
    window.running = kernel.requestExecute({ code, store_history: false });
}"""


def test_a_question_of_a_cell_about_a_box_draws_it(page, api):
    api.reply("A bar.")
    page.evaluate(RUN, "panel.ask('What is this?', box=(180, 320, 372, 720))")
    page.wait_for_selector(".cs-done:has-text('A bar.')")
    assert page.locator(".cs-box").count() == 1
    assert page.inner_text(".cs-about").startswith("About the whole picture")
    page.locator(".cs-box").focus()
    page.keyboard.press("Delete")
    page.evaluate(RUN, "panel.ask('And now?')")
    page.wait_for_function("document.querySelectorAll('.cs-done').length === 2")
    assert page.locator(".cs-box").count() == 0


def test_while_a_cell_runs_the_panel_says_so_and_takes_no_focus_later(page, keep):
    page.evaluate(RUN, "import threading; go_on = threading.Event(); go_on.wait(60)")
    page.wait_for_selector(".cs-busy:visible:has-text('A cell is running')")
    place = page.locator(".cs-layer").bounding_box()
    page.mouse.click(place["x"] + 0.6 * place["width"], place["y"] + 0.8 * place["height"])
    keep(page)
    page.locator(".jp-Cell .cm-content").first.focus()
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt()")
    page.wait_for_selector(".cs-chip:has-text('bar of Sales: Q3, 9')")
    assert page.evaluate("document.activeElement.className").startswith("cm-content")
    page.wait_for_selector(".cs-busy", state="hidden")


def test_an_error_goes_with_the_next_action(page, keep):
    put(page, "drop", b"this is no picture", "notes.png")
    page.wait_for_selector(".cs-problem:has-text('notes.png')")
    keep(page)
    page.get_by_role("button", name="+ Add").click()
    page.get_by_role("button", name="fractal Image").click()
    page.wait_for_selector("[role=tab][aria-selected=true]:has-text('fractal')")
    assert page.inner_text(".cs-problem") == ""


def test_escape_leaves_and_ctrl_s_is_the_notebook_s(page):
    page.locator(".cs-prompt").focus()
    page.keyboard.type("Why?")
    page.evaluate(
        """() => {
            window.saved = new Promise((resolve) =>
                window.jupyterapp.shell.currentWidget.context.saveState.connect(
                    (_, state) => state === "completed" && resolve(true)));
        }"""
    )
    page.keyboard.press("Control+s")
    assert page.evaluate("window.saved")
    assert page.evaluate("document.activeElement.className") == "cs-prompt"
    page.keyboard.press("Escape")
    assert page.evaluate("!document.querySelector('.claude-see').contains(document.activeElement)")
    assert page.input_value(".cs-prompt") == "Why?"
    page.keyboard.press("ArrowUp")  # a command of the notebook, which has the keyboard
    page.wait_for_function("window.jupyterapp.shell.currentWidget.content.activeCellIndex === 0")


def test_the_conversation_is_put_into_the_next_cell(page, api):
    api.reply("It is **high**.")
    page.fill(".cs-prompt", "How high?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cs-done")
    page.get_by_role("button", name="To a cell").click()
    page.wait_for_function("document.querySelectorAll('.jp-Notebook .jp-Cell').length === 3")
    model = "window.jupyterapp.shell.currentWidget.content.model.sharedModel"
    source = page.evaluate(f"{model}.cells[2].source")
    page.evaluate(f"{model}.deleteCell(2)")
    assert "> How high?\n\nIt is **high**." in source


def test_an_answer_runs_nothing_and_fetches_nothing(page, api):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    api.reply(
        "<img src=x onerror='window.harm=1'> ![leak](https://example.com/leak.png) "
        "<script>window.harm=1</script> [x](javascript:window.harm=1)"
    )
    choose_task(page, "Explain")
    page.wait_for_selector(".cs-done:has-text('image: leak')")
    assert page.locator(".cs-answer :is(img, script, [onerror])").count() == 0
    assert page.evaluate("window.harm") is None
    assert not [url for url in asked if "example.com" in url]


def test_everything_is_done_by_keyboard(page, api, keep):
    def tab_to(selector, key="Tab"):
        for _ in range(40):
            if page.evaluate("s => document.activeElement?.matches(s)", selector):
                return
            page.keyboard.press(key)
        raise AssertionError(
            f"{selector} is not reached; at "
            + page.evaluate("document.activeElement?.outerHTML.slice(0, 200)")
        )

    page.locator(".cs-tab").first.focus()
    tab_to(".cs-viewport")
    page.keyboard.press("b")
    page.wait_for_function("document.activeElement.matches('.cs-box')")
    before = page.inner_text(".cs-chip")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowDown")
    page.wait_for_function("t => document.querySelector('.cs-chip').innerText !== t", arg=before)
    page.wait_for_function(  # a screen reader hears where the box is now
        """() => document.querySelector('.cs-root > [role=status]').textContent
            === document.querySelector('.cs-chip').textContent"""
    )
    keep(page)
    page.keyboard.press("Enter")
    page.keyboard.type("What is this?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cs-done")
    tab_to(".cs-box", key="Shift+Tab")
    page.keyboard.press("Delete")
    page.wait_for_selector(".cs-about:has-text('About the whole picture')")
    assert page.locator(".jp-Notebook .jp-Cell").count() == 2  # no letter reached the notebook


def height_of(page, selector):
    return page.locator(selector).bounding_box()["height"]


def test_the_log_grows_with_the_panel_which_the_pointer_and_the_keyboard_resize(page, keep):
    log, picture = (height_of(page, selector) for selector in (".cs-log", ".cs-viewport"))
    edge = page.get_by_role("separator", name="Height of the panel")
    place = edge.bounding_box()
    page.mouse.move(place["x"] + 9, place["y"] + 12)
    page.mouse.down()
    page.mouse.move(place["x"] + 9, place["y"] + 212, steps=4)
    page.mouse.up()
    assert height_of(page, ".cs-log") > log + 190
    assert height_of(page, ".cs-viewport") > picture + 190
    keep(page)
    edge.focus()
    height = height_of(page, ".cs-root")
    page.keyboard.press("ArrowUp")
    assert abs(height_of(page, ".cs-root") - height + 24) < 2
    assert int(edge.get_attribute("aria-valuenow")) < height
    edge.dblclick()
    assert abs(height_of(page, ".cs-log") - log) < 2


def test_it_opens_beside_the_notebook_and_on_the_whole_screen(page, api):
    page.set_viewport_size({"width": 1400, "height": 800})
    page.get_by_role("button", name="Beside").click()
    page.wait_for_function("document.querySelector('.cs-root').dataset.view === 'side'")
    panel = page.locator(".cs-root").bounding_box()
    code = page.locator(".jp-Cell .jp-InputArea-editor").first.bounding_box()
    assert code["x"] + code["width"] <= panel["x"]
    assert panel["height"] > 600
    page.get_by_role("separator", name="Width of the panel").focus()
    page.keyboard.press("ArrowLeft")
    assert page.locator(".cs-root").bounding_box()["width"] > panel["width"] + 20
    page.fill(".cs-prompt", "What is this?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cs-done")
    page.screenshot(path=panel_lab.PICTURES / "panel-beside.png")
    page.get_by_role("button", name="Full screen").click()
    page.wait_for_function("document.querySelector('.cs-root').clientWidth >= 1398")
    page.screenshot(path=panel_lab.PICTURES / "panel-full-screen.png")
    page.get_by_role("button", name="Beside").click()
    page.get_by_role("button", name="Bring it back").click()
    page.wait_for_function("document.querySelector('.cs-root').dataset.view === 'cell'")
    assert page.locator(".cs-done").is_visible()


def test_a_swipe_scrolls_two_fingers_zoom_and_a_finger_draws_once_a_mode_is_tapped(page):
    page.set_viewport_size({"width": WIDTH, "height": 500})
    devtools = page.context.new_cdp_session(page)
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    try:
        page.locator(".cs-viewport").scroll_into_view_if_needed()
        place = page.locator(".cs-viewport").bounding_box()
        x, y = place["x"] + 150, place["y"] + 150
        swipe(devtools, x, y, 0, -60)
        page.wait_for_function(
            "y => document.querySelector('.cs-viewport').getBoundingClientRect().y < y - 20",
            arg=place["y"],
        )
        assert page.locator(".cs-box").count() == 0
        zoom = page.inner_text(".cs-zoom")
        touch(devtools, "touchStart", (x, 200), (x + 50, 200))
        touch(devtools, "touchMove", (x - 20, 200), (x + 70, 200))
        touch(devtools, "touchEnd")
        page.wait_for_function("t => document.querySelector('.cs-zoom').innerText !== t", arg=zoom)
        page.get_by_role("button", name="Fit").click()
        assert page.locator(".cs-box").count() == 0
        box = page.locator(".cs-mode").first.bounding_box()
        tap(devtools, box["x"] + 9, box["y"] + 9)
        page.wait_for_selector("text=Draw with one finger.")
        place = page.locator(".cs-viewport").bounding_box()
        swipe(devtools, x, place["y"] + 80, 60, 40)
        page.wait_for_selector(".cs-box")
        assert not page.is_visible("text=Draw with one finger.")
    finally:
        devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": False})


def touch(devtools, kind, *points):
    touches = [{"x": x, "y": y} for x, y in points]
    devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


def tap(devtools, x, y):
    touch(devtools, "touchStart", (x, y))
    touch(devtools, "touchEnd")


def swipe(devtools, x, y, right, down):
    touch(devtools, "touchStart", (x, y))
    for step in range(1, 6):
        touch(devtools, "touchMove", (x + right * step / 5, y + down * step / 5))
    touch(devtools, "touchEnd")


SMALL_TARGETS = """() => {
    const controls = "button, select, textarea, summary, label:has(input), [role=separator], "
        + "input[type=url], .cs-tab-close, .cs-handle";
    return [...document.querySelectorAll(`.claude-see :is(${controls})`)]
        .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect()])
        .filter(([, { width }]) => width > 0)
        .filter(([, { width, height }]) => Math.min(width, height) < 23.9)
        .map(([html, { width, height }]) => `${width} x ${height}: ${html}`);
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(page, api, keep, theme):
    region = {"image": 1, "label": "the peak", "sentence": "The best.", "shape": "box"}
    region["coordinates"] = [860, 110, 1040, 710]
    answer = (
        "## Sales\n\nA [link](https://example.com), `code` and\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    api.reply(json.dumps({"answer": answer, "regions": [region]}))
    browser_lab.set_theme(page, theme)
    draw_box(page)
    page.wait_for_selector(".cs-chip")
    page.get_by_label("Mark regions").check()
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector(".cs-done")
    page.get_by_text("How the picture is sent").click()
    page.get_by_text("Uploaded files").click()
    page.get_by_role("button", name="+ Add").click()
    page.wait_for_selector(".cs-variable img")
    page.wait_for_selector(".cs-way")
    keep(page)
    assert page.evaluate(SMALL_TARGETS) == []
    try:
        assert serious_findings(page) == []
    finally:
        browser_lab.set_theme(page, "light")


@pytest.mark.parametrize("look", ["forced colors", "vscode-high-contrast", "colab dark"])
def test_other_looks_can_be_read(page, api, keep, look):
    api.reply("Four bars, of which **Q4** is the highest, and `code`.")
    draw_box(page)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector(".cs-done")
    page.get_by_text("How the picture is sent").click()
    page.wait_for_selector(".cs-way")
    if look == "forced colors":
        page.emulate_media(forced_colors="active")
    page.evaluate(SET_LOOK, [look, "add"])
    keep(page)
    try:
        assert serious_findings(page) == []
        backs = page.evaluate(
            "[...document.querySelectorAll('.cs-mode')].map((e) => getComputedStyle(e).background)"
        )
        assert backs[0] != backs[1]  # the mode that is on looks like it
    finally:
        page.emulate_media(forced_colors="none")
        page.evaluate(SET_LOOK, [look, "remove"])


SET_LOOK = """([look, change]) => {
    const { body, documentElement } = document;
    if (look.startsWith("vscode")) {
        body.classList[change](look);
        const style = change === "add" ? { "--jp-layout-color1": "#000",
            "--jp-layout-color2": "#000", "--jp-content-font-color1": "#fff",
            "--vscode-contrastBorder": "#6fc3df" } : {};
        body.style.cssText = Object.entries(style).map((pair) => pair.join(":")).join(";");
    } else if (look.startsWith("colab")) {
        if (change === "add") documentElement.setAttribute("theme", "dark");
        else documentElement.removeAttribute("theme");
    }
}"""


def test_it_is_usable_at_400_pixels(page, api, keep):
    page.set_viewport_size({"width": 504, "height": 1400})  # Lab's own bars take the rest
    page.wait_for_function("document.querySelector('.claude-see').clientWidth <= 400")
    tops = [page.locator(one).bounding_box()["y"] for one in (".cs-stage", ".cs-talk")]
    assert tops[0] < tops[1]
    sizes = "(({ scrollWidth, clientWidth }) => [scrollWidth, clientWidth])"
    scroll, client = page.evaluate(f"{sizes}(document.querySelector('.cs-root'))")
    assert scroll <= client
    draw_box(page)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.wait_for_selector(".cs-done")
    keep(page)


WIDE = """
Here it is, \\(\\frac{a}{b} \\le x^2\\) and \\(\\unheardof{x}\\):

$$\\sum_{i=1}^n i^2$$

| quarter | region | a long heading of a column | sales | costs | margin | forecast |
| --- | --- | --- | --- | --- | --- | --- |
| first | northeast | something to read about it | 1,234,567 | 1,234,567 | 12.5 % | 1,300,000 |

```python
def total_of_quarter(frame, quarter):  # a long line that is never broken inside of a word
    return frame.loc[frame["quarter"] == quarter, "sales"].sum()
```

> What is quoted has a bar.
"""


def test_a_wide_answer_scrolls_in_its_own_blocks_and_breaks_no_word(page, api, keep):
    api.reply(WIDE)
    page.set_viewport_size({"width": 504, "height": 1800})
    page.wait_for_function("document.querySelector('.claude-see').clientWidth <= 400")
    page.fill(".cs-prompt", "What is it?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cs-done")
    keep(page)
    lines = """() => [...document.querySelectorAll(".cs-answer td")].map((cell) => {
        const { lineHeight } = getComputedStyle(cell);
        return cell.getBoundingClientRect().height / parseFloat(lineHeight);
    })"""
    assert max(page.evaluate(lines)) < 5
    scrolls = "s => ((e) => e.scrollWidth > e.clientWidth)(document.querySelector(s))"
    assert page.evaluate(scrolls, ".cs-table")
    assert page.evaluate(scrolls, ".cs-code pre")
    assert not page.evaluate(scrolls, ".cs-log")
    assert page.locator(".cs-answer math").count() == 2
    assert page.locator(".cs-answer mfrac").bounding_box()["height"] > 15
    assert "\\(\\unheardof{x}\\)" in page.inner_text(".cs-answer")
    assert page.locator(".cs-answer mjx-container").count() == 0
    assert serious_findings(page) == []


def test_code_of_an_answer_becomes_the_next_cell(page, api):
    api.reply("Run this:\n\n```python\nprint(1 < 2)\n```\n\nand this:\n\n```sql\nSELECT 1\n```")
    page.fill(".cs-prompt", "How?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cs-done")
    assert page.get_by_role("button", name="Insert as cell").count() == 1
    assert page.locator(".cs-code-tools").get_by_role("button", name="Copy").count() == 2
    page.get_by_role("button", name="Insert as cell").click()
    page.wait_for_function("document.querySelectorAll('.jp-Notebook .jp-Cell').length === 3")
    cells = "window.jupyterapp.shell.currentWidget.content.model.sharedModel"
    cell = page.evaluate(f"(({{ cell_type, source }}) => [cell_type, source])({cells}.cells[2])")
    page.evaluate(f"{cells}.deleteCell(2)")
    assert cell == ["code", "print(1 < 2)"]


def test_a_stream_leaves_selection_and_focus_alone_and_says_each_block_once(page, api, keep):
    hold, last = api.hold("/v1/messages", after=6), api.hold("/v1/messages", after=4)
    pieces = ["It **rises** first.\n\n```python\nx = 1\n```\n\n- one", "\n- two", "\n\nThe end."]
    api.reply("", pieces=pieces)
    page.fill(".cs-prompt", "What happens?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cs-writing .cs-answer li:has-text('one')")
    page.evaluate(
        """() => {
            const range = document.createRange();
            range.selectNodeContents(document.querySelector(".cs-answer li"));
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            document.querySelector(".cs-answer pre").focus();
            window.list = document.querySelector(".cs-answer ul");
        }"""
    )
    keep(page, "-streaming")
    hold.release()
    last.release()
    page.wait_for_selector(".cs-done:has-text('The end.')")
    assert page.evaluate("getSelection().toString()") == "one"
    assert page.evaluate("document.activeElement.matches('.cs-answer pre')")
    assert page.evaluate("window.list === document.querySelector('.cs-answer ul')")
    assert page.locator(".cs-answer li").count() == 2
    told = page.locator("[aria-live=polite][aria-relevant=additions] p").all_inner_texts()
    assert told == ["It rises first.", "x = 1", "one, two", "The end."]
    assert page.get_attribute(".cs-log", "aria-live") == "off"


def test_a_task_about_a_box_names_its_subject(page, api):
    api.reply("A bar.")
    draw_box(page)
    page.wait_for_selector(".cs-chip")
    page.get_by_role("button", name="Tasks").click()
    page.get_by_role("menuitem", name="Explain").click()
    page.wait_for_selector(".cs-done")
    assert page.inner_text("summary:has(.cs-task)") == "explain: a part of fig"


def test_a_mark_lights_the_bar_that_proves_it_and_a_sentence_its_region(page, api, keep):
    claims = [{"quote": "Q4 sold 18", "query": "SELECT max(value) FROM data", "value": 18}]
    claims += [
        {
            "quote": "Q1 is lowest",
            "value": "Q1",
            "query": "SELECT x FROM data WHERE series = 'Sales' ORDER BY value LIMIT 1",
        }
    ]
    region = {"image": 1, "label": "the peak", "sentence": "The best quarter.", "shape": "box"}
    region["coordinates"] = [860, 110, 1040, 710]
    text = "Here, Q4 sold 18, the peak of 2025.\n\nQ1 is lowest."
    api.reply(json.dumps({"answer": text, "regions": [region], "claims": claims}))
    page.get_by_label("mark regions").check()
    page.get_by_role("checkbox", name="Check").check()
    page.fill(".cs-prompt", "Which is best?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cs-done")
    right = page.locator("button.cs-claim.cs-right")
    assert right.get_attribute("title") == "right: 18"
    assert page.inner_text("button.cs-claim.cs-wrong") == "✗ (Q3)"
    right.click()
    page.wait_for_selector(".cs-proof")
    light, layer = (page.locator(one).bounding_box() for one in (".cs-proof", ".cs-layer"))
    assert (light["x"] - layer["x"]) / layer["width"] > 0.65
    page.mouse.move(5, 5)
    page.locator(".cs-said").hover()
    assert page.locator(".cs-light:not(.cs-proof)").count() == 1
    keep(page)
    assert serious_findings(page) == []
    page.mouse.move(5, 5)
    assert page.locator(".cs-light:not(.cs-proof)").count() == 0
    page.locator("button.cs-region").hover(position={"x": 4, "y": 4})
    assert page.locator(".cs-said.cs-lit").inner_text() == "the peak"


def test_a_stopped_question_is_put_back_and_the_arrows_bring_earlier_ones(page, api, keep):
    hold = api.hold("/v1/messages", after=4)
    api.reply("", pieces=["The first half", " and the second."])
    page.fill(".cs-prompt", "How much?")
    page.keyboard.press("Enter")
    page.wait_for_selector(".cs-writing .cs-answer:has-text('first half')")
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("button", name="Edit").click()
    hold.release()
    assert page.input_value(".cs-prompt") == "How much?"
    keep(page)
    api.reply("It is 12.")
    page.get_by_role("button", name="Retry").click()
    page.wait_for_selector(".cs-done:has-text('It is 12.')")
    page.fill(".cs-prompt", "")
    page.keyboard.press("ArrowUp")
    assert page.input_value(".cs-prompt") == "How much?"
    page.keyboard.press("ArrowDown")
    assert page.input_value(".cs-prompt") == ""


def test_a_suggested_question_goes_with_its_mark(page):
    place = page.locator(".cs-layer").bounding_box()
    page.mouse.click(place["x"] + 0.6 * place["width"], place["y"] + 0.8 * place["height"])
    page.wait_for_selector(".cs-chip:has-text('bar of Sales: Q3, 9')")
    assert "Q3" in page.input_value(".cs-prompt")
    page.get_by_role("button", name="Delete box").click()
    assert page.input_value(".cs-prompt") == ""


def test_a_call_is_shown_with_its_picture_and_its_box_while_it_is_looked_at(page, api, keep):
    box = {"image": 1, "left": 60, "top": 200, "right": 500, "bottom": 700}
    sql = "SELECT x, value FROM data WHERE kind = 'bar'"
    api.call_tools(("zoom", box), ("query", {"image": 1, "sql": sql}), text="Closer.")
    api.reply("Q4 is the best.")
    page.evaluate(RUN, "panel.ask('Which is the best?', tools='all')")
    page.wait_for_selector(".cs-done")
    zoomed, rows = page.locator(".cs-call").all()
    assert "looked closer at (60, 200)–(500, 700) of fig" in zoomed.inner_text()
    assert "→ 4 rows" in rows.inner_text()
    assert zoomed.locator("img").evaluate("image => image.naturalWidth") > 100
    assert page.locator(".cs-lights .cs-light").count() == 0
    zoomed.hover()
    light = page.locator(".cs-lights .cs-light").bounding_box()
    layer = page.locator(".cs-layer").bounding_box()
    keep(page)
    share = (light["x"] - layer["x"]) / layer["width"]
    sent = page.locator(".cs-image").evaluate("image => image.naturalWidth")
    assert share == pytest.approx(60 / sent, abs=0.02)
    rows.locator("summary").click()
    assert "SELECT x, value" in rows.inner_text()
    assert page.locator(".cs-lights .cs-light").count() == 0
