import type { CancellationToken, Connection } from 'vscode-languageserver';
import { formatCost, type ComparedCall, type ComparedModel, type LanguageService } from '../core/index.ts';
import {
  COMPARE_MODELS,
  COUNTABLE_CALL,
  PROMPT_MARKS,
  type CallAtMessage,
  type ComparedModelMessage,
  type CompareModelsAnswer,
  type CountableCallAnswer,
  type PositionMessage,
  type PromptMarksAnswer,
} from '../shared/call-messages.ts';
import { normalUri } from './workspaceIndex.ts';

/** Answers from a document when its analysis is up to date; null for one that is not analysed. */
export type Answer = <T>(uri: string, token: CancellationToken, ask: (service: LanguageService) => T) => Promise<T | null>;

/** Listens to what commands ask about one call or text. Nothing of it leaves the process but to the editor. */
export function listenToCallQuestions(connection: Connection, answer: Answer): void {
  connection.onRequest(COMPARE_MODELS, async ({ uri, position }: CallAtMessage, token: CancellationToken) =>
    answer(normalUri(uri), token, (service): CompareModelsAnswer | null => {
      const compared = service.compare(normalUri(uri), position);
      return compared === undefined ? null : comparisonInWords(compared);
    }),
  );
  connection.onRequest(COUNTABLE_CALL, async ({ uri, position }: CallAtMessage, token: CancellationToken) =>
    answer(normalUri(uri), token, (service): CountableCallAnswer | null => {
      const found = service.countable(normalUri(uri), position);
      if (found === undefined) return null;
      if (typeof found === 'string') return { state: 'refused', words: found };
      const { provider, model, system, messages, tools, estimate, leftOut } = found;
      const { low, tokens, high, basis } = estimate;
      const prompt = { messages, ...(system === undefined ? {} : { system }), ...(tools === undefined ? {} : { tools }) };
      return { state: 'countable', call: { provider, model, prompt, estimate: { low, tokens, high, basis }, leftOut } };
    }),
  );
  connection.onRequest(PROMPT_MARKS, async ({ uri }: { readonly uri: string }, token: CancellationToken) =>
    answer(normalUri(uri), token, (service): PromptMarksAnswer =>
      service.promptMarks(normalUri(uri)).map(({ kind, range, words, boundary }) => ({ kind, range, words, boundary })),
    ),
  );
}

/** Links below the hover of a call: commands of the editor, with the place of the call. Markdown. */
export function callLinks(uri: string, position: PositionMessage): string {
  const argument = encodeURIComponent(JSON.stringify([uri, position]));
  const link = (title: string, command: string): string => `[${title}](command:${command}?${argument})`;
  return [
    link('Compare models', 'pennylint.compareModels'),
    link('Count exactly', 'pennylint.countExactly'),
    link('Show cache boundary', 'pennylint.showCacheBoundary'),
  ].join(' · ');
}

/** A comparison as a list shows it. Every amount has its day and source beside it. */
export function comparisonInWords({ call, models, expectedOutput, open, volume }: ComparedCall): CompareModelsAnswer {
  const more = open ? ' Values filled in at run time are not counted.' : '';
  return {
    callee: call.call.callee,
    models: models.map((model) => inWords(model, open)),
    note: `Assumes ${expectedOutput.toLocaleString('en-US')} output tokens for every model; list prices; quality is not compared.${volume === undefined ? '' : ` Months at ${volume}.`}${more}`,
  };
}

function inWords(model: ComparedModel, open: boolean): ComparedModelMessage {
  const plus = open ? '+' : '';
  const money = [
    `≈${formatCost(model.cold, model.free)}${plus}/call`,
    ...(model.cached === undefined ? [] : [`${formatCost(model.cached, model.free)}${plus} cached`]),
    ...(model.month === undefined ? [] : [`≈${formatCost(model.month, model.free)}${plus}/month`]),
  ];
  const detail = [
    model.provider === '*' ? 'declared model' : model.provider,
    `${model.basis === 'exact' ? '' : '≈'}${model.inputTokens.toLocaleString('en-US')}${plus} input tokens, ${model.basis}`,
    `${model.source}, ${model.asOf}${model.stale ? ', possibly out of date' : ''}`,
    ...(model.needsMarker ? ['cached only with a breakpoint, which the call does not set'] : []),
  ];
  return {
    model: model.model,
    provider: model.provider,
    group: model.group,
    near: model.near,
    money: money.join(' · '),
    detail: detail.join(' · '),
  };
}
