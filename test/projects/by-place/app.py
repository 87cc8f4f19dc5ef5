from fastapi import FastAPI

from llm import Llm

app = FastAPI()
app.state.llm = Llm()
