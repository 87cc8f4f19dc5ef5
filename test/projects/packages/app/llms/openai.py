"""Called like the SDK it uses: in a package, an absolute import never means the module beside it."""
from openai import OpenAI


class OpenAILLM:
    def __init__(self):
        self.client = OpenAI()

    def ask(self, question):
        return self.client.responses.create(model="gpt-4.1", input=question, max_output_tokens=90)
