"""Sphinx's configuration: ``make docs`` builds the site into build/docs."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path
from typing import Any

_DOCS = Path(__file__).parent
_PROJECT = tomllib.loads((_DOCS.parent / "pyproject.toml").read_text("utf-8"))["project"]

project = _PROJECT["name"]
author = "the contributors"
html_title = project
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_static_path = ["static"]
html_css_files = ["notebooks.css"]
html_theme_options = {
    "source_repository": _PROJECT["urls"]["Homepage"],
    "source_branch": "main",
    "source_directory": "docs/",
}

# The notebooks are shown as they were saved, which the tests hold current.
nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4

autodoc_member_order = "bysource"
autodoc_typehints = "none"  # the docstrings give types with their units
napoleon_google_docstring = False
napoleon_use_rtype = False


def _copy_notebooks(_: Any) -> None:
    """Put the notebooks beside the pages, since Sphinx reads nothing outside its folder."""
    folder = _DOCS / "notebooks"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for notebook in (_DOCS.parent / "notebooks").glob("*.ipynb"):
        shutil.copy(notebook, folder)


def _link_pages(_: Any, page: str, source: list[str]) -> None:
    """Let links between pages and notebooks lead to their places in the site, too."""
    if page.startswith("notebooks/"):
        source[0] = source[0].replace("](../docs/", "](../")
    else:
        source[0] = source[0].replace("](../notebooks/", "](notebooks/")


def setup(app: Any) -> None:
    """Register what Sphinx calls."""
    app.connect("builder-inited", _copy_notebooks)
    app.connect("source-read", _link_pages)
