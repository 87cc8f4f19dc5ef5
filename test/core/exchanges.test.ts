/** Calls of tools, their results and content that is no text, from source text to what is counted of them. */
import assert from 'node:assert/strict';
import { analysed } from '../support/service.ts';

const uri = 'file:///app/main.py';

/** Segments of the first call of a program, one line each: role, exchange, text or hole. */
function segmentsOf(source: string, at = uri): string[] {
  const [costed] = analysed(source, at).calls(at);
  assert.ok(costed !== undefined, source);
  return costed.call.segments.map(({ role, exchange, parts }) => {
    const what =
      exchange === undefined
        ? ''
        : ` ${exchange.kind} ${exchange.name ?? '?'}${exchange.calls === undefined ? '' : ` of ${exchange.calls}`}`;
    const text = parts.map((part) =>
      part.kind === 'text' ? part.text : part.kind === 'hole' ? `{${part.expression}}` : `[${part.media}]`,
    );
    return `${role}${what}: ${text.join('')}`;
  });
}

describe('calls of tools in a history', () => {
  it('are read in chats of OpenAI, several of one message together, beside a text and alone', () => {
    const source = `from openai import OpenAI
OpenAI().chat.completions.create(model="gpt-4o", messages=[
    {"role": "user", "content": "Weather?"},
    {"role": "assistant", "content": None, "tool_calls": [
        {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{\\"city\\":\\"Paris\\"}"}},
        {"id": "call_2", "type": "function", "function": {"name": "get_time", "arguments": "{}"}},
    ]},
    {"role": "tool", "tool_call_id": "call_1", "content": "21 degrees"},
    {"role": "tool", "tool_call_id": "call_2", "name": "get_time", "content": [{"type": "text", "text": "noon"}]},
    {"role": "assistant", "content": "I look again.", "function_call": {"name": "look", "arguments": "{}"}},
    {"role": "function", "name": "look", "content": "Nothing."},
    {"role": "assistant", "tool_calls": [{"function": {"name": "end", "arguments": arguments}}]},
])
`;
    assert.deepEqual(segmentsOf(source), [
      'user: Weather?',
      'assistant call get_weather of 2: {"city":"Paris"}',
      'assistant call get_time: {}',
      'tool result ?: 21 degrees',
      'tool result get_time: noon',
      'assistant: I look again.',
      'assistant call look of 1: {}',
      'tool result look: Nothing.',
      'assistant call end of 1: {arguments}',
    ]);
  });

  it('are read in Responses, Messages, Converse, the AI SDK and LangChain', () => {
    const call = (body: string): string[] => segmentsOf(body);
    assert.deepEqual(
      call(`from openai import OpenAI
OpenAI().responses.create(model="gpt-5", input=[
    {"role": "user", "content": "Weather?"},
    {"type": "function_call", "call_id": "c", "name": "get_weather", "arguments": "{}"},
    {"type": "function_call_output", "call_id": "c", "output": "21"},
])
`),
      ['user: Weather?', 'assistant call get_weather: {}', 'tool result ?: 21'],
    );
    assert.deepEqual(
      call(`from anthropic import Anthropic
Anthropic().messages.create(model="claude-opus-5", max_tokens=9, messages=[
    {"role": "assistant", "content": [
        {"type": "thinking", "thinking": "Where is it?", "signature": "c2lnbmF0dXJl"},
        {"type": "text", "text": "I look."},
        {"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {"city": "Paris", "days": 2}},
    ]},
    {"role": "user", "content": [
        {"type": "tool_result", "tool_use_id": "toolu_1", "content": [{"type": "text", "text": "21"}, {"type": "image", "source": {}}]},
        {"type": "tool_result", "tool_use_id": "toolu_2"},
    ]},
])
`),
      [
        'assistant: Where is it?',
        'assistant: I look.',
        'assistant call get_weather: {"city":"Paris","days":2}',
        'user result ?: 21[image]',
        'user result ?: ',
      ],
    );
    assert.deepEqual(
      call(`import boto3
boto3.client("bedrock-runtime").converse(modelId="anthropic.claude-sonnet-4-5-20250929-v1:0", messages=[
    {"role": "assistant", "content": [{"toolUse": {"toolUseId": "t", "name": "look", "input": {"q": "a"}}}]},
    {"role": "user", "content": [{"toolResult": {"toolUseId": "t", "content": [{"text": "21"}]}}]},
])
`),
      ['assistant call look: {"q":"a"}', 'user result ?: 21'],
    );
    assert.deepEqual(
      call(`from langchain_openai import ChatOpenAI
from langchain_core.messages import AIMessage, ToolMessage
ChatOpenAI(model="gpt-4o").invoke([
    AIMessage(content="", tool_calls=[{"name": "look", "args": {"q": "a"}, "id": "1"}]),
    ToolMessage(content="21", tool_call_id="1"),
])
`),
      ['assistant call look of 1: {"q":"a"}', 'tool result ?: 21'],
    );
    const script = `import { generateText } from 'ai';
import { openai } from '@ai-sdk/openai';
await generateText({ model: openai('gpt-4o'), messages: [
  { role: 'assistant', content: [{ type: 'tool-call', toolCallId: '1', toolName: 'look', input: { q: 'a' } }] },
  { role: 'tool', content: [{ type: 'tool-result', toolCallId: '1', toolName: 'look', output: { type: 'text', value: '21' } }] },
] });
`;
    assert.deepEqual(segmentsOf(script, 'file:///app/main.ts'), [
      'assistant call look: {"q":"a"}',
      'tool result look: {"type":"text","value":"21"}',
    ]);
  });

  it("are read in Gemini's requests, as data and as objects of Google's SDK", () => {
    const source = `from google import genai
from google.genai import types
look = types.FunctionDeclaration(name="look", description="Looks.", parameters=types.Schema(
    type=types.Type.OBJECT, properties={"q": types.Schema(type="STRING", description="What")}, required=["q"]))
genai.Client().models.generate_content(
    model="gemini-2.5-flash",
    contents=[
        types.UserContent("Look."),
        types.Content(role="model", parts=[types.Part.from_function_call(name="look", args={"q": "a"})]),
        types.Content(role="tool", parts=[types.Part.from_function_response(name="look", response={"result": "21"})]),
        types.Content(role="user", parts=[types.Part(text="And this?"), types.Part.from_uri(file_uri="gs://a/b.png", mime_type="image/png")]),
        {"role": "model", "parts": [{"function_call": {"name": "look", "args": {}}}]},
    ],
    config=types.GenerateContentConfig(tools=[types.Tool(function_declarations=[look])]),
)
`;
    assert.deepEqual(segmentsOf(source), [
      'user: Look.',
      'assistant call look: {"q":"a"}',
      'tool result look: {"result":"21"}',
      'user: And this?',
      'user: [file_data]',
      'assistant call look: {}',
    ]);
    const [costed] = analysed(source, uri).calls(uri);
    assert.ok(costed !== undefined);
    const { tools } = costed.call;
    assert.deepEqual(
      tools.tools.map(({ json }) => JSON.parse(json) as unknown),
      [
        {
          name: 'look',
          description: 'Looks.',
          parameters: { type: 'OBJECT', properties: { q: { type: 'STRING', description: 'What' } }, required: ['q'] },
        },
      ],
    );
    assert.equal(tools.complete, true);
  });

  it('are in the cost: a history with a call has more tokens than the same without, and all of it is seen', () => {
    const of = (messages: string): number => {
      const [costed] = analysed(
        `from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o", messages=[${messages}])\n`,
      ).calls(uri);
      assert.equal(costed?.cost.open, false);
      return costed.cost.input.tokens;
    };
    const user = '{"role": "user", "content": "Weather?"}';
    const call = '{"role": "assistant", "content": None, "tool_calls": [{"function": {"name": "get_weather", "arguments": "{}"}}]}';
    const result = '{"role": "tool", "tool_call_id": "1", "content": "21"}';
    // 12 around both, the name with each, one token for "{}" and one for "21".
    assert.equal(of(`${user}, ${call}, ${result}`) - of(user), 12 + 2 * 2 + 1 + 1);
  });
});

