/** LangChain's chains: steps joined by `|`, `.pipe(…)` or a sequence, and the prompt template among them. */
import type { CallExpr } from '../facts.ts';
import { bindArguments } from './arguments.ts';
import { messageValue } from './builder-chains.ts';
import type { Evaluator } from './evaluate.ts';
import { changingPart } from './filled-text.ts';
import { fillPlaceholders } from './format.ts';
import { chainMakers } from '../providers/langchain-chains.ts';
import { property } from './request.ts';
import { formatPlaceholders } from './text.ts';
import {
  choice,
  constantText,
  locate,
  optionsOf,
  unknown,
  type BoundCall,
  type ExternalValue,
  type Frame,
  type ListItemValue,
  type Value,
} from './value.ts';

const LANGCHAIN = /^(npm:@?langchain|langchain|langgraph)/;

/** The steps of a chain that a call makes, as alternatives: what is asked of the chain may be answered by any of them. */
export function chainCall(evaluator: Evaluator, callee: ExternalValue, call: CallExpr, frame: Frame): Value | undefined {
  if (!LANGCHAIN.test(callee.path)) return undefined;
  const at = locate(frame.file, call);
  if (callee.path.endsWith('.pipe')) {
    const before: Value = { ...callee, path: callee.path.slice(0, -'.pipe'.length), at };
    return choice([before, ...bindArguments(evaluator, call, frame).positional], at);
  }
  if (/\.RunnableSequence(\.from)?$/.test(callee.path)) {
    const { positional } = bindArguments(evaluator, call, frame);
    const [first] = positional;
    const steps = first?.kind === 'list' ? first.items.map((item) => item.value) : positional;
    return steps.length === 0 ? undefined : choice(steps, at);
  }
  return formattedText(evaluator, callee, call, frame) ?? readyMade(evaluator, callee.path, { call, frame }, at);
}

/** Stands for the prompt that a ready-made chain brings along. */
const OWN_PROMPT = 'langchain.prompt-of-the-chain()';

/** The steps of a ready-made chain: its model, or those of the chains in it, and its prompt. */
function readyMade(evaluator: Evaluator, path: string, made: BoundCall, at: Value['at']): Value | undefined {
  const [, before = '', last = ''] = /([\w$]+)\.([\w$]+)$/.exec(path) ?? [];
  const maker = chainMakers.get(/^from(_|[A-Z])/.test(last) ? `${before}.from` : last);
  if (maker === undefined) return undefined;
  const given: ExternalValue = { kind: 'external', path: 'chain()', calls: [made], at };
  const read = (place: string): Value | undefined =>
    place.split('.').reduce<Value | undefined>((value, key) => (value === undefined ? undefined : property(evaluator, value, key)), given);
  const isSet = (value: Value | undefined): value is Value => value !== undefined && value.kind !== 'null';
  const model = maker.model.map(read).find(isSet);
  if (model === undefined) return undefined;
  const prompt = maker.prompt.map(read).find(isSet);
  const models = model.kind === 'list' ? model.items.map((item) => item.value) : [model];
  const ownPrompt: Value[] = maker.ownPrompt ? [{ kind: 'external', path: OWN_PROMPT, calls: [made], at }] : [];
  return choice([...models, ...(prompt === undefined ? ownPrompt : [prompt])], at);
}

/** Templates of whole message lists (names of langchain-core 1 and @langchain/core 1.4.0, and of the packages before them). */
const MESSAGE_TEMPLATES = /\.ChatPromptTemplate(\.from_?[mM]essages)?\(\)/;

/** Templates of one text. */
const TEXT_TEMPLATES = /\.(ChatPromptTemplate|PromptTemplate)(\.from_?[tT]emplate)?\(\)/;

/** What fills a template and gives its messages: `prompt.invoke(values)`. */
const FILLED = /\(\)\.(a?invoke|a?format(_|M)essages|a?format_prompt|formatPromptValue)\(\)$/;

/** The text of a template that is filled: `PromptTemplate.from_template(…).format(topic=…)`, or a mapping in scripts. */
function formattedText(evaluator: Evaluator, callee: ExternalValue, call: CallExpr, frame: Frame): Value | undefined {
  const [made] = callee.calls;
  if (made === undefined || !/\.PromptTemplate(\.from_?[tT]emplate)?\(\)\.a?format$/.test(callee.path)) return undefined;
  const template: ExternalValue = { ...callee, path: 'template()', calls: [made] };
  const text = property(evaluator, template, 'template') ?? property(evaluator, template, '0');
  const syntax = property(evaluator, template, 'template_format') ?? property(evaluator, template, 'templateFormat');
  if (text?.kind !== 'text' || (syntax !== undefined && constantText(syntax) !== 'f-string')) return undefined;
  const { positional, named } = bindArguments(evaluator, call, frame);
  const [values] = positional;
  const fill: Fill = (name) =>
    typeof name !== 'string' ? undefined : values?.kind === 'dict' ? values.entries.get(name)?.value : named.get(name)?.value;
  return filled(text, made, fill, values);
}

