# traffic: conversations=100 pause=5 user=300
from anthropic import Anthropic

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250
client = Anthropic()


def summarise(lines):
    for line in lines:
        client.messages.create(
            model="claude-sonnet-5",
            max_tokens=500,
            system=HANDBOOK,
            messages=[{"role": "user", "content": [{"type": "text", "text": line, "cache_control": {"type": "ephemeral"}}]}],
        )
