import OpenAI from 'openai';

// Of three that stand in for each other, the last one goes without saying.
export function title(text: string, model: string | null = null) {
  const chosen = model || process.env.TITLE_MODEL || 'gpt-4o-mini';
  return new OpenAI().chat.completions.create({ model: chosen, messages: [{ role: 'user', content: text }] });
}

// Also where a caller hands on what may be set somewhere else.
export function titleFor(text: string, settings: { model?: string } | undefined) {
  const model = settings?.model || process.env.SETTINGS_MODEL;
  return title(text, model);
}
