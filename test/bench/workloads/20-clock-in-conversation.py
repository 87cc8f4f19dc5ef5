# traffic: conversations=10 turns=10 gap=40 pause=90 user=150 answer=200
from datetime import datetime
from openai import OpenAI

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250
client = OpenAI()
history = []


def reply(text):
    history.append({"role": "user", "content": text})
    system = f"It is {datetime.now():%H:%M}. You help customers of a shop.\n{HANDBOOK}"
    answer = client.chat.completions.create(
        model="gpt-5.1",
        max_completion_tokens=400,
        messages=[{"role": "system", "content": system}, *history],
    )
    history.append(answer.choices[0].message)
    return answer
