from litellm import Router
router = Router(model_list=[
    {"model_name": "fast", "litellm_params": {"model": "gpt-4o-mini", "api_key": "x"}},
    {"model_name": "smart", "litellm_params": {"model": "anthropic/claude-sonnet-4-5", "api_key": "x"}},
])
async def go(q):
    return await router.acompletion(model="fast", messages=[{"role": "user", "content": q}], max_tokens=5)

MODELS = [dict(model_name="azure-chat", litellm_params=dict(model="azure/gpt-4o", api_base="https://x"))]
class R:
    def __init__(self):
        self.router = Router(model_list=MODELS, num_retries=2)
    def ask(self, q):
        return self.router.completion(model="azure-chat", messages=[{"role": "system", "content": "You are terse."}, {"role": "user", "content": q}])


def hidden(models, q):
    # The list is not seen: the name says nothing of the model.
    return Router(model_list=models).completion(model="fast", messages=[{"role": "user", "content": q}])
