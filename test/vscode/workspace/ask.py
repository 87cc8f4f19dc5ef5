from openai import OpenAI

client = OpenAI()


def ask(question: str) -> str | None:
    answer = client.chat.completions.create(
        model="gpt-4o",
        messages=[
            {"role": "system", "content": "You answer questions about the docs."},
            {"role": "user", "content": question},
        ],
    )
    return answer.choices[0].message.content
