"""A reader that may be handed in, with one that stands in for it."""
from base import Reader
from gemini import GeminiReader, chosen, shared


def totals(page: str, reader: Reader | None = None):
    active = reader or shared()
    return active.read(system="Add up what the bill says.", page=page)


def dates(page: str, reader: Reader | None = None):
    if reader is None:
        reader = GeminiReader("gemini-2.5-pro")
    return reader.read(system="Find all dates.", page=page)


def names(page: str, reader: Reader):
    return reader.read(system="Find all names.", page=page)


class Book:
    """One of the readers that stand in asks nobody: that says nothing of the model that is asked."""

    def __init__(self, kind: str, reader: Reader | None = None):
        self.reader = reader or chosen(kind)

    def places(self, page: str):
        return self.reader._send(system="Find all places.", page=page)
