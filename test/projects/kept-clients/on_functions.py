"""Clients that a function keeps on itself, agents of LlamaIndex, conversations that Mistral keeps."""

import os
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.llms.openai import OpenAI
from mistralai import Mistral
from anthropic import Anthropic

client = Mistral(api_key=os.environ["KEY"])

def get_client():
    if not hasattr(get_client, "_client"):
        get_client._client = Anthropic()
    return get_client._client

def helper():
    return FunctionAgent(name="a", llm=OpenAI(model="gpt-5.1", max_tokens=300), system_prompt="Be brief.", tools=[])

def plain():
    return FunctionAgent(name="a")

def talk(text):
    return client.beta.conversations.start(agent_id="ag_1", inputs=[{"role": "user", "content": text}])

def talk2(text):
    return client.beta.conversations.start(model="mistral-large-latest", instructions="Be brief.", inputs=text, completion_args={"max_tokens": 90})

def ask(text):
    return get_client().messages.create(model="claude-opus-5", max_tokens=90, messages=[{"role": "user", "content": text}])
