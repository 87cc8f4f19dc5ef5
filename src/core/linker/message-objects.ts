import { messageMakers, roleMakers, roleNames, textHolders } from '../providers/message-objects.ts';
import { boundOf, chainedMessages, messageValue } from './builder-chains.ts';
import type { Evaluator } from './evaluate.ts';
import { typedObject } from './typed-objects.ts';
import { constantText, optionsOf, type DictValue, type ExternalValue, type ListItemValue, type Value } from './value.ts';

/** Deeper nesting of message objects is left as it is. */
const MAX_DEPTH = 6;

/**
 * Messages, contents and system texts that are objects of an SDK, turned into lists, mappings and texts, which are all that is read after
 * this. Values that are none of them stay as they are. For Python and JavaScript, whose values have that form already, this changes nothing.
 */
export function plainMessages(evaluator: Evaluator, value: Value, depth = 0): Value {
  if (depth > MAX_DEPTH) return value;
  switch (value.kind) {
    case 'list': {
      const items = value.items.map((item): ListItemValue => {
        const plain = plainMessages(evaluator, item.value, depth + 1);
        return plain === item.value ? item : { ...item, value: plain };
      });
      return items.every((item, index) => item === value.items[index]) ? value : { ...value, items };
    }
    case 'choice': {
      const options = value.options.map((option) => plainMessages(evaluator, option, depth + 1));
      return options.every((option, index) => option === value.options[index]) ? value : { ...value, options };
    }
    case 'dict':
      return plainDict(evaluator, value, depth);
    case 'external':
      return isScript(value) ? plainTyped(evaluator, value, depth) : plainObject(evaluator, value, depth);
    default:
      return value;
  }
}

/**
 * The list of messages that are given one by one, as arguments of their own: `CompleteChat(new SystemChatMessage(…), new UserChatMessage(…))`.
 *
 * @param argumentAt the argument at a position, from 0 on
 */
export function messagesOneByOne(first: Value, argumentAt: (position: number) => Value | undefined): Value {
  const isMessage = (value: Value | undefined): value is ExternalValue =>
    value?.kind === 'external' && value.path.startsWith('cs:') && messageMakers.has(/\w+(?=\(\)$)/.exec(value.path)?.[0] ?? '');
  if (argumentAt(0) !== first || !isMessage(first)) return first;
  const items: ListItemValue[] = [];
  for (let at: Value | undefined = first; isMessage(at); at = argumentAt(items.length))
    items.push({ value: at, spread: false, certainty: 'always' });
  return { kind: 'list', items, form: 'list', growing: false, at: first.at };
}

/** A system text: what is made like a message counts with its content only. */
export function plainContent(evaluator: Evaluator, value: Value): Value {
  const plain = plainMessages(evaluator, value);
  const content = plain === value || plain.kind !== 'dict' ? undefined : plain.entries.get('content')?.value;
  return content ?? plain;
}

function plainTyped(evaluator: Evaluator, value: ExternalValue, depth: number): Value {
  const mapping = typedObject(evaluator, value);
  return mapping === undefined ? value : plainDict(evaluator, mapping, depth);
}

/** Python and JavaScript have readers of their own for their objects. */
function isScript(value: ExternalValue): boolean {
  return !/^(go|java|cs|rb|php|rs):/.test(value.path);
}

/** `{Role: …, Content: …}`: keys in capitals, roles that are constants. */
function plainDict(evaluator: Evaluator, value: DictValue, depth: number): Value {
  const get = (...names: readonly string[]): Value | undefined =>
    names.map((name) => value.entries.get(name)?.value).find((found) => found !== undefined);
  const role = get('role', 'Role');
  const roleText = role === undefined ? undefined : roleOf(role);
  const content = get('content', 'Content', 'parts', 'Parts', 'MultiContent', 'Contents', 'OfText');
  if (roleText !== undefined && content !== undefined) {
    const plain = plainMessages(evaluator, content, depth + 1);
    // A message that has its form already keeps what else it holds, and its place in the source.
    const already = value.entries.get('role')?.value === role && value.entries.get('content')?.value === plain;
    return already ? value : messageValue(roleText, plain, value.at);
  }
  const only = get(
    'OfSystem',
    'OfUser',
    'OfAssistant',
    'OfDeveloper',
    'OfMessage',
    'OfInputMessage',
    'OfString',
    'OfInputItemList',
    'OfTextContent',
    'OfText',
    'Text',
  );
  return only === undefined ? value : plainMessages(evaluator, only, depth + 1);
}

function plainObject(evaluator: Evaluator, value: ExternalValue, depth: number): Value {
  const call = value.calls.at(-1);
  if (call === undefined || !value.path.endsWith('()')) return value;
  const path = value.path.slice(0, -2);
  const last = /[^./:]+$/.exec(path)?.[0] ?? '';
  const two = /[^./:()]+\.[^./:]+$/.exec(path)?.[0] ?? last;
  const bound = boundOf(evaluator, call);
  const read = (places: readonly string[]): Value | undefined =>
    places
      .map((place) => (/^\d+$/.test(place) ? bound.positional[Number(place)] : bound.named.get(place)?.value))
      .find((found) => found !== undefined);
  const inner = (content: Value): Value => plainMessages(evaluator, content, depth + 1);
  const holder = textHolders.get(two) ?? textHolders.get(last);
  const maker = messageMakers.get(two) ?? messageMakers.get(last);
  const byRole = roleMakers.get(two) ?? roleMakers.get(last);
  if (byRole !== undefined) {
    const role = read(byRole.role);
    const content = read(byRole.content);
    const roleText = role === undefined ? undefined : roleOf(role);
    if (roleText !== undefined && content !== undefined) return messageValue(roleText, inner(content), value.at);
    if (role === undefined && content !== undefined && holder === undefined) return inner(content);
  }
  if (maker !== undefined) {
    const content = read(maker.content);
    if (content !== undefined) return messageValue(maker.role, inner(rest(bound.positional, content)), value.at);
  }
  if (holder !== undefined) {
    const text = read(holder);
    if (text !== undefined) return inner(text);
  }
  // One of several kinds of message or content: the one that is set (`{OfUser: …}`).
  const union = [...bound.named].find(([name]) => /^Of[A-Z]|^Text$|^Value$/.test(name));
  if (union !== undefined && /(Union|Param|Content|Block)\w*$/.test(last)) return inner(union[1].value);
  const chained = call.steps === undefined ? undefined : chainedMessages(evaluator, call.steps, value.at);
  return chained === undefined ? value : plainMessages(evaluator, chained, depth + 1);
}

/** Several blocks given one after the other are one content. */
function rest(positional: readonly Value[], first: Value): Value {
  if (positional.length < 2 || positional[0] !== first || positional.some((value) => value.kind !== 'external')) return first;
  return {
    kind: 'list',
    items: positional.map((value): ListItemValue => ({ value, spread: false, certainty: 'always' })),
    form: 'list',
    growing: false,
    at: first.at,
  };
}

/** The role that a text or constant names; undefined for what is decided elsewhere, and for one of several. */
function roleOf(value: Value): string | undefined {
  const roles = optionsOf(value).map((option) => {
    if (option.kind !== 'external') return constantText(option);
    const name = /([A-Za-z]+)(?:\(\))?$/.exec(option.path)?.[1] ?? '';
    return roleNames.get(name);
  });
  return roles.every((role) => role === roles[0]) ? roles[0] : undefined;
}
