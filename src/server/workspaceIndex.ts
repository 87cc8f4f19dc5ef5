import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { candidateFiles, type Program, type ProjectFiles } from '../core/index.ts';
import {
  companionReader,
  isSkipped,
  readConfiguration,
  readSource,
  sourceFiles,
  type FileProblem,
  type SourceFile,
} from '../files/index.ts';

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
  private readonly openProgram: (uri: string) => Program | undefined;
  private readonly sources = new Map<string, SourceFile>();
  /** Other files that were asked for since the last snapshot, those that are not there included. */
  private readonly companions = new Set<string>();
  private units = 0;

  /**
   * @param roots folders of the workspace, absolute paths
   * @param openProgram what is analysed of a document that is open in the editor; it counts instead of the file on disk
   */
  constructor(roots: readonly string[], openProgram: (uri: string) => Program | undefined) {
    this.roots = roots;
    this.openProgram = openProgram;
  }

  /** Reads everything, giving way again and again. */
  async load(pause: () => Promise<void>): Promise<IndexedFiles> {
    const problems: FileProblem[] = [];
    this.sources.clear();
    this.units = 0;
    let count = 0;
    for (const root of this.roots) {
      for (const source of sourceFiles(root, [], problems)) {
        const { file, text } = source;
        if (++count % FILES_PER_SLICE === 0) await pause();
        if (this.units + text.length > MAX_UNITS) {
          problems.push({ file, message: 'the workspace is too large; this file is linked only while it is open' });
          continue;
        }
        this.units += text.length;
        this.sources.set(pathToFileURL(path.join(root, file)).href, source);
      }
    }
    return this.snapshot(problems);
  }

  /** Reads one file again after it has changed on disk. False when nothing of the project depends on it: data that no program reads. */
  update(uri: string): boolean {
    const file = fileURLToPath(uri);
    if (isSkipped(file)) return false;
    const before = this.sources.get(uri);
    const source = readSource(file);
    this.units += (source?.text.length ?? 0) - (before?.text.length ?? 0);
    if (source === undefined) this.sources.delete(uri);
    else this.sources.set(uri, source);
    return before !== undefined || source !== undefined || this.companions.has(uri);
  }

  /** The files as they are known now. */
  snapshot(problems: readonly FileProblem[] = []): IndexedFiles {
    const companion = companionReader(this.roots);
    this.companions.clear();
    const read = (uri: string): string | undefined => {
      const known = this.openProgram(uri)?.text ?? this.sources.get(uri)?.text;
      if (known !== undefined) return known;
      this.companions.add(uri);
      return companion(uri);
    };
    const program = (uri: string): Program | undefined => this.openProgram(uri) ?? this.sources.get(uri)?.program;
    const configuration = (uri: string): string | undefined => read(uri) ?? readConfiguration(uri);
    const files = { uris: [...this.sources.keys()], read, configuration, program };
    return { files, candidates: candidateFiles(files), problems };
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
