/** The part of a {@link PromptCall} that decides its price beside model and tokens: where it runs, how long its cache lives, whom it is billed to. */
import type { Found, Location } from './ir.ts';

/** What a request says about its own bill. */
export interface BillingTerms {
  /** Tags by which a gateway can tell the call's traffic apart, as gateways write them: `tag=support-bot`, `feature=search`. Constants only. */
  readonly tags: readonly string[];
  /** Region or residency that the request or the address of its client asks for, as the price book spells it: `us`, `eu`. */
  readonly region: Found<string> | undefined;
  /** Lifetime that the request chooses for every cache entry it writes (`12h`); `computed` when it is decided at run time. */
  readonly cacheTtl: Found<string> | undefined;
  /** Where the request names an explicit cache whose contents are sent along without standing here (Gemini's `cachedContent`). */
  readonly cachedContent: Location | undefined;
}
