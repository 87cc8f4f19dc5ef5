/** When providers stop answering under a model id: dated data, each entry with its source. */
import data from './data/retirements.json' with { type: 'json' };

/** The end of some model ids on their maker's own platform; other platforms have dates of their own. */
export interface Retirement {
  readonly provider: string;
  readonly ids: readonly string[];
  /** First UTC day (`YYYY-MM-DD`) on which the model does not answer any more. */
  readonly on: string;
  /** What the maker recommends instead, or its current model of the same tier; undefined when nothing takes the same requests. */
  readonly successor?: string;
  /** True when requests do not fail: the maker answers them with the successor, at its price. */
  readonly routed?: boolean;
  /** False when the successor takes no tools through chat completions. */
  readonly chatTools?: boolean;
  /** False when the successor refuses or ignores `temperature`. */
  readonly temperature?: boolean;
  /** Where the date was seen; says so where that is not the maker's own page. */
  readonly source: string;
}

const retirements: readonly Retirement[] = data.retirements;
const byId = new Map(retirements.flatMap((entry) => entry.ids.map((id) => [`${entry.provider}/${id}`, entry] as const)));

/** A model id without what a framework or an API writes before it (`openai:`, `anthropic/`, `models/`). */
export function ownModelId(id: string): string {
  return id.replace(/^(openai|anthropic|gemini|google|google-gla|deepseek|xai)[:/]/, '').replace(/^models\//, '');
}

/** The end of a model on its maker's platform, by its own id or a prefixed one; undefined when none is announced as far as the data knows. */
export function retirementOf(provider: string, id: string): Retirement | undefined {
  return byId.get(`${provider}/${ownModelId(id)}`);
}
