from openai import OpenAI

client = OpenAI()
NAMES = ["one", "two", "three"]
RULES = [{"id": "a", "text": "Be brief."}, {"id": "b", "text": "Be kind."}]
SKILLS = {"search": "Finds pages.", "mail": "Writes mail."}
ADDED = ["one"]
ADDED.extend(load())


def ask(system):
    return client.chat.completions.create(model="gpt-5.1", messages=[{"role": "system", "content": system}])


def known():
    ask("\n".join(f"- {name}" for name in NAMES))
    ask("\n".join([f"{i}. {name}" for i, name in enumerate(NAMES, start=1)]))
    ask("\n".join(f"- {rule['id']}: {rule['text']}" for rule in RULES))
    ask("\n".join(f"- {name}: {text}" for name, text in SKILLS.items()))


def not_known(question):
    ask("\n".join(f"- {name}" for name in NAMES if name in question))
    ask("\n".join(f"- {a} {b}" for a in NAMES for b in NAMES))
    ask("\n".join(f"- {question}: {name}" for name in NAMES))
    ask("\n".join(f"- {name}" for name in ADDED))
