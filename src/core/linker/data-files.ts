/**
 * Values that programs take from data files of their own project: `json.load(open("prompts.json"))`, `yaml.safe_load(path.read_text())`,
 * `import prompts from './prompts.json'`. A file that the program writes as well holds state, and stays unknown; so does a list, which is
 * a record of something.
 */
import type { CallExpr } from '../facts.ts';
import { bindArguments } from './arguments.ts';
import { callsByName } from './call-index.ts';
import type { Evaluator } from './evaluate.ts';
import { pathTexts } from './file-paths.ts';
import { openedPath } from './file-text.ts';
import { exportedName } from './modules.ts';
import { choice, constantText, locate, optionsOf, unknown, type ExternalValue, type Frame, type LinkedFile, type Value } from './value.ts';

/** Foreign calls that turn a text or an opened file into a value. */
const parsing = new RegExp(
  [
    '^(?:json|orjson|ujson|simplejson|json5|commentjson|tomllib|tomli|toml|tomlkit|rtoml)\\.loads?\\(\\)$',
    '^yaml\\.(?:safe_load|load|full_load|unsafe_load)\\(\\)$',
    '^(?:ruamel\\.yaml|ruamel_yaml)\\.YAML\\(\\)\\.load\\(\\)$',
    '^tomlkit\\.parse\\(\\)$',
    '^global\\.JSON\\.parse\\(\\)$',
    '^npm:js-yaml(?:\\.default)?\\.(?:load|safeLoad)\\(\\)$',
    '^npm:(?:yaml|json5|jsonc-parser|smol-toml|toml|@iarna/toml|comment-json)(?:\\.default)?\\.parse\\(\\)$',
  ].join('|'),
);

/** Foreign calls that read a data file by the path in their first argument. */
const reading =
  /^(?:omegaconf\.OmegaConf\.load|toml\.load|srsly\.read_(?:json|yaml)|npm:fs-extra(?:\.default)?\.read(?:Json|JSON)(?:Sync)?|npm:jsonfile(?:\.default)?\.readFile(?:Sync)?|npm:load-json-file\.loadJsonFile(?:Sync)?|global\.Bun\.file\(\)\.json)\(\)$/;

/** Endings of modules that are data. */
const DATA_MODULE = /\.(?:json5?|jsonc|ya?ml|toml)$/i;

/** The value that a foreign call reads from a data file; undefined when it reads none. */
export function dataCall(evaluator: Evaluator, callee: ExternalValue, call: CallExpr, frame: Frame): Value | undefined {
  const path = `${callee.path}()`;
  const parses = parsing.test(path);
  if (!parses && !reading.test(path)) return undefined;
  const { positional, named } = bindArguments(evaluator, call, frame);
  const given = path === 'global.Bun.file().json()' ? undefined : (positional[0] ?? named.get('stream')?.value ?? named.get('fp')?.value);
  const source = given ?? openedPath(evaluator, callee);
  if (source === undefined) return undefined;
  const uris = optionsOf(source).flatMap((one): readonly (string | undefined)[] => {
    const whole = parses ? uriOfText(one) : undefined;
    if (whole !== undefined) return [whole];
    const path = one.kind === 'external' ? openedPath(evaluator, one) : one;
    return path === undefined ? [undefined] : urisOfPath(evaluator, path, frame);
  });
  if (uris.every((uri) => uri === undefined)) return undefined;
  // One of several files that is not seen is known at run time, whatever the others hold.
  const values = uris.map((uri) =>
    uri === undefined ? unknown(frame.file, call, 'content of a file', { source: 'file' }) : contentOf(evaluator, uri, call, frame),
  );
  return choice(values, locate(frame.file, call));
}

/** What an imported module of data exports; undefined for a module of code, or a file that cannot be read. */
export function importedData(
  evaluator: Evaluator,
  file: LinkedFile,
  { module, name }: { readonly module: string; readonly name: string | undefined },
  frame: Frame,
): Value | undefined {
  if (!DATA_MODULE.test(module) || file.facts.language === 'python') return undefined;
  const data = evaluator.modules.importedData?.(file.facts, module);
  const content = data === undefined ? undefined : exportedName(evaluator, data, 'default', frame);
  if (content === undefined || name === undefined || name === 'default') return content;
  return content.kind === 'dict' ? content.entries.get(name)?.value : undefined;
}

/** The file of which a value is the whole text. */
function uriOfText(value: Value): string | undefined {
  if (value.kind !== 'text' || value.parts.length !== 1) return undefined;
  const [part] = value.parts;
  // Texts that programs hold stand behind a quote; that of a file begins with the file.
  return part?.kind === 'text' && part.at.start === 0 && DATA_MODULE.test(part.at.uri) ? part.at.uri : undefined;
}

/** The data files that a path may name; undefined for each that is not in the project, or that only the running program knows. */
function urisOfPath(evaluator: Evaluator, value: Value, frame: Frame): readonly (string | undefined)[] {
  // A text that is parsed is data, not a path; a path ends like one.
  return pathTexts(value).map((path) =>
    path === undefined || !DATA_MODULE.test(path) || path.includes('\n')
      ? undefined
      : evaluator.modules.textFile?.(frame.file.facts, path)?.uri,
  );
}

function contentOf(evaluator: Evaluator, uri: string, call: CallExpr, frame: Frame): Value {
  const data = evaluator.modules.dataAt?.(uri);
  const content = data === undefined ? undefined : exportedName(evaluator, data, 'default', frame);
  const reason = `content of ${uri.slice(uri.lastIndexOf('/') + 1)}`;
  if (content?.kind !== 'dict' || isWritten(evaluator, uri, frame)) return unknown(frame.file, call, reason, { source: 'file' });
  return content;
}

/** Words of code that writes files. */
const WRITING = /\bopen\s*\(|\bwrite_text\b|\bwriteFile|\bwriteJson|\bwriteJSON/;

/** True for a file that the reading program writes too, as far as it says its path where it does. */
function isWritten(evaluator: Evaluator, uri: string, frame: Frame): boolean {
  const { file } = frame;
  if (!WRITING.test(file.text)) return false;
  const index = callsByName(file.facts);
  const home = evaluator.frameOf(file);
  const names = (value: Value): boolean =>
    pathTexts(value).some((path) => path !== undefined && evaluator.modules.textFile?.(file.facts, path)?.uri === uri);
  const opened = (index.get('open') ?? []).some(({ call }) => {
    const modes = call.args.map(({ value }) => constantText(evaluator.evaluate(value, home)));
    if (!modes.some((mode) => mode !== undefined && /^[rwax]\+?[bt]?\+?$/.test(mode) && /[wax+]/.test(mode))) return false;
    const { callee } = call;
    const [first] = call.args;
    return (
      (first !== undefined && names(evaluator.evaluate(first.value, home))) ||
      (callee.kind === 'member' && names(evaluator.evaluate(callee.object, home)))
    );
  });
  if (opened) return true;
  return ['write_text', 'writeFile', 'writeFileSync', 'writeJson', 'writeJSON', 'writeJsonSync', 'writeJSONSync'].some((name) =>
    (index.get(name) ?? []).some(({ call }) => {
      const target = name === 'write_text' && call.callee.kind === 'member' ? call.callee.object : call.args[0]?.value;
      return target !== undefined && names(evaluator.evaluate(target, home));
    }),
  );
}
