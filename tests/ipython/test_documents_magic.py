"""PDFs in ``%claude_see`` and ``see``, in a real kernel."""

from __future__ import annotations

import base64
import signal

import pytest
from conftest import KEY
from kernel import Kernel
from loopback import LoopbackServer
from pdfs import encrypted, many_pages, nested_forms, pdf, texts
from PIL import Image

from jupyter_claude_vision.inputs.pdf import pdfium


@pytest.fixture(scope="module")
def served():
    with LoopbackServer() as running:
        yield running


@pytest.fixture(scope="module")
def kernel(served, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pdfs")
    (folder / "report.pdf").write_bytes(pdf())
    (folder / "locked.pdf").write_bytes(encrypted("secret"))
    (folder / "empty.pdf").touch()
    (folder / "broken.pdf").write_bytes(pdf()[:3000])
    (folder / "long.pdf").write_bytes(many_pages(601))
    (folder / "hostile.pdf").write_bytes(nested_forms())
    (folder / "text.pdf").write_text("Only text.")
    (folder / "page.pdf").write_text("<!doctype html><p>Log in")
    (folder / "report.png").write_bytes(pdf())
    Image.new("RGB", (300, 200), "red").save(folder / "red.pdf", "PNG")
    env = {"ANTHROPIC_BASE_URL": served.url, "ANTHROPIC_API_KEY": KEY}
    with Kernel(env, cwd=str(folder)) as running:
        running.ok("%load_ext jupyter_claude_vision\nfrom jupyter_claude_vision import see")
        yield running


@pytest.fixture
def sent(served):
    """What the last question carried, by type of block."""
    served.requests.clear()

    def blocks(kind):
        body = [r for r in served.requests if r.path == "/v1/messages"][-1].json
        return [b for b in body["messages"][-1]["content"] if b["type"] == kind]

    return blocks


def pages_of(block):
    return [text.split()[1] for text in texts(base64.b64decode(block["source"]["data"]))]


def captions(result):
    texts = [d["text/plain"] for d in result.displays if {"text/html", "text/plain"} <= d.keys()]
    return [line for text in texts for line in text.splitlines()]


def test_the_line_of_the_guide(kernel, sent):
    result = kernel.ok("%claude_see report.pdf --pages 2-3 --new What does figure 2 show?")
    (block,) = sent("document")
    assert pages_of(block) == ["2", "3"]
    assert [text["text"] for text in sent("text")] == [
        (
            "Pages 2–3 of 6 of report.pdf: the document below begins at page 2. "
            "Name pages by these numbers."
        ),
        "What does figure 2 show?",
    ]
    assert captions(result)[0].startswith("report.pdf · pages 2–3 of 6 · ")
    sheet = result.displays[0]
    assert "image/png" in sheet
    assert 'alt="pages of report.pdf"' in sheet["text/html"]


def test_see_takes_pages_and_cite(kernel, served, sent):
    location = {
        "type": "page_location",
        "cited_text": "Figure 3 shows 300 units.",
        "document_index": 0,
        "document_title": "report.pdf",
        "start_page_number": 2,
        "end_page_number": 3,
        "file_id": None,
    }
    text = "It shows 300 units."
    served.reply(text, blocks=[{"type": "text", "text": text, "citations": [location]}])
    call = "answer = see('report.pdf', 'What?', pages=range(2, 4), cite=True, new=True)"
    result = kernel.ok(call)
    assert result.final["text/plain"].startswith("It shows 300 units. [p. 3]")
    assert "It shows 300 units. &#91;p. 3&#93;" in result.final["text/markdown"]
    assert sent("document")[0]["citations"] == {"enabled": True}
    assert kernel.value("[(c.page, c.document) for c in answer.citations]") == [(3, "report.pdf")]
    table = kernel.ok("answer.citations").results[0]
    assert "Figure 3 shows 300 units" in table["text/markdown"]
    assert "image/png" in kernel.ok("answer.citations[0]").results[0]
    assert kernel.value("answer.citations[0].open().size") == (1152, 768)


def test_pages_as_images_are_pictures_as_large_as_the_model_sees(kernel, sent):
    result = kernel.ok("%claude_see report.pdf --pages 2,5 --as-images --new What?")
    assert len(sent("image")) == 2
    assert not sent("document")
    assert [caption.split(" · ")[:2] for caption in captions(result)] == [
        ["Image 1 (report.pdf p. 2)", "2352 × 1568 px"],
        ["Image 2 (report.pdf p. 5)", "2352 × 1568 px"],
    ]


def test_without_words_a_pdf_is_summarized(kernel, sent):
    kernel.ok("%claude_see report.pdf --new")
    assert sent("text")[-1]["text"].startswith("Summarize this document")


def test_a_file_of_matplotlib_is_looked_at_by_its_name(kernel, sent):
    kernel.ok(
        "import matplotlib.pyplot as plt\n"
        "from matplotlib.backends.backend_pdf import PdfPages\n"
        "with PdfPages('figures.pdf') as figures:\n"
        "    fig, ax = plt.subplots(); figures.savefig(fig); plt.close(fig)"
    )
    result = kernel.ok("%claude_see figures --new What?")
    assert captions(result)[0].startswith("figures · 1 page · ")
    assert sent("document")[0]["title"] == "figures"


def test_a_dry_run_tells_pages_bytes_and_tokens(kernel, served):
    served.requests.clear()
    (shown,) = kernel.ok("%claude_see report.pdf --pages 1-2 --new --dry-run What?").displays
    assert "pages 1–2 of 6" in shown["text/plain"]
    assert "about 3," in shown["text/plain"]
    assert "at most USD 0." in shown["text/plain"]
    assert not served.requests


def test_bytes_and_a_pdf_that_is_named_png_are_documents(kernel, sent):
    kernel.ok("data = open('report.pdf', 'rb').read()")
    for name in ("data", "report.png"):
        kernel.ok(f"%claude_see {name} --new What?")
        assert sent("document")[0]["title"] == name


def test_a_png_that_is_named_pdf_is_a_picture(kernel, sent):
    kernel.ok("%claude_see red.pdf --new What?")
    assert sent("image")


ERRORS = {
    "a part": ("report.pdf --crop 1,1,9,9 What?", "PromptError", "report.pdf is a PDF: --as-imag"),
    "tiles": ("report.pdf --tiles What?", "PromptError", "report.pdf is a PDF: --as-images"),
    "encrypted": (
        "locked.pdf What?",
        "DocumentError",
        "locked.pdf is encrypted: ask with --password, or see(…, password=…) in Python.",
    ),
    "broken": (
        "broken.pdf What?",
        "DocumentError",
        "broken.pdf is damaged or cut short: it cannot be opened as a PDF.",
    ),
    "empty": ("empty.pdf What?", "UnreadableImageError", "empty.pdf is empty."),
    "too_many_pages": (
        "long.pdf What?",
        "DocumentError",
        "takes 600 in one request: choose some, such as --pages 1-600.",
    ),
    "too_many_images": (
        "long.pdf --as-images What?",
        "DocumentError",
        "long.pdf would be 601 images, and there is room for 600 in the request",
    ),
    "a_text": ("text.pdf What?", "UnreadableImageError", "text.pdf is not a PDF or an image"),
    "a_web_page": ("page.pdf What?", "UnreadableImageError", "page.pdf is a web page"),
    "pages_of_a_picture": (
        "red.pdf --pages 2 What?",
        "PromptError",
        "are about a PDF, or a picture of several pages, and red.pdf is none.",
    ),
    "a_page_that_is_not_there": (
        "report.pdf --pages 5-7 What?",
        "DocumentError",
        "report.pdf has 6 pages: there is no page 7.",
    ),
    "no_page_numbers": ("report.pdf --pages two What?", "OptionError", "--pages takes 3-5,8"),
    "boxes": ("report.pdf --boxes What?", "InputError", "ask about report.pdf with --as-images"),
    "cite_and_boxes": ("report.pdf --cite --boxes What?", "PromptError", "--cite gives text only"),
    "cite_without_a_pdf": (
        "red.pdf --cite What?",
        "PromptError",
        "--cite names the pages of a PDF",
    ),
    "nobody_to_ask_for_a_password": (
        "locked.pdf --password What?",
        "PromptError",
        "A password cannot be asked for here: give it to see(…, password=…).",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_what_cannot_work_is_one_line_before_anything_is_sent(kernel, served, case):
    line, kind, said = ERRORS[case]
    served.requests.clear()
    result = kernel.run(f"%claude_see --new {line}")
    assert result.error["ename"] == kind
    assert said in result.error["evalue"]
    assert len(result.error["traceback"]) == 1
    assert not served.requests


def test_a_password_is_asked_for_and_kept_nowhere(kernel, sent, served):
    ask = "import getpass\ngetpass.getpass = lambda prompt: print(prompt) or 'sec' + 'ret'\n"
    result = kernel.ok(f"{ask}%claude_see locked.pdf --password --new -o answer What?")
    assert "Password of locked.pdf: " in result.stdout
    assert pages_of(sent("document")[0]) == list("123456")
    assert all(b"secret" not in request.body for request in served.requests)
    kept = kernel.value("repr(answer) + repr(answer.images) + repr(vars(answer.images[0]))")
    assert "secret" not in kept


def test_a_wrong_password_is_told_without_repeating_it(kernel):
    result = kernel.run("see('locked.pdf', 'What?', password='wrong-guess')")
    assert result.error["evalue"] == "locked.pdf is encrypted, and that is not its password."


def test_tab_offers_the_options_and_the_file(kernel):
    assert "--pages" in kernel.complete("%claude_see report.pdf --pa")
    assert "report.pdf" in kernel.complete("%claude_see repo")


BOUNDED = """
from jupyter_claude_vision.inputs.pdf import pdfium
own, pdfium.MEMORY_BYTES = pdfium.MEMORY_BYTES, 150_000_000
pdfium.PDFIUM.close()
"""


def test_a_pdf_that_takes_gigabytes_is_sent_and_the_caption_says_what_is_not_known(
    kernel, sent, monkeypatch
):
    kernel.ok(BOUNDED)
    pdfium.PDFIUM.close()  # the server reads it too
    monkeypatch.setattr(pdfium, "MEMORY_BYTES", 150_000_000)
    result = kernel.ok("%claude_see hostile.pdf --new What?")
    kernel.ok("pdfium.MEMORY_BYTES = own; pdfium.PDFIUM.close()")
    assert base64.b64decode(sent("document")[0]["source"]["data"]) == nested_forms()
    (caption,) = captions(result)[:1]
    assert caption.startswith("hostile.pdf · 1 page · ")
    assert "the text of page 1 cannot be measured here within 0.15 GB of memory" in caption
    assert not result.stderr


STOPPED = """
import os, signal
from IPython.display import display
from jupyter_claude_vision.inputs.pdf import pdfium
ask, next_part = pdfium._Process.ask, pdfium._Process._next_part
def stopped(process, *arguments):
    pdfium._Process.ask, pdfium._Process._next_part = ask, waiting
    stopped.process = process
    os.kill(process._process.pid, signal.SIGSTOP)  # as long as it may: it never answers
    return ask(process, *arguments)
def waiting(process, deadline):
    pdfium._Process._next_part = next_part
    display({"text/plain": "it is being read"}, raw=True)
    return next_part(process, deadline)
pdfium._Process.ask = stopped
"""


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no process can be stopped")
@pytest.mark.parametrize("options", ["", "--pages 2", "--as-images"])
def test_an_interrupt_while_a_pdf_is_read_ends_it_at_once(kernel, served, options):
    kernel.ok(STOPPED)
    served.requests.clear()

    def interrupt(shown):
        if shown.get("text/plain") == "it is being read":
            kernel.interrupt()

    result = kernel.run(f"%claude_see report.pdf {options} --new What?", on_display=interrupt)
    assert result.error["ename"] == "Stopped"
    assert len(result.error["traceback"]) == 1
    assert not served.requests
    assert kernel.value("stopped.process.is_alive") is False
    assert captions(kernel.ok("%claude_see report.pdf --new What?"))[0].startswith("report.pdf · 6")
