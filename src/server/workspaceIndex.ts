import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mayHoldCalls, type ProjectFiles } from '../core/index.ts';
import { isSkipped, readConfiguration, readSource, sourceFiles, type FileProblem } from '../files/index.ts';

/** Text that is held for the index, in UTF-16 units; files beyond it are linked only while they are open. */
const MAX_UNITS = 100_000_000;

/** Files read between two pauses. */
const FILES_PER_SLICE = 20;

/** What an index is built from. */
export interface IndexedFiles {
  readonly files: ProjectFiles;
  /** Files that may hold calls of an SDK. */
  readonly candidates: readonly string[];
  readonly problems: readonly FileProblem[];
}

/** Texts of the workspace's source files, read once and kept up to date. */
export class WorkspaceIndex {
  private readonly roots: readonly string[];
  private readonly openText: (uri: string) => string | undefined;
  private readonly texts = new Map<string, string>();
  private units = 0;

  /**
   * @param roots folders of the workspace, absolute paths
   * @param openText text of a document that is open in the editor; it counts instead of the one on disk
   */
  constructor(roots: readonly string[], openText: (uri: string) => string | undefined) {
    this.roots = roots;
    this.openText = openText;
  }

  /** Reads everything, giving way again and again. */
  async load(pause: () => Promise<void>): Promise<IndexedFiles> {
    const problems: FileProblem[] = [];
    this.texts.clear();
    this.units = 0;
    let count = 0;
    for (const root of this.roots) {
      for (const { file, text } of sourceFiles(root, [], problems)) {
        if (++count % FILES_PER_SLICE === 0) await pause();
        if (this.units + text.length > MAX_UNITS) {
          problems.push({ file, message: 'the workspace is too large; this file is linked only while it is open' });
          continue;
        }
        this.units += text.length;
        this.texts.set(pathToFileURL(path.join(root, file)).href, text);
      }
    }
    return this.snapshot(problems);
  }

  /** Reads one file again after it has changed on disk. */
  update(uri: string): void {
    const file = fileURLToPath(uri);
    if (isSkipped(file)) return;
    const before = this.texts.get(uri);
    const text = readSource(file);
    this.units += (text?.length ?? 0) - (before?.length ?? 0);
    if (text === undefined) this.texts.delete(uri);
    else this.texts.set(uri, text);
  }

  /** The files as they are known now. */
  snapshot(problems: readonly FileProblem[] = []): IndexedFiles {
    const read = (uri: string): string | undefined => this.openText(uri) ?? this.texts.get(uri) ?? readConfiguration(uri);
    const uris = [...this.texts.keys()];
    return { files: { uris, read }, candidates: uris.filter((uri) => mayHoldCalls(read(uri) ?? '', uri)), problems };
  }
}

/** One spelling per file: editors escape URIs in their own ways. Other schemes stay as they are. */
export function normalUri(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    return pathToFileURL(fileURLToPath(uri)).href;
  } catch (error) {
    // A URI with a host or a broken escape is no path on this machine; it is a name like any other then.
    if (error instanceof TypeError || error instanceof URIError) return uri;
    throw error;
  }
}
