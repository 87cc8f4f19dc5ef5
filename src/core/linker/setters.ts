/** Files that are found by their text: those that set a member of an object which all files of a program share. */

/** Files that are looked at for one member. */
const MAX_SETTERS = 4;

/** URIs of the files that set a member of a holder, by both. */
export type Setters = (holder: string, name: string) => readonly string[];

/**
 * Looks for setters by text, before anything is parsed; remembers what it found.
 *
 * @param mentioning URIs of the files that hold a word
 * @param textOf the text of a file
 */
export function createSetters(mentioning: (word: string) => Iterable<string>, textOf: (uri: string) => string): Setters {
  const known = new Map<string, readonly string[]>();
  return (holder, name) => {
    const key = `${holder}.${name}`;
    const remembered = known.get(key);
    if (remembered !== undefined) return remembered;
    const start = holder.replaceAll('.', '\\.');
    const pattern = new RegExp(`\\b${start}(?: as \\w+)?\\)?\\.${name}\\s*(?::[^=\\n]+|\\?\\?|\\|\\|)?=(?!=)`);
    const found = [...mentioning(name)].filter((uri) => pattern.test(textOf(uri))).slice(0, MAX_SETTERS);
    known.set(key, found);
    return found;
  };
}
