from datetime import datetime

from anthropic import Anthropic
from openai import OpenAI

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 200

openai_client = OpenAI()
anthropic_client = Anthropic()


def answer(question):
    system = f"""It is {datetime.now():%H:%M}.
You are a help desk. 😀
{HANDBOOK}
"""
    return openai_client.responses.create(
        model="gpt-6.1-terra",
        instructions=system,
        input=question,
    )


def cached(question):
    return anthropic_client.messages.create(
        model="claude-opus-5-5",
        max_tokens=400,
        system=[{"type": "text", "text": HANDBOOK, "cache_control": {"type": "ephemeral"}}],
        messages=[{"role": "user", "content": question}],
    )
