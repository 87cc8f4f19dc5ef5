from google import genai
from google.genai import types
class Gem:
    def __init__(self):
        self.client = genai.Client()
    def getResponse(self, messages):
        system_instruction = next((m['content'] for m in messages if m['role'] == 'system'), "")
        user_content = next((m['content'] for m in messages if m['role'] == 'user'), "")
        return self.client.models.generate_content(model="gemini-2.5-flash", contents=user_content, config=types.GenerateContentConfig(system_instruction=system_instruction, max_output_tokens=500))
def ask(q):
    return Gem().getResponse([{"role": "system", "content": "You sum up."}, {"role": "user", "content": q}])
