import anthropic
client = anthropic.Anthropic()

def chat(messages):
    system = next((m["content"] for m in messages if m["role"] == "system"), None)
    rest = [m for m in messages if m["role"] != "system"]
    return client.messages.create(model="claude-sonnet-4-5", max_tokens=900, system=system, messages=rest)

def chat2(messages):
    system_prompt = ""
    user_messages = []
    for m in messages:
        if m["role"] == "system":
            system_prompt = m["content"]
        else:
            user_messages.append(m)
    return client.messages.create(model="claude-sonnet-4-5", max_tokens=900, system=system_prompt, messages=user_messages)

def chat3(messages):
    system_parts = [m["content"] for m in messages if m["role"] == "system"]
    rest = [{"role": m["role"], "content": m["content"]} for m in messages if m["role"] != "system"]
    return client.messages.create(model="claude-sonnet-4-5", max_tokens=900, system="\n".join(system_parts), messages=rest)

def use(question, history):
    messages = [{"role": "system", "content": "You are a helper of the house, and you answer shortly."}, *history, {"role": "user", "content": question}]
    chat(messages)
    chat2(messages)
    chat3(messages)
    messages2 = [{"role": "system", "content": "You are a helper of the house, and you answer shortly."}]
    messages2.append({"role": "user", "content": question})
    chat2(messages2)
