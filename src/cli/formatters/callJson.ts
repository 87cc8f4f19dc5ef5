import {
  excludedParts,
  holesOf,
  hostedTools,
  ratesFor,
  type BilledTraffic,
  type CostedCall,
  type Known,
  type LanguageService,
  type Location,
  type ModelCost,
  type Part,
  type PromptCall,
  type PromptFile,
} from '../../core/index.ts';
import type { AnalysedFile } from '../workspace.ts';
import { costJson, usd, type CostJson } from './costJson.ts';
import { fileOf, placeToJson } from './place.ts';

export { usd } from './costJson.ts';

/** State of a value in the JSON contract. */
export type ValueState = 'known' | 'default' | 'runtime' | 'absent' | 'not-applicable';

/** One call of `inspect --format json`. Fields may be added, none changes its meaning. */
export interface CallJson {
  readonly file: string;
  /** 1-based, within the cell of a notebook. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** Place among all cells of a notebook, 0-based; null for any other file. */
  readonly cell: number | null;
  readonly kind: PromptCall['kind'];
  readonly callee: string;
  readonly sdk: string;
  readonly provider: string | null;
  readonly providerReason: string;
  readonly via: readonly { readonly file: string; readonly line: number; readonly cell: number | null }[];
  readonly model: {
    readonly state: ValueState;
    readonly values: readonly string[];
    readonly sdkDefault?: string;
    /** The model that pennylint.yaml gives to a call whose source leaves it open. */
    readonly declared?: DeclaredJson<string>;
    /** The model that pennylint.yaml puts behind the name in the source. */
    readonly standsFor?: DeclaredJson<string>;
    readonly price: PriceJson | null;
  };
  readonly maxTokens: { readonly state: ValueState; readonly value: number | null };
  readonly system: TextJson;
  readonly messages: Omit<TextJson, 'staticChars'>;
  readonly tools: { readonly state: PromptCall['tools']['state']; readonly count: number; readonly tokens: number };
  /** The definitions one by one, heaviest first; missing for calls without tools. */
  readonly toolSet?: ToolSetJson;
  readonly repeated: PromptCall['repeat']['kind'];
  /** How often at most, and whether each turn sends more; null for a call that runs once. */
  readonly turns: {
    readonly atMost: number | null;
    readonly bounded: boolean;
    readonly growing: boolean;
    readonly source: string | null;
  } | null;
  readonly stream: boolean;
  /** Set for prompts and tool sets that stand in files of their own. */
  readonly promptFile?: PromptFileJson;
  /** `open`: more is sent at run time, the counts are lower bounds. */
  readonly tokens: { readonly low: number; readonly high: number; readonly basis: string; readonly open: boolean };
  readonly cost: CostJson | null;
  /** Tools that the provider runs and bills by use; no amount of the cost has them in it. `usd` is null where no price is known. */
  readonly hostedTools?: readonly HostedToolJson[];
  /** Only where somebody handed in what was billed. */
  readonly billed?: BilledJson;
}

/** A value and its place, such as `pennylint.yaml line 12`. */
interface DeclaredJson<T> {
  readonly value: T;
  readonly from: string;
}

interface ToolSetJson {
  /** Tokens of the definitions in this rendering, without what the provider adds. */
  readonly tokens: number;
  /** Tokenizer family whose rendering it is; `plain` for minified JSON where no model is known. */
  readonly rendering: string;
  readonly tools: readonly { readonly name: string | null; readonly tokens: number; readonly deferred: boolean }[];
  /** Servers that a configuration names; `tools` is null where only the running server says. */
  readonly servers?: readonly { readonly name: string; readonly off: boolean; readonly tools: number | null }[];
}

interface PromptFileJson {
  readonly format: string;
  readonly piece: 'body' | 'listing';
  readonly sent: string;
  /** Folder in which clients load it, relative to the workspace; null where somebody has to install it. */
  readonly folder: string | null;
  readonly condition: string | null;
  readonly note: string | null;
  /** What the file calls it, where it holds several. */
  readonly name: string | null;
  /** How its texts are filled in. */
  readonly template: string | null;
  /** Inputs of the template; `declared` is null in files that declare none. */
  readonly inputs: {
    readonly used: readonly string[];
    readonly declared: readonly string[] | null;
    readonly unused: readonly string[];
    readonly undeclared: readonly string[];
  } | null;
  /** Requests of one run, where the file says so. */
  readonly times: { readonly count: number; readonly from: string } | null;
  readonly problem: string | null;
  readonly includes: readonly { readonly path: string; readonly state: string; readonly file: string | null; readonly line: number }[];
}

interface PriceJson {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number | null;
  readonly asOf: string;
  readonly source: string;
  /** True for a price that is possibly out of date. */
  readonly stale: boolean;
}

