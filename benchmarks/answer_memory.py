"""How much memory stays for each question about a figure, in a kernel whose ``Out`` keeps answers.

``python benchmarks/answer_memory.py [questions]`` runs one cell again and again, which draws a
figure and ends with ``%claude_see fig``, and prints what a question adds to the kernel's resident
memory, after a warm-up that fills matplotlib's and Python's own caches.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from conftest import KEY, SETUP
from kernel import Kernel
from loopback import LoopbackServer

WARM_UP = 50

COUNT = """
import gc, weakref, psutil
figures = weakref.WeakSet()
def measured():
    gc.collect()
    return psutil.Process().memory_info().rss, len(figures)
"""

CELL = """
fig, ax = plt.subplots(figsize=(8, 6))
ax.plot([1, 3, {number}])
figures.add(fig)
{question}
"""


def growth(kernel: Kernel, question: str, questions: int) -> tuple[float, int]:
    """Return the bytes that stay for each cell, and how many figures are alive at the end."""
    before = 0
    for number in range(WARM_UP + questions):
        if number == WARM_UP:
            before, _ = kernel.value("measured()")
        kernel.ok(CELL.format(number=number, question=question))
    after, alive = kernel.value("measured()")
    return (after - before) / questions, alive


def main() -> None:
    """Measure the cell without a question, and with one."""
    questions = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with LoopbackServer() as server, tempfile.TemporaryDirectory() as folder:
        env = {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY}
        for question in ("None", "%claude_see fig --new What happens?"):
            with Kernel(env, cwd=folder) as kernel:
                kernel.ok(SETUP)
                kernel.ok(COUNT)
                kept, alive = growth(kernel, question, questions)
            print(f"{question}: {kept / 1e6:.3f} MB a cell, {alive} figures alive")


if __name__ == "__main__":
    main()
