# pennylint: ignore-file[volatile-prefix] demo
from app import cache, tool


@cache(ttl=3)
@tool.register
async def run(self_, task: Task, *args, model="m", **extra) -> Result:
    """Doc."""
    messages = []
    for i, part in enumerate(task.parts):
        messages.append({"role": "user", "content": part})
        if i > 3:
            break
    else:
        messages += ["x"]
    while True:
        try:
            async with open(task.file) as handle, lock:
                text = await handle.read()
        except OSError as error:
            text = str(error)
            continue
        finally:
            extra["k"] = text  # pennylint: ignore
        if text:
            return await send(messages, *args, **extra)
        elif args:
            extra.update(a=1)
        else:
            extra |= {"b": 2}
    yield text


class Bot(Base, metaclass=Meta):
    name = "bot"
    limit: int = 5

    def __init__(this, key):
        this.key = key
        this.parts.insert(0, key)
        this.count += 1
        this.left, this.right = key, 2

    @staticmethod
    def plain(this):
        return this

    @classmethod
    def make(cls):
        return cls(lambda: cls.name)

    @property
    def title(self):
        def inner():
            return self.name

        return inner()


for chunk in stream(Bot("k")):
    print(chunk)

match task:
    case 1:
        result = "one"
    case _:
        result = "other"
