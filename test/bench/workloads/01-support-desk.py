# traffic: conversations=60 pause=25
from anthropic import Anthropic
from fastapi import FastAPI

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250
app = FastAPI()
client = Anthropic()


@app.post("/ask")
def ask(question: str):
    return client.messages.create(
        model="claude-sonnet-5",
        max_tokens=500,
        system=HANDBOOK,
        messages=[{"role": "user", "content": question}],
    )
