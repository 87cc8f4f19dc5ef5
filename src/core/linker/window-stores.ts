/** What an object that sends or keeps a conversation is made of: classes of a file in a store, and functions of LangChain that trim messages. */
import type { CallExpr, Expr } from '../facts.ts';
import type { LinkedFile } from './value.ts';

/** Methods that run a step of LangChain. */
export const STARTING: ReadonlySet<string> = new Set(['invoke', 'ainvoke', 'stream', 'astream', 'batch', 'abatch']);
/** Steps within steps that are looked through. */
const MAX_STEPS = 3;
const TRIMMING = /^(trim_messages|trimMessages)$/;

/** True where an object is one of a class, or is taken from a store that holds such: `sessions.setdefault(user, Session())`, `sessions[user] = Session()`. */
export function isKeptAs(where: LinkedFile, object: Expr, className: string): boolean {
  if (className === '' || object.kind !== 'name') return false;
  const made = new RegExp(`\\b${className}\\b`);
  return boundTo(where, object).some((value) => {
    if (made.test(where.text.slice(value.start, value.end))) return true;
    const store = storeOf(where, value);
    return store !== undefined && where.text.split('\n').some((line) => line.includes(store) && made.test(line));
  });
}

/** The store that an expression takes an entry of, as written. */
function storeOf(where: LinkedFile, value: Expr): string | undefined {
  if (value.kind === 'fallback') return value.options.map((one) => storeOf(where, one)).find((one) => one !== undefined);
  const store =
    value.kind === 'index'
      ? value.object
      : value.kind === 'call' && value.callee.kind === 'member' && /^(get|setdefault|at|pop)$/.test(value.callee.name)
        ? value.callee.object
        : undefined;
  return store === undefined ? undefined : where.text.slice(store.start, store.end);
}

/** The calls of `trim_messages` that a step is, or begins with: `trimmer`, `trimmer | model`. */
export function trimmersIn(where: LinkedFile, step: Expr, depth = 0): readonly CallExpr[] {
  if (depth > MAX_STEPS) return [];
  switch (step.kind) {
    case 'name':
      return boundTo(where, step).flatMap((value) => trimmersIn(where, value, depth + 1));
    case 'call': {
      const { callee } = step;
      if (callee.kind === 'member' && callee.name === 'pipe') return trimmersIn(where, callee.object, depth + 1);
      return (callee.kind === 'name' || callee.kind === 'member') && TRIMMING.test(callee.name) ? [step] : [];
    }
    case 'operation':
    case 'join':
      return step.operands.slice(0, 1).flatMap((value) => trimmersIn(where, value, depth + 1));
    default:
      return [];
  }
}

/** What a name is bound to in the functions around. */
export function boundTo({ facts }: LinkedFile, expr: Expr): readonly Expr[] {
  if (expr.kind !== 'name') return [];
  for (let at = expr.scope; at >= 0; at = facts.scopes[at]?.parent ?? -1) {
    const bindings = facts.scopes[at]?.bindings.get(expr.name);
    if (bindings !== undefined) return bindings.flatMap(({ value }) => value ?? []);
  }
  return [];
}
