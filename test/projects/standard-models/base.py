from abc import ABC, abstractmethod


class Reader(ABC):
    """Who asks; which service answers is decided by the classes below."""

    def __init__(self, model: str):
        self.model = model

    def read(self, *, system, page):
        return self._send(system=system, page=page)

    @abstractmethod
    def _send(self, *, system, page): ...
