import { Agent, run } from '@openai/agents';

const billing = new Agent({ name: 'Billing', instructions: 'Answer questions about invoices.', model: 'gpt-5.6-luna' });
const triage = Agent.create({ name: 'Triage', instructions: 'Hand the question to the right agent.', handoffs: [billing] });

await run(triage, 'Where is my invoice?');
