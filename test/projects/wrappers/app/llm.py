from .clients import async_client, get_client
from .settings import settings


def complete(messages, model=settings.model, **options):
    """The adapter: everything comes from its callers."""
    return get_client().chat.completions.create(model=model, messages=messages, **options)


def ask(question, system="Be brief."):
    """A wrapper around the wrapper."""
    return complete([{"role": "system", "content": system}, {"role": "user", "content": question}], max_tokens=settings.limit)


def translate(text):
    """Owns its prompt: no wrapper, its call is the site."""
    return complete([{"role": "user", "content": f"Translate to French: {text}"}], model="gpt-4o")


def make_asker(model):
    async def asker(prompt):
        return await async_client.chat.completions.create(model=model, messages=[{"role": "user", "content": prompt}])

    return asker


class Session:
    def __init__(self, client, model):
        self.client = client
        self.model = model

    def send(self, messages):
        return self.client.messages.create(model=self.model, max_tokens=500, messages=messages)
