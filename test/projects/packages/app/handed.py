import google.generativeai as genai
from langchain_openai import ChatOpenAI


class Quiet(genai.GenerativeModel):
    """A class of the SDK with another name takes the SDK's arguments."""


class Own(genai.GenerativeModel):
    def __init__(self, kind):
        super().__init__(pick(kind))


def ask(question, tools, llm: ChatOpenAI):
    """A model that is handed in may have a limit; nobody knows here."""
    Quiet(model_name="gemini-2.5-pro").generate_content(question)
    Own("small").generate_content(question)
    llm.invoke(question)
    return llm.bind_tools(tools).invoke(question)
