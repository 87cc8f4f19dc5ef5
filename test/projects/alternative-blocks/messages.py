"""One content in several forms: as a text, in a marked block, and with a picture beside it."""

from anthropic import Anthropic
from openai import OpenAI

claude = Anthropic()
client = OpenAI()
RULES = "Answer politely and name your sources."


def marked(question, cached):
    system = [{"type": "text", "text": RULES, "cache_control": {"type": "ephemeral"}}] if cached else RULES
    return claude.messages.create(model="claude-opus-5", max_tokens=90, system=system, messages=[{"role": "user", "content": question}])


def seen(picture):
    content = RULES
    if picture:
        content = [{"type": "text", "text": RULES}, {"type": "image_url", "image_url": {"url": picture}}]
    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=90, messages=[{"role": "user", "content": content}])


def whole_message(question, cached):
    plain = {"role": "system", "content": RULES}
    blocks = {"role": "system", "content": [{"type": "text", "text": RULES, "cache_control": {"type": "ephemeral"}}]}
    first = blocks if cached else plain
    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=90, messages=[first, {"role": "user", "content": question}])


def different(short):
    content = "Be brief." if short else [{"type": "text", "text": RULES}]
    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=90, messages=[{"role": "user", "content": content}])
