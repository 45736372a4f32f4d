"""PDFs over the wire: blocks, methods, pages and citations."""

from __future__ import annotations

import base64
import dataclasses
import json

import pytest
from pdfs import encrypted, many_pages, pdf, texts
from PIL import Image

from jupyter_claude_vision import errors, models
from jupyter_claude_vision.answers.structured.response_format import Form
from jupyter_claude_vision.answers.structured.user_types import to_data_type
from jupyter_claude_vision.chat import estimate as estimates
from jupyter_claude_vision.chat.attachment_options.pdf_options import open_pdfs
from jupyter_claude_vision.chat.conversation import Conversation
from jupyter_claude_vision.chat.events import Done, Hooks, Mark, Piece
from jupyter_claude_vision.chat.exchange import Exchange
from jupyter_claude_vision.chat.question import Question
from jupyter_claude_vision.chat.spending import Ledger, Reservation
from jupyter_claude_vision.chat.storage.answer_cache import AnswerCache
from jupyter_claude_vision.inputs.registry import InputOptions, recognize_input
from jupyter_claude_vision.options import build_ask_options
from jupyter_claude_vision.options.ask_options import ASK_OPTIONS
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.delivery import Delivery
from jupyter_claude_vision.provider.file_cache import FileCache
from jupyter_claude_vision.provider.provider import Provider

KEY = "sk-ant-test-0123456789-secret"
PREPARING = "jupyter_claude_vision.chat.preparation"
SMALL_WINDOW = "claude-haiku-4-5"


@dataclasses.dataclass
class Named:
    title: str


class Asker:
    """Asks as the session does, without a kernel."""

    def __init__(self, provider, cache=None):
        self.provider = provider
        self.files = FileCache()
        self.conversation = Conversation()
        self.cache = cache

    def exchange(self, prompt, *things, model=models.DEFAULT_MODEL, **options):
        named = [(f"thing{n}", thing) for n, thing in enumerate(things, 1)]
        named = [thing if isinstance(thing, tuple) else (name, thing) for name, thing in named]
        reading = InputOptions(allow_private_urls=True)
        found = [recognize_input(thing, name, options=reading) for name, thing in named]
        own = {name: value for name, value in options.items() if name in ASK_OPTIONS}
        question = Question(
            prompt,
            tuple(open_pdfs(found, build_ask_options(own), lambda _: "secret")),
            model,
            models.find_tier(model),
            method=options.get("method", "auto"),
            cite=options.get("cite", False),
            form=options.get("form", Form()),
        )
        delivery = Delivery(self.provider, self.files, 86400, inline=options.get("inline", False))
        approve = options.get("approve", lambda _: None)
        hooks = Hooks(approve=approve, cache=self.cache)
        return Exchange(self.conversation, question, delivery, hooks)

    def __call__(self, prompt, *things, **options):
        self.events = list(self.exchange(prompt, *things, **options).events())
        assert isinstance(self.events[-1], Done)
        return self.events[-1].answer


