import { schemaForm, schemaOption } from '../providers/structured-output.ts';
import { insertEntries } from './insert.ts';
import { jsonRequest } from './json-wanted.ts';
import { billerOf, instructionText, isCaller, isLocal } from './prompt-text.ts';
import { defineRule, pricedModel, type Fix, type Impact } from './rule.ts';
import { draftSchema, schemaArguments } from './schema-draft.ts';

/** Families of models that OpenAI does not make. */
const OTHER_MAKERS = /claude|gemini|llama|qwen|deepseek|mistral|mixtral|grok/i;

/** Finds prompts that ask for JSON in words where the API could enforce it. */
export const jsonWithoutSchema = defineRule({
  id: 'json-without-schema',
  summary: 'A prompt asks for JSON in words, and the call does not use the structured output that the API offers.',
  category: 'output',
  severity: 'warning',
  messages: {
    found:
      'The prompt asks for JSON ("{{words}}") without structured output: text around it, and each answer that does not parse, is paid for. Use {{option}}.',
  },
  check(call, { cost, remember, report }) {
    const option = call.options?.['structured-output'];
    if (
      option?.state !== 'missing' ||
      call.structuredOutput ||
      call.tools.state !== 'absent' ||
      !call.answers ||
      isLocal(call, cost) ||
      call.free
    )
      return;
    // What a wrapper sends is looked at where its callers say it.
    if ((call.usedBy ?? 0) > 0 && call.messages === 'runtime') return;
    const biller = billerOf(call, cost);
    // Prompts in files are kept in the shape of one API; where another one sends them, their own format says how to ask for a form.
    if (call.kind === 'prompt-file' && call.api === 'openai-chat' && biller !== 'openai' && biller !== 'azure') return;
    const models = call.model.state === 'missing' ? [] : call.model.candidates.map((candidate) => candidate.value);
    // Behind a client of OpenAI's that names another maker's model stands a server of which nobody knows what it takes.
    if ((biller === 'openai' || biller === 'azure') && models.some((model) => OTHER_MAKERS.test(model))) return;
    if (biller === 'ollama') return;
    // Behind an address that only the run knows, with a model that only the run knows, is a server of which nobody knows what it takes.
    if (biller === undefined && models.length === 0) return;
    // A chain whose model has no name holds LangChain's text completions more often than not, and these take no schema.
    if (models.length === 0 && call.sdk === 'langchain') return;
    const form = schemaForm(call.api, biller, models);
    const text = instructionText(call);
    const wanted = (prompt: string): string | undefined => remember('json-request', prompt, () => jsonRequest(prompt));
    const words = form === undefined ? undefined : wanted(text);
    if (form === undefined || words === undefined) return;
    // What a wrapper asks for itself is told there, not once more at each of its callers.
    if (isCaller(call) && wanted(instructionText(call, 'own')) === undefined) return;
    const wrapped = isCaller(call) ? call.via.at(-1) : undefined;
    const { insertion } = option;
    const schema = insertion === undefined ? undefined : draftSchema(text, words);
    const written =
      schema === undefined || insertion === undefined ? undefined : schemaArguments(form, schema, insertion.path.at(-1) ?? '');
    const fixes: Fix[] =
      written === undefined || insertion === undefined
        ? []
        : [
            {
              title: 'Demand this form of the answer with a schema, drafted from the prompt',
              safety: 'review',
              edits: insertEntries(insertion, written),
            },
          ];
    report({
      at: call.calleeAt,
      messageId: 'found',
      data: { words: words.replace(/\s+/g, ' ').slice(0, 60), option: schemaOption(call.api, form) },
      fixes,
      // All prompts that go through one wrapper get their form there.
      ...(wrapped === undefined ? {} : { group: `${wrapped.uri} ${wrapped.start}` }),
      impact: retryImpact(pricedModel(cost)?.cold?.mid, cost.input.tokens + cost.expectedOutput),
    });
  },
});

/** One answer that does not parse costs the whole call again. */
function retryImpact(call: number | undefined, tokens: number): Impact {
  return { tokens, microUsdPerCall: call, basis: 'assumed' };
}
