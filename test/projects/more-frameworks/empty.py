import os
from openai import OpenAI

client = OpenAI()


def ask(q):
    # Nothing stands behind an empty name.
    client.chat.completions.create(model=os.getenv("MODEL", ""), messages=[{"role": "user", "content": q}])
    return client.chat.completions.create(model="", messages=[{"role": "user", "content": q}])
