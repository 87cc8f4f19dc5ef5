from openai import OpenAI

client = OpenAI()
DEFAULT = {"role": "system", "content": "You answer for the house."}


def system_message(text):
    return {"role": "system", "content": text}


def say(msg, system_texts=None):
    if system_texts:
        messages = [system_message(text) for text in system_texts]
    else:
        messages = [DEFAULT]
    if isinstance(msg, str):
        messages.append({"role": "user", "content": msg})
    else:
        messages.extend(msg)
    return client.chat.completions.create(model="gpt-5-mini", messages=messages)


def use(question):
    say(f"Tell me of the house: {question}")
    say("Begin.", system_texts=["Be brief.", "Name your sources."])
    say([{"role": "user", "content": "One two three."}])
