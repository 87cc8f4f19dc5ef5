import anthropic
import openai

client = openai.OpenAI()


class Template:
    def generate(self, text: str):
        prompt = self.build(text)
        return self.call(prompt)

    def build(self, text):
        return "You are an engine that writes long stories about " + text

    def call(self, prompt):
        raise NotImplementedError


class GPT(Template):
    def call(self, prompt):
        return client.responses.create(model="gpt-4o", input=prompt)


class Claude(Template):
    def call(self, prompt):
        return anthropic.Anthropic().messages.create(
            model="claude-haiku-4-5", max_tokens=5, messages=[{"role": "user", "content": prompt}]
        )
