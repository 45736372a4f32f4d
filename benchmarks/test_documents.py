"""What reading a PDF in a process of its own costs, over reading it in this one.

``pytest benchmarks/test_documents.py`` times; ``python benchmarks/test_documents.py`` prints the
ratio.
"""

from __future__ import annotations

import time
from functools import cache
from io import BytesIO

import pypdfium2
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from test_questions import ratio

from jupyter_claude_vision.inputs.pdf.pages import inspect_pdf, rendered_small
from jupyter_claude_vision.inputs.pdf.pdfium import PDFIUM

WIDTH = 170


@cache
def report() -> bytes:
    """Return a PDF of ten pages, each with four charts and some text."""
    file = BytesIO()
    with PdfPages(file) as pages:
        for number in range(1, 11):
            figure = Figure(figsize=(8.3, 11.7))
            for axes in figure.subplots(4, 1):
                axes.plot([number * x % 97 for x in range(500)])
                axes.set_title(f"Chapter {number}, which shows what there is to be seen")
            pages.savefig(figure)
    return file.getvalue()


def in_its_own_process() -> None:
    """Count pages and characters, and draw the pages small."""
    inspect_pdf(report(), "report.pdf", 600)
    rendered_small(report(), "report.pdf", 12, (WIDTH, 3 * WIDTH))


def in_this_process() -> None:
    """The same with pypdfium2 alone, as it is documented."""
    document = pypdfium2.PdfDocument(report())
    for page in document:
        page.get_textpage().count_chars()
    for page in document:
        page.render(scale=WIDTH / page.get_width()).to_pil()
    document.close()


def test_a_pdf_read_in_a_process_of_its_own(benchmark):
    benchmark(in_its_own_process)


def test_a_pdf_read_in_this_process(benchmark):
    benchmark(in_this_process)


def main() -> None:
    report()
    PDFIUM.close()
    start = time.perf_counter()
    in_its_own_process()
    print(f"the first of a kernel: {(time.perf_counter() - start) * 1000:.0f} ms")
    print(f"by pypdfium2 in this process: {ratio(in_its_own_process, in_this_process):.2f}")


if __name__ == "__main__":
    main()