interface TextJson {
  readonly state: PromptCall['system'];
  readonly staticChars: number;
  readonly staticTokens: number;
  readonly holes: readonly {
    /** Where the hole is written: not always in the file of the call. */
    readonly file: string;
    readonly line: number;
    readonly cell: number | null;
    readonly expression: string;
    readonly volatility: string;
    /** Where the source shows every text that it may be: their lengths in UTF-16 units. The counts take the longest. */
    readonly oneOf?: readonly number[];
  }[];
}

/** The price of one use of a tool that the provider runs, in US dollars. */
export interface HostedToolJson {
  readonly tool: string;
  readonly usd: number | null;
  readonly unit: string | null;
  readonly source: string | null;
  readonly asOf: string | null;
}

/** What was billed beside a prediction; `by: 'model'` is the bill of everybody who sends to the model. */
export interface BilledJson extends Pick<BilledTraffic, 'by' | 'names' | 'basis' | 'source'> {
  readonly averageUsd: number | null;
  readonly todayUsd: number | null;
  readonly requestsToday: number | null;
  /** Null where it cannot be said to be this call's. */
  readonly requestsPerDay: number | null;
  /** Calls of the code that share it; null where that is not known. */
  readonly sharedBy: number | null;
  readonly asOf: string;
}

function longestOf(part: Part): number {
  return part.kind === 'hole' ? Math.max(0, ...(part.oneOf?.texts ?? []).map(({ length }) => length)) : 0;
}

/** A call in the form of the JSON contract. */
export function callToJson(file: AnalysedFile, { call, cost, billed }: CostedCall, service: LanguageService): CallJson {
  const at = placeToJson(service, call.at);
  const [model] = cost.models;
  // What the source says stays what it is; what is declared about it stands beside it.
  const declared = call.model.state === 'computed' ? call.model.declared : undefined;
  const written = declared?.source ?? call.model;
  const limits = call.maxTokens.state === 'missing' ? [] : call.maxTokens.candidates.map((candidate) => candidate.value);
  const excluded = excludedParts(call.segments);
  const text = (system: boolean): TextJson => {
    const segments = call.segments.filter((segment) => (segment.role === 'system') === system);
    const parts = segments.flatMap((segment) => segment.parts).filter((part) => !excluded.has(part));
    const chars = parts.map((part) => (part.kind === 'text' ? part.text.length : longestOf(part)));
    const roles = cost.roles.filter((role) => (role.role === 'system') === system && role.role !== 'tools' && role.role !== 'overhead');
    return {
      state: system ? call.system : call.messages,
      staticChars: chars.reduce((sum, one) => sum + one, 0),
      staticTokens: roles.reduce((sum, role) => sum + role.tokens.tokens, 0),
      holes: holesOf(segments).map((hole) => ({
        ...stepOf(service, hole.at),
        expression: hole.expression,
        volatility: hole.volatility,
        ...(hole.oneOf === undefined ? {} : { oneOf: hole.oneOf.texts.map((one) => one.length) }),
      })),
    };
  };
  const { staticChars: _unused, ...messages } = text(false);
  const tools = cost.roles.find((role) => role.role === 'tools');
  return {
    file: file.file,
    line: at.line,
    column: at.column,
    endLine: at.endLine,
    cell: at.cell,
    kind: call.kind,
    callee: call.callee,
    sdk: call.sdk,
    provider: call.provider ?? billedBy(cost.models),
    providerReason: call.providerReason,
    via: call.via.map((step) => stepOf(service, step)),
    model: {
      state: stateOf(written),
      values: stateOf(written) === 'absent' || written.state === 'missing' ? [] : written.candidates.map((candidate) => candidate.value),
      ...(written.state === 'computed' && written.ofSdk === true ? { sdkDefault: written.candidates[0]?.value ?? '' } : {}),
      ...(declared === undefined || model === undefined ? {} : { declared: { value: model.model, from: declared.from } }),
      ...(model?.standsFor === undefined ? {} : { standsFor: model.standsFor }),
      price: priceOf(model),
    },
    maxTokens: !call.takesLimit
      ? { state: 'not-applicable', value: null }
      : { state: stateOf(call.maxTokens), value: limits.length === 0 ? null : Math.max(...limits) },
    system: text(true),
    messages,
    tools: { state: call.tools.state, count: call.tools.tools.length, tokens: tools?.tokens.tokens ?? 0 },
    ...toolSetJson(call, cost),
    repeated: call.repeat.kind,
    turns:
      call.repeat.kind === 'no'
        ? null
        : {
            atMost: call.repeat.times ?? null,
            bounded: call.repeat.bounded,
            growing: call.repeat.growing,
            source: call.repeat.source ?? null,
          },
    stream: call.stream,
    ...(call.file === undefined ? {} : { promptFile: promptFileJson(call.file, service) }),
    tokens: { low: cost.input.low, high: cost.input.high, basis: cost.input.basis, open: cost.open },
    cost: costJson(cost, declared !== undefined),
    ...hostedJson(call, model),
    ...(billed === undefined ? {} : { billed: billedJson(billed) }),
  };
}

