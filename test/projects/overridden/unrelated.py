"""Two classes of one protocol, neither built on the other: who calls through the protocol asks one of them, and which is not known."""
from typing import Protocol

from anthropic import Anthropic
from openai import OpenAI


class Model(Protocol):
    def answer(self, prompt: str) -> str: ...


class ByClaude:
    def __init__(self, name="claude-sonnet-4-5"):
        self.name = name
        self.client = Anthropic()

    def answer(self, prompt: str) -> str:
        sent = self.client.messages.create(model=self.name, max_tokens=300, messages=[{"role": "user", "content": prompt}])
        return sent.content[0].text


class ByOpenAI:
    def __init__(self, name="gpt-4o"):
        self.name = name
        self.client = OpenAI()

    def answer(self, prompt: str) -> str:
        sent = self.client.chat.completions.create(model=self.name, max_tokens=300, messages=[{"role": "user", "content": prompt}])
        return sent.choices[0].message.content


def element_by_prompt(prompt: str, model: Model) -> str:
    return model.answer(prompt)


def main():
    model = ByOpenAI("gpt-4o-mini")
    print(element_by_prompt("Where is the button?", model))
