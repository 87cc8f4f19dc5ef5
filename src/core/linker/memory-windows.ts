/** Windows over a conversation that a framework's class holds: `ConversationChain(memory=ConversationBufferWindowMemory(k=10))`. */
import type { CallExpr, Expr } from '../facts.ts';
import type { HistoryEdit } from '../ir-caching.ts';
import { conversationWindows, type ConversationWindow } from '../providers/conversation-windows.ts';
import type { Evaluator } from './evaluate.ts';
import { attributeKey } from './flow.ts';
import { locate, type LinkedFile } from './value.ts';
import { numberOf } from './window-limits.ts';

/** Expressions that are looked at for one call. */
const MAX_STEPS = 120;
const MAX_DEPTH = 6;
/** Words of which a file must hold one, before anything is looked for. */
const NAMES = new RegExp(`\\b(?:${[...conversationWindows.keys()].join('|')})\\b`);

/** The windows in what a call is made with: its own arguments, and those of the objects that it is a method of. */
export function memoryWindows(evaluator: Evaluator, file: LinkedFile, call: CallExpr): HistoryEdit[] {
  if (!holdsWindow(file)) return [];
  const found = new Map<number, HistoryEdit>();
  const seen = new Set<Expr>();
  let steps = 0;

  const look = (expr: Expr, depth: number): void => {
    if (seen.has(expr) || depth > MAX_DEPTH || ++steps > MAX_STEPS) return;
    seen.add(expr);
    switch (expr.kind) {
      case 'call': {
        const [name, made] = classOf(expr);
        const window = name === undefined ? undefined : conversationWindows.get(name);
        if (window !== undefined) {
          const edit = editOf(window, expr, made);
          if (edit !== undefined) found.set(edit.at.start, edit);
        }
        look(expr.callee, depth);
        for (const { value } of expr.args) look(value, depth + 1);
        return;
      }
      case 'member': {
        if (expr.object.kind === 'self')
          for (const effect of evaluator.effectsOn(file, attributeKey(expr.object.scope, expr.name)))
            if (effect.kind === 'set') look(effect.value, depth + 1);
        look(expr.object, depth);
        return;
      }
      case 'name':
        for (let at = expr.scope; at >= 0; at = file.facts.scopes[at]?.parent ?? -1) {
          const bindings = file.facts.scopes[at]?.bindings.get(expr.name);
          for (const { kind, value } of bindings ?? []) if (kind === 'assign' && value !== undefined) look(value, depth + 1);
          if (bindings !== undefined) return;
        }
        return;
      case 'dict':
        for (const { value } of expr.entries) look(value, depth + 1);
        return;
      case 'list':
        for (const { value } of expr.items) look(value, depth + 1);
        return;
      // `trimmer | prompt | model`
      case 'join':
      case 'operation':
        for (const operand of expr.operands) look(operand, depth + 1);
        return;
      case 'conditional': {
        look(expr.then, depth + 1);
        look(expr.otherwise, depth + 1);
        return;
      }
      default:
        return;
    }
  };

  const editOf = (window: ConversationWindow, whole: CallExpr, made: readonly CallExpr[]): HistoryEdit | undefined => {
    const given = (names: readonly string[]): Expr | undefined => made.map((one) => argument(one, names)).find((one) => one !== undefined);
    const slack = window.slack === undefined ? undefined : given(window.slack);
    if (slack !== undefined && slack.kind !== 'null') return undefined;
    if (window.needs !== undefined && given(window.needs) === undefined) return undefined;
    if (window.step === true && made.some(({ args }) => args.some(({ kind, value }) => kind === 'positional' && value.kind !== 'dict')))
      return undefined;
    const end = window.keepsLast === undefined ? undefined : given([window.keepsLast]);
    if (end !== undefined && !(end.kind === 'text' && end.value === 'last')) return undefined;
    const size = given(window.size);
    if (size === undefined && window.standard === undefined) return undefined;
    const number = size === undefined ? window.standard : numberOf(evaluator, file, size);
    const messages = number === undefined || window.unit === 'tokens' ? undefined : number * (window.unit === 'turns' ? 2 : 1);
    return { kind: 'dropped', at: locate(file, whole), ...(messages === undefined ? {} : { keeps: messages }) };
  };

  look(call, 0);
  return [...found.values()];
}

function holdsWindow({ facts, text }: LinkedFile): boolean {
  return facts.calls.length > 0 && NAMES.test(text);
}

/** The class that a call makes an object of, and the calls that do: `A(…)`, `A.from_defaults(…)`, `A.builder().b(…).build()`. */
function classOf(call: CallExpr): readonly [name: string | undefined, made: readonly CallExpr[]] {
  const made: CallExpr[] = [];
  let at: Expr = call;
  for (let step = 0; step < 12; step++) {
    if (at.kind === 'call') {
      made.push(at);
      at = at.callee;
    } else if (at.kind === 'member') {
      if (conversationWindows.has(at.name)) return [at.name, made];
      at = at.object;
    } else return [at.kind === 'name' ? at.name : undefined, made];
  }
  return [undefined, []];
}

/** The value of an argument by its name or position, of a property of the options, or of the step of a builder. */
function argument(call: CallExpr, names: readonly string[]): Expr | undefined {
  const step = call.callee.kind === 'member' && names.includes(call.callee.name) ? call.args[0]?.value : undefined;
  if (step !== undefined) return step;
  const [first] = call.args;
  const options = first?.kind === 'positional' && first.value.kind === 'dict' ? entries(first.value) : [];
  for (const name of names) {
    const keyword = call.args.find((one) => one.kind === 'keyword' && one.name === name)?.value;
    const value = keyword ?? options.find(([key]) => key === name)?.[1];
    if (value !== undefined) return value;
    const position = /^\d+$/.test(name) ? call.args.filter((one) => one.kind === 'positional')[Number(name)]?.value : undefined;
    if (position !== undefined && position.kind !== 'dict') return position;
  }
  return undefined;
}

/** The entries of a mapping, and of the mappings in it. */
function entries(dict: Extract<Expr, { readonly kind: 'dict' }>): (readonly [string, Expr])[] {
  return dict.entries.flatMap(({ key, value }): (readonly [string, Expr])[] => [
    ...(key?.kind === 'text' ? [[key.value, value] as const] : []),
    ...(value.kind === 'dict' ? entries(value) : []),
  ]);
}
