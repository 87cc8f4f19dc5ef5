/** Options of a request beyond model, messages, tools and limit, as the profiles name them. */
import type { CallExpr, Expr } from '../facts.ts';
import type { CallOption, Location, OptionName, PromptCall, ResponseSchema } from '../ir.ts';
import type { ApiShape } from '../providers/profile.ts';
import { requestOptions, type OptionFact } from '../providers/request-options.ts';
import type { Evaluator } from './evaluate.ts';
import { dialectOf, insertionFor } from './insertions.ts';
import type { Request } from './request.ts';
import { schemaOf } from './schema.ts';
import { constantText, optionsOf, type LinkedFile, type Value } from './value.ts';

/** What options are read from. */
export interface OptionSources {
  readonly file: LinkedFile;
  /** The call, or the object of a request, that a new option is written into; undefined where none can be. */
  readonly holder: CallExpr | Expr | undefined;
  readonly api: ApiShape;
  readonly provider: string | undefined;
  readonly request: Request;
  /** Path of the callee: its steps may set options. */
  readonly path: string;
  readonly construction: Request | undefined;
  /** True when the object that sends the call is not seen being made. */
  readonly clientUnseen: boolean;
  /** What the API calls its output limit, when it stands among the arguments of the call. */
  readonly limitName: string | undefined;
}

/** Every option that the API has. */
export function optionsFor(sources: OptionSources): Partial<Record<OptionName, CallOption>> {
  const { api, limitName, provider } = sources;
  const result: Partial<Record<OptionName, CallOption>> = {};
  for (const [name, fact] of Object.entries(requestOptions[api.id]?.options ?? {})) result[name as OptionName] = read(sources, fact);
  if (limitName !== undefined && api.limitAtClient !== true && result['output-limit'] === undefined)
    result['output-limit'] = read(sources, {
      places: api.maxTokens,
      write: { python: limitName, javascript: limitName, json: limitName },
    });
  const limit = result['output-limit'];
  const known = requestOptions[api.id];
  const made = known?.classes?.find(({ name }) => new RegExp(`\\b${name}\\b`).test(sources.path));
  for (const lacking of made?.lacks ?? []) Reflect.deleteProperty(result, lacking);
  const limited = made !== undefined || (provider !== undefined && known?.limits?.includes(provider) === true);
  if (limit?.state === 'missing' && limited) result['output-limit'] = { ...limit, state: 'set', insertion: undefined };
  return result;
}

/** Options as a caller sees them: nothing can be added where they stand, which is in the function that is called. */
export function withoutInsertions(options: PromptCall['options']): NonNullable<PromptCall['options']> {
  return Object.fromEntries(Object.entries(options ?? {}).map(([name, option]) => [name, { ...option, insertion: undefined }]));
}

/** Names with which programs ask functions of their own for an answer in a form. */
const FORM = /json|schema|structured|response_?(?:format|model|type)|output_?(?:format|type|parser)/i;

/** Options as a caller of a wrapper sees them; what asks the wrapper for a form (`{ jsonMode: true }`) may set one where it is not seen. */
export function optionsOfCaller(options: PromptCall['options'], written: CallExpr): NonNullable<PromptCall['options']> {
  const own = withoutInsertions(options);
  const form = own['structured-output'];
  const names = written.args.flatMap(({ name, value }) => [
    name ?? '',
    ...(value.kind === 'dict' ? value.entries.map(({ key }) => (key?.kind === 'text' ? key.value : '')) : []),
  ]);
  return form?.state === 'missing' && names.some((name) => FORM.test(name))
    ? { ...own, 'structured-output': { ...form, state: 'perhaps' } }
    : own;
}

function read(sources: OptionSources, fact: OptionFact): CallOption {
  const { file, holder, api, provider, request, path, construction, clientUnseen } = sources;
  const clientPlaces = fact.clientPlaces ?? [];
  const value = request.read(fact.places) ?? construction?.read(clientPlaces);
  const stepped = fact.steps?.some((step) => path.includes(`.${step}()`)) === true;
  if (stepped) return { state: 'set', value: undefined, at: undefined, insertion: undefined };
  if (value !== undefined) return { state: 'set', value: scalar(value), at: value.at, insertion: undefined };
  const perhaps =
    request.mayHold(fact.places) ||
    (clientPlaces.length > 0 && (construction === undefined ? clientUnseen : construction.mayHold(clientPlaces)));
  const dialect = dialectOf(file);
  const write = (provider === undefined ? undefined : fact.writeFor?.[provider]) ?? fact.write;
  const place = dialect === undefined ? undefined : write?.[dialect];
  const insertion =
    perhaps || holder === undefined || place === undefined ? undefined : insertionFor(file, holder, place.split('.'), api.id);
  const spelling = place?.split('.').at(-1);
  return {
    state: perhaps ? 'perhaps' : 'missing',
    value: undefined,
    at: undefined,
    insertion,
    ...(spelling === undefined ? {} : { spelling }),
  };
}

function scalar(value: Value): CallOption['value'] {
  const options = optionsOf(value);
  const [only] = options;
  if (options.length !== 1 || only === undefined) return undefined;
  if (only.kind === 'number') return Number(only.value);
  if (only.kind === 'boolean') return only.value === true;
  return constantText(only);
}

/** The schema that a call demands of its answer, by its structured-output argument. */
export function responseSchema(evaluator: Evaluator, value: Value | undefined): ResponseSchema | undefined {
  if (value === undefined) return undefined;
  const [first] = optionsOf(value);
  if (first === undefined || first.kind === 'null') return undefined;
  const schema = schemaWithin(schemaOf(evaluator, first).json);
  const at: Location = first.at;
  return schema === undefined ? undefined : { json: JSON.stringify(schema), at };
}

/** The schema inside of what SDKs wrap around it (`json_schema.schema`, `format.schema`). */
function schemaWithin(json: unknown, depth = 0): unknown {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || depth > 4) return undefined;
  const object = json as Readonly<Record<string, unknown>>;
  if (typeof object.properties === 'object' && object.properties !== null && Object.keys(object.properties).length > 0) return object;
  for (const key of ['json_schema', 'schema', 'format']) {
    const inner = schemaWithin(object[key], depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
