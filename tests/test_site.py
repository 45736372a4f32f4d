"""The documentation's site, built as `make docs` builds it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

from package_readme import make_links_absolute

ROOT = Path(__file__).parent.parent
TARGET = re.compile(r"""(?:href|src)="(?P<target>[^"]*)\"""")
ANCHOR = re.compile(r"""\bid="(?P<name>[^"]+)\"""")


def build_site(folder):
    """Build the site of a copy, since the notebooks are put beside the pages."""
    for name in ("docs", "notebooks"):
        ignored = shutil.ignore_patterns("notebooks") if name == "docs" else None
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    build = subprocess.run(
        [*command, str(folder / "docs"), str(folder / "site")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert build.returncode == 0, build.stderr
    return folder / "site"


def dead_links(site):
    """Find links of pages to files and places that are not there."""
    texts = {path.resolve(): path.read_text("utf-8") for path in site.rglob("*.html")}
    anchors = {path: set(ANCHOR.findall(text)) for path, text in texts.items()}
    for page, text in texts.items():
        for target in map(unquote, TARGET.findall(text)):
            path, _, anchor = target.partition("#")
            path = path.partition("?")[0]
            if re.match(r"[a-z]+:|//", target):
                continue
            file = (page.parent / path).resolve() if path else page
            if not file.exists() or (anchor and anchor not in anchors.get(file, {anchor})):
                yield f"{page.name}: {target}"


# One test, since several workers would each build it.
def test_the_site_builds_without_a_warning_and_is_whole(tmp_path):
    site = build_site(tmp_path)
    pages = {path.stem for path in [*ROOT.glob("docs/*.md"), *ROOT.glob("notebooks/*.ipynb")]}
    assert pages <= {path.stem for path in site.rglob("*.html")}
    assert not list(dead_links(site))
    quickstart = (site / "notebooks" / "01_quickstart.html").read_text("utf-8")
    assert "Offline reader, not Claude" in quickstart
    assert "<img" in quickstart
    reference = (site / "api.html").read_text("utf-8")
    for name in ("see_many", "max_tokens", "Answer", "ask_many", "BudgetError"):
        assert name in reference


def test_a_package_index_shows_the_readmes_pictures_and_links():
    text = make_links_absolute(
        "![A](docs/a.png) [b](docs/b.md) [c](https://x.org) [d](#d)", "https://h"
    )
    assert text == (
        "![A](https://h/raw/main/docs/a.png) [b](https://h/blob/main/docs/b.md) "
        "[c](https://x.org) [d](#d)"
    )
    readme = make_links_absolute((ROOT / "README.md").read_text("utf-8"), "https://h")
    assert not re.search(r"\]\((?!https:)", readme)
