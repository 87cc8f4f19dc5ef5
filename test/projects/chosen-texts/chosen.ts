import OpenAI from 'openai';

const openai = new OpenAI();
const model = 'gpt-5-mini';

function rulesFor(kind: string, name: string) {
  switch (kind) {
    case 'long':
      return 'Write at least three paragraphs, each with its own heading.';
    case 'named':
      return `Write to ${name}.`;
    default:
      return undefined;
  }
}

export async function bySwitch(kind: string, question: string) {
  return openai.responses.create({ model, max_output_tokens: 90, instructions: rulesFor(kind, question), input: question });
}

export async function alikeAtTheBeginning(isAdmin: boolean, question: string) {
  const rules = isAdmin ? 'You help people of this house. They may see everything.' : 'You help people of this house. They may see only what is theirs.';
  return openai.responses.create({ model, max_output_tokens: 90, instructions: rules, input: question });
}
