import assert from 'node:assert/strict';
import { rules } from '../../src/core/index.ts';
import { analysed } from '../support/service.ts';

/** What the cache rules must stay silent on, long prompts and repetition included, so that nothing but the pattern keeps them silent. */
const cases: readonly (readonly [name: string, language: 'py' | 'ts', code: string])[] = [
  [
    "Twilio's messages.create",
    'py',
    `from twilio.rest import Client
client = Client()
def send(texts):
    for text in texts:
        client.messages.create(body=f"{datetime.now()} {HANDBOOK}", to=text)
`,
  ],
  [
    'a generateText of the project',
    'ts',
    `import { generateText } from './texts';
export const ask = (question: string) => generateText({ model: 'claude-opus-5', system: \`\${Date.now()} \${HANDBOOK}\`, prompt: question });
`,
  ],
  [
    'calls that docstrings and comments show',
    'py',
    `def ask(question):
    """client.messages.create(model="claude-opus-5", system=f"{datetime.now()} {HANDBOOK}", messages=[])"""
    # client.messages.create(model="claude-opus-5", system=HANDBOOK, messages=[{"role": "user", "content": question}])
    return question
`,
  ],
  [
    'a client with another address, whose provider is not known',
    'py',
    `from openai import OpenAI
client = OpenAI(base_url="https://llm.example.com/v1")
def ask(question):
    return client.chat.completions.create(model="gpt-6.1-terra", messages=[{"role": "system", "content": HANDBOOK}, {"role": "user", "content": question}])
def chat():
    messages = [{"role": "system", "content": f"It is {datetime.now()}. {HANDBOOK}"}]
    while True:
        messages.append({"role": "user", "content": input()})
        client.chat.completions.create(model="gpt-6.1-terra", messages=messages)
`,
  ],
  [
    'the loop over the chunks of one answer',
    'py',
    `from anthropic import Anthropic
client = Anthropic()
def main():
    for chunk in client.messages.stream(model="claude-opus-5", max_tokens=9, system=HANDBOOK, messages=[{"role": "user", "content": "Hello"}]):
        print(chunk)
main()
`,
  ],
  [
    'a time in the result of a tool',
    'py',
    `from anthropic import Anthropic
client = Anthropic()
def chat():
    messages = []
    while True:
        messages.append({"role": "user", "content": [{"type": "tool_result", "tool_use_id": "x", "content": f"Now {datetime.now()}"}]})
        answer = client.messages.create(model="claude-opus-5", max_tokens=9, cache_control={"type": "ephemeral"}, system=HANDBOOK, messages=messages)
        messages.append({"role": "assistant", "content": answer.content})
`,
  ],
  [
    'a time at the end of the user message',
    'py',
    `from openai import OpenAI
client = OpenAI()
def ask(question):
    messages = [{"role": "system", "content": HANDBOOK}, {"role": "user", "content": f"{question}\\nIt is {datetime.now()}."}]
    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=9, messages=messages)
`,
  ],
  [
    'a text that is bound once at import',
    'py',
    `from openai import OpenAI
client = OpenAI()
SYSTEM = f"Started {datetime.now()}.\\n{HANDBOOK}"
def ask(question):
    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=9, messages=[{"role": "system", "content": SYSTEM}, {"role": "user", "content": question}])
`,
  ],
  [
    'json.dumps of a literal',
    'py',
    `import json
from openai import OpenAI
client = OpenAI()
def ask(question):
    system = f"{json.dumps({'b': 1, 'a': [3, 2]})}\\n{HANDBOOK}"
    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=9, messages=[{"role": "system", "content": system}, {"role": "user", "content": question}])
`,
  ],
  [
    'text that a helper makes of all elements of a list, in loops within loops',
    'py',
    `from openai import OpenAI
client = OpenAI()
def words(some):
    quoted = [f'"{one}"' for one in some]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " or " + quoted[-1]
def section(tools):
    lines = ["<tools>"]
    for name, keys in tools:
        lines.append(f"{name.upper()}: {words(keys)}")
    return "\\n".join(lines)
def ask(question):
    system = f"{section(load_tools())}\\n{', '.join(tool.name for tool in load_tools())}\\n{HANDBOOK}"
    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=9, messages=[{"role": "system", "content": system}, {"role": "user", "content": question}])
`,
  ],
  [
    'a mapped list of constants',
    'ts',
    `import OpenAI from 'openai';
const client = new OpenAI();
const TAGS = ['a', 'b', 'code', 'em', 'h1', 'h2', 'li', 'ol', 'p', 'ul'];
const system = () => \`Use \${TAGS.map((tag) => \`<\${tag}>\`).join(', ')} only. \${HANDBOOK}\`;
export const ask = (question: string) =>
  client.chat.completions.create({ model: 'gpt-5.1', max_completion_tokens: 9, messages: [{ role: 'system', content: system() }, { role: 'user', content: question }] });
`,
  ],
  [
    'the system text taken out of the messages that are handed in',
    'py',
    `from anthropic import Anthropic
client = Anthropic()
def ask(messages):
    system = "\\n".join(m["content"] for m in messages if m["role"] == "system")
    rest = [m for m in messages if m["role"] != "system"]
    return client.messages.create(model="claude-opus-5", max_tokens=9, cache_control={"type": "ephemeral"}, system=system, messages=rest)
`,
  ],
  [
    'the day in front of a prompt: one write a day',
    'py',
    `from openai import OpenAI
client = OpenAI()
def ask(question):
    system = f"Today is {date.today()}.\\n{HANDBOOK}"
    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=9, messages=[{"role": "system", "content": system}, {"role": "user", "content": question}])
`,
  ],
  [
    'a store that is asked for its oldest messages, and for more than a conversation holds',
    'py',
    `from openai import OpenAI
client = OpenAI()
def ask(session, sid, question):
    rows = session.query(Message).filter_by(sid=sid).order_by(Message.created).limit(50).all()
    turns = [{"role": row.role, "content": row.content} for row in rows] + memory.get_messages(sid, limit=5000)
    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=9, messages=[{"role": "system", "content": HANDBOOK}, *turns, {"role": "user", "content": question}])
`,
  ],
  [
    'the day at the end of a prompt',
    'py',
    `from openai import OpenAI
client = OpenAI()
def ask(question):
    system = f"{HANDBOOK}\\nToday is {date.today()}."
    return client.chat.completions.create(model="gpt-5.1", max_completion_tokens=9, messages=[{"role": "system", "content": system}, {"role": "user", "content": question}])
`,
  ],
  [
    'messages[0] where the API has a system text of its own, set once in front of the loop',
    'py',
    `from anthropic import Anthropic
client = Anthropic()
def chat(task):
    messages = [{"role": "user", "content": "?"}]
    messages[0] = {"role": "user", "content": f"{task} {datetime.now()}"}
    while True:
        answer = client.messages.create(model="claude-opus-5", max_tokens=9, cache_control={"type": "ephemeral"}, system=HANDBOOK, messages=messages)
        messages.append({"role": "assistant", "content": answer.content})
`,
  ],
  [
    'a system message that is put in front once',
    'py',
    `from openai import OpenAI
client = OpenAI()
def chat(messages):
    while True:
        if not messages or messages[0]["role"] != "system":
            messages.insert(0, {"role": "system", "content": HANDBOOK})
        messages.append({"role": "user", "content": input()})
        client.chat.completions.create(model="gpt-5.1", max_completion_tokens=9, messages=messages)
`,
  ],
  [
    'markers that a loop keeps on the last message',
    'py',
    `from anthropic import Anthropic
client = Anthropic()
def chat():
    messages = []
    while True:
        messages.append({"role": "user", "content": [{"type": "text", "text": input(), "cache_control": {"type": "ephemeral"}}]})
        answer = client.messages.create(model="claude-opus-5", max_tokens=9, system=[{"type": "text", "text": HANDBOOK, "cache_control": {"type": "ephemeral"}}], messages=messages)
        messages.append({"role": "assistant", "content": answer.content})
`,
  ],
  [
    'a conversation whose list is made elsewhere, with the markers it may have',
    'py',
    `from anthropic import Anthropic
client = Anthropic()
def run(history, tools):
    while True:
        answer = client.messages.create(model="claude-opus-5", max_tokens=9, system=HANDBOOK, tools=tools, messages=history.format())
        history.add(answer)
`,
  ],
  [
    'a loop that only repeats what failed',
    'py',
    `from anthropic import Anthropic
client = Anthropic()
def main():
    for attempt in range(3):
        try:
            return client.messages.create(model="claude-opus-5", max_tokens=9, system=HANDBOOK, messages=[{"role": "user", "content": "Hello"}])
        except Exception:
            continue
main()
`,
  ],
  [
    'a model that is chosen once for each of separate conversations',
    'ts',
    `import OpenAI from 'openai';
const client = new OpenAI();
export async function ask(questions: string[]) {
  for (const question of questions) {
    const messages = [{ role: 'system', content: HANDBOOK }, { role: 'user', content: question }];
    await client.chat.completions.create({ model: question.length > 9 ? 'gpt-5.1' : 'gpt-5-mini', max_completion_tokens: 9, messages });
  }
}
`,
  ],
  [
    'a prompt below the minimum of its model',
    'py',
    `from anthropic import Anthropic
client = Anthropic()
def ask(questions):
    for question in questions:
        client.messages.create(model="claude-opus-4-5", max_tokens=9, system=f"{datetime.now()} {HANDBOOK[:0]}" + "Be brief. " * 100, messages=[{"role": "user", "content": question}])
`,
  ],
  [
    'the order of tools in a mapping',
    'py',
    `from openai import OpenAI
client = OpenAI()
TOOLS = {"a": load("a"), "b": load("b")}
def chat():
    messages = [{"role": "system", "content": HANDBOOK}]
    while True:
        messages.append({"role": "user", "content": input()})
        client.chat.completions.create(model="gpt-5.1", max_completion_tokens=9, messages=messages, tools=[TOOLS[name] for name in TOOLS])
`,
  ],
];

