"""A provider's prompt cache by its documented rules: what of a request is read, and written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

LEAST, LOOKBACK, MOST = 512, 20, 4
IMAGE_TOKENS = 600


@dataclass
class PromptCache:
    """What a provider keeps and reads, in tokens (Prompt caching, checked 2026-11-25)."""

    entries: dict[str, tuple[float, float]] = field(default_factory=dict)

    def take(self, request, now=0.0):
        """Return the blocks and the tokens that are read, and the tokens that are written."""
        prefix = {k: v for k, v in request.items() if k not in {"messages", "max_tokens", "stream"}}
        hashes, sums, marks = [], [0], {}
        digest = hashlib.sha256(json.dumps(prefix, sort_keys=True).encode())
        for message in request["messages"]:
            content = message["content"]
            for block in [{"text": content}] if isinstance(content, str) else content:
                bare = {k: v for k, v in block.items() if k != "cache_control"}
                digest.update(json.dumps([message["role"], bare]).encode())
                if mark := block.get("cache_control"):
                    marks[len(hashes)] = 3600 if mark.get("ttl") == "1h" else 300
                hashes.append(digest.copy().hexdigest())
                sums.append(sums[-1] + count_tokens(block))
        assert len(marks) <= MOST
        places = {p for mark in marks for p in range(max(0, mark - LOOKBACK + 1), mark + 1)}
        kept = [p for p in places if self.entries.get(hashes[p], (0, 0))[0] > now]
        hit = max(kept, default=-1)
        for place in kept:
            life = self.entries[hashes[place]][1]
            self.entries[hashes[place]] = (now + life, life)
        new = [place for place in marks if place > hit and sums[place + 1] >= LEAST]
        for place in new:
            self.entries[hashes[place]] = (now + marks[place], marks[place])
        written = sums[max(new) + 1] - sums[hit + 1] if new else 0
        return hit + 1, sums[hit + 1], written


def count_tokens(block):
    """Return about how many tokens a block takes, those inside a tool's result included."""
    if isinstance(block.get("content"), list):
        return sum(map(count_tokens, block["content"]))
    texts = [block[name] for name in ("text", "content", "thinking") if name in block]
    if "input" in block:
        texts.append(json.dumps(block["input"]))
    return sum(len(text) // 4 for text in texts) if texts else IMAGE_TOKENS


def count_request(request):
    """Return about how many tokens the messages of a request take."""
    contents = [message["content"] for message in request["messages"]]
    blocks = [[{"text": c}] if isinstance(c, str) else c for c in contents]
    return sum(count_tokens(block) for content in blocks for block in content)
