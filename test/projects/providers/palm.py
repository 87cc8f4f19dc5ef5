"""PaLM, before Gemini: functions of the module itself."""

import google.generativeai as palm

palm.configure(api_key="key")


def ask(question):
    return palm.chat(context="Be brief.", messages=[question], model="models/chat-bison-001", temperature=0.1)


def complete(text):
    return palm.generate_text(prompt=text, max_output_tokens=50)


def look(model):
    """Neither of them asks a model."""
    palm.get_model(model)
    return palm.list_models()
