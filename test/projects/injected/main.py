from agent import Agent, Typed, go
from llm import LLM
llm = LLM()
Agent(llm).run()
Typed(LLM()).run()
go(llm.ask)


import asyncio
from agents import Agent as Team


class Context: ...


Team[Context](name="a", instructions="Help.", model="gpt-4o")


async def later():
    await asyncio.to_thread(llm.ask, "in a thread")


class Made:
    def __init__(self, client):
        self.client = client

    @classmethod
    def build(cls):
        from anthropic import Anthropic

        client = Anthropic()
        return cls(client)

    def send(self, messages):
        return self.client.messages.create(model="claude-sonnet-4-5", max_tokens=10, messages=messages)


Made.build().send([{"role": "user", "content": "hi"}])


def again(prompt, retry=False):
    if retry:
        prompt = "Try again."
    return llm.ask(prompt)


again("first")
