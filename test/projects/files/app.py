import os
from pathlib import Path
from string import Template
import jinja2
from jinja2 import Environment, FileSystemLoader
from openai import OpenAI
client = OpenAI()
HERE = os.path.dirname(os.path.abspath(__file__))
PROMPTS = Path(__file__).resolve().parent / "prompts"

def load_prompt(name):
    with open(os.path.join(HERE, "prompts", f"{name}.txt"), encoding="utf-8") as f:
        return f.read().strip()

def one(q):
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": load_prompt("sys")}, {"role": "user", "content": q}])

def two(q):
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": (PROMPTS / "sys.txt").read_text()}, {"role": "user", "content": q}])

env = Environment(loader=FileSystemLoader("prompts"))
def three(q, name):
    t = env.get_template("t.j2")
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": t.render(name=name, lang="en")}, {"role": "user", "content": q}])

def four(q):
    text = open("prompts/sys.txt").read()
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": Template(text).substitute(x=q)}, {"role": "user", "content": q}])

def five(q):
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": open("missing.txt").read()}, {"role": "user", "content": q}])

from importlib import resources
def six(q):
    rules = resources.files("pkg").joinpath("rules.md").read_text()
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": rules + "Be kind."}, {"role": "user", "content": q}])

# A path outside of the project is not read.
def seven(q):
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": open("/etc/hostname").read() + open("../../../../package.json").read()}, {"role": "user", "content": q}])

def eight(q, path: Path):
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "system", "content": path.read_text()}, {"role": "user", "content": q}])


# A template that prints another one, which is filled in with the same values.
OpenAI().responses.create(
    model="gpt-5.1",
    instructions=Environment(loader=FileSystemLoader("templates")).get_template("main.j2").render(who="customers"),
    input=input(),
)
