from openai import AsyncOpenAI
from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.deepseek import DeepSeekProvider
from pydantic_ai.providers.openai import OpenAIProvider

local = OpenAIProvider(base_url="http://localhost:11434/v1")
reader = Agent(OpenAIChatModel("llama3.2", provider=local), instructions="Read the letter.")
sorter = Agent(OpenAIChatModel("deepseek-chat", provider=DeepSeekProvider(api_key="key")), instructions="Sort the letters.")
router = Agent(OpenAIChatModel("gpt-4o", provider="openrouter"), instructions="Answer the letter.")
plain = Agent(OpenAIChatModel("gpt-4o", provider=OpenAIProvider(api_key="key")), instructions="File the letter.")


def for_client(client):
    return Agent(OpenAIChatModel("gpt-4o", provider=OpenAIProvider(openai_client=client)), instructions="Send the letter.")


def own():
    return for_client(AsyncOpenAI(base_url="https://api.deepseek.com"))
