"""Records of a project: what a field says is what it is by default, however far its record class is from the library's."""
from typing import Optional

from anthropic import Anthropic
from openai import OpenAI
from pydantic import BaseModel, Field


class Record(BaseModel):
    note: str = ""


class Settings(Record):
    base_url: str = "https://api.openai.com/v1"
    model: Optional[str] = None
    small: str = Field(default="gpt-4o-mini")


class Answerer(Record):
    model: str = "gpt-4o"
    settings: Settings

    def ask(self, question):
        Anthropic(base_url=self.settings.base_url).messages.create(model=self.model, messages=[question], max_tokens=50)
        OpenAI().responses.create(model=self.settings.model, input=question, max_output_tokens=51)
        OpenAI().responses.create(model=self.settings.small, input=question, max_output_tokens=52)


class Plain:
    model: str = "gpt-4.1"

    def ask(self, question):
        OpenAI().responses.create(model=self.model, input=question, max_output_tokens=53)
