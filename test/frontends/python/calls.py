import os
from datetime import date, datetime
import anthropic
import openai
from anthropic import AsyncAnthropic
from openai import AsyncOpenAI, AzureOpenAI, OpenAI
from pydantic import BaseModel, Field
from twilio.rest import Client

MODEL = os.getenv("MODEL", "gpt-4o")
SYSTEM = """You are a critic.
Be fair."""
TODAY = date.today()
client = OpenAI()
TOOLS = [{"type": "function", "function": {"name": "find", "description": "Finds.", "parameters": {"type": "object", "properties": {}}}}]

openai.chat.completions.create(model=MODEL, messages=[{"role": "system", "content": SYSTEM}], max_tokens=10)
client.beta.chat.completions.parse(model="gpt-4o" if os.getenv("GOOD") else "gpt-4o-mini", messages=[], response_format=BaseModel)
client.with_options(timeout=1).responses.create(model="gpt-6.1-terra", instructions=f"{SYSTEM} {TODAY}", input="hi", stream=True)
client.chat.completions.with_raw_response.create(model=MODEL, messages=[{"role": "user", "content": [{"type": "text", "text": "see"}, {"type": "image_url", "image_url": {"url": "x"}}]}])
AzureOpenAI().chat.completions.create(model="my-deployment", messages=[])
OpenAI(base_url="https://openrouter.ai/api/v1").chat.completions.create(model="anthropic/claude-opus-4.8", messages=[])
OpenAI(base_url=os.environ["URL"]).chat.completions.create(model="x", messages=[])
OpenAI(base_url="http://localhost:8000/v1").chat.completions.create(model="x", messages=[])
Client().messages.create(body="twilio")
client.beta.threads.messages.create(thread_id="t", content="x")


class Settings(BaseModel):
    model: str = Field(default="claude-sonnet-5")
    limit: int = 256


settings = Settings()


class Agent:
    temperature = 0

    def __init__(self, key, client: AsyncOpenAI | None = None):
        self.claude = anthropic.Anthropic(api_key=key)
        self.other: AsyncOpenAI = client
        self.history = []
        self.model = settings.model

    def _client(self):
        return self.claude

    async def answer(self, text, model="claude-haiku-4-5", limit: int = None):
        self.history.append({"role": "user", "content": text})
        request = {"model": self.model, "system": [{"type": "text", "text": SYSTEM, "cache_control": {"type": "ephemeral"}}]}
        request["max_tokens"] = settings.limit
        if text:
            request["tools"] = TOOLS
        with self._client().messages.stream(messages=self.history, **request) as stream:
            print(stream)
        now = datetime.now()
        prompt = "At {now}, {who}: {text}".format(now=now.strftime("%H:%M"), who="me", text=text)
        prompt += "\nGo on."
        for attempt in range(3):
            await self.other.chat.completions.create(model=model, messages=[{"role": "user", "content": prompt.strip()}], max_completion_tokens=limit)
        async with AsyncAnthropic() as claude:
            return await claude.messages.create(model=model, max_tokens=1024, messages=[{"role": "user", "content": "On %s: %s" % (now.date(), text)}])


def loop():
    messages = [{"role": "system", "content": SYSTEM}]
    while True:
        messages.append({"role": "user", "content": input()})
        reply = client.chat.completions.create(model=MODEL, messages=messages)
        messages.append(reply.choices[0].message)


def many(docs, **options):
    for doc in docs:
        for chunk in client.chat.completions.create(model="gpt-4o", stream=True, messages=[{"role": "user", "content": f"Sum up: {doc}"}]):
            print(chunk)
    return [client.responses.create(input=doc, **options) for doc in docs]
