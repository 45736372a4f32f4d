"""PDFs: what they are, which pages are meant, and what is wrong with the bad ones."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from pdfs import (
    encrypted,
    many_pages,
    one_page,
    pdf,
    texts,
    with_table_as_stream,
    without_pages,
    written,
)
from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter

from jupyter_claude_vision import models
from jupyter_claude_vision.chat.attachment_options import pdf_options
from jupyter_claude_vision.chat.attachment_options.pdf_options import open_pdfs
from jupyter_claude_vision.errors import (
    DocumentError,
    InputError,
    MissingPackageError,
    PromptError,
    UnreadableImageError,
)
from jupyter_claude_vision.imaging.geometry import fits_tier
from jupyter_claude_vision.imaging.prepare import ImageLimits, prepare_image
from jupyter_claude_vision.imaging.prepared_pdf import NOT_SHOWN, prepare_document
from jupyter_claude_vision.inputs.pdf.pages import inspect_pdf
from jupyter_claude_vision.inputs.registry import InputOptions, is_visible, recognize_input
from jupyter_claude_vision.options import AskOptions, build_ask_options
from jupyter_claude_vision.options.page_ranges import parse_page_ranges


def attachment(thing, name="report.pdf"):
    return recognize_input(thing, name, options=InputOptions())


def nobody(prompt):
    raise AssertionError(f"asked for {prompt}")


def opened(thing, ask=nobody, **options):
    return open_pdfs([attachment(thing)], build_ask_options(options), ask)


def prepared(thing, ask=nobody, **options):
    (only,) = opened(thing, ask, **options)
    return prepare_document(only, models.HIGH)


def sources(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf())
    return {
        "path": path,
        "text": str(path),
        "bytes": pdf(),
        "open_file": BytesIO(pdf()),
        "data_url": "data:application/pdf;base64," + base64.b64encode(pdf()).decode(),
    }


@pytest.mark.parametrize("source", ["path", "text", "bytes", "open_file", "data_url"])
def test_a_pdf_is_a_document_that_goes_byte_for_byte(tmp_path, source):
    found = attachment(sources(tmp_path)[source])
    assert found.kind == "document"
    document = prepare_document(found, models.HIGH)
    assert document.data == pdf()
    assert document.extent == "6 pages"
    assert document.media_type == "application/pdf"


def test_a_pdf_that_is_named_png_is_a_document(tmp_path):
    path = tmp_path / "chart.png"
    path.write_bytes(pdf())
    assert attachment(path, "chart.png").kind == "document"


def test_a_png_that_is_named_pdf_is_an_image(tmp_path):
    path = tmp_path / "chart.pdf"
    Image.new("RGB", (30, 20)).save(path, "PNG")
    found = attachment(path, "chart.pdf")
    assert prepare_image(found, ImageLimits(models.HIGH)).media_type == "image/png"


def test_junk_before_the_header_does_not_hide_a_pdf():
    assert attachment(b"\r\n\r\n" + pdf()).kind == "document"


def test_bytes_of_a_pdf_are_offered_for_looking_at():
    assert is_visible(pdf())


@pytest.mark.parametrize("where", ["path", "memory"])
def test_a_closed_file_of_matplotlib_is_what_it_has_written(tmp_path, where):
    target = tmp_path / "figures.pdf" if where == "path" else BytesIO()
    with PdfPages(target) as pages:
        pages.savefig(Figure())
        pages.savefig(Figure())
    assert is_visible(pages)
    assert prepare_document(attachment(pages, "pages"), models.HIGH).extent == "2 pages"


def test_a_file_of_matplotlib_that_is_still_open_says_what_to_do(tmp_path):
    with PdfPages(tmp_path / "figures.pdf") as pages:
        pages.savefig(Figure())
        with pytest.raises(InputError, match=r"still being written: call pages\.close\(\) first"):
            attachment(pages, "pages")


@pytest.mark.parametrize(
    ("asked", "ranges"),
    [
        ("3", ((3, 3),)),
        ("3-5,8", ((3, 5), (8, 8))),
        ("3–5", ((3, 5),)),
        ("7-", ((7, None),)),
        ("1, 4", ((1, 1), (4, 4))),
    ],
)
def test_pages_are_named_as_in_a_print_dialog(asked, ranges):
    assert parse_page_ranges(asked) == ranges


@pytest.mark.parametrize("asked", ["0", "5-3", "x", "", "1,,2", "-3", "1-2-3"])
def test_what_names_no_pages_is_refused(asked):
    with pytest.raises(ValueError):
        parse_page_ranges(asked)
    with pytest.raises(PromptError, match="pages takes page numbers from 1"):
        opened(pdf(), pages=asked)


@pytest.mark.parametrize("pages", ["2-3,5", [2, 3, 5], (5, 3, 2, 2), iter([2, 3, 5])])
def test_chosen_pages_are_cut_here_and_keep_their_numbers(pages):
    document = prepared(pdf(), pages=pages)
    assert [text.split()[1] for text in texts(document.data)] == ["2", "3", "5"]
    assert document.page_numbers == (2, 3, 5)
    assert document.extent == "pages 2–3, 5 of 6"
    assert [document.original_number(place) for place in (1, 2, 3)] == [2, 3, 5]


def test_the_same_pages_are_the_same_content_each_time():
    first, second = prepared(pdf(), pages="2-3"), prepared(pdf(), pages=[2, 3])
    assert first.digest == second.digest
    assert first.digest != prepared(pdf(), pages="2-4").digest
    assert first.digest != prepared(pdf()).digest


def test_a_page_that_is_not_there_is_named_with_how_many_there_are():
    with pytest.raises(DocumentError, match=r"report\.pdf has 6 pages: there is no page 9\."):
        opened(pdf(), pages="5-9")
    with pytest.raises(DocumentError, match=r"has 1 page: there is no page 2\."):
        opened(pdf(1), pages=2)


def test_pages_as_images_fill_what_the_model_sees_and_are_named_by_their_numbers():
    images = opened(pdf(), pages="2,5", as_images=True)
    assert [image.name for image in images] == ["report.pdf p. 2", "report.pdf p. 5"]
    for tier in (models.STANDARD, models.HIGH):
        picture = prepare_image(images[0], ImageLimits(tier))
        assert fits_tier(picture.width, picture.height, tier)
        assert not fits_tier(picture.width + 28, picture.height + 28, tier)
        assert picture.original_size == (picture.width, picture.height)
        assert picture.media_type == "image/png"


def test_more_pages_than_can_be_images_are_refused_by_their_number_at_once(monkeypatch):
    def draw(*_):
        raise AssertionError("drawn")

    monkeypatch.setattr(
        "jupyter_claude_vision.chat.attachment_options.pdf_options.page_raster", draw
    )
    with pytest.raises(
        DocumentError, match=r"report\.pdf would be 3,000 images.* such as --pages 1-600\."
    ):
        opened(many_pages(3000), as_images=True)
    with pytest.raises(DocumentError, match=r"2,001 images.* such as --pages 1000-1599\."):
        opened(many_pages(3000), as_images=True, pages="1000-")
    assert len(opened(many_pages(3000), as_images=True, pages="2401-")) == 600


def test_more_pages_than_a_request_takes_are_not_cut_out_first(monkeypatch):
    def copy(*_):
        raise AssertionError("cut out")

    monkeypatch.setattr(pdf_options, "copy_pages", copy)
    with pytest.raises(
        DocumentError, match=r"^That is 2,991 pages of report\.pdf.* such as --pages 10-609\.$"
    ):
        opened(many_pages(3000), pages="10-")


def test_the_pages_of_several_pdfs_count_together_as_images():
    two = [attachment(pdf(), "a.pdf"), attachment(pdf(), "b.pdf")]
    assert len(open_pdfs(two, AskOptions(as_images=True), nobody, 12)) == 12
    with pytest.raises(DocumentError, match=r"b\.pdf would be 6 images, and there is room for 4"):
        open_pdfs(two, AskOptions(as_images=True), nobody, 10)
    with pytest.raises(DocumentError, match=r"b\.pdf would be 6 images, and the request is full"):
        open_pdfs(two, AskOptions(as_images=True), nobody, 6)


def test_options_about_pdfs_leave_pictures_alone():
    things = [attachment(Image.new("RGB", (30, 20)), "red"), attachment(pdf())]
    red, document = open_pdfs(things, build_ask_options({"pages": "1"}), nobody)
    assert red is things[0]
    assert document.pages.numbers == (1,)


def test_options_about_pdfs_need_one():
    things = [attachment(Image.new("RGB", (30, 20)), "red")]
    with pytest.raises(PromptError, match="or a picture of several pages, and red is none"):
        open_pdfs(things, build_ask_options({"pages": "1"}), nobody)
    with pytest.raises(PromptError, match="or a picture of several pages: name it"):
        open_pdfs([], AskOptions(as_images=True), nobody)
    with pytest.raises(PromptError, match="is not: name its file"):
        open_pdfs([attachment("file_abc", "file_abc")], build_ask_options({"pages": "1"}), nobody)


def test_an_encrypted_pdf_is_refused_with_what_to_do():
    with pytest.raises(DocumentError, match=r"report\.pdf is encrypted: ask with --password"):
        prepared(encrypted("secret"))


def test_a_wrong_password_is_told_from_none():
    with pytest.raises(DocumentError, match="that is not its password") as caught:
        opened(encrypted("secret"), password="wrong-guess")
    assert "wrong-guess" not in str(caught.value)


@pytest.mark.parametrize("pages", [None, "2-3"])
def test_with_its_password_a_decrypted_copy_is_sent(pages):
    document = prepared(encrypted("secret"), password="secret", pages=pages)
    assert texts(document.data) == texts(pdf())[1:3] if pages else texts(pdf())
    assert not document.as_found


def test_a_password_is_asked_for_only_where_one_is_needed():
    asked = []

    def ask(prompt):
        asked.append(prompt)
        return "secret"

    assert prepared(encrypted("secret"), ask, password=True).extent == "6 pages"
    assert prepared(pdf(), ask, password=True).data == pdf()
    assert asked == ["Password of report.pdf: "]


def test_a_password_is_kept_nowhere():
    (only,) = opened(encrypted("uncommon-secret"), password="uncommon-secret", pages="2")
    document = prepare_document(only, models.HIGH)
    assert "uncommon-secret" not in repr(vars(only)) + repr(vars(document))
    kept = [cell.cell_contents for cell in only.load.__closure__]
    assert "uncommon-secret" not in repr(kept)


def test_protection_that_needs_no_password_is_left_out_and_the_caption_says_so():
    document = prepared(encrypted(""))
    assert len(texts(document.data)) == 6
    assert document.notes == ("its protection, which needs no password to read, is left out",)


def test_a_pdf_that_only_speaks_of_encryption_goes_as_it_is():
    data = pdf().replace(b"%%EOF", b"% /Encrypt 5 0 R\n%%EOF")
    assert prepared(data).data == data


REPAIRED = "a repaired copy: the file itself is damaged, or has other bytes around it"

AROUND = {
    "junk before": b"HTTP/1.1 200 OK\r\n\r\n" + pdf(),
    "junk behind": pdf() + b"x" * 5000,
    "a table that is elsewhere": pdf().replace(b"startxref\n", b"startxref\n9"),
    "no table": pdf()[: pdf().rindex(b"xref\n", 0, -20)] + pdf()[pdf().index(b"trailer") :],
}


@pytest.mark.parametrize("case", AROUND)
def test_what_the_api_would_refuse_and_can_be_repaired_goes_as_a_repaired_copy(case):
    document = prepared(AROUND[case])
    assert document.data.startswith(b"%PDF-")
    assert document.data.rstrip().endswith(b"%%EOF")
    assert inspect_pdf(document.data, "copy", 600).sound
    assert texts(document.data) == texts(pdf())
    assert document.notes == (REPAIRED,)
    assert not document.as_found
    assert document.digest == prepared(AROUND[case]).digest != prepared(pdf()).digest


@pytest.mark.parametrize("end", [b"\n", b"\r\n\r\n", b"\0" * 500])
def test_what_every_reader_bears_goes_byte_for_byte(end):
    document = prepared(pdf() + end)
    assert document.data == pdf() + end
    assert not document.notes


@pytest.mark.parametrize("pages", [None, "2-3"])
def test_a_decrypted_copy_says_nothing_of_its_encryption(pages):
    data = with_table_as_stream(encrypted("secret"))
    document = prepared(data, password="secret", pages=pages)
    assert b"/Encrypt" not in document.data
    assert texts(document.data) == texts(pdf())[1:3] if pages else texts(pdf())


def test_a_page_that_speaks_of_encryption_keeps_its_words_in_a_copy():
    font = b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    page = one_page(b"BT /F 12 Tf 20 20 Td (/Encrypt 5 0 R) Tj ET", entries=font)
    assert texts(prepared(b"junk" + page).data) == ["/Encrypt 5 0 R"]


def test_a_form_that_only_adobe_reader_shows_is_named():
    form = b"/AcroForm<</Fields[]/XFA[(template) 4 0 R]>>/NeedsRendering true"
    (note,) = prepared(one_page(b"", catalog=form)).notes
    assert "only Adobe Reader shows" in note


def test_files_inside_a_pdf_are_named(tmp_path):
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf())))
    writer.add_attachment("private.csv", b"1,2")
    assert prepared(written(writer)).notes == (
        "1 file inside it is sent along and not among its pages",
    )


@pytest.mark.parametrize("box", [b"0 0 0 0", b"0 0 14400 14400", b"0 0 1 14400", b"0 0 1e9 1e-9"])
def test_pages_of_odd_sizes_are_shown_and_drawn(box):
    document = prepared(one_page(b"0 0 9 9 re f", box=box))
    assert document.page_sheet().data
    assert max(document.open(1).size) <= 8000
    (image,) = opened(document.data, as_images=True)
    picture = prepare_image(image, ImageLimits(models.HIGH))
    assert fits_tier(picture.width, picture.height, models.HIGH)


@pytest.mark.parametrize(
    "data", [pdf()[:3000], b"%PDF-1.7 and nothing else", b"%PDF-1.7\n" + bytes(5000)]
)
def test_a_damaged_pdf_is_named(data):
    with pytest.raises(DocumentError, match=r"report\.pdf is damaged or cut short"):
        prepared(data)


def test_an_empty_file_and_one_without_pages_are_named(tmp_path):
    path = tmp_path / "report.pdf"
    path.touch()
    with pytest.raises(UnreadableImageError, match="is empty"):
        attachment(path)
    with pytest.raises(DocumentError, match="is damaged"):
        prepared(without_pages())


def test_a_text_that_is_named_pdf_is_neither():
    path_like = attachment(b"plain text", "report.pdf")
    with pytest.raises(UnreadableImageError, match="not a PDF or an image"):
        prepare_image(path_like, ImageLimits(models.HIGH))


def test_a_file_that_is_no_pdf_any_more_is_named(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf())
    found = attachment(path)
    path.write_bytes(b"something else")
    with pytest.raises(UnreadableImageError, match="it has changed"):
        prepare_document(found, models.HIGH)


def test_tokens_grow_with_pages_and_with_what_the_model_sees():
    (few,), (many,) = opened(pdf(), pages="1"), opened(pdf())
    assert 6 * prepare_document(few, models.HIGH).tokens == pytest.approx(
        prepare_document(many, models.HIGH).tokens, rel=0.05
    )
    standard, high = (prepare_document(few, tier) for tier in (models.STANDARD, models.HIGH))
    assert 1000 < standard.tokens < 1700
    assert standard.spare == 0
    assert high.tokens == standard.tokens
    assert 4000 < high.tokens + high.spare < 5000


def test_the_first_pages_are_shown_on_one_sheet():
    sheet = prepared(pdf(), pages="2-4").page_sheet()
    assert sheet.media_type in {"image/png", "image/jpeg"}
    assert Image.open(BytesIO(sheet.data)).width == 3 * 180 + 10
    assert len(sheet.data) < 100_000
    assert not sheet.caption


def test_a_long_pdf_says_how_many_pages_the_sheet_leaves_out():
    sheet = prepared(many_pages(30)).page_sheet()
    assert sheet.data
    assert sheet.caption == "18 more pages are sent, not shown here."


def test_a_page_opens_by_its_number_in_the_original():
    document = prepared(pdf(), pages="3-4")
    assert document.open(4).size == (1152, 768)
    with pytest.raises(DocumentError, match=r"Page 1 .* was not sent: pages 3–4 of 6 were"):
        document.open(1)


def yellow(image):
    """Return the box around what is marked."""
    red, _, blue = image.split()
    marks = ImageChops.subtract(red, blue).point(lambda value: 255 if value > 80 else 0)
    return marks.getbbox()


def test_a_text_is_marked_on_its_page_however_its_lines_are_broken():
    document = prepared(pdf(), pages="3-4")
    left, top, right, bottom = yellow(document.open(4, "Figure 4\r\nshows  400 units."))
    assert 100 < left < 130
    assert 350 < top < bottom < 400  # in the middle of a page of 768 pixels
    assert right < 576
    assert yellow(document.open(4, "Figure 3 shows")) is None
    assert yellow(document.open(4)) is None


def test_pdfs_are_opened_by_several_threads_without_harm():
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(lambda n: prepared(pdf(), pages=n % 6 + 1).tokens, range(24)))
    assert all(pages)


@pytest.fixture
def no_pypdfium2(monkeypatch):
    monkeypatch.setattr("jupyter_claude_vision.inputs.pdf.pdfium.find_spec", lambda _: None)


def test_without_the_extra_a_pdf_goes_whole_and_the_caption_says_what_is_missing(no_pypdfium2):
    document = prepared(pdf())
    assert document.data == pdf()
    assert document.notes == (NOT_SHOWN,)
    assert document.tokens is None
    assert document.page_sheet() is None


def test_without_the_extra_junk_before_a_pdf_is_left_out(no_pypdfium2):
    document = prepared(b"HTTP/1.1 200 OK\r\n\r\n" + pdf())
    assert document.data == pdf()
    assert document.notes == (NOT_SHOWN, "sent without the bytes before it")
    assert not document.as_found


def test_without_the_extra_pages_cannot_be_chosen(no_pypdfium2):
    with pytest.raises(MissingPackageError, match=r'pip install "jupyter-claude-vision\[pdf\]"'):
        opened(pdf(), pages="2")


def test_without_the_extra_encrypted_and_cut_files_are_still_found(no_pypdfium2):
    with pytest.raises(DocumentError, match="is encrypted"):
        prepared(encrypted("secret"))
    with pytest.raises(DocumentError, match="damaged or cut short"):
        prepared(pdf()[:3000])