@pytest.fixture
def ask(server, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_BASE_URL", server.url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    provider = Provider(PLATFORMS["anthropic"])
    yield Asker(provider)
    provider.close()


def asked(server):
    """The messages of the last request."""
    return [r for r in server.requests if r.path == "/v1/messages"][-1].json["messages"]


def content(server, turn=-1):
    return asked(server)[turn]["content"]


def documents(server, turn=-1):
    return [block for block in content(server, turn) if block["type"] == "document"]


def texts_of(server, turn=-1):
    return [block["text"] for block in content(server, turn) if block["type"] == "text"]


def report(pages=6):
    return ("data/report.pdf", pdf(pages))


def cited(text, *pages, document=0, title="report.pdf", says="Figure"):
    return {
        "type": "text",
        "text": text,
        "citations": [
            {
                "type": "page_location",
                "cited_text": says,
                "document_index": document,
                "document_title": title,
                "start_page_number": page,
                "end_page_number": page + 1,
                "file_id": None,
            }
            for page in pages
        ],
    }


def plain(text):
    return {"type": "text", "text": text}


def test_base64_carries_the_pdf_as_it_is_with_its_name_and_not_its_folder(ask, server):
    answer = ask("What?", report())
    (block,) = documents(server)
    assert block["title"] == "report.pdf"
    assert block["source"]["media_type"] == "application/pdf"
    assert base64.b64decode(block["source"]["data"], validate=True) == pdf()
    assert "citations" not in block
    assert texts_of(server) == ["What?"]
    size = len(pdf()) // 1000
    assert answer.images[0].caption.startswith(f"data/report.pdf · 6 pages · {size} kB · about ")
    assert b"data/report" not in server.requests[-1].body


def test_files_uploads_the_pdf_once_and_names_it(ask, server):
    ask("What?", report(), method="files")
    (block,) = documents(server)
    assert block["source"] == {"type": "file", "file_id": next(iter(server.files))}
    (stored,) = server.files.values()
    assert (stored.media_type, stored.data) == ("application/pdf", pdf())
    assert stored.name.endswith(".pdf")
    ask.conversation = Conversation()
    ask("And now?", report(), method="files")
    assert len(server.files) == 1


def test_a_public_pdf_travels_by_its_url_also_where_its_address_does_not_say_pdf(
    ask, server, monkeypatch
):
    monkeypatch.setattr(f"{PREPARING}.check_public", lambda *_: None)
    url = server.serve("/paper/1706.03762", pdf(), "application/pdf")
    server.reply("Attention.")
    server.accept_urls()
    answer = ask("What?", (url, url))
    assert documents(server)[0]["source"] == {"type": "url", "url": url}
    assert answer.images[0].document.extent == "6 pages"
    assert answer.images[0].choice.reason == "public address"


def test_chosen_pages_of_a_url_go_as_bytes(ask, server, monkeypatch):
    monkeypatch.setattr(f"{PREPARING}.check_public", lambda *_: None)
    url = server.serve("/report.pdf", pdf(), "application/pdf")
    ask("What?", (url, url), pages="2")
    (block,) = documents(server)
    assert [text.split()[1] for text in texts(base64.b64decode(block["source"]["data"]))] == ["2"]
    assert sum(r.path == "/report.pdf" for r in server.requests) == 1


def test_a_picture_at_a_url_is_fetched_once(ask, server):
    from io import BytesIO

    file = BytesIO()
    Image.new("RGB", (30, 20)).save(file, "PNG")
    url = server.serve("/red.png", file.getvalue())
    ask("What?", (url, url))
    assert sum(r.path == "/red.png" for r in server.requests) == 1
    assert content(server)[0]["type"] == "image"


def test_chosen_pages_are_announced_with_their_numbers(ask, server):
    ask("What does figure 4 show?", report(), pages="3-5")
    said, prompt = texts_of(server)
    assert said.startswith("Pages 3–5 of 6 of report.pdf: the document below begins at page 3.")
    assert prompt == "What does figure 4 show?"
    (block,) = documents(server)
    cut = texts(base64.b64decode(block["source"]["data"]))
    assert [text.split()[1] for text in cut] == ["3", "4", "5"]


def test_the_same_pages_are_in_the_conversation_already_and_not_sent_again(ask, server):
    ask("What?", report(), pages="3-5")
    answer = ask("And?", report(), pages="3-5")
    assert answer.images[0].repeated
    assert texts_of(server) == ["Document 1, above.", "And?"]
    assert len(documents(server, 0)) == 1


def test_pictures_and_pdfs_are_labelled_as_what_they_are(ask, server):
    ask("Compare.", ("fig", Image.new("RGB", (30, 20))), report())
    assert texts_of(server) == ["Image 1 (fig):", "Document 2 (report.pdf):", "Compare."]


def test_a_file_id_is_a_document_where_it_was_uploaded_as_one(ask, server):
    ask("What?", report(), method="files")
    file_id = next(iter(server.files))
    ask.conversation = Conversation()
    answer = ask("And this?", (file_id, file_id))
    (block,) = documents(server)
    assert block["source"] == {"type": "file", "file_id": file_id}
    assert answer.images[0].caption.endswith("its pages are not in this kernel")


def test_an_encrypted_pdf_sends_nothing_and_a_decrypted_one_goes(ask, server):
    with pytest.raises(errors.DocumentError, match="is encrypted: ask with --password"):
        ask("What?", ("report.pdf", encrypted("secret")))
    assert not server.requests
    ask("What?", ("report.pdf", encrypted("secret")), password="secret")
    (block,) = documents(server)
    assert texts(base64.b64decode(block["source"]["data"])) == texts(pdf())
    assert all(b"secret" not in r.body for r in server.requests)


@pytest.mark.parametrize(("model", "most"), [(models.DEFAULT_MODEL, 600), (SMALL_WINDOW, 100)])
def test_too_many_pages_are_seen_before_sending_and_pages_is_offered(ask, server, model, most):
    long = ("long.pdf", many_pages(most + 1))
    with pytest.raises(
        errors.DocumentError, match=rf"long\.pdf has {most + 1} pages; .* --pages 1-{most}\."
    ):
        ask("What?", long, model=model)
    assert not server.requests


def test_the_pages_of_several_pdfs_add_up(ask, server):
    two = [("a.pdf", many_pages(60)), ("b.pdf", many_pages(61))]
    with pytest.raises(errors.DocumentError, match="The PDFs of this conversation have 121 pages"):
        ask("What?", *two, model=SMALL_WINDOW)
    assert not server.requests


def within(budget):
    return Reservation(Ledger(), budget).take_for


def paths_of(server):
    return [request.path for request in server.requests]


@pytest.fixture
def small_window(monkeypatch):
    """A model that reads less than is estimated for ten pages."""
    monkeypatch.setattr(estimates, "find_context_window", lambda *_: 15_200)


def test_a_pdf_of_600_pages_is_asked_about(ask, server):
    answer = ask("What?", ("long.pdf", many_pages(600)))
    assert answer.images[0].document.extent == "600 pages"
    assert paths_of(server) == ["/v1/messages"]


def test_an_estimate_alone_refuses_nothing(ask, server, small_window):
    answer = ask("What?", ("long.pdf", many_pages(10)))
    assert answer.images[0].tokens > 15_200
    assert paths_of(server) == ["/v1/messages/count_tokens", "/v1/messages"]


def test_more_tokens_than_the_model_reads_by_the_apis_count_offer_pages(ask, server, small_window):
    with pytest.raises(
        errors.RequestTooLargeError,
        match=r"^16,50\d tokens are more than the 15,200 .* choose pages of long\.pdf with --pages",
    ):
        ask("What?", ("long.pdf", many_pages(11)), method="files")
    assert paths_of(server) == ["/v1/messages/count_tokens"]
    assert not server.files


def test_what_cannot_be_counted_is_left_to_the_api(ask, server, small_window, monkeypatch):
    server.fail(500, path="/v1/messages/count_tokens")
    ask("What?", ("long.pdf", many_pages(11)))
    assert paths_of(server) == ["/v1/messages/count_tokens", "/v1/messages"]
    platform = dataclasses.replace(PLATFORMS["anthropic"], counts_tokens=False)
    monkeypatch.setattr(ask.provider, "platform", platform)
    server.requests.clear()
    ask.conversation = Conversation()
    ask("What?", ("long.pdf", many_pages(11)), method="base64")
    assert paths_of(server) == ["/v1/messages"]


def test_a_budget_that_an_estimate_could_pass_is_held_against_the_apis_count(ask, server):
    # About 6,000 tokens by the picture that every model sees, 19,000 by the largest, 4 USD a
    # million; and 20 USD a million for an answer of 16,000.
    enough, too_little = within(0.37), within(0.33)
    list(ask.exchange("What?", ("four.pdf", many_pages(4)), approve=enough).events())
    assert paths_of(server) == ["/v1/messages/count_tokens", "/v1/messages"]
    server.requests.clear()
    ask.conversation = Conversation()
    with pytest.raises(errors.BudgetError, match="could pass the budget"):
        list(ask.exchange("What?", ("four.pdf", many_pages(4)), approve=too_little).events())
    assert paths_of(server) == ["/v1/messages/count_tokens"]


def test_a_budget_is_kept_also_where_nothing_is_known_of_a_pdf(ask, server, monkeypatch):
    monkeypatch.setattr("jupyter_claude_vision.inputs.pdf.pdfium.find_spec", lambda _: None)
    platform = dataclasses.replace(PLATFORMS["anthropic"], counts_tokens=False)
    monkeypatch.setattr(ask.provider, "platform", platform)
    exchange = ask.exchange("What?", report(), approve=within(1.0))
    with pytest.raises(errors.BudgetError, match=r"could pass the budget of USD 1\.00"):
        list(exchange.events())
    assert not server.requests


def test_more_bytes_than_a_request_holds_offer_pages(ask, server, monkeypatch):
    platform = dataclasses.replace(PLATFORMS["anthropic"], body_bytes=10_000)
    monkeypatch.setattr(ask.provider, "platform", platform)
    with pytest.raises(
        errors.RequestTooLargeError, match=r"choose pages of data/report\.pdf with --pages"
    ):
        ask("What?", report(), method="base64")
    assert not server.requests


@pytest.mark.parametrize("counts", [True, False])
def test_documents_count_as_images_where_the_platform_counts_them(ask, server, monkeypatch, counts):
    platform = dataclasses.replace(PLATFORMS["anthropic"], documents_count=counts)
    monkeypatch.setattr(ask.provider, "platform", platform)
    pictures = [Image.new("RGB", (2400, 90 + n), "red") for n in range(20)]
    answer = ask("What?", *pictures, report())
    widths = {image.prepared_image.width for image in answer.images if image.prepared_image}
    assert widths == ({2000} if counts else {2400})


@pytest.mark.parametrize("name", ["bedrock", "bedrock_invoke", "vertex"])
def test_bedrock_and_vertex_count_documents_and_take_base64(name):
    assert PLATFORMS[name].documents_count
    assert PLATFORMS[name].methods == {"base64"}


def test_citations_name_the_originals_pages(ask, server):
    blocks = [
        plain("The report says: "),
        cited("Sales rose.", 1, 3),
        plain(" Then "),
        cited("they fell.\n\n", 2, says="Figure 4 shows 400 units."),
        plain("That is all."),
    ]
    server.reply("", blocks=blocks)
    answer = ask("What?", report(), pages="3-5", cite=True)
    assert documents(server)[0]["citations"] == {"enabled": True}
    assert answer.text == "The report says: Sales rose. Then they fell.\n\nThat is all."
    assert answer.to_text().startswith(
        "The report says: Sales rose. [p. 3, 5] Then they fell. [p. 4]\n\nThat is all."
    )
    assert [(c.sentence, c.document, c.page) for c in answer.citations] == [
        ("Sales rose.", "data/report.pdf", 3),
        ("Sales rose.", "data/report.pdf", 5),
        ("they fell.", "data/report.pdf", 4),
    ]
    assert answer.citations[2].cited_text == "Figure 4 shows 400 units."
    assert answer.citations[2].open().size == (1152, 768)
    data, shown = answer.citations[2]._repr_png_()
    assert data.startswith(b"\x89PNG")
    assert shown == {"width": 576, "height": 384}


def test_marks_come_while_the_answer_is_written(ask, server):
    server.reply("", blocks=[cited("Sales rose.", 2), plain(" So?")])
    ask("What?", report(), cite=True)
    told = [e.text for e in ask.events if isinstance(e, (Piece, Mark))]
    assert told == ["Sales", " rose.", "[p. 2]", " So?"]


def test_marks_cannot_make_a_link_of_what_follows(ask, server):
    server.reply("", blocks=[cited("Rose.", 2), plain("(https://evil.example)")])
    answer = ask("What?", report(), cite=True)
    assert "[p. 2]" not in answer._repr_markdown_()
    assert "Rose. &#91;p. 2&#93;(" in answer._repr_markdown_()


def test_with_two_documents_marks_name_the_document(ask, server):
    server.reply("", blocks=[cited("Rose.", 1), plain(" "), cited("Fell.", 2, document=1)])
    answer = ask("Compare.", report(), ("other.pdf", pdf(3)), cite=True)
    assert answer.to_text().startswith("Rose. [report.pdf, p. 1] Fell. [other.pdf, p. 2]")
    assert [c.document for c in answer.citations] == ["data/report.pdf", "other.pdf"]


def test_a_follow_up_cites_an_earlier_turns_document(ask, server):
    ask("What?", report(), pages="4-6")
    server.reply("", blocks=[cited("It is.", 2)])
    answer = ask("And where?", cite=True)
    assert documents(server, 0)[0]["citations"] == {"enabled": True}
    assert [c.page for c in answer.citations] == [5]
    assert answer.citations[0].open().size == (1152, 768)


def test_what_is_cited_and_not_in_the_kernel_says_so(ask, server):
    ask("What?", report(), method="files")
    file_id = next(iter(server.files))
    ask.conversation = Conversation()
    server.reply("", blocks=[cited("It is.", 2)])
    answer = ask("Where?", (file_id, file_id), cite=True)
    assert answer.citations[0].page == 2
    assert answer.citations[0]._repr_png_() is None
    with pytest.raises(errors.InputError, match="are not in this kernel"):
        answer.citations[0].open()


def test_citations_that_point_at_no_document_are_left_out_and_counted(ask, server):
    blocks = [
        cited("It grew.", 2),
        cited("It fell.", 1, document=1),
        cited("It rose.", 7),
        cited("It ended.", 0),
        cited("It stays.", 1),
    ]
    blocks[-1]["citations"][0]["end_page_number"] = None
    server.reply("", blocks=blocks)
    answer = ask("What?", report(), cite=True)
    assert [citation.sentence for citation in answer.citations] == ["It grew."]
    assert answer.findings.problems == ("4 citations pointed at no document.",)
    assert "4 citations pointed at no document" in answer._repr_markdown_()
    assert "[]" not in answer._repr_markdown_()


def test_citations_are_a_table(ask, server):
    server.reply("", blocks=[cited("Rose | *fell*.", 1, says="a | b")])
    citations = ask("What?", report(), cite=True).citations
    assert list(citations.to_frame().columns) == ["sentence", "cited text", "document", "page"]
    assert citations.to_frame().page.tolist() == [1]
    assert len(citations) == len(citations[:1]) == 1
    assert "*fell*" not in citations._repr_markdown_()
    assert "*" not in repr(citations)
    assert "a | b" in repr(citations)


def test_an_answer_without_citations_has_an_empty_table(ask, server):
    answer = ask("What?", report())
    assert not answer.citations
    assert repr(answer.citations) == "No citations"
    assert answer.citations.to_frame().empty


@pytest.mark.parametrize(
    ("form", "flag"),
    [
        (Form(boxes=True), "--boxes"),
        (Form(table=True), "--table"),
        (Form(claims=True), "--check"),
        (Form(data=to_data_type(Named)), "--schema"),
    ],
    ids=["boxes", "table", "check", "schema"],
)
def test_cite_and_a_form_are_refused_before_anything_is_sent(ask, server, form, flag):
    with pytest.raises(errors.PromptError, match=f"--cite gives text only: ask with {flag} in"):
        ask("What?", report(), cite=True, form=form)
    assert not server.requests


def test_cite_needs_a_document(ask, server):
    with pytest.raises(errors.PromptError, match="--cite names the pages of a PDF"):
        ask("What?", Image.new("RGB", (30, 20)), cite=True)
    with pytest.raises(errors.PromptError, match="leave out --as-images"):
        ask("What?", report(), cite=True, as_images=True)
    assert not server.requests


def test_boxes_on_a_pdf_are_refused_with_the_way_that_works(ask, server):
    with pytest.raises(errors.InputError, match="with --as-images"):
        ask("Where?", report(), form=Form(boxes=True))
    assert not server.requests


def test_a_cached_answer_keeps_its_citations(ask, server, tmp_path):
    ask.cache = AnswerCache(tmp_path, 1_000_000)
    server.reply("", blocks=[cited("Rose.", 2)])
    ask("What?", report(), pages="3-5", cite=True)
    ask.conversation = Conversation()
    count = len(server.requests)
    again = ask("What?", report(), pages="3-5", cite=True)
    assert again.cached
    assert len(server.requests) == count
    assert [c.page for c in again.citations] == [4]
    assert again.citations[0].open().size == (1152, 768)
    assert "[p. 4]" in again.to_text()


def test_an_answer_that_was_not_cited_is_no_answer_to_a_question_with_cite(ask, server, tmp_path):
    ask.cache = AnswerCache(tmp_path, 1_000_000)
    ask("What?", report())
    ask.conversation = Conversation()
    assert not ask("What?", report(), cite=True).cached


def test_a_saved_conversation_has_the_pdf_and_the_citations(ask, server, tmp_path):
    server.reply("", blocks=[cited("Rose.", 2)])
    ask("What?", report(), pages="3-5", cite=True)
    ask.conversation.save(tmp_path / "talk.json")
    loaded = Conversation.load(tmp_path / "talk.json")
    (turn,) = loaded.turns
    assert turn.images[0].document.extent == "pages 3–5 of 6"
    assert turn.answer.citations[0].open().size == (1152, 768)
    assert "[p. 4]" in turn.answer.to_text()
    ask.conversation = loaded
    ask("And now?")
    assert "Pages 3–5 of 6" in json.dumps(content(server, 0), ensure_ascii=False)


def test_the_price_of_reading_is_in_the_caption(ask, server):
    answer = ask("What?", report())
    assert "about USD 0." in answer.images[0].caption


def test_exact_counts_by_the_api_and_uploads_nothing(ask, server):
    exchange = ask.exchange("What?", report(), method="files", inline=True)
    counted = exchange.estimate(exact=True)
    assert counted.exact
    assert counted.input_tokens > 6 * 1500
    assert not server.files


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"source": {"type": "base64", "media_type": "image/png"}}, "media_type"),
        ({"data": b"no pdf"}, "not valid"),
        ({"data": encrypted("secret")}, "password protected"),
        ({"data": many_pages(601)}, "maximum of 600 PDF pages"),
        ({"citations": "yes"}, "citations"),
    ],
)
def test_the_offline_api_refuses_what_the_api_refuses(ask, server, change, said):
    import anthropic

    server.take_odd_bodies()
    source = {"type": "base64", "media_type": "application/pdf", **change.get("source", {})}
    source["data"] = base64.b64encode(change.get("data", pdf())).decode()
    block = {"type": "document", "source": source}
    if "citations" in change:
        block["citations"] = change["citations"]
    messages = [{"role": "user", "content": [block, {"type": "text", "text": "What?"}]}]
    client = ask.provider.connections.current().client
    with pytest.raises(anthropic.BadRequestError, match=said):
        client.messages.create(model=models.DEFAULT_MODEL, max_tokens=99, messages=messages)
