from service import Service

llm = Service()


async def one():
    return await llm.generate_json(prompt="Say hello.", system_prompt="Be brief.")


async def two():
    return await llm.generate_json(prompt="Say hello.", system_prompt="Be brief.", pydantic_model=dict)


async def three():
    return await llm.run_structured("Say hello.", "Be brief.")
