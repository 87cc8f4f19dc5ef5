import os, a.b as c
from .pkg.mod import x as y, z
from openai import *

TEXT = "plain" 'single' """triple
line"""
RAW = r"\n" b"bytes"
ESCAPES = "tab\tquote\"\x41\u00e9\U0001F600\N{BULLET}\
joined \q"
F = f"a {TEXT!r:>10} {{braces}} {c.d['k']} {1 + 2:.2f}"
SUM = TEXT + "x" + str(3) + ("y" + "z")
NUM = [1_000, 0x10, 1e3, -2, 3j, True, None, ...]
D = {"k": 1, **c, "n": {"m": (1,)}, 2: {*TEXT, 3}}
COND = TEXT if RAW else D.get("k") or "fallback"
OPS = "%s of %d" % (TEXT, 3), not COND, TEXT in D, a < b <= c
SLICE = TEXT[1:2], D["k"], D[0, 1]
COMP = [f(i) for i in g(TEXT) if i for j in i]
GEN = "".join(str(i) for i in range(3))
LAM = lambda p, q=2, *r, **s: p + q
first, *rest = D
one = two = TEXT
typed: "str | None" = None
declared: int
if (n := len(TEXT)) > 3:
    pass
