import { ChatAnthropic } from '@langchain/anthropic';

const RULES = [
  { id: 'a', text: 'Be brief.' },
  { id: 'b', text: 'Be kind.' },
];
const NAMES = ['one', 'two', 'three'];

const numbered = NAMES.map((name, index) => `${index}. ${name}`).join('\n');
const listed = RULES.map(({ id, text }) => `- ${id}: ${text}`).join('\n');
const some = RULES.map((rule) => {
  if (chance() > 0.5) return `- ${rule.text}`;
}).join('\n');
const model = new ChatAnthropic({ model: 'claude-sonnet-4-6', maxTokens: 99 });

export async function pairs(question: string) {
  await model.invoke([['system', numbered], ['user', question]]);
  await model.invoke([['system', listed], ['human', `Answer: ${question}`]]);
  await model.invoke([['system', some], ['user', question]]);
  await model.invoke([[question, numbered], ['user', question]]);
  return model.invoke([{ role: 'user', content: ['user', question] }]);
}
