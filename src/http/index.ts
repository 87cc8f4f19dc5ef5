/** What every request of the project needs, whoever makes it: bounded answers, addresses of this machine, words about failures. Asks nobody itself. */
export { isLoopback } from './address.ts';
export { boundedParts, boundedText, retryAfter } from './answer.ts';
export { errorCode } from './error-code.ts';
export { clearTextProxy, type ProxyEnvironment } from './proxy.ts';
