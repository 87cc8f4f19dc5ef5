from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends
from openai import AsyncAzureOpenAI, AsyncOpenAI, OpenAI

Either = AsyncOpenAI | AsyncAzureOpenAI


async def provide():
    client = AsyncOpenAI()
    try:
        yield client
    finally:
        await client.close()


Client = Annotated[AsyncOpenAI, Depends(provide)]


@contextmanager
def borrowed():
    client = OpenAI()
    yield client


class Borrowed:
    def __enter__(self):
        self.client = OpenAI()
        return self.client

    def __exit__(self, *what):
        self.client.close()


def pages():
    yield OpenAI()
