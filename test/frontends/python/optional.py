import os
from openai import OpenAI

client = OpenAI()


def ask(question, style, warm, items):
    # Parts that a branch adds may be left out, and the separator with them.
    parts = ["You are a clerk.", style, ""]
    if warm:
        parts.append("Be warm.")
    else:
        parts.append("Be brief.")
    for item in items:
        parts.append(f"- {item}")
    return client.responses.create(model="gpt-4o", instructions="\n".join(parts), input=question)


def tell(question, style, warm):
    parts = ["You are a clerk.", style, "", "Be warm." if warm else "", warm and "Smile."]
    return client.responses.create(model="gpt-4o", instructions="\n".join([part for part in parts if part]), input=question)


def add(question, warm):
    extra = " Be warm." if warm else ""
    return client.responses.create(model="gpt-4o", instructions=f"You are a clerk.{extra}", input=question)


def send(question, system, warm, history):
    messages = [*([{"role": "system", "content": "Smile."}] if warm else []), *history, {"role": "user", "content": question}]
    client.chat.completions.create(model="gpt-4o", messages=messages)
    return client.chat.completions.create(
        model="gpt-4o", messages=([{"role": "system", "content": system}] if system else []) + [{"role": "user", "content": question}]
    )
