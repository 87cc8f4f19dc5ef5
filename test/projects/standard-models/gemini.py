import os

from google import genai
from google.genai import types

from base import Reader

MODEL = os.getenv("READER_MODEL", "gemini-2.5-flash")


class GeminiReader(Reader):
    def _send(self, *, system, page):
        client = genai.Client()
        config = types.GenerateContentConfig(system_instruction=system)
        return client.models.generate_content(model=self.model, config=config, contents=page)


class Offline(Reader):
    """For tests: answers without a request."""

    def _send(self, *, system, page):
        return "offline"


_shared = None


def shared() -> Reader:
    global _shared
    if _shared is None:
        _shared = GeminiReader(MODEL)
    return _shared


def chosen(kind: str) -> Reader | None:
    if kind == "gemini":
        return GeminiReader(MODEL)
    return Offline(MODEL) if kind == "offline" else None
