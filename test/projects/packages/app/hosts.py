"""A model object that is pointed elsewhere is not billed by the provider that it is called like."""
from langchain_openai import ChatOpenAI


def models(url):
    here = ChatOpenAI(model="gpt-4o", max_tokens=60)
    elsewhere = ChatOpenAI(model="gpt-4o", max_tokens=61, base_url="https://openrouter.ai/api/v1")
    anywhere = ChatOpenAI(model="gpt-4o", max_tokens=62, base_url=url)
    return here, elsewhere, anywhere
