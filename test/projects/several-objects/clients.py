from langchain_openai import ChatOpenAI


def told(llm, text):
    """Two callers, both with a model of their own."""
    return llm.invoke(text)


def open_one(llm, text):
    """What one caller gives is not seen."""
    return llm.invoke(text)


def use(registry):
    told(ChatOpenAI(model="gpt-5.1"), "Short.")
    told(ChatOpenAI(model="gpt-5.1-mini"), "Shorter.")
    open_one(ChatOpenAI(model="gpt-5.1"), "Short.")
    open_one(registry.llm, "Shorter.")
