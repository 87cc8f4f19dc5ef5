/** Exact counts from the providers' own endpoints. Node and network; nothing else of the project sends a prompt. */
export { countByProvider } from './count-by-provider.ts';
export type { CountFailure, CountQuestion, NoProviderCount, ProviderCount } from './count-by-provider.ts';
export { COUNTING_APIS } from './requests.ts';
export type { CountingApi, CountingProvider, CountPrompt, CountRequest } from './requests.ts';
