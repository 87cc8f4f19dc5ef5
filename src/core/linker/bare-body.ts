import type { DictExpr, Expr } from '../facts.ts';
import { httpApis, type BareBody, type HttpApi } from '../providers/http.ts';

/**
 * The API of a body without an address: only one that the body can be meant for and nothing else. Judged by what is written, before anything
 * is evaluated, so that files of data cost little.
 *
 * @param batched the model of a batch may be named where the job is made
 */
export function apiOfBody(body: Expr | undefined, batched: boolean): HttpApi | undefined {
  if (body?.kind !== 'dict') return undefined;
  const fields = fieldsOf(body);
  return fields === undefined ? undefined : httpApis.find((api) => api.bare !== undefined && fits(fields, api, api.bare, batched));
}

type Fields = ReadonlyMap<string, Expr>;

/** Fields by name, the last one of a name counts; undefined for an object with computed keys. */
function fieldsOf(dict: DictExpr): Fields | undefined {
  const result = new Map<string, Expr>();
  for (const { key, value } of dict.entries) {
    if (key?.kind !== 'text') return undefined;
    result.set(key.value, value);
  }
  return result;
}

function fits(body: Fields, api: HttpApi, bare: BareBody, batched: boolean): boolean {
  const has = (name: string): boolean => body.has(name);
  // Names that begin so are comments of people and schemas of editors.
  if (![...body.keys()].every((name) => bare.fields.has(name) || /^[_$]|^\/\//.test(name))) return false;
  const [modelName = 'model'] = api.shape.model;
  const model = body.get(modelName);
  if (!api.body.every((group) => group.some(has) || (batched && group.includes(modelName)))) return false;
  if (model !== undefined && model.kind !== 'text') return false;
  const marks = bare.marks ?? [];
  const set = bare.settings?.some(has) === true;
  const named = model !== undefined || batched || set || bare.messages !== 'roles' || marks.some((mark) => mark !== 'system' && has(mark));
  if (!named) return false;
  const marked = marks.some(has) || (model !== undefined && bare.model?.test(model.value) === true);
  if ((bare.marks !== undefined || bare.model !== undefined) && !marked) return false;
  const messages = body.get(api.shape.messages.find(has) ?? '');
  if (bare.messages === 'any') return messages?.kind === 'text' || (messages?.kind === 'list' && messages.items.length > 0);
  const items =
    messages?.kind === 'list' ? messages.items.map((item) => item.value) : api.loose === true && messages !== undefined ? [messages] : [];
  return items.length > 0 && items.every((item) => item.kind === 'dict' && looksLike(fieldsOf(item), bare.messages));
}

function looksLike(message: Fields | undefined, form: BareBody['messages']): boolean {
  if (message === undefined) return false;
  if (form === 'parts') return message.has('parts');
  const role = message.get('role');
  const content = message.get('content');
  const known = role?.kind === 'text' && /^(system|developer|user|assistant|tool|function)$/.test(role.value);
  return known && (form === 'blocks' ? content?.kind === 'list' : content !== undefined || message.has('tool_calls'));
}
