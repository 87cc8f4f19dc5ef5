"""The request stands in a function within, behind everything that makes what it sends."""
import asyncio

import anthropic

from .base import AIProvider


class ClaudeProvider(AIProvider):
    def __init__(self):
        self.client = anthropic.Anthropic()

    async def generate(self, messages, max_tokens=None):
        if max_tokens is None:
            max_tokens = 800
        turns = []
        system = None
        for message in messages:
            if message["role"] == "system":
                system = message["content"]
            else:
                turns.append({"role": message["role"], "content": message["content"]})
        loop = asyncio.get_event_loop()
        answer = await loop.run_in_executor(
            None,
            lambda: self.client.messages.create(model="claude-haiku-4-5", max_tokens=max_tokens, system=system, messages=turns),
        )
        return answer.content[0].text
