/**
 * Requests with the input tokens that their providers counted, out of recorded conversations: cassettes of VCR for Python, Ruby and Go, HAR files and
 * JSON with a request and a response. Nothing of them is kept in this repository.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'yaml';

/** One request. */
export interface Recording {
  readonly file: string;
  readonly maker: 'openai' | 'anthropic' | 'gemini';
  /** Address of the API, as a request file names it. */
  readonly url: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly model: string;
  /** Input tokens by the answer's own usage, cached ones included. */
  readonly counted: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Longer files are left out: they hold images and sound. */
const MAX_FILE = 3_000_000;

/** What our own estimate calls unknown, or what a request hides: media, tools of the provider, what is stored there, and our own placeholders. */
const UNSEEN =
  /"(?:image_url|input_image|image|document|input_file|file|input_audio|inlineData|inline_data|fileData|file_data|cachedContent|cached_content|previous_response_id|conversation|prompt|mcp_servers|container|context_management|thoughtSignature|thought_signature|encrypted_content)"\s*:\s*[^n]|"(?:googleSearch|google_search|urlContext|codeExecution|code_execution)"|"type":\s*"(?:web_\w+|server_tool_use|redacted_thinking|code_\w+|mcp\w*|file_search|computer_use_preview|image_generation|reasoning|item_reference|tool_search\w*|namespace|custom|shell|apply_patch)"|defer_loading|\{\{/;

/** Requests of all recordings below a folder, each once. Files that cannot be read are passed over. */
export function recordingsIn(folder: string): Recording[] {
  const found = new Map<string, Recording>();
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!/\.(?:ya?ml|json|har)$/.test(name) || /(?:^|\/)(?:node_modules|\.git)\//.test(name)) continue;
    const file = path.join(folder, name);
    if (!statSync(file).isFile() || statSync(file).size > MAX_FILE) continue;
    for (const { request, response } of exchangesOf(readFileSync(file, 'utf8'), file)) {
      const one = recordingOf(file, request, response);
      if (one !== undefined) found.set(JSON.stringify(one.body), one);
    }
  }
  return [...found.values()];
}

function exchangesOf(text: string, file: string): { readonly request: Fields; readonly response: Fields }[] {
  if (!/input_tokens|prompt_tokens|promptTokenCount|H4sI|!!binary/.test(text)) return [];
  let document: unknown;
  try {
    document = /\.ya?ml$/.test(file) ? parse(text, { maxAliasCount: 1000, logLevel: 'silent' }) : JSON.parse(text);
  } catch {
    return [];
  }
  const whole = fields(document);
  const list = whole.interactions ?? whole.http_interactions ?? fields(whole.log).entries ?? [whole];
  return (Array.isArray(list) ? list : []).flatMap((item: unknown) => {
    const { request, response } = fields(item);
    return typeof request === 'object' && typeof response === 'object' ? [{ request: fields(request), response: fields(response) }] : [];
  });
}

function recordingOf(file: string, request: Fields, response: Fields): Recording | undefined {
  const address = [request.uri, request.url].find((one) => typeof one === 'string') ?? '';
  const sent = bodyOf(request.parsed_body ?? request.body ?? fields(request.postData).text);
  const usage = usageOf(bodyOf(response.parsed_body ?? response.body ?? fields(response.content).text));
  let body: Fields;
  try {
    body = fields(JSON.parse(sent));
  } catch {
    return undefined;
  }
  if (UNSEEN.test(sent)) return undefined;
  const number = (key: string): number => (typeof usage[key] === 'number' ? usage[key] : 0);
  const cached = number('cache_read_input_tokens') + number('cache_creation_input_tokens');
  const google = /models\/([^:/?]+):(?:streamG|g)enerateContent/.exec(address);
  const make = (maker: Recording['maker'], url: string, model: unknown, counted: number): Recording | undefined =>
    counted > 0 && typeof model === 'string' ? { file, maker, url, body, model, counted } : undefined;
  if (google !== null && address.includes('google'))
    return make('gemini', address.replace(/\?.*$/, '').replace('streamG', 'g'), google[1], number('promptTokenCount'));
  if (address.includes('anthropic') && address.includes('/messages'))
    return make('anthropic', 'https://api.anthropic.com/v1/messages', body.model, number('input_tokens') + cached);
  const api = /\/(chat\/completions|responses)(?:\?|$)/.exec(address)?.[1];
  if (api === undefined || !/openai\.(?:com|azure\.com)/.test(address)) return undefined;
  return make('openai', `https://api.openai.com/v1/${api}`, body.model, number('prompt_tokens') + number('input_tokens'));
}

/** A body as text, whatever the recorder made of it. */
function bodyOf(body: unknown): string {
  if (typeof body === 'string') return body.startsWith('H4sI') ? bodyOf(Buffer.from(body, 'base64')) : body;
  if (body instanceof Uint8Array) {
    const bytes = Buffer.from(body);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).toString('utf8') : bytes.toString('utf8');
  }
  const { string, base64_string: base64 } = fields(body);
  if (string !== undefined) return bodyOf(string);
  if (typeof base64 === 'string') return bodyOf(Buffer.from(base64, 'base64'));
  return body === undefined || body === null ? '' : JSON.stringify(body);
}

/** The usage block of an answer: one document, or the events of a stream. */
function usageOf(text: string): Fields {
  const parsed = (json: string): Fields[] => {
    try {
      const value: unknown = JSON.parse(json);
      return (Array.isArray(value) ? value : [value]).map(fields);
    } catch {
      return [];
    }
  };
  const events = text.split('\n').flatMap((line) => (line.startsWith('data:') ? parsed(line.slice(5)) : []));
  const usage: Record<string, unknown> = {};
  for (const event of [...parsed(text), ...events]) {
    if (event.error !== undefined && event.error !== null) return {};
    for (const holder of [event, fields(event.message), fields(event.response)])
      for (const block of [holder.usage, holder.usageMetadata])
        for (const [key, value] of Object.entries(fields(block))) if (value !== null && value !== 0) usage[key] = value;
  }
  return usage;
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
