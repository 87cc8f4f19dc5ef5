from openai import OpenAI


class Model:
    def __init__(self, name):
        self.name = name
        self.client = OpenAI()

    def ask(self, messages):
        return self.client.chat.completions.create(model=self.name, messages=messages)
