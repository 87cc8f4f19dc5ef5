"""Models that functions are handed with the type of their class."""

from langchain_core.language_models import BaseChatModel
from langchain_openai import ChatOpenAI


def summary(llm: ChatOpenAI, text: str):
    return llm.invoke([("system", "Sum up."), ("human", text)])


def translation(llm: BaseChatModel, text: str):
    return llm.invoke([("system", "Translate."), ("human", text)])


def unused(llm: ChatOpenAI, text: str):
    return llm.invoke([("system", "Nobody calls this."), ("human", text)])


def main(text):
    small = ChatOpenAI(model="gpt-5-nano", max_tokens=200)
    summary(small, text)
    summary(ChatOpenAI(model="gpt-5.1", max_tokens=200), text)
    translation(small, text)
