from jinja2 import Template
from openai import OpenAI

client = OpenAI()
MODEL = {"model": "gpt-5-mini", "max_completion_tokens": 90}
HELPER = "You are a helper of this house."
TEMPLATE = Template(
    "Rules. {% if kind == 'a' %}Answer in one sentence.{% elif kind == 'b' %}Answer in two sentences, please.{% else %}Answer.{% endif %} {% if polite %}Be polite.{% endif %}"
)


def message_by_branch(kind, question):
    messages = []
    if kind == "o1":
        messages.append({"role": "user", "content": HELPER})
    else:
        messages.append({"role": "system", "content": HELPER})
    messages.append({"role": "user", "content": question})
    return client.chat.completions.create(messages=messages, **MODEL)


def text_by_branch(kind, question):
    prompt = "Begin. "
    if kind == 1:
        prompt += "One two three four five. "
    elif kind == 2:
        prompt += "One two three four five six seven eight nine. "
    else:
        prompt += "One. "
    if question:
        prompt += "Answer it. "
    prompt += "End."
    return client.chat.completions.create(messages=[{"role": "system", "content": prompt}], **MODEL)


def list_by_branch(gender, name):
    bits = ["Rules:"]
    if gender == "m":
        bits.append("He is a man.")
        if name:
            bits.append(f"His name is {name}.")
    elif gender == "f":
        bits.append("She is a woman.")
    return client.chat.completions.create(messages=[{"role": "system", "content": " ".join(bits)}], **MODEL)


def template_by_branch(kind, polite):
    return client.chat.completions.create(messages=[{"role": "system", "content": TEMPLATE.render(kind=kind, polite=polite)}], **MODEL)
