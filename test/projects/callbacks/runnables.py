from langchain_openai import ChatOpenAI
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable

class Nodes:
    def __init__(self):
        self._response_model = ChatOpenAI(model="gpt-5-mini")

    def _prompt(self, name):
        return ChatPromptTemplate.from_messages([("system", "You are kind."), ("placeholder", "{messages}")])

    @staticmethod
    async def _invoke_with_retry(runnable: Runnable, messages: list):
        try:
            return await runnable.with_retry().ainvoke({"messages": messages})
        except Exception:
            return None

    async def respond(self, history):
        runnable = self._prompt("x") | self._response_model
        return await self._invoke_with_retry(runnable, history)
