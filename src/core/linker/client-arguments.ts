/** What the client of a call was made with; where one of several branches made it, the clients of all of them. */
import type { ArgumentNames, ClientShape } from '../providers/profile.ts';
import type { Expr } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import { bindRequest, type Request } from './request.ts';
import type { ShapeMatch } from './shapes.ts';
import { choice, locate, unknown, type BoundCall, type Value } from './value.ts';

/** Arguments that requests of a client fall back to. */
export interface ClientArguments {
  /** The construction of the client, or of the first of several; undefined when it is not seen. */
  readonly receiver: BoundCall | undefined;
  readonly construction: Request | undefined;
  /** What the clients were given in a place: alternatives, with an unknown one for a client that names nothing there while another does. */
  read(place: ClientPlace): Value | undefined;
  /** The values of all places of the first client; those of several clients as {@link read} has them. */
  readAll(place: ClientPlace): Value[];
  /** True when one of the clients may have been given something in a place although the source does not show it. */
  mayHold(place: ClientPlace): boolean;
}

/** A place of constructor arguments. */
type ClientPlace = (client: ClientShape) => ArgumentNames | undefined;

/** The arguments of the clients that a call may be sent through. */
export function clientArguments(evaluator: Evaluator, all: readonly ShapeMatch[], match: ShapeMatch): ClientArguments {
  const receiver = constructionOf(match);
  const made = [match, ...all.filter((other) => isAnotherClient(other, match))].flatMap((one) => {
    const at = constructionOf(one);
    return one.client === undefined ? [] : [{ client: one.client, at, request: at && bindClient(evaluator, one, at) }];
  });
  const read = (place: ClientPlace): Value | undefined => {
    const values = made.map(({ client, request }) => request?.read(place(client) ?? []));
    if (values.length < 2 || values.every((value) => value === undefined)) return values[0];
    const options = values.map((value, index) => value ?? unnamed(made[index]?.at, match));
    return choice(options, options[0]?.at ?? match.callee.at);
  };
  return {
    receiver,
    construction: made[0]?.request,
    read,
    readAll(place) {
      const [first, ...others] = made;
      if (others.length === 0) return first?.request?.readAll(place(first.client) ?? []) ?? [];
      const value = read(place);
      return value === undefined ? [] : [value];
    },
    mayHold: (place) =>
      made.some(({ client, request }) => {
        const names = place(client) ?? [];
        return names.length > 0 && (request === undefined || request.mayHold(names));
      }),
  };
}

/**
 * The construction among the calls along a callee: the class's own path may hold calls (`new Client(key).getModel(…)`). Undefined for a
 * client that is handed in: it was made by a call that is not seen, and the calls along the path are steps behind it.
 */
export function constructionOf({ className, callee }: ShapeMatch): BoundCall | undefined {
  const unseen = Math.max(0, callsIn(callee.path) - callee.calls.length);
  return callee.calls[callsIn(className ?? '') - unseen];
}

/** How many calls a path holds. */
function callsIn(path: string): number {
  return path.split('()').length - 1;
}

function bindClient(evaluator: Evaluator, match: ShapeMatch, { call, frame, steps }: BoundCall): Request {
  const { model = [], system = [], maxTokens = [] } = match.client ?? {};
  return bindRequest(evaluator, call, frame, 0, { steps, calls: match.callee.calls, places: [...model, ...system, ...maxTokens] });
}

/** True for a client that was made elsewhere, or by the same function with other arguments. */
function isAnotherClient(other: ShapeMatch, match: ShapeMatch): boolean {
  const [a, b] = [constructionOf(other), constructionOf(match)];
  return other !== match && a !== undefined && (a.call !== b?.call || a.frame !== b.frame);
}

/** Stands for what one of several clients does not name. */
function unnamed(made: BoundCall | undefined, match: ShapeMatch): Value {
  const expr: Expr | undefined = (made ?? match.callee.calls.at(-1))?.call;
  const file = made?.frame.file;
  if (expr === undefined || file === undefined) return { kind: 'null', value: null, at: match.callee.at };
  return { ...unknown(file, expr, 'only some of the clients name it'), at: locate(file, expr) };
}
