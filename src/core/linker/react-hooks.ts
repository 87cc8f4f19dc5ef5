/** What the hooks of React (16.8 to 19) and Preact keep and give: objects that are made once and used in callbacks. */
import type { CallExpr } from '../facts.ts';
import { argumentAt } from './arguments.ts';
import { evaluateCall } from './calls.ts';
import type { Evaluator } from './evaluate.ts';
import { locate, optionsOf, unknown, type DictEntryValue, type Frame, type ListItemValue, type Value } from './value.ts';

const HOOK = /^npm:(?:react|preact\/hooks|preact\/compat)\.(?:default\.)?(useMemo|useCallback|useRef|useState|useContext)\(\)$/;
const CONTEXT = /^npm:(?:react|preact|preact\/compat)\.(?:default\.)?createContext\(\)$/;

/** What a hook gives; undefined for any other call, and where its first argument says nothing. */
export function hookCall(evaluator: Evaluator, path: string, call: CallExpr, frame: Frame): Value | undefined {
  const hook = HOOK.exec(path)?.[1];
  const given = hook === undefined ? undefined : argumentAt(evaluator, call, 0, frame);
  if (given === undefined || frame.depth > 6) return undefined;
  const at = locate(frame.file, call);
  switch (hook) {
    case 'useCallback':
      return given;
    case 'useMemo':
      return madeBy(evaluator, given, call, frame);
    case 'useState': {
      const items = [madeBy(evaluator, given, call, frame) ?? given, unknown(frame.file, call, 'sets a state')];
      return {
        kind: 'list',
        items: items.map((value): ListItemValue => ({ value, spread: false, certainty: 'always' })),
        form: 'tuple',
        growing: false,
        at,
      };
    }
    case 'useRef': {
      const entry: DictEntryValue = { value: given, keyAt: given.at, certainty: 'always' };
      return isObject(given) ? { kind: 'dict', entries: new Map([['current', entry]]), open: true, at } : undefined;
    }
    default: {
      const made = given.kind === 'external' && CONTEXT.test(given.path) ? given.calls.at(-1) : undefined;
      const standard = made === undefined ? undefined : argumentAt(evaluator, made.call, 0, made.frame);
      return standard !== undefined && isObject(standard) ? standard : undefined;
    }
  }
}

/** The result of a function that is handed over. */
function madeBy(evaluator: Evaluator, given: Value, call: CallExpr, frame: Frame): Value | undefined {
  const [first] = call.args;
  if (first === undefined || given.kind !== 'function') return undefined;
  const made = evaluateCall(evaluator, { ...call, callee: first.value, args: [] }, { ...frame, depth: frame.depth + 1 });
  return optionsOf(made).some(isObject) ? made : undefined;
}

function isObject({ kind }: Value): boolean {
  return kind === 'instance' || kind === 'external' || kind === 'function' || kind === 'dict';
}
