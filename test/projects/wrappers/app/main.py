import anthropic
from tenacity import retry

from app import prompts
from app.llm import Session, ask, complete as run, make_asker, translate
from app.clients import get_client


def publish(article):
    title = ask(prompts.headline_prompt(article), system=prompts.SYSTEM)
    body = run([{"role": "system", "content": prompts.ROLES["critic"]}, {"role": "user", "content": article}], model="gpt-5.1", max_tokens=50)
    return title, body, translate(article)


async def poll(articles):
    fast = make_asker("anthropic/claude-haiku-4.5")
    for article in articles:
        await fast("Is this news? " + article)


def talk():
    session = Session(anthropic.Anthropic(), "claude-opus-5")
    session.send([{"role": "user", "content": "Hello"}])
    retry(get_client().responses.create, model="gpt-4o", input="again", max_output_tokens=9)


def ask_nobody(ask):
    return ask("not the wrapper")
