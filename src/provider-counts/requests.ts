/** The counting endpoints of the providers as data and pure functions: what to send, and what the answer says. Nothing here opens a connection. */

/** Providers with a counting endpoint that takes a key. */
export type CountingProvider = 'anthropic' | 'openai' | 'gemini';

/** A prompt to count, independent of the provider. */
export interface CountPrompt {
  readonly system?: string | undefined;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
  /** Tool definitions in the provider's own form; sent as they are. */
  readonly tools?: readonly unknown[] | undefined;
}

/** One HTTP request without its credential; the path is relative to the API's base address. */
export interface CountRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How one provider counts. */
export interface CountingApi {
  readonly name: string;
  /** Base address without a slash at the end. */
  readonly baseUrl: string;
  /** Header that carries the key, and what stands before it. Never the address: addresses end up in logs. */
  readonly keyHeader: string;
  readonly keyPrefix: string;
  /** The provider itself calls the number an estimate. */
  readonly estimate: boolean;
  readonly request: (model: string, prompt: CountPrompt) => CountRequest;
  /** Where the answer holds the count. */
  readonly countField: string;
  readonly source: string;
  readonly asOf: string;
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** The three endpoints. All are free of charge; all get the whole prompt. */
export const COUNTING_APIS: Readonly<Record<CountingProvider, CountingApi>> = {
  anthropic: {
    name: 'Anthropic',
    baseUrl: 'https://api.anthropic.com',
    keyHeader: 'x-api-key',
    keyPrefix: '',
    estimate: true,
    request: (model, { system, messages, tools }) => ({
      path: '/v1/messages/count_tokens',
      headers: { ...JSON_TYPE, 'anthropic-version': '2023-06-01' },
      body: JSON.stringify({
        model,
        ...(system === undefined ? {} : { system }),
        messages: messages.map(({ role, text }) => ({ role, content: text })),
        ...(tools === undefined ? {} : { tools }),
      }),
    }),
    countField: 'input_tokens',
    source: 'https://platform.claude.com/docs/en/build-with-claude/token-counting',
    asOf: '2026-11-21',
  },
  openai: {
    name: 'OpenAI',
    baseUrl: 'https://api.openai.com',
    keyHeader: 'authorization',
    keyPrefix: 'Bearer ',
    estimate: false,
    request: (model, { system, messages, tools }) => ({
      path: '/v1/responses/input_tokens',
      headers: JSON_TYPE,
      body: JSON.stringify({
        model,
        ...(system === undefined ? {} : { instructions: system }),
        input: messages.map(({ role, text }) => ({ role, content: text })),
        ...(tools === undefined ? {} : { tools }),
      }),
    }),
    countField: 'input_tokens',
    source: 'https://developers.openai.com/api/reference/resources/responses/subresources/input_tokens',
    asOf: '2026-11-21',
  },
  gemini: {
    name: 'Gemini',
    baseUrl: 'https://generativelanguage.googleapis.com',
    keyHeader: 'x-goog-api-key',
    keyPrefix: '',
    estimate: false,
    request: (model, { system, messages, tools }) => {
      const name = model.replace(/^models\//, '');
      const contents = messages.map(({ role, text }) => ({ role: role === 'assistant' ? 'model' : 'user', parts: [{ text }] }));
      const whole = {
        model: `models/${name}`,
        contents,
        ...(system === undefined ? {} : { systemInstruction: { parts: [{ text: system }] } }),
        ...(tools === undefined ? {} : { tools }),
      };
      return {
        path: `/v1beta/models/${encodeURIComponent(name)}:countTokens`,
        headers: JSON_TYPE,
        body: JSON.stringify(system === undefined && tools === undefined ? { contents } : { generateContentRequest: whole }),
      };
    },
    countField: 'totalTokens',
    source: 'https://ai.google.dev/api/tokens',
    asOf: '2026-11-21',
  },
};

/** The count in an answer's body, or undefined when the body is not such an answer. */
export function countIn(api: CountingApi, body: string): number | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof answer !== 'object' || answer === null || !Object.hasOwn(answer, api.countField)) return undefined;
  const count = (answer as Readonly<Record<string, unknown>>)[api.countField];
  return typeof count === 'number' && Number.isSafeInteger(count) && count >= 0 ? count : undefined;
}

/** The provider's own words in an error answer: `error.message` everywhere; undefined when there are none. */
export function errorIn(body: string): string | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return undefined;
  }
  const error: unknown = typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : undefined;
  const message: unknown = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return typeof message === 'string' && message.trim() !== '' ? message.trim() : undefined;
}
