"""What a caller gives stays what the caller gives when white space is taken off it, also one level further out."""
from concurrent.futures import ThreadPoolExecutor

from anthropic import Anthropic


class Claude:
    def __init__(self):
        self.client = Anthropic()

    def infer(self, model, prompt):
        message = self.client.messages.create(max_tokens=400, model=model, messages=[{"role": "user", "content": prompt.strip()}])
        return message.content[0].text


class Models:
    def __init__(self, name):
        self.name = name

    def infer_with(self, prompt, project):
        known = {"claude": Claude()}
        with ThreadPoolExecutor() as executor:
            return executor.submit(known[self.name].infer, self.name, prompt).result()


class Planner:
    def __init__(self, name):
        self.models = Models(name)

    def plan(self, task):
        return self.models.infer_with(f"Write a plan for this task:\n{task}", "demo")
