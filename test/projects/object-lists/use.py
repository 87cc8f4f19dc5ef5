from models import Claude, Gpt


class Fallbacks:
    def __init__(self):
        self.models = {"a": Gpt(), "b": Claude()}

    async def by_position(self, messages, turn):
        candidates = [Gpt()]
        candidates.append(Claude())
        return await candidates[turn].generate_response(messages)
