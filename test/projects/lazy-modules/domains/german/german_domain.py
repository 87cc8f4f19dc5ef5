from openai import OpenAI


def ask_model(prompt, limit=80):
    return OpenAI().responses.create(model="gpt-5.1", max_output_tokens=limit, input=prompt)
