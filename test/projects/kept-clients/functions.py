import openai, functools, asyncio, importlib
from openai import OpenAI, AsyncOpenAI
client = OpenAI()
def ask(p): return client.responses.create(model="gpt-5", input=p)
def ask2(p): return client.responses.create(model="gpt-5-mini", input=p)
for f in (ask, ask2): f("looped")
for name, f in [("a", ask), ("b", ask2)]: f("looped pairs")
FUNCS = {"a": ask, "b": ask2}
FUNCS["a"]("dict")
FUNCS[x]("dict runtime")
FUNCS.get("a")("dict get")
def retrying(fn, *args, **kw): return fn(*args, **kw)
retrying(ask, "retried")
getattr(openai, "chat").completions.create(model="gpt-4o", messages=[])
class Mixin:
    def ask(self, p): return self.client.responses.create(model="gpt-5", input=p)
class Real(Mixin):
    def __init__(self): self.client = OpenAI()
    def go(self): return self.ask("mixin")
def timed(fn):
    @functools.wraps(fn)
    def w(*a, **k): return fn(*a, **k)
    return w
class D:
    def __init__(self): self.client = OpenAI()
    @timed
    def ask(self, p): return self.client.responses.create(model="gpt-5", input=p)
D().ask("decorated method")
async def agen(p):
    async for c in await AsyncOpenAI().chat.completions.create(model="gpt-4o", stream=True, messages=[{"role": "user", "content": p}]):
        yield c
async def main():
    async for x in agen("generated"): print(x)
    await asyncio.gather(*[aask(q) for q in qs])
    await asyncio.to_thread(ask, "threaded")
    loop.run_in_executor(None, ask, "executor")
    list(map(ask, prompts))
    pool.map(ask, prompts)
    pool.submit(ask, "submitted")
async def aask(p): return await AsyncOpenAI().responses.create(model="gpt-5", input=p)
class Container:
    llm = OpenAI()
Container.llm.responses.create(model="gpt-5", input="class attr")
def ctx(client=None):
    client = client or OpenAI()
    return client.responses.create(model="gpt-5", input="or")
with OpenAI() as c: c.responses.create(model="gpt-5", input="with")
create = client.chat.completions.create
create(model="gpt-4o", messages=[])
part = functools.partial(client.chat.completions.create, model="gpt-4o")
part(messages=[{"role": "user", "content": "partial"}])
llms = [OpenAI(), OpenAI(base_url="x")]
llms[0].responses.create(model="gpt-5", input="list")
clients = {"a": OpenAI()}
clients["a"].responses.create(model="gpt-5", input="dictc")
clients[k].responses.create(model="gpt-5", input="dict runtime")
for cl in llms: cl.responses.create(model="gpt-5", input="loop client")
completion = openai.chat.completions
completion.create(model="gpt-4o", messages=[])
(lambda p: client.responses.create(model="gpt-5", input=p))("lambda")
