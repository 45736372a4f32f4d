"""A release's tag, version and changelog agree."""

from __future__ import annotations

import pytest
from check_release import find_problems

SOURCE = '__version__ = "1.2.0"\n'
CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-12-01\n"


def test_a_release_whose_tag_version_and_changelog_agree_has_no_problems():
    assert find_problems("v1.2.0", SOURCE, CHANGELOG) == []


@pytest.mark.parametrize(
    ("tag", "source", "changelog", "problem"),
    [
        ("1.2.0", SOURCE, CHANGELOG, "1.2.0 is not a release's tag"),
        ("v1.2", '__version__ = "1.2"\n', CHANGELOG, "v1.2 is not a release's tag"),
        ("v1.2.0", '__version__ = "1.2.0.dev0"\n', CHANGELOG, "__version__ says 1.2.0.dev0"),
        ("v1.2.0", "", CHANGELOG, "__version__ says nothing"),
        ("v1.2.0", SOURCE, "## [1.2.0]\n", "CHANGELOG.md has no heading"),
        ("v1.2.0", SOURCE, "## [1.12.0] - 2026-12-01\n", "CHANGELOG.md has no heading"),
    ],
)
def test_each_contradiction_is_named(tag, source, changelog, problem):
    assert any(text.startswith(problem) for text in find_problems(tag, source, changelog))
