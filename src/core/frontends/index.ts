import { astro, svelte, vue } from './components/components.ts';
import type { FrontEnd } from './front-end.ts';
import { csharp } from './csharp/csharp.ts';
import { go } from './go/go.ts';
import { java } from './java/java.ts';
import { javascript, typescript, typescriptReact } from './javascript/javascript.ts';
import { kotlin } from './kotlin/kotlin.ts';
import { php } from './php/php.ts';
import { bamlFile } from './prompts/baml.ts';
import { yamlFile } from './prompts/data-file.ts';
import { instructionFile } from './prompts/instruction-file.ts';
import { templateFile } from './prompts/template-file.ts';
import { tomlFile } from './prompts/toml-file.ts';
import { python } from './python/python.ts';
import { httpFile } from './requests/http-file.ts';
import { jsonFile, jsoncFile, toolSnapshot } from './requests/json-file.ts';
import { jsonlFile } from './requests/jsonl-file.ts';
import { shellFile } from './requests/shell-file.ts';
import { ruby } from './ruby/ruby.ts';
import { rust } from './rust/rust.ts';

/** Every front end; adding a language is adding a line. */
export const frontEnds: readonly FrontEnd[] = [
  python,
  typescript,
  typescriptReact,
  javascript,
  vue,
  svelte,
  astro,
  go,
  java,
  csharp,
  kotlin,
  ruby,
  php,
  rust,
  httpFile,
  shellFile,
  jsonFile,
  jsoncFile,
  jsonlFile,
  toolSnapshot,
  instructionFile,
  bamlFile,
  templateFile,
  yamlFile,
  tomlFile,
];

/** Front ends of programs by file name ending. No prompt file has one of these endings, so a linker that asks for every file of a project need not try all patterns. */
const programs: ReadonlyMap<string, FrontEnd> = new Map(
  frontEnds
    .filter(({ files, mayConcern }) => files === undefined && mayConcern === undefined)
    .flatMap((frontEnd) => frontEnd.extensions.map((extension): [string, FrontEnd] => [extension, frontEnd])),
);

/** The front end for a document: by its path, then by language id, then by file name ending; undefined when nobody reads it. */
export function frontEndFor(uri: string, languageId: string | undefined): FrontEnd | undefined {
  const program = languageId === undefined ? programs.get(uri.slice(uri.lastIndexOf('.'))) : undefined;
  if (program !== undefined) return program;
  const byPath = frontEnds.find((frontEnd) => frontEnd.files?.test(uri) === true);
  if (byPath !== undefined) return byPath;
  const byId = frontEnds.find((frontEnd) => languageId !== undefined && frontEnd.languageIds.includes(languageId));
  if (byId !== undefined) return byId;
  const path = uri.toLowerCase();
  return frontEnds.find((frontEnd) => frontEnd.extensions.some((extension) => path.endsWith(extension)));
}
