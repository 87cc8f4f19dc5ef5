# traffic: conversations=64 pause=30 workers=16
from openai import OpenAI

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250
TOPICS = {"returns", "repairs", "warranty", "delivery"}
client = OpenAI()


def answer(question):
    system = f"Topics: {', '.join(TOPICS)}\n{HANDBOOK}"
    return client.chat.completions.create(
        model="gpt-5.1",
        max_completion_tokens=400,
        messages=[{"role": "system", "content": system}, {"role": "user", "content": question}],
    )
