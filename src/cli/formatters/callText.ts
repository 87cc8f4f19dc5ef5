import { costLine, type CostedCall, type LanguageService } from '../../core/index.ts';
import type { AnalysedFile } from '../workspace.ts';
import { callToJson } from './callJson.ts';
import { placeText } from './place.ts';

/** A call in three lines of text. */
export function callText(file: AnalysedFile, costed: CostedCall, service: LanguageService): string {
  const json = callToJson(file, costed, service);
  const holes = [...json.system.holes, ...json.messages.holes].map((hole) => `${hole.expression} (${hole.volatility})`);
  const lines = [
    `${placeText(json.file, json)} ${json.callee} [${json.provider ?? severalOf(json.providerReason) ?? 'provider unknown'}]`,
    `  ${costLine(costed.call, costed.cost, costed.billed)}`,
    `  model ${json.model.state}, limit ${json.maxTokens.state}, system ${json.system.state}, messages ${json.messages.state}, tools ${json.tools.state}, repeated: ${json.repeated}`,
  ];
  if (holes.length > 0) lines.push(`  changes: ${holes.slice(0, 6).join(', ')}${holes.length > 6 ? `, and ${holes.length - 6} more` : ''}`);
  if (costed.call.file?.problem !== undefined) lines.push(`  problem: ${costed.call.file.problem}`);
  return lines.join('\n');
}

/** The providers of a call that goes to one of several, in words. */
function severalOf(reason: string): string | undefined {
  const [, names] = /^one of several clients: (.*)$/.exec(reason) ?? [];
  return names?.split(', ').join(' or ');
}
