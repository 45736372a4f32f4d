"""Hostile PDFs cost bounded time and memory, and the process that reads them, not this one."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfs import built, encrypted, many_paths, nested_forms, one_page, pdf, stream
from PIL import Image

from jupyter_claude_vision import models
from jupyter_claude_vision.errors import DocumentError, InputError, MissingPackageError
from jupyter_claude_vision.imaging.pdf_sheet import drawn_sheet
from jupyter_claude_vision.imaging.prepared_pdf import prepare_document
from jupyter_claude_vision.inputs.pdf import document as documents
from jupyter_claude_vision.inputs.pdf import pages as document_pages
from jupyter_claude_vision.inputs.pdf import pdfium
from jupyter_claude_vision.inputs.pdf.document import copy_pages
from jupyter_claude_vision.inputs.pdf.pages import (
    inspect_pdf,
    open_size,
    page_texts,
    render_page,
    rendered_small,
    text_boxes,
)
from jupyter_claude_vision.inputs.pdf.pdfium import Pdfium
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input


@pytest.fixture
def reader(monkeypatch):
    """Processes of this test's own, with its bounds."""
    own = Pdfium()
    for module in (document_pages, documents):
        monkeypatch.setattr(module, "PDFIUM", own)
    yield own
    own.close()


@pytest.fixture
def little_memory(monkeypatch, reader):
    monkeypatch.setattr(pdfium, "MEMORY_BYTES", 150_000_000)


@pytest.fixture
def little_time(monkeypatch, reader):
    monkeypatch.setattr(document_pages, "LOOK_SECONDS", 0.2)


def prepared(data):
    return prepare_document(recognize_input(data, "r.pdf", options=InputOptions()), models.HIGH)


@pytest.mark.parametrize("hostile", [nested_forms, many_paths])
def test_a_page_that_takes_gigabytes_goes_whole_and_the_caption_says_what_is_not_known(
    little_memory, hostile
):
    document = prepared(hostile())
    assert document.data == hostile()
    assert document.extent == "1 page"
    (note,) = document.notes
    assert note.startswith("the text of page 1 cannot be measured here within 0.15 GB of memory")
    assert note.endswith("the tokens are a guess, and no page is shown")
    assert 1500 < document.tokens < 4000
    assert document.page_sheet() is None


def test_a_page_that_takes_minutes_is_given_up_after_seconds(little_time):
    document = prepared(nested_forms())
    assert "here within 0.2 s" in document.notes[0]
    assert document.data == nested_forms()


def test_what_is_known_before_the_bound_is_kept(little_memory):
    document = prepared(nested_forms(after_a_page=True))
    assert document.extent == "2 pages"
    assert "the text of page 2 cannot be measured" in document.notes[0]


def test_the_sheet_shows_the_pages_that_came(little_memory):
    sheet = drawn_sheet(nested_forms(after_a_page=True), "r.pdf", (1, 2))
    assert Image.open(BytesIO(sheet.data)).width == 190
    assert sheet.caption.startswith("1 more page is sent, not shown here, since")
    assert sheet.caption.endswith("within 0.15 GB of memory.")


def test_a_page_that_is_broken_is_named_and_the_others_are_read_and_shown(reader):
    broken = one_page(b"0 0 9 9 re f", b"(no page)", pages=b"3 0 R 5 0 R")
    document = prepared(broken)
    assert document.extent == "2 pages"
    assert document.notes == (
        "the text of page 2 cannot be measured here, so that the tokens are a guess",
    )
    assert document.page_sheet().data
    assert not document.page_sheet().caption


def test_a_pdf_that_cannot_be_drawn_is_sent_all_the_same(monkeypatch, reader):
    document = prepared(pdf())
    reply = pdfium.PdfiumReply((), "failed", 1.0, heard=True)
    monkeypatch.setattr(reader, "ask_pdfium", lambda *_, **__: reply)
    assert document.page_sheet().caption == (
        "6 pages are sent, not shown here, since drawing them fails."
    )


