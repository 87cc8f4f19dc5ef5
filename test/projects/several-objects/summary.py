from llm import Model


class Summary:
    """Gets its model from two callers, of which both are seen."""

    def __init__(self, model):
        self.model = model

    def run(self, text):
        return self.model.ask([{"role": "user", "content": text}])


class Review:
    """Gets its model from two callers; what one of them gives is not seen."""

    def __init__(self, model):
        self.model = model

    def run(self, text):
        return self.model.ask([{"role": "user", "content": text}])


def first():
    Summary(Model("gpt-5.1")).run("Short.")
    Review(Model("gpt-5.1")).run("Short.")


def second(registry):
    Summary(Model("gpt-5.1-mini")).run("Shorter.")
    Review(registry.model).run("Shorter.")


def either(fast: bool):
    model = Model("gpt-5.1-nano") if fast else Model("gpt-5.1")
    model.ask([{"role": "user", "content": "One of two."}])


def each():
    for model in [Model("gpt-5.1-nano"), Model("gpt-5.1-mini")]:
        model.ask([{"role": "user", "content": "One after the other."}])
