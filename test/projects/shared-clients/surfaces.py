import anthropic
import dashscope
import google.generativeai as genai
import instructor
from together import Together


class Structured:
    def __init__(self):
        self.create = instructor.patch(create=anthropic.AsyncAnthropic().messages.create)

    async def ask(self, text):
        return await self.create(model="claude-haiku-4-5", max_tokens=100, messages=[{"role": "user", "content": f"Parse {text}"}])


def qwen(text):
    return dashscope.Generation.call(model="qwen-plus", max_tokens=80, messages=[{"role": "user", "content": f"Say {text}"}])


def vectors(text):
    return [
        dashscope.TextEmbedding.call(model="text-embedding-v3", input=text),
        genai.embed_content(model="models/text-embedding-004", content=text),
        Together().embeddings.create(model="BAAI/bge-large-en-v1.5", input=text),
    ]
