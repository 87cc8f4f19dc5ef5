"""Nothing here calls a language model; client.chat.completions.create(model="gpt-4o") in a docstring does not either."""

import boto3
from twilio.rest import Client

from .agents import Agent
from .openai import OpenAI


def generate_text(prompt):
    return prompt


def completion(model, messages):
    return model, messages


class Chat:
    def __init__(self):
        self.messages = self
        self.completions = self
        self.chat = self

    def create(self, **options):
        return options


client = Client()
client.messages.create(to="+1", from_="+2", body="Hi")
Chat().chat.completions.create(model="gpt-4o", messages=[])
Chat().messages.create(model="claude-opus-5", max_tokens=1, messages=[])
OpenAI().chat.completions.create(model="gpt-4o", messages=[])
Agent(name="x", instructions="y", model="gpt-4o")
generate_text("x")
completion("gpt-4o", messages=[])
boto3.client("s3").converse(modelId="x", messages=[])
boto3.client("sqs").invoke_model(modelId="x", body="{}")
unknown.chat.completions.create(model="gpt-4o", messages=[])


def handler(event):
    event.invoke("x")
    return event.responses.create(input="x")


# client.chat.completions.create(model="gpt-4o", messages=[])
