/** Reading programs before the linker asks for them, wherever that is done: in a thread of its own, for example. */
import type { FileFacts } from '../facts.ts';
import { frontEndFor } from '../frontends/index.ts';
import { parseAll } from '../frontends/lezer.ts';
import { isBundle } from '../minified.ts';

/** Languages whose programs stand alone in their file, and whose parser needs nothing to be loaded. */
const AHEAD: ReadonlySet<string> = new Set(['python', 'typescript', 'javascript']);

/** True for a program that {@link factsOf} may read. */
export function mayReadAhead(uri: string, text: string): boolean {
  const frontEnd = frontEndFor(uri, undefined);
  return frontEnd !== undefined && AHEAD.has(frontEnd.language) && !isBundle(text, frontEnd.language);
}

/** The facts of a program, as the linker reads them: plain data that can be sent from thread to thread. Undefined for what is none. */
export function factsOf(uri: string, text: string): FileFacts | undefined {
  const frontEnd = frontEndFor(uri, undefined);
  return frontEnd?.facts(uri, parseAll(frontEnd.parser, text).tree);
}