@pytest.fixture
def crash(monkeypatch, reader):
    """Let PDFium crash when it has taken the next request."""
    ask_next = pdfium._Process._next_part

    def crash_then_next(process, deadline):
        part = ask_next(process, deadline)
        if part and part[0].get("heard"):
            os.kill(process._process.pid, signal.SIGSEGV)
        return part

    monkeypatch.setattr(pdfium._Process, "_next_part", crash_then_next)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_crash_of_pdfium_is_told_from_a_bound(crash):
    hostile = nested_forms()
    assert "here since PDFium crashes" in prepared(hostile).notes[0]
    with pytest.raises(
        DocumentError, match=r"^r\.pdf cannot be drawn here since PDFium crashes"
    ) as caught:
        render_page(hostile, 0, "r.pdf", (300, 400))
    assert isinstance(caught.value.__cause__, pdfium.PdfiumError)


def test_what_pdfium_says_is_the_cause_of_an_error(reader):
    with pytest.raises(DocumentError, match="is damaged") as caught:
        inspect_pdf(b"%PDF-1.7", "r.pdf", 600)
    assert "Data format error" in str(caught.value.__cause__)


def test_pages_that_are_asked_for_and_cannot_be_drawn_are_an_error_that_names_them(little_memory):
    with pytest.raises(
        DocumentError, match=r"^r\.pdf cannot be drawn here within 0\.15 GB of memory: choose"
    ):
        render_page(nested_forms(), 0, "r.pdf", (300, 400))


def test_the_next_document_is_read_as_if_nothing_had_been(little_memory):
    inspect_pdf(nested_forms(), "r.pdf", 600)
    assert inspect_pdf(pdf(), "r.pdf", 600).count == 6


def test_an_interrupt_ends_the_wait_and_the_process(monkeypatch, reader):
    inspect_pdf(pdf(), "r.pdf", 600)
    (process,) = reader._idle

    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(process, "_next_part", interrupt)
    with pytest.raises(KeyboardInterrupt):
        inspect_pdf(nested_forms(), "r.pdf", 600)
    assert not process.is_alive
    assert inspect_pdf(pdf(), "r.pdf", 600).count == 6


def test_one_process_serves_question_after_question(reader):
    for _ in range(3):
        render_page(pdf(), 1, "r.pdf", (60, 40))
    (process,) = reader._idle
    copy_pages(encrypted("secret"), "r.pdf", password="secret")
    assert reader._idle == [process]


def test_a_process_that_was_ended_from_outside_is_replaced(reader):
    inspect_pdf(pdf(), "r.pdf", 600)
    (process,) = reader._idle
    process._process.kill()
    process._process.wait()
    assert inspect_pdf(pdf(), "r.pdf", 600).count == 6
    assert process._process.stdin.closed


def test_the_process_has_no_key_and_no_name(monkeypatch, reader):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-secret")
    inspect_pdf(pdf(), "very-private.pdf", 600)
    (process,) = reader._idle
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux shows a process' environment as a file")
    about = Path("/proc") / str(process._process.pid)
    told = (about / "environ").read_bytes() + (about / "cmdline").read_bytes()
    assert b"sk-ant-secret" not in told
    assert b"very-private" not in told


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
def test_a_fork_asks_a_process_of_its_own(reader):
    inspect_pdf(pdf(), "r.pdf", 600)
    reader._forget_processes()
    assert inspect_pdf(pdf(), "r.pdf", 600).count == 6


def test_the_memory_of_a_process_is_seen_where_the_system_does_not_limit_it():
    pytest.importorskip("psutil")
    assert 5_000_000 < pdfium.resident_bytes(os.getpid()) < 50_000_000_000
    assert pdfium.resident_bytes(2**22 + 1) == 0


def test_a_pdfium_that_does_not_start_is_named(monkeypatch, reader, tmp_path):
    monkeypatch.setattr(pdfium, "_import_folders", lambda _: [str(tmp_path)])
    with pytest.raises(MissingPackageError, match="pypdfium2 does not start"):
        inspect_pdf(pdf(), "r.pdf", 600)


def test_where_no_process_can_be_started_it_is_said(monkeypatch, reader):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(DocumentError, match=r"r\.pdf cannot be opened here: no process for it"):
        inspect_pdf(pdf(), "r.pdf", 600)


