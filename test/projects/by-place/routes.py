from fastapi import Request

from llm import Llm

kept: dict[str, Llm] = {}


async def answer(request: Request, name: str):
    request.app.state.llm.ask("Of the state of the application.")
    kept[name].ask("Of a mapping with a declared element.")
    request.app.state.other.ask("Of nobody.")
