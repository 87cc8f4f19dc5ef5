export async function send(messages: unknown[]) {
  await fetch('/api/chat/completions', { method: 'POST', body: JSON.stringify({ model: 'x', messages }) });
  await fetch('https://api.openai.com/v1/chat/completions');
  await fetch('https://example.com/v1/chat/completions', { method: 'POST', body: JSON.stringify({ text: 'hello' }) });
  const cells = new Map<string, () => void>();
  cells.get('a')?.();
}
