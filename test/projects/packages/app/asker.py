from app.late import litellm


class Asker:
    def __init__(self, settings):
        self.model = getattr(settings, "model", "gpt-4o")

    def ask(self, question):
        litellm.completion(model=self.model, messages=[{"role": "user", "content": question}], max_tokens=95)
        __import__("openai").OpenAI().embeddings.create(model="text-embedding-3-small", input=question)
