client = OpenAI(
def f(:
    x = client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": f"hi {name
y = 1
class
g(a=, b
