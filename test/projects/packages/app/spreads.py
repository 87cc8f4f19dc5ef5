from openai import OpenAI


def ask(client: OpenAI, question, brief):
    messages = [{"role": "user", "content": question}]
    client.chat.completions.create(model="gpt-4o", messages=messages, **({"seed": 1} if brief else {}))
    client.chat.completions.create(model="gpt-4o", messages=messages, **({"max_tokens": 30} if brief else {"max_tokens": 90}))
