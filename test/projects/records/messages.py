from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple

from pydantic import BaseModel


class Message(BaseModel):
    role: Literal["user", "assistant", "system"]
    content: str


class UserMessage(Message):
    role: Literal["user"] = "user"


class SystemMessage(Message):
    role: Literal["system"] = "system"


@dataclass
class Turn:
    role: str
    content: str


class Pair(NamedTuple):
    role: str
    content: str


class Custom(BaseModel):
    role: str
    content: str

    def dict(self):
        return {"role": "user", "content": "Its own text."}
