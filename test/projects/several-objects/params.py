from openai import OpenAI


class Asker:
    def __init__(self, model="gpt-5.1", limit=100):
        self.model = model
        self.limit = limit

    def _model(self):
        return self.model

    def _params(self):
        """No argument: what it gives depends on the object alone."""
        return {"model": self._model(), "max_tokens": self.limit}

    def ask(self, question):
        return OpenAI().chat.completions.create(messages=[{"role": "user", "content": question}], **self._params())


quick = Asker("gpt-5.1-mini", 50)
thorough = Asker(limit=4000)


def first(question):
    return quick.ask(question)


def second(question):
    return thorough.ask(question)


def third(question):
    return Asker("gpt-5", limit=7).ask(question)


def again(question):
    return quick.ask(question)
