/** What has changed about the cost of calls between two states of a project. Calls are recognised whatever line they have moved to. */
import type { CallJson } from './formatters/callJson.ts';

/** A call with where it stands in its program. */
export interface CostedSite {
  readonly call: CallJson;
  /** Names of the classes and functions around it, where they are known. */
  readonly functions: string;
}

/** A call that was added, removed, or costs or sends something else. */
export interface CallChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before: CallJson | undefined;
  readonly after: CallJson | undefined;
  /** Middle of the cost of one cold request after, less that before, in US dollars; undefined where one of them is not known. */
  readonly deltaUsd: number | undefined;
  /** The same per month of 30 days, by declared calls per day; undefined where nobody declares them. */
  readonly deltaUsdPerMonth: number | undefined;
}

/** The changes between two states, by file and line. Calls that only moved, within a file or to another one, are no change. */
export function differences(before: readonly CostedSite[], after: readonly CostedSite[]): readonly CallChange[] {
  const changed: CallChange[] = [];
  let [gone, fresh]: [CostedSite[], CostedSite[]] = [[], []];
  const then = grouped(before, fileKey);
  const now = grouped(after, fileKey);
  for (const key of new Set([...then.keys(), ...now.keys()])) {
    const [left, right] = unpaired(then.get(key) ?? [], now.get(key) ?? []);
    const pairs = Math.min(left.length, right.length);
    // What is left of the same callee in the same file is taken in order: a call that was edited stays where it was.
    for (let index = 0; index < pairs; index++) changed.push(changeOf(left[index], right[index]));
    gone.push(...left.slice(pairs));
    fresh.push(...right.slice(pairs));
  }
  [gone, fresh] = unpaired(gone, fresh);
  const all = [...changed, ...gone.map((site) => changeOf(site, undefined)), ...fresh.map((site) => changeOf(undefined, site))];
  return all.sort((a, b) => {
    const [one, other] = [a.after ?? a.before, b.after ?? b.before];
    return compare(one?.file ?? '', other?.file ?? '') || (one?.cell ?? -1) - (other?.cell ?? -1) || (one?.line ?? 0) - (other?.line ?? 0);
  });
}

function fileKey({ call, functions }: CostedSite): string {
  return [call.file, call.callee, functions].join('\0');
}

function grouped(sites: readonly CostedSite[], key: (site: CostedSite) => string): Map<string, CostedSite[]> {
  const groups = new Map<string, CostedSite[]>();
  for (const site of sites) groups.set(key(site), [...(groups.get(key(site)) ?? []), site]);
  return groups;
}

/** Takes out the pairs that send and cost the same. */
function unpaired(before: readonly CostedSite[], after: readonly CostedSite[]): [CostedSite[], CostedSite[]] {
  const waiting = grouped(before, signature);
  const fresh = after.filter((site) => waiting.get(signature(site))?.shift() === undefined);
  const gone = new Set([...waiting.values()].flat());
  return [before.filter((site) => gone.has(site)), fresh];
}

/** What makes a call cost what it costs. */
function signature({ call }: CostedSite): string {
  const { callee, kind, model, maxTokens, tokens, cost, repeated } = call;
  return JSON.stringify([
    callee,
    kind,
    model.values,
    maxTokens,
    tokens,
    repeated,
    cost?.coldUsd,
    cost?.warmUsd,
    cost?.worstUsd,
    cost?.month?.usd,
  ]);
}

function changeOf(before: CostedSite | undefined, after: CostedSite | undefined): CallChange {
  const [one, other] = [before?.call, after?.call];
  return {
    kind: one === undefined ? 'added' : other === undefined ? 'removed' : 'changed',
    before: one,
    after: other,
    deltaUsd: delta(one, other, one?.cost?.coldUsd, other?.cost?.coldUsd),
    deltaUsdPerMonth: delta(one, other, one?.cost?.month?.usd, other?.cost?.month?.usd),
  };
}

/** A call that is not there costs nothing; one whose cost is not known costs something unknown. */
function delta(
  before: CallJson | undefined,
  after: CallJson | undefined,
  was: readonly [number, number] | undefined,
  is: readonly [number, number] | undefined,
): number | undefined {
  const from = before === undefined ? 0 : middle(was);
  const to = after === undefined ? 0 : middle(is);
  return from === undefined || to === undefined ? undefined : to - from;
}

/** The middle of a range. */
export function middle(range: readonly [number, number] | undefined): number | undefined {
  return range === undefined ? undefined : (range[0] + range[1]) / 2;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
