from openai import OpenAI

client = OpenAI()
RULES = "Answer politely and name your sources."
LIMITS = {"model": "gpt-5.1", "max_completion_tokens": 90}


def begin_alike(question, picture):
    if picture:
        messages = [{"role": "system", "content": RULES}, {"role": "user", "content": "Describe the picture."}]
    else:
        messages = [{"role": "system", "content": RULES}, {"role": "user", "content": question}]
    return client.chat.completions.create(messages=messages, **LIMITS)


def with_or_without(question, short):
    ask = {"role": "user", "content": question}
    return client.chat.completions.create(messages=[ask] if short else [{"role": "system", "content": RULES}, ask], **LIMITS)


def given_or_own(row):
    messages = row.messages if row.ready else [{"role": "system", "content": RULES}]
    return client.chat.completions.create(messages=messages, **LIMITS)


def text_or_list(short):
    return client.responses.create(model="gpt-5.1", max_output_tokens=90, input="Go on." if short else [{"role": "user", "content": RULES}])
