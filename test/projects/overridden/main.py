from openai import OpenAI


class Writer:
    """Writes without a model; other classes ask one."""

    def write(self, prompt):
        return prompt.upper()


class ModelWriter(Writer):
    def __init__(self):
        self.client = OpenAI()

    def write(self, prompt):
        return self.client.responses.create(model="gpt-5.1", input=prompt, max_output_tokens=200).output_text


def publish(writer: Writer, text: str):
    # Who writes is decided by whoever calls: a model, or none.
    return writer.write(text)


def page(writer: Writer):
    return publish(writer, "Hello")


def own():
    return ModelWriter().write("Hello")
