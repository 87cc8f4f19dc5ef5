from services import Plain, Reader


def direct(page):
    return Reader.client.messages.create(
        model="claude-haiku-4-5", max_tokens=20, messages=[{"role": "user", "content": f"One word for: {page}"}]
    )


def other(page):
    return Plain.client.messages.create(model="none", max_tokens=20, messages=[{"role": "user", "content": page}])
