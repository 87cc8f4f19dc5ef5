from dataclasses import dataclass

import openai
from pydantic import BaseModel, Field

from .base import BaseLLM
from .providers import OpenAILLM

client = openai.OpenAI()


class Agent(BaseModel):
    llm: OpenAILLM = Field(default_factory=OpenAILLM)
    other: BaseLLM | None = None

    def step(self):
        self.other.complete("a step of another model")
        return self.llm.complete("a step of an agent")


class ToolAgent(Agent):
    def more(self):
        return self.llm.complete("a step of a derived agent")


@dataclass
class Context:
    llm: OpenAILLM
    name: str = "x"


def with_context(ctx: Context):
    return ctx.llm.complete("a question through a context")


class Request(BaseModel):
    messages: list


def serve(request: Request):
    return client.chat.completions.create(model="gpt-4o", messages=request.messages)


serve(Request(messages=[{"role": "user", "content": "a question in a request object"}]))
