"""The documentation's tables are made from the code.

To write them anew: ``python tests/test_docs.py``.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jupyter_claude_vision.options.ask_options import ASK_OPTIONS
from jupyter_claude_vision.options.line_options import LINE_OPTIONS
from jupyter_claude_vision.options.run_options import RUN_OPTIONS
from jupyter_claude_vision.platforms import PLATFORMS
from jupyter_claude_vision.provider.clients.credentials import ADDRESSES
from jupyter_claude_vision.provider.delivery_rules import RULES
from jupyter_claude_vision.settings import ClaudeVision

DOCS = Path(__file__).parent.parent / "docs"


def rules():
    words = {"provider": "the provider", "upload_refusal": "why an upload was refused"}
    rows = [f"| `{rule.method}` | {rule.reason.format(**words)} |" for rule in RULES]
    return ["| method | why, as the caption says |", "| --- | --- |", *rows]


def yes(value):
    return "yes" if value else "–"


def platforms():
    rows = [
        f"| `{p.name}` | {p.label} | {', '.join(f'`{m}`' for m in sorted(p.methods))} "
        f"| {p.base64_bytes / 1e6:g} MB | {p.body_bytes / 1e6:g} MB | {files(p)} "
        f"| {yes(p.batches)} | {'some deployments' if p.limitation else yes(p.structured_outputs)} "
        f"| {yes(p.counts_tokens)} | {p.source} |"
        for p in PLATFORMS.values()
    ]
    head = (
        "provider | who | methods | picture | request | files | batches | structured outputs "
        "| token counting | facts of"
    )
    return [f"| {head} |", f"|{' --- |' * (head.count('|') + 1)}", *rows]


def files(platform):
    if platform.limitation:
        return "some deployments"
    return "beta" if platform.files_beta else yes("files" in platform.methods)


def logins():
    rows = [
        f"| `{p.name}` | {f'`{p.extra}`' if p.extra else '–'} | {p.credentials} |"
        for p in PLATFORMS.values()
    ]
    return ["| provider | extra | credentials |", "| --- | --- | --- |", *rows]


def addresses():
    rows = [f"| {PLATFORMS[name].label} | `{variable}` |" for name, variable in ADDRESSES.items()]
    return ["| instead of | variable |", "| --- | --- |", *rows]


def settings():
    defaults = ClaudeVision()
    traits = sorted(ClaudeVision.class_traits(config=True).items())
    rows = [
        f"| `{name}` | `{getattr(defaults, name)!r}` | {trait.help} |"
        for name, trait in traits
        if name not in {"config", "parent", "log"}
    ]
    return ["| setting | default | what it does |", "| --- | --- | --- |", *rows]


def options():
    rows = [
        f"| {', '.join(f'`{flag}`' for flag in o.flags) or '–'} | {keyword(o)} "
        f"| {', '.join(f'`{value}`' for value in o.values or [o.metavar] if value) or '–'} "
        f"| {'many' if o.many or o.name in RUN_OPTIONS else '–'} | {o.help} |"
        for o in LINE_OPTIONS.values()
    ]
    return ["| flag | keyword | values | many | what it does |", f"|{' --- |' * 5}", *rows]


def keyword(option):
    if option.name not in ASK_OPTIONS and option.name not in RUN_OPTIONS:
        return "–"
    constant = "" if option.constant is True else f" = `{option.constant!r}`"
    return f"`{option.name}`{constant}"


TABLES = {
    "options": ("options.md", options),
    "rules": ("methods.md", rules),
    "platforms": ("platforms.md", platforms),
    "logins": ("platforms.md", logins),
    "addresses": ("networks.md", addresses),
    "settings": ("settings.md", settings),
}


def section(name):
    return re.compile(rf"(<!-- {name}: [^\n]*-->\n).*?(<!-- end -->)", re.DOTALL)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_says_what_the_code_says(name):
    page, make = TABLES[name]
    found = section(name).search((DOCS / page).read_text("utf-8"))
    assert found
    assert found[0].splitlines()[1:-1] == make()


def test_every_link_of_the_documentation_leads_somewhere():
    pages = [DOCS.parent / "README.md", DOCS.parent / "CHANGELOG.md", *DOCS.glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?://)([^)#]+)", page.read_text("utf-8")):
            # The pages of notebooks are made with the site, from those beside the docs.
            homes = (page.parent, DOCS.parent)
            assert any((home / target).exists() for home in homes), f"{page.name}: {target}"


if __name__ == "__main__":
    for table, (page, make) in TABLES.items():
        path = DOCS / page
        lines = "\n".join(make())
        text = section(table).sub(lambda m, lines=lines: f"{m[1]}{lines}\n{m[2]}", path.read_text())
        path.write_text(text, "utf-8")
