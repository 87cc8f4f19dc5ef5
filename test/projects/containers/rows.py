from openai import AsyncOpenAI
from settings import settings


class Router:
    def __init__(self):
        self.providers = []
        if settings.KEY:
            c = AsyncOpenAI(api_key=settings.KEY, base_url="https://api.fireworks.ai/inference/v1")
            self.providers.append({"name": "A", "client": c, "model": "a-model"})
            self.providers.append({"name": "B", "client": c, "model": settings.SECOND})
    async def go(self, messages):
        for provider in self.providers:
            client = provider["client"]
            model = provider["model"]
            return await client.chat.completions.create(model=model, messages=messages)
