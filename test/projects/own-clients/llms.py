"""Classes of the project's own that are built on an SDK's: what overrides a method and hands on is that method for whoever calls it."""

from langchain_anthropic import ChatAnthropic
from langchain_openai import ChatOpenAI


def flattened(answer):
    answer.content = str(answer.content)
    return answer


class FlatChatOpenAI(ChatOpenAI):
    def invoke(self, input, config=None, **kwargs):
        return flattened(super().invoke(input, config, **kwargs))


class FlatChatAnthropic(ChatAnthropic):
    def __init__(self, name, **options):
        super().__init__(model=name, max_tokens=500, **options)

    def invoke(self, input, config=None, **kwargs):
        return flattened(super().invoke(input, config, **kwargs))


class SilentChat(ChatOpenAI):
    def invoke(self, input, config=None, **kwargs):
        return "nothing is sent"


class OpenAIFactory:
    def __init__(self, model):
        self.model = model

    def make(self):
        return FlatChatOpenAI(model=self.model)


class AnthropicFactory:
    def __init__(self, model):
        self.model = model

    def make(self):
        return FlatChatAnthropic(self.model)


def factory(provider, model):
    if provider == "openai":
        return OpenAIFactory(model)
    return AnthropicFactory(model)
