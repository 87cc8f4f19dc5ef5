import openai

client = openai.OpenAI()


def ask(prompt):
    return client.responses.create(model="gpt-4o", input=prompt)


def run_agent(generate):
    return generate("a question by a callback")


run_agent(ask)
run_agent(lambda p: ask(p))


class Step:
    def __init__(self, llm_fn):
        self.llm_fn = llm_fn

    def go(self):
        return self.llm_fn("a question by a stored function")


Step(ask).go()


ask_again = ask
ask_again("a question by another name")