describe('content that is no text', () => {
  const hover = (source: string): string => {
    const service = analysed(source);
    const [costed] = service.calls(uri);
    const at = costed === undefined ? undefined : service.place(costed.call.calleeAt)?.range.start;
    const contents = at === undefined ? undefined : service.hover(uri, at)?.contents;
    return typeof contents === 'object' && 'value' in contents ? contents.value.replaceAll('\\', '') : '';
  };
  const chat = (model: string, blocks: string): string =>
    `from openai import OpenAI\nOpenAI().chat.completions.create(model="${model}", max_tokens=9, messages=[{"role": "user", "content": [${blocks}]}])\n`;
  const image = '{"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}';

  it('is named with what is published, and the cost is no ceiling', () => {
    const one = hover(chat('gpt-4o', image));
    assert.match(
      one,
      /Not counted, because their size is not in the source – 1 image: 85 tokens and 170 per tile of 512 × 512 pixels, 1,445 at most/,
    );
    assert.match(one, /\(OpenAI, images and vision guide, .*2026\)/);
    assert.match(one, /≈\$[\d.]+\+ per call; \$[\d.]+\+ with 9 output tokens/);
    assert.doesNotMatch(one, /at most \$/);
    assert.match(hover(chat('gpt-4o-mini', `${image}, ${image}`)), /2 images, each: 2,833 tokens and 5,667 per tile/);
    assert.match(hover(chat('gpt-6-terra', image)), /1 image: how many tokens is not known/);
  });

  it('is a stated unknown for documents and sound', () => {
    const anthropic = `from anthropic import Anthropic
Anthropic().messages.create(model="claude-opus-5", max_tokens=9, messages=[{"role": "user", "content": [{"type": "document", "source": {}}]}])
`;
    assert.match(hover(anthropic), /1 file: 1,500 to 3,000 tokens per page of a PDF, and an image of it \(Anthropic/);
    const sound = '{"type": "input_audio", "input_audio": {"data": sound, "format": "wav"}}';
    assert.match(hover(chat('gpt-4o', sound)), /1 recording: how many tokens is not known/);
    // A call that is seen as a whole has a ceiling.
    assert.match(hover(chat('gpt-4o', '{"type": "text", "text": "Hi"}')), /at most \$[\d.]+ with 9 output tokens/);
  });
});
