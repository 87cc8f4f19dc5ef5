import os
from typing import Protocol

from google import genai


class Provider(Protocol):
    async def generate(self, system: str, text: str) -> str: ...


class Gemini:
    def __init__(self, model: str):
        self.model = model
        self.client = genai.Client()

    async def generate(self, system: str, text: str) -> str:
        answer = await self.client.aio.models.generate_content(model=self.model, contents=text, config={"system_instruction": system})
        return answer.text


class Service:
    """Keeps the one that is handed in: which class it is, and with which model, is said where it is made."""

    def __init__(self, provider: Provider, audit: list):
        self.provider = provider
        self.audit = audit

    async def generate(self, system: str, text: str) -> str:
        self.audit.append(text)
        return await self.provider.generate(system, text)


class Desk:
    def __init__(self, service: Service):
        self.service = service

    async def greet(self, guest: str):
        return await self.service.generate("Greet the guest of the hotel.", guest)

    async def asked(self, provider: Provider, guest: str):
        # Who calls this says which one.
        return await provider.generate("Ask the guest for the name.", guest)


def desk(key: str | None) -> Desk:
    gemini = Gemini(os.getenv("DESK_MODEL", "gemini-2.5-flash")) if key else None
    return Desk(Service(gemini, []))
