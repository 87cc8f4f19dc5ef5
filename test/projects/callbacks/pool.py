from anthropic import Anthropic
from openai import AsyncOpenAI


class Pool:
    def __init__(self, keys):
        self.keys = keys

    async def run(self, request, *, tries=2):
        for key in self.keys:
            client = AsyncOpenAI(api_key=key)
            try:
                return await request(client)
            except Exception:
                continue


pool = Pool(["a", "b"])


async def label(text):
    return await pool.run(lambda client: client.responses.create(model="gpt-5-nano", input=f"Label this: {text}", max_output_tokens=20))


def with_anthropic(fn):
    return fn(Anthropic(), "claude-sonnet-4-5")


def summary(text):
    def ask(claude, model):
        return claude.messages.create(model=model, max_tokens=300, messages=[{"role": "user", "content": f"Sum up: {text}"}])

    return with_anthropic(ask)


def by_keyword(text):
    return with_anthropic(fn=lambda claude, model: claude.messages.create(model=model, max_tokens=100, messages=[{"role": "user", "content": text}]))
