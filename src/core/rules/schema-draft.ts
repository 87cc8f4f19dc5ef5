/** A schema drafted from what a prompt shows or names. */
import type { SchemaForm } from '../providers/structured-output.ts';
import type { Written } from './insert.ts';
import { drawnObjects, type Sketch } from './json-wanted.ts';

/** The schema that a prompt describes; undefined when it shows no object, or several different ones. */
export function draftSchema(text: string, request: string): Written | undefined {
  const asked = text.indexOf(request);
  const all = drawnObjects(text);
  const behind = all.filter((one) => one.start >= asked);
  const candidates = behind.length > 0 ? behind : all.slice(-1);
  const [first] = candidates;
  if (first !== undefined) {
    const keys = (sketch: Sketch): string => Object.keys(sketch).sort().join('\0');
    if (candidates.some((other) => keys(other.sketch) !== keys(first.sketch))) return undefined;
    // An answer that is a list cannot be demanded as such everywhere.
    if (/\[\s*$/.test(text.slice(0, first.start))) return undefined;
    return objectSchema(first.sketch);
  }
  if (/\b(?:array|list)\b/i.test(request)) return undefined;
  const names = namedKeys(text.slice(Math.max(0, asked - 200), asked + 1500));
  return names.length === 0 ? undefined : objectSchema(Object.fromEntries(names.map((name) => [name, 'text:'])));
}

const LIST_OF_KEYS =
  /\b(?:keys?|fields?|properties|attributes)\b[^"'`\n.]{0,40}((?:["'`][A-Za-z_]\w*["'`](?:\s*\([^)\n]{0,80}\))?\s*(?:,|and|or|&)?\s*(?:and\s+)?)+)/i;

function namedKeys(text: string): string[] {
  const list = LIST_OF_KEYS.exec(text)?.[1] ?? '';
  return [...new Set([...list.matchAll(/["'`]([A-Za-z_]\w*)["'`]/g)].map((match) => match[1] ?? ''))];
}

function objectSchema(sketch: Readonly<Record<string, Sketch>>): Written {
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(sketch).map(([key, value]) => [key, typeOf(value)])),
    required: Object.keys(sketch),
    additionalProperties: false,
  };
}

function typeOf(sketch: Sketch): Written {
  if (typeof sketch !== 'string')
    return isList(sketch)
      ? { type: 'array', items: sketch[0] === undefined ? { type: 'string' } : typeOf(sketch[0]) }
      : objectSchema(sketch);
  const quoted = sketch.startsWith('text:');
  const words = (quoted ? sketch.slice(5) : sketch).trim();
  const choices = words.split(/\s*\|\s*|"\s*(?:\/|or)\s*"/).map((word) => word.replace(/^["'<]|["'>]$/g, ''));
  const isBoolean = /^<?(?:bool(?:ean)?\b|true\b|false\b)/i.test(words);
  if (isBoolean) return { type: 'boolean' };
  if (/^<?(?:int(?:eger)?\b)/i.test(words) || (!quoted && /^-?\d+$/.test(words))) return { type: 'integer' };
  if (/^<?(?:number|float|decimal)\b/i.test(words) || (!quoted && /^-?\d+(?:\.\d+)?/.test(words))) return { type: 'number' };
  const constants =
    choices.length > 1 &&
    choices.length <= 12 &&
    choices.every((word) => /^[\w -]{1,30}$/.test(word) && !/^(string|null|none)$/i.test(word));
  return constants ? { type: 'string', enum: choices } : { type: 'string' };
}

function isList(sketch: Sketch): sketch is readonly Sketch[] {
  return Array.isArray(sketch);
}

/** What is written for a schema, by name, beside each other. */
export function schemaArguments(form: SchemaForm, schema: Written, name: string): Readonly<Record<string, Written>> | undefined {
  switch (form) {
    case 'chat':
      return { response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } } };
    case 'responses':
      return { format: { type: 'json_schema', name: 'answer', strict: true, schema } };
    case 'anthropic':
      return { format: { type: 'json_schema', schema } };
    case 'google':
      return { [name.includes('_') ? 'response_mime_type' : 'responseMimeType']: 'application/json', [name]: schema };
    case 'plain':
      return { format: schema };
    case 'code':
      return undefined;
  }
}