@pytest.mark.parametrize(
    "part", [{"pages": "many"}, {"sizes": 3}, {"columns": 9, "rows": 9, "stride": 27}, {}]
)
def test_a_process_that_a_pdf_has_taken_over_is_not_believed(monkeypatch, reader, part):
    reply = pdfium.PdfiumReply(((part, b"x"), (part, b"")), "", 1.0, heard=True)
    monkeypatch.setattr(reader, "ask_pdfium", lambda *_, **__: reply)
    with suppress(DocumentError):
        inspect_pdf(pdf(), "r.pdf", 600)
    for read in (
        lambda: page_texts(pdf(), "r.pdf"),
        lambda: render_page(pdf(), 0, "r.pdf", (9, 9)),
        lambda: text_boxes(pdf(), 0, "r.pdf", "Figure"),
    ):
        with pytest.raises(DocumentError, match=r"^r\.pdf cannot be read as a PDF"):
            read()


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"

HOSTILE = {
    "a page tree that contains itself": built(
        CATALOG, b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"
    ),
    "a page tree 2,000 deep": built(
        CATALOG,
        *(b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % n for n in range(3, 2003)),
        b"<</Type/Page/MediaBox[0 0 300 400]>>",
    ),
    "a count that is not so": built(CATALOG, b"<</Type/Pages/Kids[]/Count 2000000000>>"),
    "a page of no size": one_page(b"", box=b"0 0 0 0"),
    "a page of 200 inches": one_page(b"", box=b"0 0 14400 14400"),
    "a page as large as numbers go": one_page(b"", box=b"0 0 1e38 1e38"),
    "a page of negative size": one_page(b"", box=b"300 400 0 0"),
    "a page like a thread": one_page(b"", box=b"0 0 1 14400"),
    "a crop box outside": one_page(b"", entries=b"/CropBox[900 900 950 950]"),
    "a crop box of nothing": one_page(b"", entries=b"/CropBox[10 10 10 10]"),
    "a page turned by 45 degrees": one_page(b"", entries=b"/Rotate 45"),
    "a form that draws itself": one_page(
        b"/F Do",
        stream(
            b"/F Do",
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>",
        ),
        entries=b"/Resources<</XObject<</F 5 0 R>>>>",
    ),
    "a stream that is its own length": one_page(b"", b"<</Length 5 0 R>>\nstream\n\nendstream"),
    "a page that is its own parent": built(
        CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", b"<</Type/Page/Parent 3 0 R>>"
    ),
    "no page at all": built(CATALOG, b"<</Type/Pages/Kids[]/Count 0>>"),
    "no catalog": built(b"<<>>"),
    "arrays in arrays": built(b"[" * 5000 + b"]" * 5000),
}


def everything(data):
    """Do all that is done with PDFs; whatever goes wrong is an error of ours."""
    tasks = [
        lambda: inspect_pdf(data, "r.pdf", 600),
        lambda: rendered_small(data, "r.pdf", 12, (170, 510)),
        lambda: render_page(data, 0, "r.pdf", open_size),
        lambda: page_texts(data, "r.pdf"),
        lambda: text_boxes(data, 0, "r.pdf", "Figure"),
        lambda: copy_pages(data, "r.pdf"),
        lambda: copy_pages(data, "r.pdf", [(1, 1)]),
        lambda: prepared(data).page_sheet(),
    ]
    for task in tasks:
        with suppress(InputError):
            task()


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_wrong_with_a_pdf_is_an_error_that_names_it(little_memory, case):
    everything(HOSTILE[case])


@st.composite
def mutated(draw):
    """A PDF with bytes changed, removed, repeated or exchanged."""
    data = bytearray(draw(st.sampled_from([pdf(2), encrypted("", 2), one_page(b"0 0 9 9 re f")])))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(data)))
        end = min(place + draw(st.integers(1, 200)), len(data))
        change = draw(st.sampled_from(["set", "cut", "repeat", "number", "end"]))
        if change == "set":
            data[place:end] = bytes([draw(st.integers(0, 255))])
        elif change == "cut":
            del data[place:end]
        elif change == "repeat":
            data[place:place] = data[place:end]
        elif change == "number":
            data[place:end] = b"%d" % draw(st.integers(-(2**33), 2**33))
        else:
            del data[place + 20 :]
    return bytes(data)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=mutated())
def test_a_damaged_pdf_is_read_or_named_whatever_is_damaged(little_memory, data):
    everything(b"%PDF-1.7\n" + data)
