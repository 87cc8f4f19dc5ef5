"""Whoever hands in messages decides what is sent, also where a function writes them as one text or takes out one of them."""
from google import genai
client = genai.Client()
def chat(messages):
    prompt = "\n".join(f"{m['role']}: {m['content']}" for m in messages)
    return client.models.generate_content(model="gemini-2.5-flash", contents=prompt)
def chat2(messages):
    prompt = ""
    for m in messages:
        prompt += f"{m['role']}: {m['content']}\n"
    return client.models.generate_content(model="gemini-2.5-flash", contents=prompt)
def chat3(messages):
    system = messages[0]["content"]
    user = messages[-1]["content"]
    return client.models.generate_content(model="gemini-2.5-flash", contents=user)
def chat4(messages):
    system = [m for m in messages if m["role"] == "system"]
    rest = [m for m in messages if m["role"] != "system"]
    return client.models.generate_content(model="gemini-2.5-flash", contents=[{"role": m["role"], "parts": [{"text": m["content"]}]} for m in rest])
def ask(q):
    chat([{"role": "system", "content": "You sum up."}, {"role": "user", "content": q}])
    chat2([{"role": "system", "content": "You sum up."}, {"role": "user", "content": q}])
    chat3([{"role": "system", "content": "You sum up."}, {"role": "user", "content": q}])
    chat4([{"role": "system", "content": "You sum up."}, {"role": "user", "content": q}])


def with_rules(messages):
    # A template of its own, filled with the messages: no wrapper.
    prompt = "You are a judge of conversations. Say who is right, and name the sentence that decides.\n"
    prompt += "\n".join(f"{m['role']}: {m['content']}" for m in messages)
    return client.models.generate_content(model="gemini-2.5-flash", contents=prompt)


def judge(q):
    with_rules([{"role": "user", "content": q}])
