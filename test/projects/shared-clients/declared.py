from importlib import import_module

from langchain.chat_models import BaseChatModel
from openai import OpenAI
from pydantic import BaseModel, Field

client = OpenAI()


def chosen(path: str) -> BaseChatModel:
    module, name = path.split(":")
    return getattr(import_module(module), name)()


def ask(path, text):
    return chosen(path).invoke(f"Translate {text}")


class Options(BaseModel):
    model: str = Field(default="gpt-4o-mini")

    @classmethod
    def from_request(cls, values):
        return cls(**values)


def with_options(values, text):
    options = Options.from_request(values)
    return client.chat.completions.create(model=options.model, messages=[{"role": "user", "content": f"Shorten {text}"}])


def with_standard(text):
    return client.chat.completions.create(model=Options().model, messages=[{"role": "user", "content": f"Extend {text}"}])
