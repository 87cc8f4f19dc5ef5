# traffic: conversations=120 pause=10 user=200 answer=10
from openai import OpenAI

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250
client = OpenAI()


def classify(tickets):
    for ticket in tickets:
        yield client.chat.completions.create(
            model="gpt-6.1-terra",
            max_completion_tokens=20,
            messages=[{"role": "system", "content": HANDBOOK}, {"role": "user", "content": ticket}],
        )
