"""Run a notebook in a real kernel, print its answers, and leave an HTML page.

On the offline reader, unless ``--claude`` asks for Claude and there is a key.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter


def main() -> None:
    """Run the notebook that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebook", type=Path)
    parser.add_argument("page", type=Path)
    parser.add_argument("--claude", action="store_true", help="ask Claude, with your key")
    arguments = parser.parse_args()
    choose_provider(claude=arguments.claude)
    notebook = nbformat.read(arguments.notebook, as_version=4)
    if arguments.claude:
        leave_out_offline(notebook)
    NotebookClient(notebook, resources={"metadata": {"path": arguments.notebook.parent}}).execute()
    print_outputs(notebook)
    html, _ = HTMLExporter().from_notebook_node(notebook)
    arguments.page.parent.mkdir(parents=True, exist_ok=True)
    arguments.page.write_text(html, encoding="utf-8")
    print(f"\nThe page: {arguments.page.resolve()}")


def choose_provider(*, claude: bool) -> None:
    """Name who answers, in the environment that the kernel inherits."""
    if claude and not os.environ.get("ANTHROPIC_API_KEY"):
        sys.exit("CLAUDE=1 asks Claude, and that needs a key: set ANTHROPIC_API_KEY.")
    os.environ["CLAUDE_VISION_PROVIDER"] = "anthropic" if claude else "offline"
    os.environ["CLAUDE_VISION_STREAM"] = "0"


def leave_out_offline(notebook: nbformat.NotebookNode) -> None:
    """Drop the cells that choose the offline reader; they are tagged "offline"."""
    notebook.cells = [
        cell for cell in notebook.cells if "offline" not in cell.metadata.get("tags", ())
    ]


def print_outputs(notebook: nbformat.NotebookNode) -> None:
    """Print every cell with what it put out, as text."""
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        print("\n" + "\n".join(f"> {line}" for line in cell.source.splitlines()))
        for output in cell.outputs:
            print(as_text(output).rstrip())


def as_text(output: nbformat.NotebookNode) -> str:
    """Return what a cell put out, an error included, as text."""
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    return "".join(output.get("text") or output.get("data", {}).get("text/plain", ""))


if __name__ == "__main__":
    main()
