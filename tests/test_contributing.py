"""The pages for contributors name files, functions and commands that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "SECURITY.md", "js/README.md"]
FOLDERS = ("jupyter_claude_vision/", "tests/", "docs/", "scripts/", "requirements/", ".github/")


def text_of(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_every_path_in_code_is_there(page):
    paths = re.findall(r"`([\w./-]+)`", text_of(page))
    missing = [p for p in paths if p.startswith(FOLDERS) and not (ROOT / p).exists()]
    # The example of a new file is none yet.
    assert [path for path in missing if "NAME" not in path] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_leads_somewhere(page):
    folder = (ROOT / page).parent
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text_of(page))
    files = [link for link in links if not link.startswith(("http://", "https://"))]
    assert [link for link in files if not (folder / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_target_of_make_is_one(page):
    makefile = text_of("Makefile")
    commands = re.findall(r"(?:^|`)make ((?:[a-z-]+ ?)+)(?=`|$|  )", text_of(page), re.MULTILINE)
    targets = {target for command in commands for target in command.split()}
    assert [t for t in targets if not re.search(rf"^{t}:", makefile, re.MULTILINE)] == []


def test_the_steps_name_what_the_code_has():
    page = text_of("CONTRIBUTING.md")
    assert "RECOGNIZERS: " in text_of("jupyter_claude_vision/inputs/registry.py")
    for name in ("AskOptions", "RunOptions", "LineOptions", "declare_option"):
        assert name in page
        assert re.search(
            rf"\b(class|def) {name}\b",
            "".join(
                p.read_text("utf-8")
                for p in (ROOT / "jupyter_claude_vision/options").glob("*")
                if p.suffix == ".py"
            ),
        )


def test_the_drawn_house_names_every_package_and_module_at_the_top():
    drawing = text_of("ARCHITECTURE.md").split("```")[3]
    words = set(re.findall(r"[a-z_]+/?", drawing))
    package = ROOT / "jupyter_claude_vision"
    folders = {f"{p.parent.name}/" for p in package.rglob("__init__.py") if p.parent != package}
    modules = {p.stem for p in package.glob("*.py")} - {"__init__"}
    assert folders | modules <= words


def test_the_walks_name_functions_that_stand_in_their_modules():
    rows = re.findall(r"^\|[^|]+\|([^|]+)\|([^|]+)\|$", text_of("ARCHITECTURE.md"), re.MULTILINE)
    walks = [row for row in rows if ".py`" in row[0]]
    assert len(walks) > 15
    for modules, functions in walks:
        paths = re.findall(r"`([\w/]+\.py)`", modules)
        source = "".join((ROOT / "jupyter_claude_vision" / p).read_text("utf-8") for p in paths)
        for name in re.findall(r"`(?:\w+\.)?(\w+)`", functions):
            assert re.search(rf"(def|class) {name}\b", source), f"{name} is not in {paths}"
