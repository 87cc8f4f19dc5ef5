import asyncio
import functools
from concurrent.futures import ThreadPoolExecutor
from threading import Thread


def ask(prompt: str, model: str = "gpt-4o-mini") -> str:
    import openai

    return openai.OpenAI().chat.completions.create(model=model, messages=[{"role": "user", "content": prompt}])


def shout(prompt: str) -> str:
    return ask(prompt.upper())


HANDLERS = {"ask": ask, "other": print}


async def fan_out(items: list[str]) -> None:
    HANDLERS["ask"]("a question by a registry")
    handler = HANDLERS.get(items[0])
    handler("a question by a looked up handler")
    cheap = functools.partial(ask, model="gpt-4.1-nano")
    cheap("a question by a partial function")
    with ThreadPoolExecutor() as pool:
        pool.map(ask, items)
        pool.map(lambda item: ask(item), items)
    list(map(ask, items))
    Thread(target=ask, args=("a question in a thread",)).start()
    await asyncio.gather(*[asyncio.to_thread(ask, item) for item in items])
    await asyncio.gather(*(aask(item) for item in items))


async def aask(prompt: str) -> str:
    import openai

    return await openai.AsyncOpenAI().responses.create(model="gpt-4o", input=prompt)


class Model:
    def __init__(self, name="gpt-4o"):
        import openai

        self.name = name
        self.client = openai.OpenAI()

    def __call__(self, prompt: str):
        return self.client.responses.create(model=self.name, input=prompt)


class Holder:
    def __init__(self):
        self.lm = Model("gpt-5")

    def go(self):
        return self.lm("a question by a callable object")


def to_messages(history):
    return [{"role": m.role, "content": m.text} for m in history]


def chat(history: list):
    import openai

    return openai.OpenAI().chat.completions.create(model="gpt-4o", messages=to_messages(history))


def chat2(history: list):
    import openai

    messages = [{"role": m.role, "content": m.text} for m in history]
    return openai.OpenAI().chat.completions.create(model="gpt-4o", messages=messages)


def talker():
    chat([{"role": "user", "text": "hello to the converter"}])
    chat2([{"role": "user", "text": "hello to the converter"}])


def logged(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        return fn(*args, **kwargs)

    return inner


@logged
def decorated(prompt: str):
    return ask(prompt)


decorated("a question to a decorated function")
