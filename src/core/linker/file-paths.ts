/** Paths of files as programs build them: `Path(__file__).parent / "prompts" / "a.md"`, `path.join(__dirname, "a.md")`. */
import type { CallExpr } from '../facts.ts';
import { bindArguments } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { constantText, locate, optionsOf, textValue, type Frame, type PathValue, type Value } from './value.ts';
import type { Location } from '../ir.ts';

/** Foreign calls that join their arguments to a path. */
const joining =
  /^(os\.path\.join|pathlib\.(Pure(Posix|Windows)?)?(Posix|Windows)?Path|anyio\.Path|npm:path(\.default)?\.(posix\.)?(join|resolve))\(\)$/;

/** Foreign calls that keep the path that they get. */
const keeping =
  /^(os\.path\.(abspath|realpath|normpath|expanduser)|os\.fspath|npm:path(\.default)?\.normalize|npm:url(\.default)?\.(fileURLToPath|pathToFileURL))\(\)$/;

/** Foreign calls that give the folder of a path. */
const folderOf = /^(os\.path\.dirname|npm:path(\.default)?\.dirname)\(\)$/;

/** Foreign calls that give the folder in which the program was started; relative paths begin there. */
const startFolder = /^(os\.getcwd|pathlib\.Path\.cwd|global\.process\.cwd)\(\)$/;

/** The path that a foreign call makes; undefined when it makes none, or one that is only known at run time. */
export function pathCall(evaluator: Evaluator, path: string, call: CallExpr, frame: Frame): PathValue | undefined {
  if (!/^(os\.|pathlib\.|anyio\.Path|npm:(path|url)\b|global\.URL|importlib\.resources\.files)/.test(path)) return undefined;
  const at = locate(frame.file, call);
  const made = (text: string | undefined): PathValue | undefined => (text === undefined ? undefined : { kind: 'path', path: text, at });
  if (path === 'pathlib.Path.cwd()') return made('');
  const { positional, open } = bindArguments(evaluator, call, frame);
  if (open) return undefined;
  if (joining.test(path)) return made(joinPaths(positional.map(pathText)));
  const [first, second] = positional;
  if (first === undefined) return undefined;
  if (keeping.test(path)) return made(pathText(first));
  if (folderOf.test(path)) return made(parentOf(pathText(first)));
  if (path === 'global.URL()' && second !== undefined) return made(joinPaths([parentOf(pathText(second)), pathText(first)]));
  if (path === 'importlib.resources.files()') {
    const module = first.kind === 'module' ? first.file : evaluator.modules.resolve(frame.file.facts, constantText(first) ?? '');
    return made(parentOf(module?.facts.uri));
  }
  return undefined;
}

/** A member of a path: its folder, its name. */
export function pathMember(object: PathValue, name: string, at: Location): Value | undefined {
  const last = object.path.split('/').at(-1) ?? '';
  switch (name) {
    case 'parent': {
      const parent = parentOf(object.path);
      return parent === undefined ? undefined : { kind: 'path', path: parent, at };
    }
    case 'parents': {
      const items: Value[] = [];
      for (let up = parentOf(object.path); up !== undefined && items.length < 12; up = parentOf(up))
        items.push({ kind: 'path', path: up, at });
      return {
        kind: 'list',
        items: items.map((value) => ({ value, spread: false, certainty: 'always' })),
        form: 'tuple',
        growing: false,
        at,
      };
    }
    case 'name':
      return textValue(last, at);
    case 'stem':
      return textValue(last.replace(/\.[^.]*$/, ''), at);
    case 'pathname':
    case 'href':
      return object;
    default:
      return undefined;
  }
}

/** The result of a method of a path that is a path again; undefined for all other methods. */
export function pathMethod(evaluator: Evaluator, object: PathValue, name: string, call: CallExpr, frame: Frame): PathValue | undefined {
  const at = locate(frame.file, call);
  switch (name) {
    case 'resolve':
    case 'absolute':
    case 'expanduser':
    case 'as_posix':
    case 'toString':
      return { ...object, at };
    case 'joinpath': {
      const joined = joinPaths([object.path, ...bindArguments(evaluator, call, frame).positional.map(pathText)]);
      return joined === undefined ? undefined : { kind: 'path', path: joined, at };
    }
    case 'with_name':
    case 'with_suffix': {
      const given = bindArguments(evaluator, call, frame).positional[0];
      const text = given === undefined ? undefined : constantText(given);
      if (text === undefined) return undefined;
      const path = name === 'with_name' ? object.path.replace(/[^/]*$/, text) : object.path.replace(/(\.[^./]*)?$/, text);
      return { kind: 'path', path, at };
    }
    default:
      return undefined;
  }
}

/** The paths that a value may be, as text; one that is only known at run time is undefined. */
export function pathTexts(value: Value): (string | undefined)[] {
  return optionsOf(value).map(pathText);
}

/** A value as a path: absolute as a URI, or relative to where the program is started; undefined when it is only known at run time. */
export function pathText(value: Value): string | undefined {
  if (value.kind === 'path') return value.path;
  if (value.kind === 'external') {
    if (value.path === 'builtins.__file__' || value.path === 'global.__filename' || /^import\.meta\.(url|filename|path)$/.test(value.path))
      return value.at.uri;
    if (value.path === 'global.__dirname' || /^import\.meta\.(dirname|dir)$/.test(value.path)) return parentOf(value.at.uri);
    return undefined;
  }
  if (value.kind === 'unknown') return startFolder.test(`${value.reason}()`) ? '' : undefined;
  const text = constantText(value);
  return text === undefined || text.includes('\0') ? undefined : text.replaceAll('\\', '/');
}

/** Paths joined from left to right; undefined when one of them is not known. */
export function joinPaths(parts: readonly (string | undefined)[]): string | undefined {
  let result = '';
  for (const part of parts) {
    if (part === undefined) return undefined;
    if (isAbsolute(part)) result = part;
    else result = normalise(result === '' ? part : `${result}/${part}`);
  }
  return result;
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z][\w+.-]*:/.test(path);
}

/** Takes `.` and `..` out of a path, as far as it is long enough. */
function normalise(path: string): string {
  const root = /^(?:[A-Za-z][\w+.-]*:\/*|\/)/.exec(path)?.[0] ?? '';
  const result: string[] = [];
  for (const segment of path.slice(root.length).split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..' && result.length > 0 && result.at(-1) !== '..') result.pop();
    else result.push(segment);
  }
  return root + result.join('/');
}

function parentOf(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const end = path.lastIndexOf('/');
  return end < 0 ? (path === '' ? '..' : '') : path.slice(0, end);
}
