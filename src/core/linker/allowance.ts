/** How much work the linker may do: for one question, and for all questions about one file or caller. */

/** Expressions evaluated for one question; beyond it everything is unknown, so that no file can make the linker hang. */
export const MAX_STEPS = 12_000;
/** Steps for finding out what a callee is: most need a few. */
export const QUICK_STEPS = 8000;
/**
 * Expressions evaluated for all questions about one file or one caller of a wrapper, and for each question beyond that. Of some 7,000 files of two large
 * frameworks two need more, tests of their own providers; but code that hands one object through hundreds of functions would ask without end.
 */
const MAX_PART_STEPS = 100_000;
const LATE_STEPS = 300;

/** Counts the work of an evaluation, in expressions. */
export class Allowance {
  private asked = 0;
  private steps = 0;
  private limit = MAX_STEPS;
  private partSteps = 0;

  /** Starts a new question, for which so many expressions may be evaluated. */
  begin(steps: number): void {
    this.asked++;
    this.partSteps += this.steps;
    this.steps = 0;
    this.limit = this.partSteps > MAX_PART_STEPS ? Math.min(steps, LATE_STEPS) : steps;
  }

  /** Starts the questions about another file, or another caller. */
  beginPart(): void {
    this.begin(MAX_STEPS);
    this.partSteps = 0;
    this.limit = MAX_STEPS;
  }

  /** Number of the question that is being answered. */
  get question(): number {
    return this.asked;
  }

  /** True when the questions about this file or caller have used up their room. */
  get isSpent(): boolean {
    return this.partSteps + this.steps > MAX_PART_STEPS;
  }

  /** What is left for this question. */
  get left(): number {
    return this.limit - this.steps;
  }

  /** Takes one step; false when none is left. */
  take(): boolean {
    return ++this.steps <= this.limit;
  }

  /** Runs work that may take so many steps at most, of what is left. */
  within<T>(steps: number, work: () => T): T {
    const before = this.limit;
    this.limit = Math.min(before, this.steps + steps);
    const result = work();
    this.limit = before;
    return result;
  }
}
