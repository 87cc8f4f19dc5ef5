import openai
from langchain import LLMChain, OpenAI, PromptTemplate
from langchain.chains import ConversationChain, RetrievalQA
from langchain.chat_models import ChatOpenAI
from langchain.schema import HumanMessage, SystemMessage
from langchain.agents import initialize_agent, create_openai_functions_agent, AgentExecutor
from langchain.prompts import ChatPromptTemplate

llm = OpenAI(temperature=0, model_name="text-davinci-003", max_tokens=200)
chat = ChatOpenAI(model="gpt-4")
print(llm("What is a pun?"))
chat([SystemMessage(content="You are terse."), HumanMessage(content="hi")])
chain = LLMChain(llm=chat, prompt=PromptTemplate.from_template("Name a company for {product}."))
print(chain.run("socks"))
chain({"product": "x"})
conv = ConversationChain(llm=chat)
conv.predict(input="Hello")
qa = RetrievalQA.from_chain_type(llm=OpenAI(), chain_type="stuff", retriever=r)
qa.run("who?")
agent = initialize_agent(tools, llm, agent="zero-shot")
agent.run("do it")
p = ChatPromptTemplate.from_messages([("system", "You are a helpful bot."), ("human", "{input}")])
a2 = create_openai_functions_agent(chat, tools, p)
AgentExecutor(agent=a2, tools=tools).invoke({"input": "x"})


def reviewed(client: openai.OpenAI, question: str, topic: str):
    template = PromptTemplate(input_variables=["topic"], template="You review papers about {topic}. Answer in one line.")
    return client.chat.completions.create(
        model="gpt-4o", messages=[{"role": "system", "content": template.format(topic=topic)}, {"role": "user", "content": question}]
    )


class Critic:
    def __init__(self, name="gpt-4"):
        self.llm = ChatOpenAI(model_name=name)

    def judge(self, messages):
        return self.llm(messages).content

    def _judged(self):
        return self.judge([SystemMessage(content="Judge the answer."), HumanMessage(content="42")])
