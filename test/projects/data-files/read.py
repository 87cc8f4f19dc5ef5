import json
import tomllib
from pathlib import Path

import yaml
from omegaconf import OmegaConf
from openai import OpenAI

client = OpenAI()
STATE = "state.json"

with open("prompts/answer.json") as file:
    answer = json.load(file)
texts = yaml.safe_load((Path(__file__).parent / "prompts" / "answer.yaml").read_text())
settings = tomllib.loads(Path("settings/prompts.toml").read_text())
conf = OmegaConf.load("prompts/answer.yaml")
records = json.load(open("records.json"))
missing = json.load(open("prompts/other.json"))


def remember(value):
    with open(STATE, "w") as file:
        json.dump(value, file)


def remembered():
    with open(STATE) as file:
        return json.load(file)


# An entry of JSON: model, limit and text.
client.chat.completions.create(
    model=answer["model"],
    max_completion_tokens=answer.get("max_tokens", 100),
    messages=[{"role": "system", "content": answer["system"]}],
)
# Blocks of YAML, with something filled in.
client.chat.completions.create(
    model="gpt-4.1",
    messages=[
        {"role": "system", "content": texts["system"]},
        {"role": "user", "content": texts["question"].format(number=input())},
    ],
)
# TOML.
client.chat.completions.create(
    model=settings["config"]["model"],
    messages=[{"role": "system", "content": settings["parcel_prompt"]["system"]}],
)
client.chat.completions.create(model="gpt-4.1", messages=[{"role": "system", "content": conf.system}])
# A file that is not there, records, and what the program writes itself: known when it runs.
client.chat.completions.create(model="gpt-4.1", messages=[{"role": "system", "content": missing["system"]}])
client.chat.completions.create(model="gpt-4.1", messages=[{"role": "system", "content": records[0]["system"]}])
client.chat.completions.create(model="gpt-4.1", messages=[{"role": "system", "content": remembered()["system"]}])
# One of two files, of which one is chosen by a person: known when it runs.
with open("prompts/answer.json" if input() else input()) as file:
    chosen = json.load(file)
client.chat.completions.create(model=chosen["model"], messages=[{"role": "system", "content": chosen["system"]}])
