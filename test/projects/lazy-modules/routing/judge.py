class Judge:
    def __init__(self, llm):
        self.llm = llm

    def judge(self, answer):
        return self.llm.messages.create(model="claude-opus-5", max_tokens=30, messages=[{"role": "user", "content": "Is it right? " + answer}])
