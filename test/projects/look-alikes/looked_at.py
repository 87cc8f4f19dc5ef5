"""Request methods that are looked at, replaced or handed to a library: nothing is sent here."""

import inspect

import instructor
import litellm
import openai
from openai import OpenAI

client = OpenAI()
extractor = instructor.from_litellm(litellm.acompletion, mode=instructor.Mode.JSON)


def accepted(func, options):
    names = list(inspect.signature(func).parameters)
    return {name: options.pop(name) for name in list(options) if name in names}


class Settings:
    def __init__(self, **options):
        self.options = accepted(client.chat.completions.create, options)
        print(client.responses.create)


def watch(logger):
    openai.chat.completions.create = logger.wrap(openai.chat.completions.create)
