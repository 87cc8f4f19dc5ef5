/** The part of a {@link PromptCall} that decides its price beside model and text: where it runs, how long its cache lives, what is added unseen. */
import type { Found, Location } from './ir.ts';

/** What a request says about its own bill. */
export interface BillingTerms {
  /** Tags by which a gateway can tell the call's traffic apart, as gateways write them: `tag=support-bot`, `feature=search`. Constants only. */
  readonly tags: readonly string[];
  /** Region or residency that the request or the address of its client asks for, as the price book spells it: `us`, `eu`. */
  readonly region: Found<string> | undefined;
  /** Lifetime that the request chooses for every cache entry it writes (`12h`); `computed` when it is decided at run time. */
  readonly cacheTtl: Found<string> | undefined;
  /** Whether the model may, must or must not use a tool; a name forces that one. Undefined for the API's own choice, and when it is decided at run time. */
  readonly toolChoice: 'auto' | 'none' | 'any' | { readonly name: string } | undefined;
  /** How the model is told to think, where the API has words for it (Anthropic's `thinking`). */
  readonly thinking: 'enabled' | 'adaptive' | undefined;
  /** Where the request names an explicit cache whose contents are sent along without standing here (Gemini's `cachedContent`). */
  readonly cachedContent: Location | undefined;
}
