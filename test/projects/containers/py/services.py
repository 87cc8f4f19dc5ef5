from openai import OpenAI


class Writer:
    def __init__(self, model="gpt-5.1-mini"):
        self.client = OpenAI()
        self.model = model

    def write(self, text: str) -> str:
        return self.client.responses.create(model=self.model, input=text).output_text


class Other:
    def write(self, text: str) -> str:
        return text
