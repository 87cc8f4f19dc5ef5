from openai import OpenAI


class Llm:
    def ask(self, prompt):
        return OpenAI().responses.create(model="gpt-5.1", input=prompt)
