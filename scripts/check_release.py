"""Check that a tag, the package's version and the changelog agree, before a release is built.

``python scripts/check_release.py v1.2.0``
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def find_problems(tag: str, source: str, changelog: str) -> list[str]:
    """Return what contradicts the tag; nothing where all agree.

    Parameters
    ----------
    tag : str
        As pushed: ``v1.2.0``.
    source : str
        Text of the package's ``__init__.py``.
    changelog : str
        Text of ``CHANGELOG.md``.
    """
    version = tag.removeprefix("v")
    problems = []
    if not re.fullmatch(r"v\d+\.\d+\.\d+((a|b|rc)\d+)?", tag):
        problems.append(f"{tag} is not a release's tag: v1.2.0 or v1.2.0rc1.")
    match = re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)
    declared = match[1] if match else "nothing"
    if declared != version:
        problems.append(f"__version__ says {declared}: set it to {version}.")
    if not re.search(
        rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", changelog, re.MULTILINE
    ):
        problems.append(f"CHANGELOG.md has no heading '## [{version}] - YYYY-MM-DD'.")
    return problems


def main() -> int:
    """Print the problems with the tag that is named, and return the exit code."""
    source = (ROOT / "jupyter_claude_vision/__init__.py").read_text("utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    problems = find_problems(sys.argv[1], source, changelog)
    print("\n".join(problems) or f"{sys.argv[1]} can be released.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
