/** The part of a {@link PromptCall} about the file that it stands in: which files are loaded with it, its inputs, the servers that it names. */
import type { Sent } from './facts.ts';
import type { Location } from './ir.ts';
import type { SkillHead } from './prompt-files/skills.ts';
import type { TemplateSyntax } from './templates/template.ts';

/** A file that is loaded along with a prompt file, or why it is not. */
export interface Include {
  /** As written. */
  readonly path: string;
  /** The mention, in the file that makes it. */
  readonly at: Location;
  /**
   * `loaded`: its text is among the segments; `twice`: it was loaded before; `outside`: not in the workspace;
   * `deep`: beyond the limit of hops; `unread`: the workspace has not been read yet.
   */
  readonly state: 'loaded' | 'twice' | 'missing' | 'outside' | 'deep' | 'unread';
  /** Set for `loaded` and `twice`. */
  readonly uri?: string;
}

/** A server of tools that a configuration names. */
export interface McpServer {
  readonly name: string;
  readonly at: Location;
  /** True where the configuration turns it off. */
  readonly off: boolean;
  /** The file that lists its tools, and their number; undefined where only the running server says. */
  readonly listing: string | undefined;
  readonly tools: number | undefined;
}

/** A name with its place. */
export interface NamedInput {
  readonly name: string;
  readonly at: Location;
}

/** Inputs of a template: what it uses, and what its file declares. */
export interface TemplateInputs {
  /** First use of each input, in order. */
  readonly used: readonly NamedInput[];
  /** Undefined when the file declares none and could not. */
  readonly declared: readonly NamedInput[] | undefined;
  /** Declared and never used; empty when parts of the template are not seen. */
  readonly unused: readonly NamedInput[];
  /** Used and not declared, in files that declare some. */
  readonly undeclared: readonly NamedInput[];
}

/** What is known about a prompt that stands in a file of its own. */
export interface PromptFile {
  /** Id of a format in `prompt-files/formats.ts`. */
  readonly format: string;
  /** `listing`: name and description, by which a model chooses; `body`: everything else. */
  readonly piece: 'body' | 'listing';
  readonly sent: Sent;
  /** What makes it join, as written: patterns of files, a description. */
  readonly condition: string | undefined;
  /** Why nobody sends it, or what else decides, in words. */
  readonly note: string | undefined;
  /** What is wrong with the file, where a client may take it for something else, in words. */
  readonly problem?: string;
  /** How the front matter of a skill looks to those who load it; set for skills only. */
  readonly skill?: SkillHead;
  /**
   * Folder, relative to the workspace, in which clients load it: empty for the workspace itself; undefined where they do only once somebody
   * installs or configures it.
   */
  readonly folder: string | undefined;
  /** What its file calls it, where the file holds several. */
  readonly name?: string;
  /** How its texts are filled in; undefined when they are sent as they stand. */
  readonly template?: TemplateSyntax;
  /** Inputs of its template; undefined when it has none and declares none. */
  readonly inputs?: TemplateInputs;
  /** Requests that one run of the file makes of this prompt, and why; undefined when the file does not say. */
  readonly times?: { readonly count: number; readonly from: string };
  /** Files that are loaded with it, those of included files too, in the order of loading. */
  readonly includes: readonly Include[];
  /** Set for configurations of servers. */
  readonly servers?: readonly McpServer[];
}
