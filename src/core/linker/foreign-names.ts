import type { FileFacts, Language } from '../facts.ts';
import { modelConstant } from '../providers/model-constants.ts';
import { modelObject } from '../providers/model-objects.ts';
import { sdkProfiles } from '../providers/index.ts';
import { newObjects } from './known-code-others.ts';
import type { Location } from '../ir.ts';
import { textValue, type ExternalValue, type TextValue, type Value } from './value.ts';

/** What paths of foreign code begin with, by the place that the language gets its packages from; Python's have no mark. Formats of requests import nothing. */
const marks: Readonly<Partial<Record<Language, string>>> = {
  python: '',
  typescript: 'npm:',
  javascript: 'npm:',
  go: 'go:',
  java: 'java:',
  kotlin: 'java:',
  csharp: 'cs:',
  ruby: 'rb:',
  php: 'php:',
  rust: 'rs:',
};

/** What the paths of a language's foreign code begin with; empty for Python. */
export function markOfLanguage(language: Language): string {
  return marks[language] ?? '';
}

/** Path of an imported foreign module, or of a name of it. Versions in Go's module paths are left out: all of them are one SDK here. */
export function foreignPath(language: Language, module: string, name: string | undefined): string {
  const root = packageNames[language]?.(module) ?? module;
  // A class is imported by its whole name: its last part is the name.
  const whole = name === undefined || (isClassLanguage(language) && lastOf(root) === name) ? root : `${root}.${name}`;
  return `${markOfLanguage(language)}${whole}`;
}

/** How a module's name is written in paths, for languages in which it is not just its name. */
const packageNames: Readonly<Partial<Record<Language, (module: string) => string>>> = {
  typescript: packageSpecifier,
  javascript: packageSpecifier,
  go: (module) => module.replace(/\/v\d+(?=\/|$)/g, '').replace(/\.v\d+$/, ''),
  rust: ownCrate,
};

/** Where scripts without a `package.json` take packages of npm from: the addresses of their mirrors (docs of Deno 2, esm.sh, jsDelivr, Skypack, 2026-11). */
export const PACKAGE_SOURCES =
  'npm:/?|https://(?:esm\\.sh|cdn\\.skypack\\.dev|cdn\\.jsdelivr\\.net/npm|deno\\.land/x)/(?:v\\d+/)?|jsr:@openai/';

const packageSource = new RegExp(`^(?:node:|${PACKAGE_SOURCES})`);

/** A module as Node names it: Deno writes where a package comes from before its name, and the version behind it (`npm:openai@4.52`). */
function packageSpecifier(module: string): string {
  const own = module.replace(packageSource, '');
  // An address ends in a file and a query: `https://esm.sh/openai@4.52/mod.ts?target=deno`.
  const name =
    own === module
      ? module
      : own
          .replace(/\?.*$/, '')
          .replace(/\/(?:mod|index)\.[cm]?[jt]s$/, '')
          .replace(/\/\+esm$/, '');
  return name.replace(/^((?:@[^/]+\/)?[^/@]+)@[^/]+/, '$1').replace(/\/index(\.[cm]?js)?$/, '');
}

/** A crate that another one passes on is that crate: `shuttle_openai::async_openai`. */
function ownCrate(module: string): string {
  const segments = module.split('.');
  const at = segments.findIndex((segment) => crates.has(segment));
  return at > 0 && !/^(crate|self|super)$/.test(segments[0] ?? '') ? segments.slice(at).join('.') : module;
}

/** Foreign code at a path; a constant that holds a model id, role or the like is its text. */
export function foreignValue(path: string, at: Location): ExternalValue | TextValue {
  const constant = modelConstant(path);
  return constant === undefined ? { kind: 'external', path, calls: [], at } : textValue(constant, at);
}

/**
 * Foreign code that a name means although no import says so: a name of a namespace that is imported as a whole, of the language itself, or,
 * where constants are global, any constant. Undefined when the name may be the project's own.
 */
export function unimported(facts: FileFacts, name: string, at: Location): ExternalValue | TextValue | undefined {
  const { language } = facts;
  const mark = markOfLanguage(language);
  for (const module of facts.starExports) {
    const path = `${mark}${module}.${name}`;
    if (knownNames.has(path)) return foreignValue(path, at);
  }
  // The library of the language itself is imported as a whole.
  const library = facts.starExports.find((module) => /^(java|kotlin)\.[a-z.]+$/.test(module));
  if (library !== undefined && /^[A-Z]/.test(name) && newTypes.has(`${mark}${library}.${name}`))
    return foreignValue(`${mark}${library}.${name}`, at);
  if (language === 'php' && name.startsWith('\\')) return foreignValue(`${mark}${name.slice(1)}`, at);
  const own = ambient[language];
  if (own === undefined) return undefined;
  if (own.names?.has(name) === true) return foreignValue(`${mark}${own.prefix}${name}`, at);
  const sdk =
    language === 'java' || language === 'kotlin' ? facts.starExports.find((module) => sdkPackages.has(packageOf(module))) : undefined;
  if (sdk !== undefined && /^[A-Z]/.test(name)) return foreignValue(`${mark}${sdk}.${name}`, at);
  // A constant that no file of the project declares.
  // A path that begins with the name of an SDK's crate: `genai::Client::default()`.
  if (language === 'rust' && crates.has(name)) return foreignValue(`${mark}${name}`, at);
  return own.constants === true && /^[A-Z]/.test(name) ? foreignValue(`${mark}${name}`, at) : undefined;
}

