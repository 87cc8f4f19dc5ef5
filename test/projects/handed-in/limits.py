from openai import OpenAI

client = OpenAI()


def complete(prompt, model=None, limit=None):
    return client.chat.completions.create(
        model=model or "gpt-4o", max_tokens=limit or 800, messages=[{"role": "user", "content": prompt}]
    )


def standard(prompt):
    return complete(prompt)


def named(prompt: str, model: str, limit: int | None):
    return complete(prompt, model, limit)
