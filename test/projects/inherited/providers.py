from abc import ABC, abstractmethod
from typing import Optional

from openai import OpenAI


class Provider(ABC):
    @abstractmethod
    def complete(self, prompt: str, model: str) -> str: ...


class Hosted(Provider):
    def __init__(self):
        self._client = None

    @property
    def client(self):
        if self._client is None:
            self._client = OpenAI()
        return self._client

    def complete(self, prompt, model):
        return self.client.chat.completions.create(model=model, messages=[{"role": "user", "content": prompt}])


class Renamed(Hosted):
    def complete(self, prompt, model):
        return super().complete(prompt, model=f"deployment-{model}")


class Registry:
    _made = {}

    @classmethod
    def find(cls, name: str) -> Optional[Provider]:
        if name in cls._made:
            return cls._made[name]
        return None


class Tool:
    def provider(self, name) -> Provider:
        provider = Registry.find(name)
        if not provider:
            raise ValueError(name)
        return provider

    def summarise(self, text):
        provider = self.provider("hosted")
        return provider.complete(prompt="Summarise: " + text, model="gpt-5.1")


def renamed():
    return Renamed().complete("Hello", "gpt-5.1")


def found(text):
    return Registry.find("hosted").complete("Translate: " + text, "gpt-5.1-mini")
