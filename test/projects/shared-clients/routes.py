from deps import Borrowed, Client, Either, borrowed, pages, provide
from fastapi import Depends, FastAPI

app = FastAPI()


@app.post("/tags")
async def tags(text: str, client: Client):
    return await client.chat.completions.create(model="gpt-4o-mini", messages=[{"role": "user", "content": f"Tags for {text}"}])


@app.post("/title")
async def title(text: str, client=Depends(provide)):
    return await client.chat.completions.create(model="gpt-4o-mini", messages=[{"role": "user", "content": f"Title for {text}"}])


async def either(text: str, client: Either):
    return await client.chat.completions.create(model="gpt-4.1", messages=[{"role": "user", "content": f"Mood of {text}"}])


def lines(text):
    with borrowed() as client:
        return client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": f"Lines of {text}"}])


def words(text):
    with Borrowed() as client:
        return client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": f"Words of {text}"}])


def not_a_manager(text):
    return pages().chat.completions.create(model="none", messages=[{"role": "user", "content": text}])
