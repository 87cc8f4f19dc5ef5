/** Text that a program reads from a file of its own project. */
import type { CallExpr } from '../facts.ts';
import type { Location } from '../ir.ts';
import { bindArguments } from './arguments.ts';
import type { Evaluator } from './evaluate.ts';
import { joinPaths, pathTexts } from './file-paths.ts';
import { otherFileReads } from './known-code-others.ts';
import { choice, constantText, locate, unknown, type ExternalValue, type Frame, type Value } from './value.ts';

/** Text of a file with its place. */
export interface FileText {
  readonly uri: string;
  readonly text: string;
}

/** Foreign calls that open a file by the path in their first argument; what is read from the result is the file's text. */
const opening = /^(builtins|io|codecs|aiofiles|os)\.open\(\)$|^global\.Bun\.file\(\)$|^pathlib\.Path\(\)\.open\(\)$/;

/** Methods that read an opened file whole. */
const reading: ReadonlySet<string> = new Set(['read', 'text']);

/** Foreign calls that read a file by the path in their first argument. */
const readers = /^(npm:(fs|fs\/promises|fs-extra)(\.default)?(\.promises)?\.readFile(Sync)?|global\.Deno\.readTextFile(Sync)?)\(\)$/;

/** Foreign calls that read a resource of a package: module, then name. */
const resourceReaders = /^(importlib\.resources\.(read_text|read_binary)|pkgutil\.get_data)\(\)$/;

/** The text that a foreign call reads from a file; undefined when it reads none. */
export function readCall(evaluator: Evaluator, callee: ExternalValue, call: CallExpr, frame: Frame): Value | undefined {
  const path = `${callee.path}()`;
  const method = /^(.*)\.(\w+)\(\)$/.exec(path);
  if (method !== null && reading.has(method[2] ?? '') && opening.test(method[1] ?? '')) {
    const given = openedPath(evaluator, { ...callee, path: method[1] ?? '' });
    return given === undefined ? undefined : textOfFile(evaluator, given, call, frame);
  }
  // A path that is a parameter: the file is known at run time.
  if (path === 'pathlib.Path().read_text()') return unknown(frame.file, call, 'text of a file', { source: 'file' });
  if (otherFileReads.includes(path)) return unknown(frame.file, call, 'text of a file', { source: 'file' });
  if (readers.test(path)) {
    const given = firstArgument(evaluator, call, frame);
    return given === undefined ? undefined : textOfFile(evaluator, given, call, frame);
  }
  if (resourceReaders.test(path)) {
    const { positional } = bindArguments(evaluator, call, frame);
    const [from, name] = positional;
    if (from === undefined || name === undefined) return undefined;
    const module = from.kind === 'module' ? from.file : evaluator.modules.resolve(frame.file.facts, constantText(from) ?? '');
    const folder = module?.facts.uri.replace(/\/[^/]*$/, '');
    const paths = pathTexts(name).map((text) => joinPaths([folder, text]));
    return textOfPaths(evaluator, paths, call, frame);
  }
  return undefined;
}

/** The path of the file that an object was opened with (`open(path)`); undefined for any other object. */
export function openedPath(evaluator: Evaluator, object: ExternalValue): Value | undefined {
  const opened = object.calls.at(-1);
  if (opened === undefined || !opening.test(object.path.replace(/\.json$/, ''))) return undefined;
  return opened.arguments?.get('0') ?? firstArgument(evaluator, opened.call, opened.frame);
}

/** The text of the file that a value names. */
export function textOfFile(evaluator: Evaluator, path: Value, call: CallExpr, frame: Frame): Value {
  return textOfPaths(evaluator, pathTexts(path), call, frame);
}

/** The text of a file as a value; every piece of it stands in that file. */
export function fileValue(file: FileText, at: Location): Value {
  const { uri, text } = file;
  const whole = { uri, start: 0, end: text.length };
  return { kind: 'text', parts: [{ kind: 'text', text, at: whole, map: [0, 0], certainty: 'always' }], at };
}

function textOfPaths(evaluator: Evaluator, paths: readonly (string | undefined)[], call: CallExpr, frame: Frame): Value {
  const at = locate(frame.file, call);
  const texts = paths.map((path): Value => {
    const found = path === undefined ? undefined : evaluator.modules.textFile?.(frame.file.facts, path);
    if (found !== undefined) return fileValue(found, at);
    return unknown(frame.file, call, path === undefined ? 'text of a file' : `text of ${path}, which is not in the project`, {
      source: 'file',
    });
  });
  return choice(texts, at);
}

function firstArgument(evaluator: Evaluator, call: CallExpr, frame: Frame): Value | undefined {
  const { positional, named } = bindArguments(evaluator, call, frame);
  return positional[0] ?? named.get('file')?.value ?? named.get('path')?.value;
}
