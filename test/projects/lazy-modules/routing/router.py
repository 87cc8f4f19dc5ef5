class Router:
    def __init__(self, client):
        self.client = client

    def route(self, question):
        return self.client.responses.create(model="gpt-5.1", max_output_tokens=20, input="Which desk answers? " + question)
