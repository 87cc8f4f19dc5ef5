/** Which models take a schema for their answer, and how it is written. Vendors' structured-output guides, 2026-11-21. */

/** How an API wants the schema. */
export type SchemaForm = 'chat' | 'responses' | 'anthropic' | 'google' | 'plain' | 'code';

/** APIs that take a schema: `code` where it is an object of the program, which no fix can write. */
const FORMS: Readonly<Record<string, SchemaForm>> = {
  'openai-chat': 'chat',
  'litellm-completion': 'chat',
  'mistral-chat': 'chat',
  'openai-responses': 'responses',
  'anthropic-messages': 'anthropic',
  'google-generate-content': 'google',
  'ollama-chat': 'plain',
  'ai-sdk-text': 'code',
  'langchain-invoke': 'code',
  'openai-agents': 'code',
  'agno-agent': 'code',
  'google-adk-agent': 'code',
  'autogen-agent': 'code',
  'crewai-task': 'code',
};

/** What to use, in words, where the schema is an object of the program. */
const IN_CODE: Readonly<Record<string, string>> = {
  'ai-sdk-text': '`output: Output.object({ schema })`',
  'langchain-invoke': '`with_structured_output(schema)`',
  'openai-agents': '`output_type`',
  'agno-agent': '`output_schema`',
  'google-adk-agent': '`output_schema`',
  'autogen-agent': '`output_content_type` or `response_format`',
  'crewai-task': '`output_pydantic`',
};

const IN_DATA: Readonly<Record<Exclude<SchemaForm, 'code'>, string>> = {
  chat: '`response_format` with a JSON schema',
  responses: '`text.format` with a JSON schema',
  anthropic: '`output_config.format` with a JSON schema',
  google: 'a response schema in `config`',
  plain: '`format` with a JSON schema',
};

/** What a call should use, in words. */
export function schemaOption(api: string, form: SchemaForm): string {
  return form === 'code' ? (IN_CODE[api] ?? 'structured output') : IN_DATA[form];
}

/** Models by provider: those that match `lacks` take no schema, and with `has` only those that match it do. */
const MODELS: Readonly<Record<string, { readonly lacks?: RegExp; readonly has?: RegExp }>> = {
  openai: { lacks: /^(gpt-3|gpt-4$|gpt-4-|gpt-4o-2024-05-13|chatgpt|o1-mini|o1-preview|text-|davinci|babbage|code-)/ },
  azure: { lacks: /^(gpt-3|gpt-35|gpt-4$|gpt-4-)/ },
  anthropic: { has: /claude-(opus-4-[1-9]|(sonnet|haiku)-4-[5-9]|(opus|sonnet|haiku|fable)-[5-9])/ },
  gemini: { lacks: /gemini-(1\.0|pro($|-vision))/ },
  vertex: { has: /gemini-(1\.5|2|3|4)/ },
  mistral: { lacks: /codestral-mamba/ },
  ollama: {},
};

/** How a call could be given a schema; undefined where its API, biller or model takes none, or where that is not known. */
export function schemaForm(api: string, provider: string | undefined, models: readonly string[]): SchemaForm | undefined {
  const form = FORMS[api];
  const facts = provider === undefined || !Object.hasOwn(MODELS, provider) ? undefined : MODELS[provider];
  if (form === undefined || facts === undefined) return undefined;
  const takes = (model: string): boolean => facts.lacks?.test(model) !== true && facts.has?.test(model) !== false;
  return models.every((id) => takes(id.replace(/^\w+\//, ''))) ? form : undefined;
}

/** Providers whose models read the schema as part of the prompt, so that a copy in the text is paid twice. */
export const schemaIsRead: ReadonlySet<string> = new Set(['openai', 'azure', 'anthropic', 'gemini', 'vertex']);
