import itertools

from openai import OpenAI

POOL = [OpenAI(api_key=key) for key in ("first", "second")]
turn = itertools.count()


class Registry:
    _clients = {}

    @classmethod
    def of(cls, tenant):
        if tenant not in cls._clients:
            cls._clients[tenant] = OpenAI(api_key=tenant)
        return cls._clients[tenant]


def for_tenant(tenant, text):
    return Registry.of(tenant).chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": f"Check {text}"}])


def in_turn(text):
    client = POOL[next(turn) % len(POOL)]
    return client.chat.completions.create(model="gpt-4o", messages=[{"role": "user", "content": f"Proofread {text}"}])
