from dataclasses import asdict

from openai import OpenAI

from messages import Custom, Pair, SystemMessage, Turn, UserMessage


class Llm:
    def __init__(self, model: str = "gpt-5.1"):
        self.client = OpenAI()
        self.model = model

    def build(self, text, system=None):
        messages = []
        if system:
            messages.append(SystemMessage(content=system).model_dump())
        messages.append(UserMessage(content=text).model_dump())
        return messages

    def ask(self, text, system=None):
        return self.client.chat.completions.create(model=self.model, messages=self.build(text, system))

    def tell(self, text):
        return self.client.chat.completions.create(model=self.model, messages=[asdict(Turn(role="user", content=text))])

    def pair(self, text):
        return self.client.chat.completions.create(model=self.model, messages=[Pair(role="user", content=text)._asdict()])

    def custom(self, text):
        """The method is the class's own: the text is not in it."""
        return self.client.chat.completions.create(model="gpt-5.1", messages=[Custom(role="user", content=text).dict()])


llm = Llm()
llm.ask("What is a token?", system="Answer in one word.")
llm.tell("What is a turn?")
llm.pair("What is a pair?")
llm.custom("Is this sent?")
