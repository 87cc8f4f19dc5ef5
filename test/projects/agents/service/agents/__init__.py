class Agent:
    """An agent of one's own: within the package it is `service.agents.Agent`."""

    def __init__(self, name, instructions):
        self.name = name
