"""One function asks several services, by the name of the model: who chooses none asks that of the default."""
import anthropic
import openai
from google import genai


def call(model, system, user):
    m = str(model).strip()
    if m == "gemma-4":
        m = "google/gemma-4-26b"
    if m == "gemma-4-google":
        m = "gemma-4-26b"
    if m in {"gpt-4o"} or m.startswith("gpt-") or m.startswith("o1"):
        client = openai.OpenAI()
        if m.startswith("o1") or m.startswith("o3"):
            try:
                return client.responses.create(model=m, input=[{"role": "system", "content": system}, {"role": "user", "content": user}])
            except Exception:
                pass
        r = client.chat.completions.create(model=m, messages=[{"role": "system", "content": system}, {"role": "user", "content": user}])
        return r
    if m == "google/gemma" or m.startswith("google/"):
        client = openai.OpenAI(base_url="https://openrouter.ai/api/v1")
        return client.chat.completions.create(model=m, messages=[{"role": "system", "content": system}, {"role": "user", "content": user}])
    if m.startswith("claude-"):
        client = anthropic.Anthropic()
        return client.messages.create(model=m, max_tokens=4096, system=system, messages=[{"role": "user", "content": user}])
    if m.startswith("gemini-") or m.startswith("gemma-4-"):
        c = genai.Client()
        models = [m]
        for other in ["gemini-2.5-flash", "gemini-2.5-pro"]:
            if other not in models:
                models.append(other)
        for candidate in models:
            return c.models.generate_content(model=candidate, contents=user, config={"system_instruction": system})
    raise ValueError(m)


def title(q, model="gpt-4o"):
    return call(model, "You make titles.", q)


DEFAULT = "gpt-4o"


def norm(model_name: str, default_value: str) -> str:
    if model_name is None:
        return default_value
    m = str(model_name).strip()
    if m == "" or m.lower() == "default":
        return default_value
    return m


def summary(q: str, model: str = "default") -> str:
    use = norm(model, DEFAULT)
    return call(model=use, system="You sum up.", user=q)


def tags(q: str, model: str = "default") -> str:
    use = norm(model, DEFAULT)
    try:
        return call(model=use, system="You sum up.", user=q)
    except Exception: pass
