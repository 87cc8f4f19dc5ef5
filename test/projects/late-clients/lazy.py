from __future__ import annotations

import functools
from importlib import import_module


def optional(name):
    return import_module(name)


def lazy_property(attribute=None):
    def decorator(func):
        name = attribute or f"_{func.__name__}"

        @property
        @functools.wraps(func)
        def wrapper(self):
            if getattr(self, name) is None:
                setattr(self, name, func(self))
            return getattr(self, name)

        return wrapper

    return decorator


class Driver:
    model: str = None
    _client = None

    @lazy_property()
    def client(self):
        return optional("anthropic").Anthropic()

    def run(self, question):
        return self.client.messages.create(
            model=self.model, max_tokens=200, messages=[{"role": "user", "content": question}]
        )
