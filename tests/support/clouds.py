"""What the clouds answer with, for the loopback server, and logins that are made up."""

from __future__ import annotations

import json
import struct
import zlib

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from jupyter_claude_vision.offline.responses import encode_event, stream_text_message

CLOUD_VARIABLES = ("AWS_", "AZURE_", "ANTHROPIC_", "GOOGLE_", "CLOUD_ML_", "CLOUDSDK_")


def message(text):
    return {
        "id": "msg_cloud",
        "type": "message",
        "role": "assistant",
        "model": "claude-opus-5-5",
        "content": [{"type": "text", "text": text}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": 100, "output_tokens": 10},
    }


def server_sent(text):
    """Return an answer as server-sent events, as the Messages API streams it."""
    return b"".join(encode_event(event) for event in stream_text_message(message(text), [text]))


def _header(name, value):
    return struct.pack("!B", len(name)) + name + struct.pack("!BH", 7, len(value)) + value


def _frame(headers, payload):
    """Return one message of Amazon's binary event stream."""
    block = b"".join(_header(name.encode(), value.encode()) for name, value in headers.items())
    prelude = struct.pack("!II", 16 + len(block) + len(payload), len(block))
    head = prelude + struct.pack("!I", zlib.crc32(prelude)) + block + payload
    return head + struct.pack("!I", zlib.crc32(head))


def event_stream(text, *, exception=""):
    """Return an answer as InvokeModel streams it; with an exception, instead of its last events."""
    import base64

    told = stream_text_message(message(text), [text])
    if exception:
        told = list(told)[:3]
    frames = [
        _frame(
            {":message-type": "event", ":event-type": "chunk", ":content-type": "application/json"},
            json.dumps({"bytes": base64.b64encode(json.dumps(event).encode()).decode()}).encode(),
        )
        for event in told
    ]
    if exception:
        said = json.dumps({"message": f"Said of {exception}."}).encode()
        headers = {":message-type": "exception", ":exception-type": exception}
        frames.append(_frame({**headers, ":content-type": "application/json"}, said))
    return b"".join(frames)


def service_account(token_uri):
    """Return a Google service account's file, whose tokens are made at an address."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return {
        "type": "service_account",
        "project_id": "charts-1",
        "private_key_id": "made-up",
        "private_key": pem.decode(),
        "client_email": "charts@charts-1.iam.gserviceaccount.com",
        "token_uri": token_uri,
    }
