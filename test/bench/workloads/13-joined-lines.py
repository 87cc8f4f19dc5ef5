# traffic: conversations=80 pause=20
import uuid
from openai import OpenAI

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250
client = OpenAI()


def answer(question):
    prompt = "\n".join([f"Trace {uuid.uuid4()}", "You are the help desk.", HANDBOOK])
    return client.chat.completions.create(
        model="gpt-5.1",
        max_completion_tokens=400,
        messages=[{"role": "system", "content": prompt}, {"role": "user", "content": question}],
    )
