from abc import ABC, abstractmethod
from typing import Protocol


class BaseLLM(ABC):
    """What every provider can do."""

    def __init__(self, model: str):
        self.model = model

    @abstractmethod
    def complete(self, prompt: str, system: str = "Be brief.") -> str: ...

    def ask_twice(self, prompt: str) -> list[str]:
        return [self.complete(prompt), self.complete(prompt)]


class Speaker(Protocol):
    def speak(self, text: str) -> str: ...


class ClientBase:
    client = None

    def send(self, text: str):
        return self.client.chat.completions.create(model=self.model, messages=[{"role": "user", "content": text}])
