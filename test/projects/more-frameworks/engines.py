from llama_index.core import VectorStoreIndex, SimpleDirectoryReader, Settings
from llama_index.llms.openai import OpenAI
from llama_index.core.node_parser import SentenceSplitter
Settings.llm = OpenAI(model="gpt-4o-mini", temperature=0.1, max_tokens=300, system_prompt="You are a librarian")
docs = SimpleDirectoryReader("data").load_data()
index = VectorStoreIndex.from_documents(docs)
qe = index.as_query_engine(similarity_top_k=3)
print(qe.query("What?"))
llm = OpenAI(model="gpt-4o")
ce = index.as_chat_engine(chat_mode="context", llm=llm, system_prompt="You are a chat bot.")
print(ce.chat("hello"))
print(index.as_query_engine(llm=llm).query("x"))
