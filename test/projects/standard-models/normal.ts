import OpenAI from 'openai';

const client = new OpenAI();
const STANDARD = 'gpt-4o';

interface Options {
  model?: string;
}

function ask(model: string, question: string) {
  return client.chat.completions.create({ model, messages: [{ role: 'user', content: question }] });
}

function pick(model?: string): string {
  if (!model || model === 'auto') return STANDARD;
  return model;
}

export function byFunction(question: string, options: Options) {
  return ask(pick(options.model), question);
}

export function byCondition(question: string, options: Options) {
  return ask(options.model && options.model !== 'auto' ? options.model : 'gpt-4o-mini', question);
}

export function byBranch(question: string, options: Options) {
  let model = STANDARD;
  if (options.model) {
    model = options.model;
  }
  return ask(model, question);
}

export function byKind(question: string, options: Options) {
  // Another name than the one that is asked about: nothing stands in for anything.
  let model = STANDARD;
  if (options.model) model = process.argv[2]!;
  return ask(model, question);
}