function hostedJson(call: PromptCall, model: ModelCost | undefined): Pick<CallJson, 'hostedTools'> {
  const found = hostedTools(call, model).map(({ tool, price }): HostedToolJson => {
    if (price === undefined) return { tool, usd: null, unit: null, source: null, asOf: null };
    return { tool, usd: price.usd, unit: price.unit, source: price.source, asOf: price.asOf };
  });
  return found.length === 0 ? {} : { hostedTools: found };
}

/** What was billed for the call's tag or model, in US dollars; null where the source does not say. */
function billedJson({ averageMicroUsd, microUsdToday, requestsToday, requestsPerDay, sharedBy, asOf, ...rest }: BilledTraffic): BilledJson {
  const dollars = (amount: number | undefined): number | null => (amount === undefined ? null : usd(Math.round(amount)));
  return {
    by: rest.by,
    names: rest.names,
    basis: rest.basis,
    averageUsd: dollars(averageMicroUsd),
    todayUsd: dollars(microUsdToday),
    requestsToday: requestsToday ?? null,
    requestsPerDay: requestsPerDay ?? null,
    sharedBy: sharedBy ?? null,
    source: rest.source,
    asOf: new Date(asOf).toISOString(),
  };
}

function toolSetJson(call: PromptCall, { toolSet }: CostedCall['cost']): { toolSet?: ToolSetJson } {
  const servers = call.file?.servers;
  if (toolSet === undefined && servers === undefined) return {};
  const told = servers?.map(({ name, off, tools }) => ({ name, off, tools: tools ?? null }));
  return {
    toolSet: {
      tokens: toolSet?.tokens ?? 0,
      rendering: toolSet?.family ?? 'plain',
      tools: (toolSet?.tools ?? []).map(({ tool, tokens }) => ({ name: tool.name ?? null, tokens, deferred: tool.deferred === true })),
      ...(told === undefined ? {} : { servers: told }),
    },
  };
}

function promptFileJson(given: PromptFile, service: LanguageService): PromptFileJson {
  const { format, piece, sent, folder, condition, note, name, template, inputs, times, includes } = given;
  const names = (list: readonly { readonly name: string }[]): string[] => list.map((one) => one.name);
  return {
    format,
    piece,
    sent,
    folder: folder ?? null,
    condition: condition ?? null,
    note: note ?? null,
    name: name ?? null,
    template: template ?? null,
    inputs:
      inputs === undefined
        ? null
        : {
            used: names(inputs.used),
            declared: inputs.declared === undefined ? null : names(inputs.declared),
            unused: names(inputs.unused),
            undeclared: names(inputs.undeclared),
          },
    times: times ?? null,
    problem: given.problem ?? null,
    includes: includes.map(({ path, state, uri, at }) => ({
      path,
      state,
      file: uri === undefined ? null : (fileOf(uri) ?? uri),
      line: placeToJson(service, at).line,
    })),
  };
}

/** The platform whose price list has the model, where the model alone decides who bills; null where several models have several. */
function billedBy(models: readonly ModelCost[]): string | null {
  // A price that is declared for every platform does not say who bills.
  const platforms = models.map(({ lookup }) =>
    lookup.state === 'priced' && lookup.matched.provider !== '*' ? lookup.matched.provider : null,
  );
  return new Set(platforms).size === 1 ? (platforms[0] ?? null) : null;
}

function stepOf(service: LanguageService, at: Location): { file: string; line: number; cell: number | null } {
  const { line, cell } = placeToJson(service, at);
  return { file: fileOf(at.uri) ?? at.uri, line, cell };
}

function stateOf(known: Known<unknown>): ValueState {
  if (known.state === 'missing') return 'absent';
  if (known.state === 'known') return 'known';
  if (known.ofSdk === true) return 'absent';
  return known.candidates.length > 0 ? 'default' : 'runtime';
}

function priceOf(model: ModelCost | undefined): PriceJson | null {
  if (model?.lookup.state !== 'priced') return null;
  const rates = ratesFor(model.lookup.record, model.pricedAt, model.input.tokens);
  return {
    input: rates.in / 1e6,
    output: rates.out / 1e6,
    cacheRead: rates.read === null ? null : rates.read / 1e6,
    asOf: model.lookup.asOf,
    source: ['workspace', 'user'].includes(model.lookup.source.kind) ? model.lookup.source.source : model.lookup.source.name,
    stale: model.lookup.stale,
  };
}
