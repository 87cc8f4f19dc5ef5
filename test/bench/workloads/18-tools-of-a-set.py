# traffic: conversations=40 turns=4 gap=10 pause=60 workers=8 tools=4000
from openai import OpenAI

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250
client = OpenAI()
SCHEMAS = load_schemas()


def chat(names: set[str]):
    messages = [{"role": "system", "content": HANDBOOK}]
    while True:
        messages.append({"role": "user", "content": input()})
        answer = client.chat.completions.create(
            model="gpt-5.1",
            max_completion_tokens=400,
            tools=[SCHEMAS[name] for name in names],
            messages=messages,
        )
        messages.append(answer.choices[0].message)
