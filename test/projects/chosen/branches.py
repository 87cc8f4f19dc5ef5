"""The client or model object of a call is made in one of several branches: what they are made with are alternatives."""

import os

from langchain_openai import ChatOpenAI
from openai import OpenAI

client = OpenAI()
LIMIT = int(os.getenv("ANSWER_LIMIT", "800"))


def ask_either(thorough, name):
    if thorough:
        model = ChatOpenAI(model=name)
    else:
        model = ChatOpenAI(model="gpt-4o-mini", max_tokens=50)
    return model.invoke([["system", "Be brief."], ("user", "Say hello.")])


def ask_known(thorough):
    model = ChatOpenAI(model="gpt-4o", max_tokens=10) if thorough else ChatOpenAI(model="gpt-4o-mini", max_tokens=20)
    return model.invoke("Say hello.")


def limit_of_environment():
    messages = [{"role": "user", "content": "Say hello."}]
    return client.chat.completions.create(model="gpt-4o", messages=messages, max_tokens=LIMIT)


def limit_on_condition(short):
    request = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Say hello."}]}
    if short:
        request["max_tokens"] = 30
    return client.chat.completions.create(**request)


def limit_by_either_name(reasoning):
    request = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Say hello."}]}
    if reasoning:
        request["max_completion_tokens"] = 9000
    else:
        request["max_tokens"] = 500
    return client.chat.completions.create(**request)


class Asker:
    limit: int | None = 640
    unlimited = None

    def ask(self, question):
        request = {"model": "gpt-4o", "messages": [{"role": "user", "content": question}]}
        if self.limit is not None:
            request["max_tokens"] = self.limit
        return client.chat.completions.create(**request)

    def ask_freely(self, question):
        request = {"model": "gpt-4o", "messages": [{"role": "user", "content": question}]}
        if self.unlimited:
            request["max_tokens"] = self.unlimited
        return client.chat.completions.create(**request)
