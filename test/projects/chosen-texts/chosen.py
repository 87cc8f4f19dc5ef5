from anthropic import Anthropic

client = Anthropic()
GERMAN = "Antworte knapp und auf Deutsch."
ENGLISH = "Answer briefly, in English, and name your sources."
BY_MODE = {"plan": "Make a plan before you do anything.", "act": "Do what the plan says."}
MARK = {"type": "ephemeral"}


def one_of_two(language, question):
    rules = GERMAN if language == "de" else ENGLISH
    return client.messages.create(model="claude-haiku-4-5", max_tokens=90, system=rules, messages=[{"role": "user", "content": question}])


def or_what_is_given(language, question, given):
    rules = GERMAN
    if language == "other":
        rules = given
    return client.messages.create(model="claude-haiku-4-5", max_tokens=90, system=rules, messages=[{"role": "user", "content": question}])


def of_a_table(mode, name):
    ask = f"{BY_MODE[mode]} The user is {name}."
    return client.messages.create(model="claude-haiku-4-5", max_tokens=90, messages=[{"role": "user", "content": ask}])


def marked_in_both(expert, question):
    if expert:
        blocks = [{"type": "text", "text": "You talk to an expert.", "cache_control": MARK}]
    else:
        blocks = [{"type": "text", "text": "You talk to a beginner: explain each word.", "cache_control": MARK}]
    return client.messages.create(model="claude-haiku-4-5", max_tokens=90, system=blocks, messages=[{"role": "user", "content": question}])


def marked_in_one(expert, question, now):
    if expert:
        blocks = [{"type": "text", "text": "You talk to an expert."}]
    else:
        blocks = [{"type": "text", "text": "You talk to a beginner: explain each word.", "cache_control": MARK}, {"type": "text", "text": f"It is {now}."}]
    return client.messages.create(model="claude-haiku-4-5", max_tokens=90, system=blocks, messages=[{"role": "user", "content": question}])
