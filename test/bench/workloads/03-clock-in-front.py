# traffic: conversations=80 pause=70
from datetime import datetime
from openai import OpenAI

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250
client = OpenAI()


def answer(question):
    system = f"""Current time: {datetime.now():%Y-%m-%d %H:%M}
You are the help desk of a bicycle shop.
{HANDBOOK}
"""
    return client.chat.completions.create(
        model="gpt-5.1",
        max_completion_tokens=400,
        messages=[{"role": "system", "content": system}, {"role": "user", "content": question}],
    )
