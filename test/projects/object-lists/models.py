from abc import ABC, abstractmethod
from typing import Dict, List, Optional
from langchain_openai import ChatOpenAI
from langchain_anthropic import ChatAnthropic


class Base(ABC):
    @abstractmethod
    async def generate_response(self, messages: List): ...


class Gpt(Base):
    def __init__(self):
        self.client = ChatOpenAI(model="gpt-4o")

    async def generate_response(self, messages: List):
        return await self.client.ainvoke(messages)


class Claude(Base):
    def __init__(self):
        self.client = ChatAnthropic(model="claude-sonnet-4-5")

    async def generate_response(self, messages: List):
        return await self.client.ainvoke(messages)


class Manager:
    def __init__(self):
        self.models: Dict[str, Base] = {}
        self.models["gpt"] = Gpt()
        self.models["claude"] = Claude()

    def pick(self, name: str) -> Optional[Base]:
        return self.models.get(name)

    async def first(self, messages):
        model = self.pick("gpt")
        return await model.generate_response(messages)

    async def second(self, messages):
        candidates = [self.pick("gpt")]
        for name, other in self.models.items():
            candidates.append(other)
        for attempt in range(3):
            current = candidates[attempt]
            return await current.generate_response(messages)

    async def third(self, messages):
        for adapter in [Gpt(), Claude()]:
            await adapter.generate_response(messages)

    async def fourth(self, messages):
        for name, model in self.models.items():
            await model.generate_response(messages)


manager = Manager()


async def main():
    await manager.first([{"role": "user", "content": "x"}])
    await manager.second([{"role": "user", "content": "x"}])
    await manager.third([{"role": "user", "content": "x"}])
    await manager.fourth([{"role": "user", "content": "x"}])
