from providers import get_provider


async def respond(messages, provider=None):
    chosen = get_provider(provider)
    return await chosen.generate(messages, 300)


async def title(question):
    return await respond([
        {"role": "system", "content": "You find titles of at most five words."},
        {"role": "user", "content": question},
    ])


async def sort(question):
    provider = get_provider("claude")
    return await provider.generate([{"role": "system", "content": "You sort questions."}, {"role": "user", "content": question}])
