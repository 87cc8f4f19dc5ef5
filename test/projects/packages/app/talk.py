from openai import OpenAI

client = OpenAI()


def say(prompt):
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": prompt}])
