import anthropic
from langgraph.prebuilt import create_react_agent
from openai import OpenAI
from tenacity import retry, stop_after_attempt
from agents import Agent, function_tool
from smolagents import CodeAgent

MAX_TURNS = 12
client = OpenAI()
claude = anthropic.Anthropic()


def turns(question):
    messages = [{"role": "user", "content": question}]
    for turn in range(MAX_TURNS):
        reply = client.chat.completions.create(model="gpt-4o", messages=messages)
        messages.append(reply.choices[0].message)


def every_third():
    for n in range(0, 10, 3):
        client.responses.create(model="gpt-4o", input="hi")


def forever():
    while True:
        client.responses.create(model="gpt-4o", input="hi")


@retry(stop=stop_after_attempt(4))
def again():
    return client.responses.create(model="gpt-4o", input="hi")


def inner(prompt):
    for attempt in range(3):
        return client.responses.create(model="gpt-4o", input=prompt)


def caller():
    inner("hi")


@function_tool
def look(key: str) -> str:
    """Looks."""
    return key


Agent(name="plain", instructions="Help.")
Agent(name="tools", instructions="Help.", tools=[look])
CodeAgent(tools=[], model=None, max_steps=4)
create_react_agent("openai:gpt-4o", [look])

claude.messages.count_tokens(model="claude-sonnet-4-5", system="Count me.", messages=[{"role": "user", "content": "hi"}])
claude.messages.batches.create(
    requests=[{"custom_id": "1", "params": {"model": "claude-sonnet-4-5", "max_tokens": 100, "messages": [{"role": "user", "content": "hi"}]}}]
)
claude.beta.messages.tool_runner(model="claude-sonnet-4-5", max_tokens=100, max_iterations=6, tools=[look], messages=[{"role": "user", "content": "hi"}])
client.responses.create(model="gpt-5.1", service_tier="flex", input="hi")
