from google import genai
from google.genai import types


def ask(question, config):
    """What a configuration from elsewhere holds is not known; what one that stands here lacks is not there."""
    client = genai.Client()
    client.models.generate_content(model="gemini-2.5-pro", contents=question, config=config)
    client.models.generate_content(model="gemini-2.5-pro", contents=question, config=types.GenerateContentConfig(**config))
    client.models.generate_content(model="gemini-2.5-pro", contents=question, config=types.GenerateContentConfig(temperature=0))
    client.models.generate_content(model="gemini-2.5-pro", contents=question, config={"temperature": 0, **config})
    client.models.generate_content(model="gemini-2.5-pro", contents=question, config={"temperature": 0})
