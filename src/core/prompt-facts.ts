/** Facts of files that hold requests or prompts as data. */
import type { Expr, Span } from './facts.ts';
import type { TemplateSyntax } from './templates/template.ts';
import type { SkillHead } from './prompt-files/skills.ts';

/** An HTTP request that is written out as data, or the body of one. Which API it goes to, if any, is the linker's question. */
export interface RequestFact extends Span {
  /** What names the request: the request line, the command, or the first entry of a bare body. */
  readonly head: Span;
  /** In capitals; undefined when only the body stands in the file. */
  readonly method: string | undefined;
  /** The address, or only its path; undefined when only the body stands in the file. */
  readonly url: Expr | undefined;
  readonly body: Expr | undefined;
  /** Path of the file that holds the body, relative to this file, when the source names one. */
  readonly bodyFile: string | undefined;
  /** True when the body is written as it is sent, so that JSON can be inserted into it. */
  readonly verbatim: boolean;
  /** True when it is one of many requests that are handed in together, as a batch job. */
  readonly batched: boolean;
  readonly scope: number;
  /** Innermost control-flow block, an index into {@link FileFacts.blocks}. */
  readonly block: number;
}

/**
 * When the text of a prompt file is sent.
 * - `every-turn`: with every request of a conversation in its folder.
 * - `on-path`: joins when the work reaches certain files, and stays.
 * - `on-use`: joins when a person or the model chooses it, and stays.
 * - `per-call`: one request for each time it is rendered.
 * - `never`: by no client.
 */
export type Sent = 'every-turn' | 'on-path' | 'on-use' | 'per-call' | 'never';

/** Another file that is loaded along with a prompt file. The span is that of the mention. */
export interface IncludeFact extends Span {
  /** As written, without the mark before it. */
  readonly path: string;
}

/** An input that a file declares for its template. The span is that of the name. */
export interface InputFact extends Span {
  readonly name: string;
  /** True for what the engine brings along: it is declared, and nobody misses it. */
  readonly implicit?: true;
}

/** How often a prompt is sent, as the file itself says. The span is that of what says it. */
export interface TimesFact extends Span {
  readonly count: number;
  /** In words: `12 tests × 2 repeats`. */
  readonly from: string;
}

/** A prompt, or a piece of one, that a file holds for somebody else to send; or a set of tools. One file may hold several. */
export interface PromptFact extends Span {
  /** `route`: a model that a gateway offers, of which no request is seen. */
  readonly kind: 'prompt-file' | 'tool-set' | 'route';
  /** Id of a format in `prompt-files/formats.ts`. */
  readonly format: string;
  /** `listing`: name and description, by which a model chooses; `body`: everything else. */
  readonly piece: 'body' | 'listing';
  /** Where the cost is shown. */
  readonly head: Span;
  /** Id of the API whose request the body looks like (`openai-chat`, see `providers/http.ts`); `text` for plain text, the field `text`. */
  readonly api: string;
  /** Who bills, where the file says so. */
  readonly provider?: string;
  /** The same as an expression: the key of a provider or a base URL; stands behind `provider`. */
  readonly biller?: Expr;
  /** A mapping with the fields of a request of that API: `model`, `messages`, `tools` … */
  readonly body: Expr;
  readonly sent: Sent;
  /** What makes it join, as written: patterns of files, a description. */
  readonly condition?: string;
  /** Why nobody sends it, or what else decides, in words. */
  readonly note?: string;
  /** What is wrong with the file, where a client may take it for something else, in words. */
  readonly problem?: string;
  /** How the front matter of a skill looks to those who load it; set for skills only. */
  readonly skill?: SkillHead;
  readonly includes: readonly IncludeFact[];
  /** Servers of the Model Context Protocol that a configuration names, and whether it turns them off; spans are those of the names. */
  readonly servers?: readonly (Span & { readonly name: string; readonly off: boolean })[];
  /** What the file calls it, where it holds several. */
  readonly name?: string | undefined;
  /** How the texts of the messages are filled in; undefined for texts that are sent as they stand. */
  readonly template?: TemplateSyntax | undefined;
  /** Inputs that the file declares; undefined when it declares none and could not. */
  readonly inputs?: readonly InputFact[] | undefined;
  /** Files whose text stands where the body has an unknown value with the same span. */
  readonly textFiles?: readonly IncludeFact[];
  /** Requests that one run of the file makes of this prompt, for files that say so. */
  readonly times?: TimesFact;
  /** The most turns of the agent that sends it, for files that say so. */
  readonly turns?: TimesFact;
  readonly scope: number;
  /** Innermost control-flow block, an index into {@link FileFacts.blocks}. */
  readonly block: number;
}
