import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Type

from openai import OpenAI

client = OpenAI()


def ask(prompt, model="gpt-5.1"):
    return client.responses.create(model=model, input=prompt).output_text


class Handler:
    def __init__(self, model="gpt-5.1-mini"):
        self.client = OpenAI()
        self.model = model

    def complete(self, prompt):
        return self.client.responses.create(model=self.model, input=prompt)


# Classes and functions that are handed in, or else those that the source names.
def by_class(make: Type[Handler] = Handler):
    return make().complete("Hello")


class Reviewer:
    def __init__(self, handler: partial[Handler,] = Handler):
        self.handler = handler()

    def review(self, diff):
        return self.handler.complete("Review: " + diff)


def by_function(text, fn=ask):
    return fn("Explain: " + text)


# Several at once, one of several, and a part of what is given.
class Fallback:
    def __init__(self, handlers=None):
        self.handlers = handlers if isinstance(handlers, list) else [handlers]

    def first(self, text):
        for handler in self.handlers:
            return handler.complete("Try: " + text)


Fallback([Handler()]).first("x")


class Named:
    def __init__(self):
        self.handlers = {"small": Handler(), "large": Handler("gpt-5.1")}

    def all(self):
        return [handler.complete("Hello") for name, handler in self.handlers.items()]


def worker(task):
    question, model = task
    return ask(question, model)


def work():
    return worker(("Hello", "gpt-5.1-nano"))


# Executors that are given a function with its arguments bound.
async def executors(texts):
    loop = asyncio.get_event_loop()
    await loop.run_in_executor(None, partial(ask, "Hello", model="gpt-5.1-mini"))
    await asyncio.to_thread(partial(ask, prompt="Hello"))
    with ThreadPoolExecutor() as pool:
        list(pool.map(partial(ask, model="gpt-5.1-nano"), texts))


# Runs any function: only some of its callers ask a model.
async def in_thread(fn, *args):
    loop = asyncio.get_event_loop()
    return await loop.run_in_executor(None, lambda: fn(*args))


async def threads(files):
    await in_thread(ask, "Hello")
    await in_thread(print, "Hello")
    await in_thread(files.read)


class Maker:
    @staticmethod
    def get(model):
        async def handle(prompt):
            return client.responses.create(model=model, input=prompt)

        return handle


async def made():
    handle = Maker.get("gpt-5.1")
    await handle(prompt="Hello")
