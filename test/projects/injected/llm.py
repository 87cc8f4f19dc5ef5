from abc import ABC, abstractmethod
from openai import OpenAI
class Base(ABC):
    @abstractmethod
    def ask(self, prompt): ...
class LLM(Base):
    def __init__(self):
        self.client = OpenAI()
    def ask(self, prompt, model="gpt-4o"):
        return self.client.chat.completions.create(model=model, messages=[{"role": "user", "content": prompt}])