const PYTHON = 'from datetime import date, datetime\nHANDBOOK = "Keep to the subject and name your sources. " * 200\n';
const SCRIPT = "const HANDBOOK = 'Keep to the subject and name your sources. '.repeat(200);\n";

describe('cache rules are silent on', () => {
  const cacheRules = new Set(rules.filter(({ category }) => category === 'cache').map(({ id }) => id));
  for (const [name, language, code] of cases) {
    it(name, () => {
      const uri = `file:///app/main.${language}`;
      const text = (language === 'py' ? PYTHON : SCRIPT) + code;
      const found = analysed(text, uri)
        .findings(uri)
        .filter(({ rule }) => cacheRules.has(rule));
      assert.deepEqual(
        found.map(({ rule, message }) => `${rule}: ${message}`),
        [],
      );
    });
  }

  // A client sends them once, behind its own instructions and whatever was said before.
  for (const path of ['.claude/commands/plan.md', '.claude/skills/plan/SKILL.md', '.github/prompts/plan.prompt.md']) {
    it(`the arguments of ${path}`, () => {
      const uri = `file:///app/${path}`;
      const argument = path.startsWith('.github') ? '${input:subject}' : '$ARGUMENTS';
      const text = `---\ndescription: Plans\nname: plan\n---\n\nPlan this: ${argument}\n\n${'Keep to the subject and name your sources. '.repeat(300)}\n`;
      const service = analysed(text, uri);
      assert.ok(service.calls(uri).some(({ call }) => call.segments.some(({ parts }) => parts.some(({ kind }) => kind === 'hole'))));
      assert.deepEqual(
        service.findings(uri).filter(({ rule }) => cacheRules.has(rule)),
        [],
      );
    });
  }

  // The same placeholder in a prompt that a program sends is told of: it is the words around it that make it a mention.
  for (const [name, path, line, told] of [
    [
      'a placeholder that a prompt speaks of',
      'prompts/review.md',
      'Keep the parts as they are (with {rules}, {conversation_history}, {question}).',
      0,
    ],
    ['a placeholder in code', 'prompts/review.md', 'Never edit `{conversation_history}`.', 0],
    ['a prompt that a document shows', 'docs/prompts/review.md', 'So far: {conversation_history}', 0],
    ['a prompt in an archive', '_archive/prompts/review.md', 'So far: {conversation_history}', 0],
    ['no placeholder that is filled in', 'prompts/review.md', 'So far: {conversation_history}', 1],
  ] as const) {
    it(name, () => {
      const uri = `file:///app/${path}`;
      const text = `Review this.\n\n${line}\n\n${'Keep to the subject and name your sources. '.repeat(300)}\n`;
      const service = analysed(text, uri);
      assert.ok(service.calls(uri).length > 0);
      assert.equal(service.findings(uri).filter(({ rule }) => rule === 'volatile-prefix').length, told);
    });
  }
});
