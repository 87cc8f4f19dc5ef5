import os

import anthropic
from openai import OpenAI


def both(prompt, provider):
    if provider == "openai":
        return OpenAI().chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": prompt}])
    return anthropic.Anthropic().messages.create(model="claude-opus-5", max_tokens=9, messages=[{"role": "user", "content": prompt}])


def hidden(prompt, provider):
    if provider == "openai":
        return OpenAI(base_url=os.environ["URL"]).chat.completions.create(model=load_model(), messages=[{"role": "user", "content": prompt}])
    return anthropic.Anthropic().messages.create(model="claude-opus-5", max_tokens=9, messages=[{"role": "user", "content": prompt}])


both("Two models, either may answer.", "openai")
hidden("One model is decided elsewhere: neither is the default.", "openai")
