"""Embedding models of frameworks: the calls that send texts."""

from langchain_google_genai import GoogleGenerativeAIEmbeddings
from langchain_openai import OpenAIEmbeddings
from llama_index.embeddings.openai import OpenAIEmbedding

small = OpenAIEmbeddings(model="text-embedding-3-small")
small.embed_query("What is a token?")
OpenAIEmbeddings().embed_documents(["One.", "Two."])
GoogleGenerativeAIEmbeddings(model="gemini-embedding-001").embed_query("What is a token?")
OpenAIEmbedding(model="text-embedding-3-large").get_text_embedding("What is a token?")


def search(question, embeddings):
    """Who hands in the object embeds nothing: the text is made here."""
    return embeddings.embed_query("query: " + question)


search("Where is my parcel?", small)
