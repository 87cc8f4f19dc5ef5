/** Finds the pennylint.yaml that holds for a file, reads it once, and keeps the last good one while somebody breaks it. */
import { lstatSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  CONFIG_NAMES,
  lineIndex,
  loadProjectConfig,
  type ConfigInForce,
  type ConfigProblem,
  type LineIndex,
  type ProjectConfig,
  type PriceSource,
} from '../core/index.ts';
import { relative } from './index.ts';

/** Largest file that is read, in bytes: every text that core accepts fits, whatever its encoding. */
const MAX_BYTES = 1_000_000;

/** A configuration file as it was last read. */
export interface ConfigFile {
  readonly uri: string;
  /** Path relative to the root, with forward slashes. */
  readonly label: string;
  /** What is in force: the last version that could be read. */
  readonly config: ProjectConfig | undefined;
  /** False while the text cannot be read as a whole and an earlier version is in force. */
  readonly isCurrent: boolean;
  /** What is wrong with the current text, and its positions. */
  readonly problems: readonly ConfigProblem[];
  readonly lines: LineIndex;
}

/** What configurations are read with. */
export interface ProjectConfigOptions {
  /** Folders of the workspace, absolute; the first one gives labels. */
  readonly roots: readonly string[];
  /** Asked when the first file is read. */
  readonly prices: () => readonly PriceSource[];
  /** Text of a document that is open in the editor; it counts instead of the one on disk. */
  readonly openText: (uri: string) => string | undefined;
  /** UTC ms. */
  readonly now: () => number;
  /** A file that holds for everything, by absolute path; its patterns are relative to the first root. */
  readonly only?: string;
}

/**
 * Configurations by place. The nearest file counts, alone: files further up are not merged into it. The search ends at the root of the
 * repository (the folder with `.git`); outside of a repository at the folder of the workspace.
 */
export class ProjectConfigs {
  private readonly options: ProjectConfigOptions;
  private readonly byFolder = new Map<string, ConfigFile | undefined>();
  private readonly nearest = new Map<string, ConfigFile | undefined>();
  private readonly inForce = new Map<string, ConfigInForce | undefined>();
  private readonly lastGood = new Map<string, ProjectConfig>();

  constructor(options: ProjectConfigOptions) {
    this.options = options;
  }

  /** What holds for a document; undefined for documents without a place on disk, and where there is no file. */
  of(uri: string): ConfigInForce | undefined {
    const known = this.inForce.get(uri);
    if (known !== undefined || this.inForce.has(uri)) return known;
    const found = this.find(uri);
    this.inForce.set(uri, found);
    return found;
  }

  /** The file that holds below a folder of the workspace, read if it has not been. */
  ofFolder(folder: string): ConfigFile | undefined {
    return this.nearestTo(folder);
  }

  /** Every file that has been read, by label. */
  get files(): readonly ConfigFile[] {
    const files = [...this.byFolder.values()].filter((file) => file !== undefined);
    return files.sort((a, b) => (a.label < b.label ? -1 : 1));
  }

  /** Forgets every file; each is read again when it is asked for. */
  forget(): void {
    this.byFolder.clear();
    this.nearest.clear();
    this.inForce.clear();
  }

  /** Forgets a file that has changed in the editor or on disk; it is read again when it is asked for. */
  changed(uri: string): void {
    const file = pathOf(uri);
    if (file === undefined) return;
    this.byFolder.delete(path.dirname(file));
    this.nearest.clear();
    this.inForce.clear();
  }

  private find(uri: string): ConfigInForce | undefined {
    const file = pathOf(uri);
    if (file === undefined) return undefined;
    const { only, roots } = this.options;
    const config = this.nearestTo(only === undefined ? path.dirname(file) : path.dirname(only))?.config;
    if (config === undefined) return undefined;
    const base = only === undefined ? path.dirname(fileURLToPath(config.uri)) : (roots[0] ?? path.dirname(only));
    return { config, path: relative(base, file) };
  }

  private nearestTo(folder: string): ConfigFile | undefined {
    const known = this.nearest.get(folder);
    if (known !== undefined || this.nearest.has(folder)) return known;
    let found = this.inFolder(folder);
    const parent = path.dirname(folder);
    if (found === undefined && this.options.only === undefined && parent !== folder && !this.isTop(folder)) found = this.nearestTo(parent);
    this.nearest.set(folder, found);
    return found;
  }

  private isTop(folder: string): boolean {
    if (lstatSync(path.join(folder, '.git'), { throwIfNoEntry: false }) !== undefined) return true;
    if (isInRepository(folder)) return false;
    return !this.options.roots.some((root) => folder !== root && folder.startsWith(root.endsWith(path.sep) ? root : root + path.sep));
  }

  private inFolder(folder: string): ConfigFile | undefined {
    if (this.byFolder.has(folder)) return this.byFolder.get(folder);
    const { only } = this.options;
    const candidates = only === undefined ? CONFIG_NAMES.map((name) => path.join(folder, name)) : [only];
    const file = candidates.map((candidate) => this.load(candidate)).find((loaded) => loaded !== undefined);
    this.byFolder.set(folder, file);
    return file;
  }

  private load(file: string): ConfigFile | undefined {
    const uri = pathToFileURL(file).href;
    const label = relative(this.options.roots[0] ?? path.dirname(file), file);
    const read = this.options.openText(uri) ?? textOf(file);
    if (read === undefined) {
      this.lastGood.delete(uri);
      return undefined;
    }
    if (typeof read !== 'string')
      return {
        uri,
        label,
        config: this.lastGood.get(uri),
        isCurrent: false,
        problems: [{ message: read.problem, at: { start: 0, end: 0 } }],
        lines: lineIndex(''),
      };
    const today = new Date(this.options.now()).toISOString().slice(0, 10);
    const { config, problems } = loadProjectConfig(uri, label, read, { prices: this.options.prices(), today });
    if (config !== undefined) this.lastGood.set(uri, config);
    return { uri, label, config: config ?? this.lastGood.get(uri), isCurrent: config !== undefined, problems, lines: lineIndex(read) };
  }
}

/** Text of a file, why there is none, or undefined when there is no such file. */
function textOf(file: string): string | { readonly problem: string } | undefined {
  try {
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    if (!stat.isFile()) return { problem: 'This is not a file.' };
    if (stat.size > MAX_BYTES) return { problem: `The file has ${stat.size.toLocaleString('en-US')} bytes; that is no configuration.` };
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (['ENOTDIR', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    return { problem: `The file cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function isInRepository(folder: string): boolean {
  for (let at = path.dirname(folder); ; at = path.dirname(at)) {
    if (lstatSync(path.join(at, '.git'), { throwIfNoEntry: false }) !== undefined) return true;
    if (path.dirname(at) === at) return false;
  }
}

/** Path of a document on disk. */
function pathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch (error) {
    // A URI with a host or a broken escape names no path on this machine.
    if (error instanceof TypeError || error instanceof URIError) return undefined;
    throw error;
  }
}
