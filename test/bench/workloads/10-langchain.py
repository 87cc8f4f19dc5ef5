# traffic: conversations=60 pause=25
from langchain_anthropic import ChatAnthropic
from langchain_core.messages import HumanMessage, SystemMessage

HANDBOOK = "Answer politely, name your sources and keep to the subject. " * 250
model = ChatAnthropic(model="claude-sonnet-5", max_tokens=400)


def decide(question):
    return model.invoke([SystemMessage(content=HANDBOOK), HumanMessage(content=question)])
