from abc import ABC, abstractmethod

from anthropic import Anthropic
from openai import OpenAI


class Embedder(ABC):
    @abstractmethod
    def embed(self, texts): ...


class OpenAIEmbedder(Embedder):
    def __init__(self, model="text-embedding-3-small"):
        self.model = model

    def embed(self, texts):
        return OpenAI().embeddings.create(model=self.model, input=texts)


class LocalEmbedder(Embedder):
    def embed(self, texts):
        return [hash(text) for text in texts]


def save(embedder: Embedder, texts):
    """Which class it is, nobody says."""
    return embedder.embed(texts)


def save_all(embedder: Embedder, texts):
    return save(embedder, texts)


def save_here(texts):
    return save(OpenAIEmbedder(), texts)


class Base(ABC):
    def answer(self, question):
        return self.submit(question)

    @abstractmethod
    def submit(self, question): ...


class Claude(Base):
    def submit(self, question):
        return Anthropic().messages.create(model="claude-sonnet-4-5", max_tokens=100, messages=question)


class Gpt(Base):
    def submit(self, question):
        return OpenAI().chat.completions.create(model="gpt-5.1", messages=question)

    def answer(self, question):
        """Hands on what it is given: whoever calls it calls the method of the base."""
        return super().answer(question)


class Brief(Gpt):
    def answer(self, question):
        return super().answer([{"role": "system", "content": "Be brief."}, *question])


def ask(base: Base):
    base.answer([{"role": "user", "content": "Which of them?"}])
    Gpt().answer([{"role": "user", "content": "This one."}])


class Named(Base):
    def __init__(self, model, limit):
        self.model = model
        self.limit = limit

    def submit(self, question):
        return OpenAI().chat.completions.create(model=self.model, max_tokens=self.limit, messages=question)


class Mixed(Embedder, Named):
    """Calls the constructors of its bases by their names."""

    def __init__(self, limit=200):
        Embedder.__init__(self)
        Named.__init__(self, "gpt-5.1-mini", limit=limit)


Mixed(limit=50).submit([{"role": "user", "content": "Made by name."}])
