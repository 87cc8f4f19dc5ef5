import { getProvider, type Provider } from './provider';

export async function filter(question: string, provider: Provider) {
  return provider.complete('You turn questions into filters.', question, 700, 'claude-sonnet-4-6');
}

export async function chips(question: string) {
  return getProvider().complete('You suggest answers.', question);
}
