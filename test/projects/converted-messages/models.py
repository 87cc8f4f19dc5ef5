import os, openai
from dataclasses import asdict, dataclass
from functools import partial
from typing import List


@dataclass()
class Message:
    role: str
    content: str


def chat(model: str, messages: List[Message]):
    return openai.ChatCompletion.create(model=model, messages=[asdict(message) for message in messages])


class Base:
    def say(self, messages: List[Message]):
        raise NotImplementedError


class Large(Base):
    def say(self, messages: List[Message]):
        return chat("gpt-4", messages)


class Small(Base):
    def say(self, messages: List[Message]):
        return chat("gpt-3.5-turbo", messages)


def ask(prompt, model="gpt-4"):
    if model == "gpt-4":
        return openai.ChatCompletion.create(model="gpt-4-0613", messages=[{"role": "user", "content": prompt}])
    elif model == "gpt-3.5-turbo":
        return openai.ChatCompletion.create(model="gpt-3.5-turbo-0125", messages=[{"role": "user", "content": prompt}])


def score(text, judge):
    return ask(f"Score this: {text}", model=f"{judge}")