/**
 * The messages that a chain's prompt template sends; undefined when the chain shows none.
 *
 * @param given what the chain is asked with: the values of the template's variables, or the template filled with them
 */
export function chainPrompt(evaluator: Evaluator, chain: readonly Value[], given: Value | undefined): Value | undefined {
  const made = given?.kind === 'external' && LANGCHAIN.test(given.path) && FILLED.test(given.path) ? given : undefined;
  const steps = made === undefined ? chain : [made];
  const values = made === undefined ? given : property(evaluator, made, '0');
  const fill: Fill = (name) => (values?.kind === 'dict' && typeof name === 'string' ? values.entries.get(name)?.value : undefined);
  for (const step of steps.flatMap(optionsOf)) {
    if (step.kind !== 'external' || !LANGCHAIN.test(step.path)) continue;
    const made = step.calls[0];
    if (made === undefined) continue;
    if (step.path.startsWith(OWN_PROMPT)) return ownPrompt(made, step.at);
    const value: ExternalValue = { kind: 'external', path: 'template()', calls: [made], at: step.at };
    if (MESSAGE_TEMPLATES.test(step.path))
      return messageList(evaluator, property(evaluator, value, '0') ?? property(evaluator, value, 'messages'), made, fill, values);
    if (TEXT_TEMPLATES.test(step.path)) {
      const text = property(evaluator, value, 'template') ?? property(evaluator, value, '0');
      return text === undefined ? undefined : filled(text, made, fill, values);
    }
  }
  return undefined;
}

/** What a chain sends with the prompt that it brings along: a system text and a user text, or one of them, that the source does not show. */
function ownPrompt({ frame, call }: BoundCall, at: Value['at']): Value {
  const text = unknown(frame.file, call, 'the prompt of the chain', { source: 'call' });
  const items = ['system', 'user'].map((role): ListItemValue => ({
    value: messageValue(role, text, at),
    spread: false,
    certainty: 'maybe',
  }));
  return { kind: 'list', items, form: 'list', growing: false, at };
}

function messageList(
  evaluator: Evaluator,
  messages: Value | undefined,
  made: BoundCall,
  fill: Fill,
  values: Value | undefined,
): Value | undefined {
  if (messages?.kind !== 'list') return undefined;
  const items = messages.items.map((item): ListItemValue => {
    const { value } = item;
    if (value.kind === 'list' && value.items.length === 2) {
      const [role, text] = value.items;
      if (role === undefined || text === undefined) return item;
      // A placeholder is written as a pair too: `("placeholder", "{history}")`.
      return { ...item, value: { ...value, form: 'tuple', items: [role, { ...text, value: filled(text.value, made, fill, values) }] } };
    }
    if (value.kind === 'external' && value.path.endsWith('.MessagesPlaceholder()'))
      return { ...item, spread: true, value: unknown(made.frame.file, made.call, 'earlier messages', { source: 'state' }) };
    const template = value.kind === 'external' ? /\.(System|Human|AI)MessagePromptTemplate\.from_?[tT]emplate\(\)$/.exec(value.path) : null;
    if (template !== null) {
      const text = property(evaluator, value, '0') ?? property(evaluator, value, 'template');
      if (text === undefined) return item;
      const role = template[1] === 'System' ? 'system' : template[1] === 'AI' ? 'ai' : 'human';
      const pair = [
        { kind: 'text', parts: [{ kind: 'text', text: role, at: value.at, map: [0, value.at.start], certainty: 'always' }], at: value.at },
        filled(text, made, fill, values),
      ] as const;
      return {
        ...item,
        value: {
          kind: 'list',
          form: 'tuple',
          growing: false,
          at: value.at,
          items: pair.map((part): ListItemValue => ({ value: part, spread: false, certainty: 'always' })),
        },
      };
    }
    return { ...item, value: value.kind === 'text' ? filled(value, made, fill, values) : value };
  });
  return { ...messages, items };
}

/** The value of a variable; undefined for one that is not given here. */
type Fill = (name: string | number | undefined) => Value | undefined;

/** Template text with its variables as holes, or as what is given for them. A text that stands elsewhere changes with what is put into it. */
function filled(value: Value, made: BoundCall, fill: Fill, values: Value | undefined): Value {
  const { file } = made.frame;
  if (value.kind === 'text') return fillPlaceholders(value, formatPlaceholders, fill, file, value.at, undefined);
  const changing = value.kind === 'unknown' && values !== undefined ? changingPart(values)[0] : undefined;
  if (value.kind !== 'unknown' || changing === undefined) return value;
  return { ...value, volatility: changing.volatility, source: changing.source, granularity: changing.granularity };
}
