/** Functions that a function makes and gives back: `makeAgent({ systemPrompt })` gives a node of a graph, which the framework calls. */
import type { CallExpr, Expr } from '../facts.ts';
import type { CallSite } from './call-sites.ts';
import type { LinkedFile } from './value.ts';

/**
 * The function that makes the one around a site and returns it or hands it on, as a node of a graph, when its own parameters decide what is sent.
 * Undefined where it does neither, or nothing comes from its maker.
 *
 * @param made the scope of the function around the site
 */
export function makerOf({ file, feeds }: Pick<CallSite, 'file' | 'feeds'>, made: number): number | undefined {
  const { scopes, uri } = file.facts;
  let maker = scopes[made]?.parent ?? -1;
  while (maker >= 0 && scopes[maker]?.kind !== 'function' && scopes[maker]?.kind !== 'lambda') maker = scopes[maker]?.parent ?? -1;
  if (maker < 0 || !feeds.some((feed) => feed.uri === uri && feed.scope === maker) || !givesAway(file, maker, made)) return undefined;
  return maker;
}

/** True for a function that is written as an argument, or that has a name only to be one. */
export function isHandedOver({ facts: { scopes, calls } }: LinkedFile, scope: number): boolean {
  const { name = '', parent = -1, kind, params = [] } = scopes[scope] ?? {};
  const inside = scopes[parent]?.kind === 'function' || scopes[parent]?.kind === 'lambda';
  return calls.some(({ args }) =>
    args.some(
      ({ value }) =>
        (value.kind === 'function' && value.scope === scope) ||
        (kind === 'function' && inside && name !== '' && params.length === 0 && value.kind === 'name' && value.name === name),
    ),
  );
}

/** True where one of the results of a function is another one, written there or by its name, or where it hands that on: `graph.addNode("agent", ask)`. */
function givesAway({ facts: { scopes, calls } }: LinkedFile, maker: number, made: number): boolean {
  const { returns: results = [], bindings } = scopes[maker] ?? {};
  const isMade = (value: Expr): boolean => {
    if (value.kind === 'function') return value.scope === made;
    if (value.kind !== 'name') return false;
    const bound = bindings?.get(value.name)?.at(-1);
    return bound?.defines === made || (bound?.value?.kind === 'function' && bound.value.scope === made);
  };
  if (results.some(({ value }) => isMade(value))) return true;
  const isNode = ({ callee, scope, args }: CallExpr): boolean =>
    scope === maker && callee.kind === 'member' && ADDING_NODES.test(callee.name) && args.some(({ value }) => isMade(value));
  return calls.some(isNode);
}

/** Methods that make a function a step of a graph or flow, which a framework runs (LangGraph 1.0 for Python and JavaScript, 2026-11). */
const ADDING_NODES = /^add_?(node|sequence|step)$/i;
