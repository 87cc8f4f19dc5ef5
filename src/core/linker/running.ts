/** What an evaluator is in the middle of: the tokens that guard against cycles, and how deep it is. */

/** A point of time in an evaluation to which it can go back, to work out what was put off then. */
export interface Moment {
  readonly depth: number;
  /** Work that was going on: so many of the tokens that were begun. */
  readonly begun: number;
}

/**
 * Levels up to which work that was put off begins at the depth of its moment, in evaluations inside evaluations: beyond them it counts as deep as it
 * really is, so that the stack of the machine is never used up.
 */
const MAX_LEVELS = 120;

/** Keeps count of work that is going on. */
export class Running {
  /** How deep the evaluation is, as its limit counts it. */
  depth = 0;
  /** How deep it really is. */
  private levels = 0;
  private begun = 0;
  private readonly active = new Map<object, number>();
  /** Ranges of tokens that had not begun at the moment to which the evaluation has gone back. */
  private hidden: readonly (readonly [number, number])[] = [];

  /** How much work is going on: the number that the next one to begin gets. */
  get count(): number {
    return this.begun;
  }

  /** The number of the work that is going on for a token. */
  numberOf(token: object): number {
    return this.active.get(token) ?? 0;
  }

  /** Begins work for a token; returns what {@link end} takes, or undefined when it is going on already. */
  begin(token: object): { readonly before: number | undefined } | undefined {
    const before = this.active.get(token);
    if (before !== undefined && !this.hidden.some(([from, to]) => from <= before && before < to)) return undefined;
    this.active.set(token, this.begun++);
    return { before };
  }

  /** Ends work for a token. */
  end(token: object, { before }: { readonly before: number | undefined }): void {
    this.begun--;
    if (before === undefined) this.active.delete(token);
    else this.active.set(token, before);
  }

  /** One evaluation deeper. */
  enter(): void {
    this.depth++;
    this.levels++;
  }

  /** One evaluation back. */
  leave(): void {
    this.depth--;
    this.levels--;
  }

  /** The present. */
  now(): Moment {
    return { depth: this.depth, begun: this.begun };
  }

  /** Runs work as if it were done at an earlier moment: what began since then does not count as going on. */
  at<T>(moment: Moment, work: () => T): T {
    const { depth, hidden } = this;
    if (this.levels < MAX_LEVELS) this.depth = Math.min(depth, moment.depth);
    if (moment.begun < this.begun) this.hidden = [...hidden, [moment.begun, this.begun]];
    const result = work();
    this.depth = depth;
    this.hidden = hidden;
    return result;
  }
}
