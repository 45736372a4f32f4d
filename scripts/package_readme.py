"""Build hook: the README of a package, whose links and pictures are absolute.

A package index shows the README by itself, where a path leads nowhere. The address is that of
``project.urls``, the one place where it stands.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(r"(?P<image>!?)(?P<label>\[[^\]]*\]\()(?P<target>(?![a-z]+:|#)[^)\s]+)\)")


def make_links_absolute(text: str, homepage: str) -> str:
    """Return Markdown whose relative links lead into the repository at an address."""

    def absolute_link(match: re.Match[str]) -> str:
        view = "raw" if match["image"] else "blob"
        return f"{match['image']}{match['label']}{homepage}/{view}/main/{match['target']})"

    return _LINK.sub(absolute_link, text)


class PackageReadme(MetadataHookInterface):
    """Hatchling's hook for the field ``readme``."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the README of a build."""
        text = (Path(self.root) / "README.md").read_text("utf-8")
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": make_links_absolute(text, metadata["urls"]["Homepage"]),
        }
