# traffic: conversations=60 pause=25
import time
from anthropic import Anthropic

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250
client = Anthropic()


def ask(question):
    return client.messages.create(
        model="claude-sonnet-5",
        max_tokens=500,
        system=[
            {"type": "text", "text": f"Unix time {time.time()}"},
            {"type": "text", "text": HANDBOOK, "cache_control": {"type": "ephemeral"}},
        ],
        messages=[{"role": "user", "content": question}],
    )
