import type { ApiShape, ClientShape, SdkProfile } from '../providers/profile.ts';
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
  /** Last names of all methods and functions: a cheap first test. */
  readonly lastNames: ReadonlySet<string>;
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
  const roots: Root[] = [];
  const lastNames = new Set<string>();
  for (const profile of profiles) {
    for (const api of profile.apis) {
      for (const method of api.methods ?? []) lastNames.add(lastOf(method));
      for (const path of api.callees ?? []) {
        lastNames.add(lastOf(path));
        if (!functions.has(path)) functions.set(path, { profile, api });
      }
    }
    for (const client of profile.clients) {
      for (const path of client.classes) roots.push({ prefix: `${path}().`, profile, client, className: path, provider: client.provider });
    }
    for (const { module, provider } of profile.moduleClients)
      roots.push({ prefix: `${module}.`, profile, client: undefined, className: undefined, provider });
  }
  roots.sort((a, b) => b.prefix.length - a.prefix.length);
  return {
    lastNames,
    match(callee) {
      const direct = functions.get(callee.path);
      if (direct !== undefined) {
        const provider = langchainProvider(direct.profile, callee.path);
        return { ...direct, method: callee.path, client: undefined, className: undefined, provider, callee };
      }
      for (const { prefix, profile, client, className, provider } of roots) {
        if (!callee.path.startsWith(prefix)) continue;
        const method = withoutTransparent(callee.path.slice(prefix.length), profile.transparent);
        const api = profile.apis.find((candidate) => candidate.methods?.includes(method) === true);
        if (api !== undefined) return { profile, api, method, client, className, provider, callee };
      }
      return undefined;
    },
    clientOf(value) {
      for (const { prefix, client, className } of roots) {
        if (client !== undefined && className !== undefined && `${value.path}.`.startsWith(prefix)) return { client, className };
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

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
