from os.path import dirname, join

from dynaconf import Dynaconf
from jinja2 import Template
from openai import OpenAI
from starlette_context import context

client = OpenAI()
here = dirname(__file__)
settings = Dynaconf(
    envvar_prefix=False,
    settings_files=[join(here, name) for name in ["settings/prompts.toml", "settings/local.toml", "settings/.secrets.toml"]],
)


def get_settings():
    try:
        return context["settings"]
    except KeyError:
        return settings


def ask(number):
    return client.chat.completions.create(
        model=get_settings().config.model,
        messages=[
            {"role": "system", "content": get_settings().PARCEL_PROMPT.system},
            {"role": "user", "content": Template(get_settings().get("parcel_prompt")["user"]).render(number=number)},
        ],
    )
