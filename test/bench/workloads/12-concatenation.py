# traffic: conversations=80 pause=20
from datetime import datetime
from openai import OpenAI

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250
client = OpenAI()


def answer(question):
    prompt = "Now: " + str(datetime.now()) + "\n" + HANDBOOK + "\nAnswer in German."
    return client.chat.completions.create(
        model="gpt-4.1",
        max_completion_tokens=400,
        messages=[{"role": "system", "content": prompt}, {"role": "user", "content": question}],
    )
