from anthropic import Anthropic
from openai import OpenAI

from routing import Judge, Router

router = Router(OpenAI())
judge = Judge(Anthropic())
router.route("Where is my parcel?")
judge.judge("In the post.")
