from abc import ABC, abstractmethod


class AIProvider(ABC):
    @abstractmethod
    async def generate(self, messages, max_tokens=None): ...
