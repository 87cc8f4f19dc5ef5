"""Requests in mappings that come from elsewhere and are filled here."""

from copy import deepcopy

from openai import OpenAI


class Model:
    def __init__(self, settings):
        self.settings = settings
        self.client = OpenAI()

    def copied(self, messages, **options):
        params = deepcopy(self.settings.params)
        params["messages"] = messages
        return self.client.chat.completions.create(**params)

    def updated(self, prompt):
        params = self.settings.params.copy()
        params.update({"model": "gpt-4o", "messages": [{"role": "user", "content": prompt}]})
        return self.client.chat.completions.create(**params)

    def unrelated(self, prompt, settings):
        settings["label"] = prompt
        return self.client.chat.completions.create(**settings)


def main(settings):
    model = Model(settings)
    model.copied([{"role": "user", "content": "One question"}], n=2)
    model.updated("Another question")
    model.unrelated("Not sent", settings)
