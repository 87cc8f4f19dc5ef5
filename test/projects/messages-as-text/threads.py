"""What a function gives that runs in a thread."""
import asyncio

from openai import OpenAI

client = OpenAI()


def build(channel):
    rows = load(channel)
    if not rows:
        return rows, None
    return [{"role": "system", "content": "You keep minutes of meetings."}, *rows], {"channel": channel}


async def answer(channel):
    messages, receipt = await asyncio.to_thread(build, channel)
    return client.chat.completions.create(model="gpt-5", messages=messages)


def answer_with_rules(channel, system):
    system += "\n\nAnswer in one line, and never say why you know it."
    found = load(channel)
    found += f"\n\nThe channel is {channel}."
    messages = [{"role": "system", "content": system}, {"role": "user", "content": found}]
    return client.chat.completions.create(model="gpt-5", messages=messages)
