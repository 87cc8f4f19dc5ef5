/** Conversations that are sent as text: `"\n".join(f"{turn.role}: {turn.text}" for turn in history[-10:])` in a message or in the system text. */
import type { CallExpr, Expr, Span } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { optionsOf, type LinkedFile } from './value.ts';
import { listsOf } from './window-shapes.ts';

/** Names of lists that hold a conversation, where anything else may stand as well: in texts, among the arguments of a function. */
export const CONVERSATION_NAME = /hist|messag|convers|chat|dialog|turns|memory/i;

/** Names of parameters that may hand in a conversation as text. */
const CONVERSATION_PARAMETER = /hist|messag|convers|chat|dialog|turns|memory|context|transcript/i;

/** What the search in texts needs of the search in lists. */
export interface ListWalk {
  /** False for what has been looked at, and when it has gone on for too long. */
  enter(expr: Expr, depth: number): boolean;
  follow(where: LinkedFile, list: Expr, block: number, depth: number): void;
  /** What the callers of a function hand in as a parameter of a scope. */
  givenFor(
    where: LinkedFile,
    scope: number,
    name: string,
  ): readonly { readonly file: LinkedFile; readonly call: CallExpr; readonly value: Expr }[];
}

/** Finds the conversations in texts, and follows their lists. */
export interface TextWalk {
  ofMessage(where: LinkedFile, message: Expr, block: number, depth: number): void;
  inText(where: LinkedFile, expr: Expr, block: number, depth: number): void;
  /** True while a list is followed whose turns become text. */
  isInside(): boolean;
}

/** The search in texts that goes with one search in lists. */
export function textWalk(evaluator: Evaluator, walk: ListWalk): TextWalk {
  let inside = 0;

  /** A conversation that is sent as the text of one message. */
  const ofMessage = (where: LinkedFile, message: Expr, block: number, depth: number): void => {
    if (message.kind !== 'dict') return;
    for (const { key, value } of message.entries) if (key?.kind === 'text' && key.value === 'content') inText(where, value, block, depth);
  };

  const inText = (where: LinkedFile, expr: Expr, block: number, depth: number): void => {
    if (!walk.enter(expr, depth)) return;
    const go = (next: Expr): void => {
      inText(where, next, block, depth);
    };
    switch (expr.kind) {
      case 'template':
        for (const part of expr.parts) if (part.kind === 'hole') go(part.value);
        return;
      case 'join': {
        expr.operands.forEach(go);
        return;
      }
      case 'conditional': {
        go(expr.then);
        go(expr.otherwise);
        return;
      }
      case 'list': {
        for (const { value } of expr.items) if (value.kind === 'dict') ofMessage(where, value, block, depth);
        return;
      }
      case 'name': {
        textNamed(where, expr.name, expr.scope, depth);
        return;
      }
      case 'call': {
        const { callee } = expr;
        const lists = [...expr.args.map(({ value }) => value), ...(callee.kind === 'member' ? [callee.object] : [])];
        for (const list of lists)
          if (list.kind !== 'text' && isConversation(where, list)) quoted(where, list, block, depth + 1);
          else if (list.kind === 'name' || list.kind === 'comprehension') collected(where, list, depth + 1);
        if ((callee.kind === 'name' || callee.kind === 'member') && CONVERSATION_NAME.test(callee.name))
          for (const option of optionsOf(evaluator.evaluate(callee, evaluator.frameOf(where))))
            if (option.kind === 'function')
              for (const result of option.file.facts.scopes[option.scope]?.returns ?? [])
                inText(option.file, result.value, result.block, depth + 1);
        return;
      }
      default:
        return;
    }
  };

  const isConversation = (where: LinkedFile, span: Span): boolean => CONVERSATION_NAME.test(where.text.slice(span.start, span.end));

  /** A conversation whose turns become lines of a text. */
  const quoted = (where: LinkedFile, list: Expr, block: number, depth: number): void => {
    inside++;
    walk.follow(where, list, block, depth);
    inside--;
  };

  /** A text that is bound to a name, and what a loop adds to it. */
  const textNamed = (where: LinkedFile, name: string, from: number, depth: number): void => {
    const { scopes } = where.facts;
    for (let at = from; at >= 0; at = scopes[at]?.parent ?? -1) {
      const scope = scopes[at];
      if (scope?.params.some((parameter) => parameter.name === name) === true && CONVERSATION_PARAMETER.test(name))
        for (const { file: caller, call, value } of walk.givenFor(where, at, name)) inText(caller, value, call.block, depth + 1);
      const bindings = scope?.bindings.get(name);
      if (bindings === undefined || scope === undefined) continue;
      for (const binding of bindings) {
        if (binding.value === undefined || (binding.kind !== 'assign' && binding.kind !== 'augment')) continue;
        inText(where, binding.value, binding.block, depth + 1);
        if (binding.kind === 'augment') throughLoop(where, binding.block, depth);
      }
      return;
    }
  };

  /** A list of lines: `lines.append(f"{turn.role}: {turn.text}")` for each turn. */
  const collected = (where: LinkedFile, list: Expr, depth: number): void => {
    if (list.kind === 'comprehension' && isConversation(where, list.iterable)) quoted(where, list.iterable, -1, depth);
    if (list.kind === 'name')
      for (const effect of evaluator.effectsOn(where, list.name)) if (effect.kind === 'append') throughLoop(where, effect.block, depth);
  };

  /** The conversation that the loop around a statement goes through. */
  const throughLoop = (where: LinkedFile, block: number, depth: number): void => {
    const { blocks } = where.facts;
    for (let at = block; at >= 0 && blocks[at]?.kind !== 'body'; at = blocks[at]?.parent ?? -1) {
      const header = blocks[at]?.kind === 'for' ? blocks[at]?.header : undefined;
      if (header !== undefined && isConversation(where, header))
        for (const list of listsOf(header)) quoted(where, list, blocks[at]?.parent ?? -1, depth + 1);
    }
  };

  return { ofMessage, inText, isInside: () => inside > 0 };
}
