"""Imports no SDK: the model is handed in."""


def make_critic(llm):
    def critic(state):
        return llm.invoke(f"Criticise this: {state['text']}")

    return critic


def structured(llm, schema):
    try:
        return llm.with_structured_output(schema)
    except NotImplementedError:
        return None


def ask_either(shaped, plain, prompt):
    if shaped is not None:
        return shaped.invoke(prompt)
    return plain.invoke(prompt)


def make_planner(llm):
    shaped = structured(llm, dict)

    def planner(state):
        return ask_either(shaped, llm, f"Plan this: {state['text']}")

    return planner
