"""One provider of each kind is made and kept under its name, which only the running program knows."""
from .base import AIProvider
from .chat_provider import ChatProvider

_kept = {}


def get_provider(name=None) -> AIProvider:
    name = (name or "chat").lower()
    if name not in _kept:
        if name == "chat":
            _kept[name] = ChatProvider()
        elif name == "claude":
            from .claude_provider import ClaudeProvider

            _kept[name] = ClaudeProvider()
        else:
            raise ValueError(name)
    return _kept[name]
