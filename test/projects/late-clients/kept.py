import random
from typing import Any

from mistralai import Mistral
from openai import OpenAI

_client: Any | None = None


def configure(client: Any | None):
    global _client
    _client = client


def ask(question):
    return _client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": question}])


def start():
    configure(OpenAI(base_url="https://api.deepseek.com"))


def safely(given, model: str, messages: list):
    clients = given if isinstance(given, list) else [given]
    return random.choice(clients).chat.completions.create(model=model, messages=messages)


def summary(text):
    return safely(OpenAI(), "gpt-4o-mini", [{"role": "user", "content": text}])


class Fallbacks:
    def __init__(self):
        self.client = OpenAI()

    def all(self):
        found = [self.client]
        found.append(OpenAI(max_retries=0))
        return found

    def ask(self, question):
        for number, client in enumerate(self.all()):
            client.chat.completions.create(model="gpt-4.1", messages=[{"role": "user", "content": question}])


def embed(texts):
    return Mistral().embeddings.create(model="mistral-embed", inputs=texts)