/** Names that a language gives without an import. */
interface Ambient {
  readonly prefix: string;
  readonly names?: ReadonlySet<string>;
  /** True when every capitalised name that nobody declares is foreign: nothing else could have been meant. */
  readonly constants?: boolean;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const ambient: Readonly<Partial<Record<Language, Ambient>>> = {
  java: { prefix: 'java.lang.', names: words('String System Math StringBuilder Integer Long Double Boolean Object Thread') },
  kotlin: {
    prefix: 'kotlin.',
    names: words(
      'String System Math StringBuilder listOf mutableListOf arrayListOf arrayOf listOfNotNull emptyList mutableMapOf mapOf emptyMap setOf buildString Pair',
    ),
  },
  csharp: { prefix: '', constants: true, names: words('string') },
  ruby: { prefix: '', constants: true, names: words('format sprintf rand Time Date') },
  php: {
    prefix: '',
    constants: true,
    names: words(
      'sprintf implode trim date time uniqid random_int rand json_encode wp_json_encode wp_remote_post getenv env config app resolve strtoupper microtime now file_get_contents',
    ),
  },
  rust: { prefix: 'std.', names: words('String Vec Some Ok Box Arc Rc std') },
};

function isClassLanguage(language: Language): boolean {
  return language === 'java' || language === 'kotlin' || language === 'php';
}

function lastOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('.'), path.lastIndexOf('/')) + 1);
}

/** The part of a Java package that names its vendor: `com.openai`, `org.springframework.ai`. */
function packageOf(module: string): string {
  const segments = module.split('.').filter((segment) => /^[a-z]/.test(segment));
  return segments.slice(0, /^(com|dev|ai)$/.test(segments[0] ?? '') ? 2 : 3).join('.');
}

/** Packages of the profiles' vendors. */
const sdkPackages: ReadonlySet<string> = new Set(
  sdkProfiles
    .flatMap((profile) => [...profile.clients.flatMap((client) => client.classes), ...profile.apis.flatMap((api) => api.callees ?? [])])
    .flatMap((path) => (path.startsWith('java:') ? packageOf(path.slice(5)) : [])),
);

/** Crates of the profiles. */
const crates: ReadonlySet<string> = new Set(
  sdkProfiles
    .flatMap((profile) => profile.clients.flatMap((client) => client.classes))
    .flatMap((path) => /^rs:(\w+)/.exec(path)?.[1] ?? []),
);

/** Types of the library that make lists and mappings. */
const newTypes: ReadonlySet<string> = new Set([...newObjects.keys()].map((path) => path.replace(/(\.[a-z]\w*)?\(\)$/, '')));

/** Every path of the profiles up to each of its dots, so that a name of a namespace can be recognised. */
const knownNames: ReadonlySet<string> = new Set(
  sdkProfiles
    .flatMap((profile) => [
      ...profile.clients.flatMap((client) => client.classes),
      ...profile.moduleClients.map(({ module }) => module),
      ...profile.apis.flatMap((api) => api.callees ?? []),
      ...(profile.names ?? []),
    ])
    .filter((path) => /^(go|java|cs|rs|php|rb):/.test(path))
    .flatMap((path) =>
      path.split('.').map((_, i, all) =>
        all
          .slice(0, i + 1)
          .join('.')
          .replace(/\(\)$/, ''),
      ),
    ),
);

/** Packages of Go that the profiles name. */
const goPackages: ReadonlySet<string> = new Set([...knownNames].flatMap((path) => /^go:((?:[^/]+\/)+[^./]+)/.exec(path)?.[1] ?? []));

/** True for a package of an SDK: no folder of a project is meant by it, however it is called. */
export function isSdkModule(language: Language, module: string): boolean {
  return language === 'go' && goPackages.has(packageNames.go?.(module) ?? module);
}

const clientTypes: ReadonlySet<string> = new Set(sdkProfiles.flatMap((profile) => profile.clients.flatMap((client) => client.classes)));

/** Names of SDKs for Python and scripts, by what code imports: classes of clients, functions and constructors that send prompts. */
const importedNames: ReadonlySet<string> = new Set(
  sdkProfiles
    .flatMap(({ clients, apis, names }) => [
      ...clients.flatMap(({ classes }) => classes),
      ...apis.flatMap(({ callees }) => callees ?? []),
      ...(names ?? []),
    ])
    .map((path) => path.split('().', 1)[0] ?? path),
);

/** True for the path of a name that an SDK exports, as far as the profiles know them. */
export function isSdkName(path: string): boolean {
  if (importedNames.has(path)) return true;
  // Of packages that make models by any name, what is called like the package does: `openai` and `createAzure`.
  const [, module = '', name = ''] = /(\w+)\.(\w+)$/.exec(path) ?? [];
  return name.toLowerCase().includes(module.toLowerCase()) && modelObject(`${path}()`) !== undefined;
}

/** True for a class whose objects are clients, or give clients. */
export function isClientType(path: string): boolean {
  return clientTypes.has(path) || makers.has(path);
}

/** True for an object of such a class, and for what is asked of it. */
export function isClient(path: string): boolean {
  return path.split('()').some((_, i, all) => i < all.length - 1 && clientTypes.has(all.slice(0, i + 1).join('()')));
}

/** True for a value that is an object of such a class, or of one whose objects give clients, or what is asked of a client. */
export function isClientObject(value: Value): value is ExternalValue {
  if (value.kind !== 'external') return false;
  return isClient(`${value.path}.`) || (value.path.endsWith('()') && makers.has(value.path.slice(0, -'()'.length)));
}

/** Classes whose objects give clients: `OpenAIClient().GetChatClient`. */
const makers: ReadonlySet<string> = new Set(
  [...clientTypes].flatMap((path) => (path.includes('()') ? (path.split('()', 1)[0] ?? []) : [])),
);

/** True for foreign code of the languages in which every parameter has a type. */
export function hasTypes(path: string): boolean {
  return /^(go|java|cs|php|rs):/.test(path);
}
