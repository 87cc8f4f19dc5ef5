"""Clients that the first object of a class makes, kept on the class by its name."""


class Reader:
    client = None
    limit = 300

    def __init__(self, key):
        if Reader.client is None:
            from anthropic import Anthropic

            Reader.client = Anthropic(api_key=key)

    def read(self, page):
        return self.client.messages.create(
            model="claude-sonnet-4-5", max_tokens=Reader.limit, messages=[{"role": "user", "content": f"Sum up: {page}"}]
        )


class Namer:
    sdk = None

    def __init__(self):
        if Namer.sdk is None:
            import openai

            Namer.sdk = openai
        self.client = Namer.sdk.OpenAI()

    def name(self, file):
        return self.client.chat.completions.create(model="gpt-4o-mini", messages=[{"role": "user", "content": f"Name it: {file}"}])


class Plain:
    client = None

    def __init__(self, make):
        if Plain.client is None:
            import httpx

            Plain.client = httpx.Client()

    def post(self, body):
        return Plain.client.chat.completions.create(model="none", messages=body)
