"""What a test hands in asks nobody, and changes nothing about what the program does."""
from provider import Desk, Service


class Canned:
    async def generate(self, system: str, text: str) -> str:
        return "canned"


tested = Desk(Service(Canned(), []))
