/** Arguments of a call by the names of the parameters, each worked out when it is asked for: most of them never are. */
import type { Argument, CallExpr, Parameter } from '../facts.ts';
import type { Evaluator } from './evaluate.ts';
import type { Moment } from './running.ts';
import { locate, unknown, type DictEntryValue, type Frame, type ListItemValue, type Value } from './value.ts';

/** Argument values by parameter name. */
export interface ArgumentValues {
  /** The value of a parameter; undefined for one that the call does not set. */
  get(name: string): Value | undefined;
}

/** Arguments of a call that spreads nothing. What they are is decided by the moment at which the call was met, whenever they are asked for. */
export class CallArguments implements ArgumentValues {
  private readonly evaluator: Evaluator;
  private readonly params: readonly Parameter[];
  private readonly call: CallExpr;
  private readonly frame: Frame;
  private readonly moment: Moment;
  private readonly known = new Map<string, { readonly value: Value | undefined; readonly question: number | undefined }>();

  constructor(evaluator: Evaluator, params: readonly Parameter[], call: CallExpr, frame: Frame) {
    this.evaluator = evaluator;
    this.params = params;
    this.call = call;
    this.frame = frame;
    this.moment = evaluator.now();
  }

  get(name: string): Value | undefined {
    const { evaluator } = this;
    const known = this.known.get(name);
    if (known !== undefined && (known.question === undefined || known.question === evaluator.question)) return known.value;
    // An argument that leads to itself is known to nobody.
    this.known.set(name, { value: unknown(this.frame.file, this.call, 'depends on itself'), question: evaluator.question });
    const { value, isFinal } = evaluator.later(this.moment, () => this.find(name));
    this.known.set(name, { value, question: isFinal ? undefined : evaluator.question });
    return value;
  }

  private find(name: string): Value | undefined {
    const parameter = this.params.find((one) => one.name === name);
    if (parameter === undefined) return undefined;
    if (parameter.kind === 'keyword-rest') return this.others(parameter);
    const named = this.call.args.findLast((argument) => argument.kind === 'keyword' && argument.name === name);
    if (named !== undefined) return this.valueOf(named);
    const positional = this.call.args.filter(({ kind }) => kind === 'positional');
    const normal = this.params.filter(({ kind }) => kind === 'normal');
    if (parameter.kind === 'rest') {
      const items = positional
        .slice(normal.length)
        .map((argument): ListItemValue => ({ value: this.valueOf(argument), spread: false, certainty: 'always' }));
      return { kind: 'list', items, form: 'tuple', growing: false, at: locate(this.frame.file, this.call) };
    }
    const given = parameter.kind === 'normal' ? positional[normal.indexOf(parameter)] : undefined;
    return given === undefined ? this.leftOut(parameter) : this.valueOf(given);
  }

  /** Nothing for a parameter that TypeScript lets callers leave out (`query?: string`), and this one does. */
  private leftOut({ kind, required, annotation, defaultValue }: Parameter): Value | undefined {
    const mayBeMissing = kind === 'normal' && required !== true && annotation !== undefined && defaultValue === undefined;
    if (!mayBeMissing || this.frame.file.facts.language !== 'typescript') return undefined;
    return { kind: 'null', value: null, byDefault: true, at: locate(this.frame.file, this.call) };
  }

  /** Named arguments that no parameter has the name of. */
  private others(rest: Parameter): Value {
    const entries = new Map<string, DictEntryValue>();
    for (const argument of this.call.args) {
      if (argument.kind !== 'keyword' || this.params.some((one) => one !== rest && one.name === argument.name)) continue;
      const value = this.valueOf(argument);
      entries.set(argument.name ?? '', { value, keyAt: value.at, certainty: 'always' });
    }
    return { kind: 'dict', entries, open: false, at: locate(this.frame.file, this.call) };
  }

  private valueOf({ value }: Argument): Value {
    return this.evaluator.evaluateEntry(value, this.frame);
  }
}
