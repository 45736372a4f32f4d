"""Sources outside the file system: the clipboard, and stores that fsspec knows (``s3://…``)."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ...errors import InputError, MissingPackageError, NotVisibleError
from ..images import from_bytes
from .boundary import typed_errors
from .url_safety import without_credentials

if TYPE_CHECKING:
    from ..attachment import Attachment, InputOptions

CLIPBOARD: Final = "clipboard"
"""The word that stands for it."""

_REMEDY: Final = "save the picture as a file, or paste it into a panel (--widget)"

# No http(s), which is checked for private addresses elsewhere, and no chain ("zip::…"), by which
# fsspec would get there.
_ADDRESS: Final = re.compile(
    r"(?:s3a?|gs|gcs|az|abfss?|adl|oci|oss|hf|hdfs|file|memory)://(?!.*::)\S.*",
    re.IGNORECASE | re.DOTALL,
)


def read_clipboard() -> list[object]:
    """Return the picture in the clipboard, or the files that were copied.

    Raises
    ------
    InputError
        There is no clipboard where the kernel runs, as on a server.
    NotVisibleError
        It holds no picture.
    """
    from PIL import ImageGrab

    try:
        content = ImageGrab.grabclipboard()
    except (OSError, NotImplementedError, ChildProcessError, ValueError) as error:
        msg = (
            "clipboard: there is none that this kernel can read (on Linux, wl-paste or xclip reads "
            f"it): {_REMEDY}."
        )
        raise InputError(msg) from error
    if isinstance(content, list) and content:
        return [Path(path) for path in content]
    if content is None or isinstance(content, list):
        msg = f"clipboard holds no picture: copy one, or {_REMEDY}."
        raise NotVisibleError(msg)
    return [content]


def is_remote_address(text: str) -> bool:
    """Return whether text is the address of a file in a store that is read through fsspec."""
    return _ADDRESS.fullmatch(text) is not None


def from_remote_file(url: str, name: str, options: InputOptions) -> Attachment:
    """Return a file in a store as an attachment; it is read at once.

    Raises
    ------
    MissingPackageError
        fsspec, or its package for this store, is not installed.
    InputError
        It is not there, cannot be read, or is too large.
    """
    name = without_credentials(name)
    if find_spec("fsspec") is None:
        msg = f"{name} is read through fsspec: pip install fsspec, with its package for this store."
        raise MissingPackageError(msg)
    import fsspec

    with typed_errors(name, InputError, "cannot be read"):
        try:
            with fsspec.open(url, "rb") as file:
                data = file.read(options.max_bytes + 1)
        except ImportError as error:
            msg = f"{name} cannot be read: {str(error).rstrip('.')}."
            raise MissingPackageError(msg) from error
    return from_bytes(data, name, options)
