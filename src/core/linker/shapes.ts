import type { ApiShape, ClientShape, SdkProfile } from '../providers/profile.ts';
import type { Language } from '../facts.ts';
import { markOfLanguage } from './foreign-names.ts';
import type { ExternalValue } from './value.ts';

/** A callee that is known to send a prompt, or to build something that will. */
export interface ShapeMatch {
  readonly profile: SdkProfile;
  readonly api: ApiShape;
  /** Method path behind the client, or the whole path of a function. */
  readonly method: string;
  /** Undefined when a module or function is called directly. */
  readonly client: ClientShape | undefined;
  /** Path of the client's class. */
  readonly className: string | undefined;
  readonly provider: string | undefined;
  readonly callee: ExternalValue;
}

/** Looks callee paths up in the profiles. */
export interface ShapeIndex {
  /** Last names of the methods and functions of a language's SDKs: a cheap first test. */
  lastNames(language: Language): ReadonlySet<string>;
  /** First names of the packages of which objects can be called like functions. */
  callablePackages(language: Language): ReadonlySet<string>;
  /**
   * True when a chain of names, the last one first, could be a method of a client: the last two must agree where a method has two. Names
   * between that change nothing, like `with_raw_response`, are left out.
   */
  couldBeMethod(language: Language, chain: readonly string[]): boolean;
  /** The shape of a callee path, or undefined when it is not one that sends a prompt. */
  match(callee: ExternalValue): ShapeMatch | undefined;
  /** The client shape that a value's path begins with, when the value is a client itself (or something built from one). */
  clientOf(value: ExternalValue): { readonly client: ClientShape; readonly className: string } | undefined;
}

interface Root {
  readonly prefix: string;
  readonly profile: SdkProfile;
  readonly client: ClientShape | undefined;
  readonly className: string | undefined;
  readonly provider: string | undefined;
}

/** Builds the look-up tables of some profiles once. */
export function createShapeIndex(profiles: readonly SdkProfile[]): ShapeIndex {
  const functions = new Map<string, { readonly profile: SdkProfile; readonly api: ApiShape }>();
  // By everything up to the client or module and the dot behind it; several profiles may have the same client.
  const roots = new Map<string, Root[]>();
  const addRoot = (root: Root): void => {
    const same = roots.get(root.prefix);
    if (same === undefined) roots.set(root.prefix, [root]);
    else same.push(root);
  };
  const callable = new Set<string>();
  const lastNames = new Map<string, Set<string>>();
  const pairs = new Map<string, Set<string>>();
  const note = (map: Map<string, Set<string>>, mark: string, name: string): void => {
    const known = map.get(mark);
    if (known === undefined) map.set(mark, new Set([name]));
    else known.add(name);
  };
  const transparent = new Map<string, Set<string>>();
  for (const profile of profiles) {
    const marks = marksOf(profile);
    for (const mark of marks) for (const name of profile.transparent) note(transparent, mark, name.replace(/\(\)$/, ''));
    for (const api of profile.apis) {
      for (const method of api.methods ?? [])
        for (const mark of marks) {
          note(lastNames, mark, lastOf(method));
          note(pairs, mark, pairOf(method));
        }
      for (const path of api.callees ?? []) {
        note(lastNames, markOf(path), lastOf(path));
        if (!functions.has(path)) functions.set(path, { profile, api });
      }
    }
    for (const client of profile.clients) {
      for (const path of client.classes) addRoot({ prefix: `${path}().`, profile, client, className: path, provider: client.provider });
    }
    for (const { module, provider } of profile.moduleClients)
      addRoot({ prefix: `${module}.`, profile, client: undefined, className: undefined, provider });
    if (profile.apis.some((one) => one.callable === true))
      for (const path of profile.clients.flatMap((client) => client.classes)) if (markOf(path) === '') callable.add(firstOf(path));
  }
  /** The clients and modules that a path begins with, the longest first. */
  const rootsOf = (path: string): Root[] => {
    const found: Root[] = [];
    for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1))
      found.push(...(roots.get(path.slice(0, dot + 1)) ?? []));
    return found;
  };
  const none: ReadonlySet<string> = new Set();
  return {
    lastNames: (language) => lastNames.get(markOfLanguage(language)) ?? none,
    callablePackages: (language) => (language === 'python' ? callable : none),
    couldBeMethod(language, chain) {
      const mark = markOfLanguage(language);
      const known = pairs.get(mark) ?? none;
      const [last = '', before = ''] = chain.filter((name) => transparent.get(mark)?.has(name) !== true);
      return known.has(`.${last}`) || known.has(`${before}.${last}`);
    },
    match(callee) {
      const direct = functions.get(callee.path);
      if (direct !== undefined) {
        const provider = langchainProvider(direct.profile, callee.path);
        return { ...direct, method: callee.path, client: undefined, className: undefined, provider, callee };
      }
      for (const { prefix, profile, client, className, provider } of rootsOf(`${callee.path}.`)) {
        const method = withoutTransparent(callee.path.slice(prefix.length), profile.transparent);
        const api = profile.apis.find((one) => (method === '' ? one.callable === true : one.methods?.includes(method) === true));
        if (api !== undefined) return { profile, api, method, client, className, provider, callee };
      }
      return undefined;
    },
    clientOf(value) {
      for (const { client, className } of rootsOf(`${value.path}.`)) {
        if (client !== undefined && className !== undefined) return { client, className };
      }
      return undefined;
    },
  };
}

/** A constructor that is a call of its own is billed by the client it builds. */
function langchainProvider(profile: SdkProfile, path: string): string | undefined {
  return profile.clients.find((client) => client.classes.includes(path))?.provider;
}

function withoutTransparent(path: string, transparent: readonly string[]): string {
  return path
    .split('.')
    .filter((segment) => !transparent.includes(segment))
    .join('.');
}

/** The mark that the paths of an SDK begin with; empty for Python. */
function markOf(path: string): string {
  return /^\w+:/.exec(path)?.[0] ?? '';
}

function marksOf(profile: SdkProfile): ReadonlySet<string> {
  return new Set(
    [...profile.clients.flatMap((client) => client.classes), ...profile.moduleClients.map(({ module }) => module)].map(markOf),
  );
}

/** The last two names of a method, calls and names alike; the first is empty for a method of one name. */
function pairOf(method: string): string {
  const names = method.replaceAll('()', '').split('.');
  return `${names.at(-2) ?? ''}.${names.at(-1) ?? ''}`;
}

function firstOf(path: string): string {
  return path.split('.', 1)[0] ?? path;
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
