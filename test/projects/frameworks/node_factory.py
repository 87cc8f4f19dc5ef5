from langchain_openai import ChatOpenAI
from langgraph.graph import StateGraph
llm = ChatOpenAI(model="gpt-5-mini")
def make_node(system_prompt: str, tools):
    async def node(state):
        return {"messages": [await llm.bind_tools(tools).ainvoke([("system", system_prompt), *state["messages"]])]}
    return node
graph = StateGraph(dict)
graph.add_node("hotel", make_node("You are the hotel expert.", []))
flight = make_node("You are the flight expert.", [])
graph.add_node("flight", flight)
