"""A hypothesis strategy for requests."""

from __future__ import annotations

from base64 import b64encode

from hypothesis import strategies as st

from jupyter_claude_vision.provider.request import Request

__all__ = ["requests"]

texts = st.builds(lambda text: {"type": "text", "text": text}, st.text())
pictures = st.builds(
    lambda data: {
        "type": "image",
        "source": {
            "type": "base64",
            "media_type": "image/png",
            "data": b64encode(data).decode(),
        },
    },
    st.binary(),
)
links = st.builds(
    lambda url: {"type": "image", "source": {"type": "url", "url": url}}, st.text(min_size=1)
)
users = st.builds(
    lambda content: {"role": "user", "content": content},
    st.lists(st.one_of(texts, pictures, links), max_size=6),
)
assistants = st.builds(lambda text: {"role": "assistant", "content": text}, st.text())
requests = st.builds(
    Request,
    model=st.text(),
    max_tokens=st.integers(1, 10_000),
    messages=st.lists(st.one_of(users, assistants), max_size=5),
    system=st.text(),
    names=st.just({}),
    output=st.none() | st.just({"format": {"type": "json_schema", "schema": {}}}),
)
