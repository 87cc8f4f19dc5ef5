/**
 * What clients make of a skill whose front matter is not as it should be. Each reads it in its own way: one skips the skill, another reads line
 * by line, a third shows the model something else.
 */
import type { PromptCall, Segment } from '../ir.ts';
import type { PlacedPrompt } from './budget.ts';

/** The front matter of a skill, as the loaders of clients look at it. */
export interface SkillHead {
  /** `mendable`: no YAML, but YAML as soon as the values of its single lines stand in quotes. */
  readonly state: 'sound' | 'mendable' | 'broken' | 'missing';
  readonly hasName: boolean;
  /** Characters (code points) of the description, white space collapsed; 0 without one. */
  readonly description: number;
  /** True where it says that the model does not see the skill. */
  readonly hidden: boolean;
}

/** How a client reads the front matter of skills, with the source of that. */
export interface SkillLoading {
  /** Front matter that is no YAML: the skill is skipped, the front matter is read line by line, or nothing of it counts. */
  readonly broken: 'skipped' | 'lines' | 'nothing';
  /** The same once the values of its lines would do in quotes. */
  readonly mendable: 'skipped' | 'lines';
  /** No front matter, or no description in it. */
  readonly undescribed: 'skipped' | 'first-line';
  /** True where a name must be given; the others take the name of the folder. */
  readonly named: boolean;
  /** Characters of a description beyond which the skill is skipped. */
  readonly longest?: number;
  readonly source: string;
}

/** What the client shows of the body's first line, in UTF-16 units. Source: as for {@link SkillLoading} of Claude Code. */
const FIRST_LINE = 100;

/** Why a client does not load a skill, in words; undefined when it does. */
export function whyNotLoaded(loading: SkillLoading, { state, description, hasName }: SkillHead): string | undefined {
  const from = ` (${loading.source})`;
  const skipped = (state === 'broken' && loading.broken === 'skipped') || (state === 'mendable' && loading.mendable === 'skipped');
  if (skipped) return `skipped: its front matter is not valid YAML${from}`;
  const [bare, read] = [state === 'missing', state !== 'broken' || loading.broken !== 'nothing'];
  if (loading.undescribed === 'skipped' && (bare || description === 0))
    return `skipped: it has no ${bare ? 'front matter' : 'description'}${from}`;
  if (loading.named && read && !hasName) return `skipped: its front matter has no name${from}`;
  if (loading.longest !== undefined && description > loading.longest)
    return `skipped: its description has more than ${loading.longest.toLocaleString('en-US')} characters${from}`;
  return undefined;
}

/**
 * Prompts as a client sees them: where it shows the first line of the body instead of a description, a listing of that takes the place of
 * the one that the file has.
 */
export function asShown(loading: SkillLoading | undefined, prompts: readonly PlacedPrompt[]): readonly PlacedPrompt[] {
  if (loading?.undescribed !== 'first-line') return prompts;
  return prompts.flatMap((prompt) => {
    const head = prompt.call.file?.skill;
    if (head === undefined || !showsFirstLine(loading, head)) return [prompt];
    if (prompt.call.file?.piece === 'listing') return [];
    const shown = firstLineOf(prompt.call, prompt.path);
    return shown === undefined ? [prompt] : [{ path: prompt.path, call: shown }, prompt];
  });
}

function showsFirstLine(loading: SkillLoading, { state, description, hidden }: SkillHead): boolean {
  if (state === 'broken') return loading.broken === 'nothing';
  return !hidden && description === 0;
}

/** `folder: first line of the body`; undefined for a body that does not begin with text. */
function firstLineOf(call: PromptCall, path: string): PromptCall | undefined {
  const [first] = call.segments[0]?.parts ?? [];
  if (first?.kind !== 'text' || call.file === undefined) return undefined;
  const line =
    /\S[^\r\n]*/
      .exec(first.text)?.[0]
      .trim()
      .replace(/^#+\s+/, '') ?? '';
  const shown = line.length > FIRST_LINE ? `${line.slice(0, FIRST_LINE - 3)}...` : line;
  const name = path.split('/').at(-2) ?? '';
  const part = { ...first, text: `${name}: ${shown}`, map: [0, first.at.start] };
  const segment: Segment = { role: 'system', parts: [part], certainty: 'always', continues: false, breakpoint: undefined };
  const problem = `${call.file.problem ?? 'it has no description'}; the name of the folder and the first line of the text are listed instead`;
  return { ...call, segments: [segment], file: { ...call.file, piece: 'listing', sent: 'every-turn', problem, includes: [] } };
}
