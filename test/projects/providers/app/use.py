from fastapi import Depends, FastAPI

from .base import BaseLLM, Speaker
from .providers import OpenAILLM, Sender, get_provider, make

app = FastAPI()


def summarise(llm: BaseLLM, text: str) -> str:
    return llm.complete("Summarise the following story in one sentence: once upon a time")


def talk(speaker: Speaker) -> str:
    return speaker.speak("Say something nice to the people of the town")


class Service:
    def __init__(self, llm: BaseLLM):
        self.llm = llm
        self.helpers: dict[str, BaseLLM] = {}
        self.all: list[BaseLLM] = []

    def run(self, text: str) -> str:
        self.helpers["a"].complete("a fixed question about the first thing")
        for one in self.all:
            one.complete("a fixed question for each of them")
        return self.llm.complete("a fixed question about the whole thing")


def main(name: str) -> None:
    make(name).complete("made by a factory with a declared type")
    provider = get_provider(name)
    provider.complete("made by a factory without a declared type")
    Sender().send("through a base class")


def get_llm() -> OpenAILLM:
    return OpenAILLM("gpt-4.1")


@app.post("/x")
def route(text: str, llm=Depends(get_llm)):
    return llm.complete("a question of a route")
