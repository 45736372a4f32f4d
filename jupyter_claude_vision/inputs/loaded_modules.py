"""Modules that the user has imported, without importing any."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType


def loaded_module(name: str) -> ModuleType | None:
    """Return a module that is imported, whole; None where nobody has imported it.

    Another thread may be in the middle of importing it. ``sys.modules`` has it then already, half
    made; the import system waits until it is whole.
    """
    if sys.modules.get(name) is None:
        return None
    try:
        return importlib.import_module(name)
    except ImportError:  # of the other thread's
        return None
