from llm import Base
class Agent:
    def __init__(self, llm):
        self.llm = llm
    def run(self):
        return self.llm.ask("hello there")
class Typed:
    def __init__(self, llm: Base):
        self.llm = llm
    def run(self):
        return self.llm.ask("typed")
def go(ask):
    return ask("a function")
