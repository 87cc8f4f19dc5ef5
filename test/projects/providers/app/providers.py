import anthropic
import openai

from .base import BaseLLM, ClientBase


class OpenAILLM(BaseLLM):
    def __init__(self, model: str = "gpt-4o"):
        super().__init__(model)
        self.client = openai.OpenAI()

    def complete(self, prompt: str, system: str = "Be brief.") -> str:
        reply = self.client.chat.completions.create(
            model=self.model,
            messages=[{"role": "system", "content": system}, {"role": "user", "content": prompt}],
        )
        return reply.choices[0].message.content


class AnthropicLLM(BaseLLM):
    def __init__(self, model: str = "claude-sonnet-4-5"):
        super().__init__(model)
        self.client = anthropic.Anthropic()

    def complete(self, prompt: str, system: str = "Be brief.") -> str:
        reply = self.client.messages.create(
            model=self.model, system=system, max_tokens=100, messages=[{"role": "user", "content": prompt}]
        )
        return reply.content[0].text


class OpenAISpeaker:
    def speak(self, text: str) -> str:
        return openai.OpenAI().responses.create(model="gpt-4o-mini", input=text).output_text


class Sender(ClientBase):
    model = "gpt-4.1"

    def __init__(self):
        self.client = openai.OpenAI()


PROVIDERS = {"openai": OpenAILLM, "anthropic": AnthropicLLM}


def make(name: str) -> BaseLLM:
    return PROVIDERS[name]()


def get_provider(name: str):
    cls = PROVIDERS.get(name)
    if cls is None:
        raise ValueError(name)
    return cls()
