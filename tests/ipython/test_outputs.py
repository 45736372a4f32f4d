"""``@`` names what cells have shown: through a real kernel, as every front end drives one."""

from __future__ import annotations

import base64
from io import BytesIO
from types import SimpleNamespace

import pytest
from conftest import KEY, SETUP
from kernel import Kernel
from loopback import LoopbackServer
from PIL import Image

MORE = """
import sys
from IPython.display import Markdown, SVG, clear_output, display, update_display
from jupyter_claude_vision import ClaudeSee, Conversation, resume, see
%config ClaudeVision.method = 'base64'
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    with LoopbackServer() as server:
        env = {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY, "HOME": "/home/alice"}
        with Kernel(env, cwd=str(tmp_path_factory.mktemp("notebook"))) as kernel:
            kernel.ok(SETUP)
            kernel.ok(MORE)
            yield kernel, server


class Cells:
    """A notebook, and what its questions send."""

    def __init__(self, kernel, server):
        self.run, self.ok, self.tab = kernel.run, kernel.ok, kernel.complete
        self._server = server

    @property
    def requests(self):
        return [r for r in self._server.requests if r.path == "/v1/messages"]

    def ask(self, line, **options):
        """Return the pictures and the texts that a line sends, and what it shows."""
        count = len(self.requests)
        shown = self.run(line, **options)
        assert shown.error is None, shown.error
        assert len(self.requests) == count + 1
        content = self.requests[-1].json["messages"][-1]["content"]
        sources = [block["source"]["data"] for block in content if block["type"] == "image"]
        pictures = [Image.open(BytesIO(base64.b64decode(data))) for data in sources]
        texts = [block["text"] for block in content if block["type"] == "text"]
        captions = [d["text/markdown"] for d in shown.displays if "text/markdown" in d]
        return SimpleNamespace(
            pictures=pictures, texts=texts, shown=shown, captions="".join(captions)
        )

    def number(self):
        """The number of the next cell."""
        [result] = self.run("0").contents("execute_result")
        return result["execution_count"] + 1


@pytest.fixture
def cells(running):
    kernel, server = running
    kernel.ok("resume(Conversation())")
    return Cells(kernel, server)


def color(picture):
    return picture.convert("RGB").getpixel((5, 5))


def test_the_output_of_the_cell_above_is_sent_as_it_was_displayed(cells):
    cells.ok("display(red)")
    question = cells.ask("%claude_see @ Which color?")
    assert [(p.size, color(p)) for p in question.pictures] == [((300, 200), (255, 0, 0))]
    assert question.texts[-1] == "Which color?"


def test_a_question_asked_again_is_about_the_same_output(cells):
    cells.ok("red")
    for _ in range(2):
        question = cells.ask("%claude_see --new @ Which color?", cell="below")
        assert [color(p) for p in question.pictures] == [(255, 0, 0)]


def test_a_cell_that_shows_nothing_is_not_above(cells):
    cells.ok("blue")
    cells.ok("x = 1")
    assert [p.size for p in cells.ask("%claude_see @ What?").pictures] == [(400, 300)]


def test_a_number_is_that_of_the_cell_and_minus_two_the_second_last(cells):
    number = cells.number()
    cells.ok("display(red)")
    cells.ok("display(blue)")
    assert [p.size for p in cells.ask(f"%claude_see @{number} What?").pictures] == [(300, 200)]
    assert [p.size for p in cells.ask("%claude_see --new @-2 What?").pictures] == [(300, 200)]
    question = cells.ask("%claude_see --new before=@-2 after=@ What changed?")
    assert question.texts[:2] == ["Image 1 (before):", "Image 2 (after):"]


def test_several_outputs_are_all_sent_and_labeled_by_their_place(cells):
    number = cells.number()
    cells.ok("print('Loss: 0.25'); display(red); display(Markdown('**Done**')); blue")
    question = cells.ask("%claude_see @ What?")
    assert [p.size for p in question.pictures] == [(300, 200), (400, 300)]
    words = "\n".join(question.texts)
    assert f"@{number}.2" in words
    assert f"@{number}.4" in words
    assert f"@{number}.1:\nLoss: 0.25" in words
    assert f"@{number}.3:\n**Done**" in words
    named = f"Sent as text: @{number}.1 (10 characters), @{number}.3 (8 characters)."
    assert named in str(question.shown.displays + question.shown.updates) + question.shown.stdout
    alone = cells.ask(f"%claude_see --new @{number}.4 What?")
    assert [p.size for p in alone.pictures] == [(400, 300)]


def test_a_figure_of_the_inline_backend_is_an_output(cells):
    cells.ok("plt.plot([1, 2, 3]); plt.title('Sales');")
    [picture] = cells.ask("%claude_see @ What?").pictures
    assert picture.width > 300


def test_a_traceback_goes_as_text_without_folders(cells):
    cells.run("open('/home/alice/secret project/data.csv')")
    question = cells.ask("%claude_see What went wrong in @?")
    assert question.pictures == []
    [text, prompt] = question.texts
    assert prompt == "What went wrong in @?"
    assert "FileNotFoundError" in text
    assert "open('data.csv')" in text
    assert "alice" not in str(cells.requests[-1].json)
    assert "\x1b" not in text


def test_a_traceback_through_a_library_names_its_file_and_no_folder(cells):
    cells.run("import json; json.loads('{')")
    [text, _] = cells.ask("%claude_see What went wrong in @?").texts
    assert "json/decoder.py" in text
    assert "/usr" not in text
    assert "site-packages" not in text


def test_a_key_in_an_output_is_not_sent(cells):
    cells.ok(f"print('key is', '{KEY}')")
    [text, _] = cells.ask("%claude_see @ What?").texts
    assert "key is [secret]" in text


def test_our_own_errors_and_answers_are_no_outputs(cells):
    cells.ok("display(red)")
    assert cells.run("%claude_see @99999 What?").error["ename"] == "NotVisibleError"
    cells.ok("see(blue, 'What?');")
    assert [p.size for p in cells.ask("%claude_see --new @ What?").pictures] == [(300, 200)]


def test_see_takes_a_reference_too_also_in_a_list(cells):
    number = cells.number()
    cells.ok("display(red)")
    question = cells.ask(f"see(['@{number}', blue], 'Which?');")
    assert [p.size for p in question.pictures] == [(300, 200), (400, 300)]


@pytest.mark.parametrize(
    ("prompt", "count"),
    [
        ("Mail bob@example.com about it", 0),
        ("What does @property do?", 0),
        ("-- What is @?", 0),
    ],
)
def test_other_signs_in_a_prompt_name_nothing(cells, prompt, count):
    cells.ask("%claude_see red What?")
    cells.ok("display(blue)")
    assert len(cells.ask(f"%claude_see {prompt}").pictures) == count


def test_beside_an_attachment_the_prompt_is_literal(cells):
    cells.ok("display(blue)")
    question = cells.ask("%claude_see red What is @ here?")
    assert [p.size for p in question.pictures] == [(300, 200)]
    assert question.texts[-1] == "What is @ here?"


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("@98765", "In[98765] has shown nothing, or it is kept no longer. There are outputs of"),
        ("@-999", "there are outputs of"),
    ],
)
def test_what_is_not_kept_is_an_error_that_names_it(cells, reference, message):
    cells.ok("display(blue)")
    error = cells.run(f"%claude_see {reference} What?").error
    assert error["ename"] == "NotVisibleError"
    assert error["evalue"].startswith(reference)
    assert message in error["evalue"]


def test_a_piece_that_is_not_there_is_an_error(cells):
    number = cells.number()
    cells.ok("display(blue)")
    error = cells.run(f"%claude_see @{number}.3 What?").error
    assert error["evalue"].startswith(f"@{number}.3: In[{number}] has 1 output that is kept.")


def test_cleared_and_updated_outputs_are_as_they_stand(cells):
    cells.ok("print('old'); clear_output(); display(red)")
    assert len(cells.ask("%claude_see @ What?").pictures) == 1
    assert "old" not in str(cells.requests[-1].json)
    cells.ok("handle = display(red, display_id=True)")
    cells.ok("handle.update(blue)")
    assert [p.size for p in cells.ask("%claude_see --new @ What?").pictures] == [(400, 300)]


def test_captured_output_was_never_displayed(cells):
    cells.ok("display(red)")
    cells.ok("%%capture\nprint('hidden'); display(blue)")
    assert [p.size for p in cells.ask("%claude_see @ What?").pictures] == [(300, 200)]


def test_what_the_running_cell_has_shown_is_not_above(cells):
    cells.ok("display(red)")
    question = cells.ask("display(blue)\nsee('@', 'What?');")
    assert [p.size for p in question.pictures] == [(300, 200)]


def test_widgets_are_their_pictures_or_their_values(cells):
    cells.ok(
        "import io, ipywidgets as widgets; buffer = io.BytesIO(); red.save(buffer, 'PNG')\n"
        "picture = widgets.Image(value=buffer.getvalue()); slider = widgets.IntSlider(3)"
    )
    cells.ok("widgets.HBox([slider, picture])")
    assert [p.size for p in cells.ask("%claude_see @ What?").pictures] == [(300, 200)]
    assert [p.size for p in cells.ask("%claude_see --new picture What?").pictures] == [(300, 200)]
    cells.ok("slider")
    assert "IntSlider: 3" in cells.ask("%claude_see --new @ What?").texts[0]


def test_a_chart_that_loads_its_library_is_drawn_anew(cells):
    cells.ok(
        "import altair, pandas as pd; frame = pd.DataFrame({'x': ['p', 'q'], 'y': [1, 2]})\n"
        "altair.Chart(frame).mark_bar().encode(x='x:N', y='y:Q')"
    )
    question = cells.ask("%claude_see @ --with-data What?")
    assert len(question.pictures) == 1
    assert "q" in question.texts[0]


def test_a_displayed_figure_of_plotly_still_holds_its_data(cells):
    pytest.importorskip("plotly")
    cells.ok("import plotly.graph_objects as go; chart = go.Figure(go.Bar(x=['p', 'q'], y=[1, 2]))")
    cells.ok("chart")
    cells.ok(
        "from jupyter_claude_vision import figures\n"
        "shell = get_ipython()\n"
        "options = shell.magics_manager.registry['ClaudeVisionMagics'].session.input_options()\n"
        "from jupyter_claude_vision.inputs.outputs.references import attach_output\n"
        "[plot] = attach_output('@', options)"
    )
    assert cells.run("figures.query(plot.target, 'SELECT value FROM data').value").error
    count = cells.run("len(figures.query(plot.target, 'SELECT value FROM data'))")
    assert count.results[0]["text/plain"] == "2"


def test_tab_completes_references(cells):
    number = cells.number()
    cells.ok("display(red); display(blue)")
    matches = cells.tab("%claude_see @")
    assert {"@", f"@{number}", f"@{number}.1", f"@{number}.2"} <= set(matches)
    assert f"before=@{number}" in cells.tab("%claude_see before=@")


def test_each_and_a_panel_refuse_text(cells):
    cells.ok("print('hello')")
    assert "is text" in str(cells.run("%claude_see @ --each What?").results)
    assert "is text" in str(cells.run("%claude_see @ --widget").error)


def test_the_settings_bound_what_is_kept(cells):
    cells.ok("%config ClaudeVision.outputs = 2")
    number = cells.number()
    for _ in range(4):
        cells.ok("display(red)")
    assert "kept no longer" in cells.run(f"%claude_see @{number} What?").error["evalue"]
    cells.ok("%config ClaudeVision.outputs = 0")
    cells.ok("display(red)")
    cells.ok("%config ClaudeVision.outputs = 20")


def test_unloading_leaves_the_shell_as_it_was(cells):
    cells.ok("%unload_ext jupyter_claude_vision")
    shell = "get_ipython()"
    left = cells.run(
        f"[f for target in ({shell}.display_pub, {shell}.displayhook, sys.stdout, sys.stderr) "
        "for f in vars(target).values() "
        "if type(f).__name__ == 'function' and 'claude' in str(f.__module__)]"
    )
    assert left.results[0]["text/plain"] == "[]"
    cells.ok("%load_ext jupyter_claude_vision")
