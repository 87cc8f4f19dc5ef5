/** What commands about a call need beyond the start of the extension: a bundle of its own, loaded by the first of them. */
export { CacheBoundary } from './cacheBoundary.ts';
export { compareModels } from './compareModels.ts';
export { countExactly, forgetCountingKeys } from './countExactly.ts';
export { PriceRefresh } from '../prices/refreshPrices.ts';
