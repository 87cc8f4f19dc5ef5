from langchain_core.prompts import ChatPromptTemplate

from llms import FlatChatAnthropic, FlatChatOpenAI, SilentChat, factory
from steps import make_critic, make_planner


def greet():
    llm = FlatChatOpenAI(model="gpt-4o")
    return llm.invoke("Say hello to the world")


def reason(question):
    llm = FlatChatAnthropic("claude-sonnet-4-5")
    return llm.invoke(question)


def chained(question):
    llm = FlatChatOpenAI(model="gpt-4o")
    chain = ChatPromptTemplate.from_messages([("system", "You are brief."), ("human", "{q}")]) | llm
    return chain.invoke({"q": question})


def silent():
    return SilentChat(model="gpt-4o").invoke("Nobody hears this")


class Graph:
    def __init__(self, settings):
        self.quick = factory(settings["provider"], settings["model"]).make()

    def reflect(self, text):
        return self.quick.invoke([("system", "Reflect on what happened."), ("human", text)])

    def build(self):
        return [make_critic(self.quick), make_planner(self.quick)]
