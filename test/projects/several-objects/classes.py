"""Classes that share a method and differ in what it asks: which object it is decides the model."""

from abc import ABC, abstractmethod
import os
from openai import OpenAI
from anthropic import Anthropic


class Base(ABC):
    def chat(self, p):
        return self._complete([{"role": "user", "content": p}])

    @abstractmethod
    def _complete(self, messages): ...


class A(Base):
    def __init__(self, model="gpt-4o"):
        self.model = model
        self.client = OpenAI()

    def _complete(self, messages):
        return self.client.chat.completions.create(model=self.model, messages=messages)


class B(Base):
    def __init__(self, model="claude-sonnet-4-5"):
        self.model = model
        self.client = Anthropic()

    def _complete(self, messages):
        return self.client.messages.create(model=self.model, max_tokens=10, messages=messages)


def use(llm: Base):
    return llm.chat("x")


def get_llm(name):
    if name == "a":
        return A()
    return B(os.environ["M"])


def made(name):
    llm = get_llm(name)
    return llm.chat("y")


def same(flag):
    llm = A() if flag else A("gpt-5.1")
    return llm.chat("z")


REG = {"a": A, "b": B}


def by_registry(name):
    return REG[name]().chat("w")


class Agent:
    def __init__(self, llm):
        self.llm = llm

    def run(self):
        return self.llm.chat("agent")


Agent(A("gpt-4o-mini")).run()
Agent(get_llm("x")).run()
