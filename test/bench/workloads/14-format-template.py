# traffic: conversations=80 pause=20
from datetime import datetime
from openai import OpenAI

TEMPLATE = """Request of {now}.
You are the help desk of a bicycle shop.
{handbook}
Answer in one paragraph.
"""
HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250
client = OpenAI()


def answer(question):
    system = TEMPLATE.format(now=datetime.now().isoformat(), handbook=HANDBOOK)
    return client.chat.completions.create(
        model="gpt-5-mini",
        max_completion_tokens=400,
        messages=[{"role": "system", "content": system}, {"role": "user", "content": question}],
    )
