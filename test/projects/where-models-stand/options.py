"""Defaults that stand at the options of the command line."""
import argparse
from openai import OpenAI
DEF = "gpt-5-mini"
def parse():
    parser = argparse.ArgumentParser(description="x")
    parser.add_argument("question")
    parser.add_argument("-m", "--model-id", default=DEF, help="model")
    parser.add_argument("--max", dest="limit", type=int, default=300)
    parser.add_argument("--other")
    return parser.parse_args()
def main():
    args = parse()
    client = OpenAI()
    client.chat.completions.create(model=args.model_id, max_completion_tokens=args.limit, messages=[{"role": "user", "content": args.question}])
    client.chat.completions.create(model=args.other, messages=[{"role": "user", "content": args.question}])
    client.chat.completions.create(model=args.other or "gpt-5", messages=[{"role": "user", "content": args.question}])
