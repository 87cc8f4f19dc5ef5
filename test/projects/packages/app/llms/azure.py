from openai import AzureOpenAI


class AzureLLM:
    def __init__(self):
        self.client = AzureOpenAI(azure_endpoint="https://example.invalid")

    def ask(self, question):
        return self.client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": question}], max_tokens=80)
