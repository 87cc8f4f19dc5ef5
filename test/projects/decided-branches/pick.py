from anthropic import Anthropic
from openai import OpenAI

client = OpenAI()

TABLE = {
    "one": {"limit": 100},
    "two": {"limit": 200},
    "three": {"limit": 300},
    "four": {"limit": 400},
    "five": {"limit": 500},
    "six": {"limit": 600},
}


def by_returns(name):
    if name == "small":
        return "gpt-4o-mini"
    elif name == "medium":
        return "gpt-4.1"
    elif name == "large":
        return "gpt-5.1"
    elif name == "reasoning":
        return "o3"
    elif name == "nano":
        return "gpt-5-nano"
    raise ValueError(name)


def by_match(name):
    match name:
        case "small" | "tiny":
            return "gpt-4o-mini"
        case "large":
            return "gpt-5.1"
        case _:
            return "gpt-4.1"


def by_assignment(name, careful=False):
    model = "gpt-4o"
    if name.startswith("gpt-5"):
        model = "gpt-5.1"
    elif "mini" in name:
        model = "gpt-4o-mini"
    if careful:
        limit = 900
    else:
        limit = 300
    return client.chat.completions.create(model=model, max_tokens=limit, messages=[{"role": "user", "content": "Hello"}])


def client_for(model):
    if model.startswith("claude-"):
        return Anthropic(), model
    return OpenAI(), model


def run(question, wanted):
    ask = [{"role": "user", "content": question}]
    client.chat.completions.create(model=by_returns("nano"), max_tokens=10, messages=ask)
    client.chat.completions.create(model=by_returns(wanted), max_tokens=10, messages=ask)
    client.chat.completions.create(model=by_match("tiny"), max_tokens=10, messages=ask)
    client.chat.completions.create(model=by_match("other"), max_tokens=10, messages=ask)
    # One of six: the highest of all, not of the first ones.
    client.chat.completions.create(model="gpt-4o", max_tokens=TABLE[wanted]["limit"], messages=ask)


by_assignment("gpt-5-pro")
by_assignment("my-mini", careful=True)
by_assignment("other", careful=1 > 2)


def in_all_branches(fast):
    limit = 5000
    if fast:
        limit = 100
    else:
        limit = 200
    # What was assigned before is never sent.
    client.chat.completions.create(model="gpt-4o", max_tokens=limit, messages=[{"role": "user", "content": "Hello"}])


def told(question, system=None, history=()):
    messages = []
    if system:
        messages.append({"role": "system", "content": system})
    messages.append({"role": "user", "content": question})
    return client.chat.completions.create(model="gpt-4o", max_tokens=10, messages=messages)


told("What is a token?", system="Answer in one word.")
told("What is a turn?")


class Cut:
    def ask(self, messages):
        request = {"model": "claude-sonnet-4-5", "max_tokens": 10, "messages": messages}
        if messages[0]["role"] == "system":
            request["messages"] = messages[1:]
            request["system"] = messages[0]["content"]
        return Anthropic().messages.create(**request)


Cut().ask([{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is a cut?"}])
