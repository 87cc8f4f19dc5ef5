from typing import Optional, Protocol

from together import Together

from llm import Model


class Client(Protocol):
    """Only says what a client has, so that tests can hand in another one."""

    @property
    def chat(self) -> object: ...


class Named:
    @property
    def name(self): ...


class Sampler:
    def __init__(self, client: Optional[Client] = None, model: Optional[Model] = None):
        self.client = client or Together()
        self.model = model or Model("gpt-5.1")

    def sample(self, text):
        return self.client.chat.completions.create(model="openai/gpt-oss-20b", messages=[{"role": "user", "content": text}])

    def ask(self, text):
        return self.model.ask([{"role": "user", "content": text}])


Sampler().sample("By the client that is made here.")
Sampler().ask("By the model that is made here.")
Sampler(model=Model("gpt-5.1-mini")).ask("By the model that is handed in.")
