// A client of one's own: the address is completed, the options are handed on without the ones that are not fetch's.
export class AnthropicClient {
  constructor(config) {
    this.config = config;
  }

  async request(path, options = {}) {
    const { signal, timeoutMs, ...fetchOptions } = options;
    const response = await fetch(`${this.config.anthropicBaseUrl}${path}`, {
      ...fetchOptions,
      headers: { 'x-api-key': this.config.key, ...(fetchOptions.headers || {}) },
      signal: signal ?? AbortSignal.timeout(timeoutMs),
    });
    return response.json();
  }

  async complete({ model, system, messages }) {
    const payload = { model, max_tokens: 2048, system, messages };
    return this.request('/v1/messages', { method: 'POST', body: JSON.stringify(payload), timeoutMs: 1000 });
  }
}

export function review(client, messages) {
  return new AnthropicClient({}).complete({ model: 'claude-sonnet-4-5', system: 'You review changes of code.', messages });
}

// Nothing of this goes to a model.
export function status(client) {
  return new AnthropicClient({}).request('/v1/organizations', { method: 'POST', body: '{}' });
}
