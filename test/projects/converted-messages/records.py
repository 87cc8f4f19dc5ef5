# Records that a caller hands in become what is sent.
from typing import List
from openai import OpenAI
from pydantic import BaseModel
class Message(BaseModel):
    role: str
    content: str
client = OpenAI()
def chat1(messages: List[Message]):
    return client.chat.completions.create(model="gpt-4o", messages=[msg.model_dump() for msg in messages])
def chat2(messages):
    return client.chat.completions.create(model="gpt-4o", messages=[msg.model_dump() for msg in messages])
def chat3(messages: List[Message]):
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": m.role, "content": m.content} for m in messages])
def chat4(messages: List[Message]):
    out = []
    for m in messages:
        out.append(m.model_dump())
    return client.chat.completions.create(model="gpt-4o", messages=out)
def main():
    m = [Message(role="system", content="You are kind"), Message(role="user", content="hi")]
    chat1(messages=m)
    chat2(messages=m)
    chat3(messages=m)
    chat4(messages=m)
