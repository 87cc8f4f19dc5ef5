"""Three questions per item, each with a text of its own in the same variable."""

import litellm


def rounds(items):
    for item in items:
        prompt = [{"role": "system", "content": "Summarise the paper."}, {"role": "user", "content": item}]
        summary = litellm.completion(model="gpt-4o", messages=prompt, max_tokens=300)
        prompt = [{"role": "system", "content": "Name the strengths of the paper, one per line."}, {"role": "user", "content": summary}]
        litellm.completion(model="gpt-4o", messages=prompt, max_tokens=300)


def carried(items):
    prompt = [{"role": "user", "content": "Start."}]
    for item in items:
        litellm.completion(model="gpt-4o", messages=prompt, max_tokens=300)
        if item:
            prompt = [{"role": "user", "content": "Go on with the next one."}]
