from anthropic import Anthropic

client = Anthropic()


def ask(system, question, model="claude-haiku-4-5"):
    return client.messages.create(
        model=model,
        max_tokens=300,
        system=system,
        messages=[{"role": "user", "content": question}],
    )
