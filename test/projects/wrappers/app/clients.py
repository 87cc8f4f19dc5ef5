from openai import AsyncOpenAI, OpenAI

_client = None


def get_client():
    global _client
    if _client is None:
        _client = OpenAI()
    return _client


async_client = AsyncOpenAI(base_url="https://openrouter.ai/api/v1")
