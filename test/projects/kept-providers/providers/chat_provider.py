from openai import AsyncOpenAI

from .base import AIProvider


class ChatProvider(AIProvider):
    def __init__(self):
        self.client = AsyncOpenAI()

    async def generate(self, messages, max_tokens=None):
        answer = await self.client.chat.completions.create(model="gpt-5-mini", messages=messages, max_completion_tokens=max_tokens)
        return answer.choices[0].message.content
