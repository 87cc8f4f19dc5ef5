from langchain_openai import ChatOpenAI


def ask(question, tools, **options):
    """What is bound to a model is sent with every call; a model built with arguments from elsewhere may have a limit."""
    model = ChatOpenAI(model="gpt-4o", max_tokens=40)
    model.bind_tools(tools).invoke(question)
    ChatOpenAI(**options).invoke(question)
