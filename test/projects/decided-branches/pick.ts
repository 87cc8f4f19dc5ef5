import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';

const openai = new OpenAI();

function byCase(kind: string): string {
  switch (kind) {
    case 'small':
    case 'tiny':
      return 'gpt-4o-mini';
    case 'large': {
      return 'gpt-5.1';
    }
    default:
      return 'gpt-4.1';
  }
}

function fallingThrough(kind: string): string {
  let model = 'gpt-4o';
  switch (kind) {
    case 'small':
      model = 'gpt-4o-mini';
    case 'large':
      model = 'gpt-5.1';
      break;
  }
  return model;
}

export async function ask(question: string, kind: 'small' | 'large', fast = false) {
  const messages = [{ role: 'user' as const, content: question }];
  await openai.chat.completions.create({ model: byCase('tiny'), messages });
  await openai.chat.completions.create({ model: byCase('large'), messages });
  await openai.chat.completions.create({ model: byCase('other'), messages });
  await openai.chat.completions.create({ model: byCase(kind), messages });
  // The case before runs on into this one.
  await openai.chat.completions.create({ model: fallingThrough('small'), messages });
}

export class Models {
  private readonly model: string;

  constructor(provider: 'openai' | 'anthropic') {
    if (provider === 'anthropic') this.model = 'claude-sonnet-4-5';
    else this.model = 'gpt-5.1';
  }

  send(text: string) {
    return new Anthropic().messages.create({ model: this.model, max_tokens: 100, messages: [{ role: 'user', content: text }] });
  }
}

new Models('anthropic').send('Hello');
new Models(process.env.PROVIDER as 'openai').send('Hello');

// Set when the first answer comes: neither branch is ruled out.
let done = false;

export async function again(text: string) {
  const model = done ? 'gpt-4o-mini' : 'gpt-4o';
  await openai.chat.completions.create({ model, messages: [{ role: 'user', content: text }] });
  done = true;
}

const BY_TASK = new Map([
  ['title', 'gpt-5-nano'],
  ['summary', 'gpt-4o-mini'],
  ['answer', 'gpt-4.1'],
  ['code', 'gpt-5.1'],
  ['proof', 'o3'],
]);

export async function byTask(task: string, text: string) {
  await openai.chat.completions.create({ model: BY_TASK.get(task)!, messages: [{ role: 'user', content: text }] });
}

function defaultInFront(kind: string): string {
  switch (kind) {
    default:
      return 'gpt-4o';
    case 'small':
      console.log('as the large one');
    case 'large':
      return 'gpt-5.1';
  }
}

export async function inFront(text: string) {
  await openai.chat.completions.create({ model: defaultInFront('large'), messages: [{ role: 'user', content: text }] });
}
