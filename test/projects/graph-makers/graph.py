from langchain_openai import ChatOpenAI
from langgraph.graph import StateGraph


def build_graph(model: ChatOpenAI, system_prompt: str):
    def call_agent(state):
        answer = model.invoke([{"role": "system", "content": system_prompt}, *state["messages"]])
        return {"messages": [answer]}

    graph = StateGraph(dict)
    graph.add_node("agent", call_agent)
    return graph.compile()


app = build_graph(ChatOpenAI(model="gpt-5"), "You sort letters by their town.")
