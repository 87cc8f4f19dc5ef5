/** Makers' current models from the dearest tier to the cheapest (vendors' model pages, 2026-11-21). */

/** One maker's ladder. */
export interface ModelTiers {
  readonly provider: string;
  /** Ids that count as the top tier. */
  readonly top: RegExp;
  /** Cheaper models of the same maker, the dearer ones first. */
  readonly cheaper: readonly string[];
}

const tiers: readonly ModelTiers[] = [
  {
    provider: 'openai',
    top: /^(gpt-6-astra|gpt-6(\.\d)?-sol|gpt-5\.6-sol|gpt-5(\.\d)?(-pro)?(-\d{4}.*)?|o1(-pro)?|o3(-pro)?|gpt-4o(-\d{4}.*)?|gpt-4\.1(-\d{4}.*)?|gpt-4(-turbo.*)?)$/,
    cheaper: ['gpt-6.1-terra', 'gpt-6-luna'],
  },
  { provider: 'anthropic', top: /^claude-(fable|opus)-|^claude-3-opus/, cheaper: ['claude-sonnet-5-5', 'claude-haiku-5-5'] },
  { provider: 'gemini', top: /^gemini-(4-argon|[\d.]+-pro)/, cheaper: ['gemini-3.8-flash', 'gemini-3.5-flash-lite'] },
];

/** True for a maker whose ladder is known. */
export function hasTiers(provider: string): boolean {
  return tiers.some((one) => one.provider === provider);
}

/** Cheaper models of the maker of a top-tier model; undefined for any other model. */
export function cheaperModels(provider: string, model: string): readonly string[] | undefined {
  return tiers.find((one) => one.provider === provider && one.top.test(model))?.cheaper;
}
