class OpenAI:
    def __init__(self):
        self.chat = None
