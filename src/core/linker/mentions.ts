import type { SdkProfile } from '../providers/profile.ts';

/** Last names that are too common to say that a file uses an SDK. */
const COMMON: ReadonlySet<string> = new Set(['Client', 'Chat', 'Kernel', 'Model', 'Build']);

/** A pattern for texts that mention an SDK of Go, Java, Kotlin, C#, Ruby, PHP or Rust, by what its imports look like. */
export function mentionsOf(profiles: readonly SdkProfile[]): RegExp {
  const paths = profiles.flatMap((profile) => [
    ...profile.clients.flatMap((client) => client.classes),
    ...profile.moduleClients.map(({ module }) => module),
    ...profile.apis.flatMap((api) => api.callees ?? []),
  ]);
  const words = new Set(paths.flatMap(mentions));
  return new RegExp(`(?<![\\w.])(?:${[...words].map((word) => word.replace(/[/.\\]/g, '\\$&')).join('|')})(?!\\w)`);
}

function mentions(path: string): string[] {
  const [, mark, rest = ''] = /^(\w+):(.*)$/.exec(path) ?? [];
  const names = rest.replace(/\(.*$/, '').split('.');
  switch (mark) {
    case 'go':
      return [/^(?:[^/]+\/)*[^/.]+/.exec(rest)?.[0] ?? rest];
    case 'java':
      return [
        names
          .filter((name) => /^[a-z]/.test(name))
          .slice(0, 3)
          .join('.'),
      ];
    case 'cs':
      return [names.slice(0, -1).join('.'), ...names.slice(-1).filter((name) => !COMMON.has(name) && /^I?[A-Z]\w{5,}$/.test(name))].filter(
        (word) => word !== '',
      );
    case 'rb':
      return [names.join('::'), names[0] ?? ''].filter((word) => word.length > 4);
    case 'php':
      // `app('openai')` begins with a word that says nothing.
      return names.slice(0, 1).filter((name) => /^[A-Z]/.test(name));
    case 'rs':
      return [names[0] ?? ''];
    default:
      return [];
  }
}
