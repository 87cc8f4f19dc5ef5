import type { Connection } from 'vscode-languageserver';
import { compressionDetails, compressionLine, type LanguageService, type WantedParts } from '../core/index.ts';
import { COMPRESS_PROMPT, type CompressAnswer, type CompressChoice, type CompressParams } from '../shared/messages.ts';
import { normalUri } from './workspaceIndex.ts';

const ways: readonly { readonly parts: WantedParts; readonly title: string }[] = [
  { parts: 'all', title: 'Everything, please review' },
  { parts: 'safe', title: 'Layout only (safe)' },
  { parts: 'review', title: 'Wording only, please review' },
];

/** Answers the request of “Compress this prompt…”. `analysed` gives the service once the document's last version is analysed. */
export function listenToCompress(connection: Connection, analysed: (uri: string) => Promise<LanguageService>): void {
  connection.onRequest(COMPRESS_PROMPT, async ({ uri, position }: CompressParams): Promise<CompressAnswer> => {
    return compressAnswer(await analysed(normalUri(uri)), normalUri(uri), position);
  });
}

/** The ways in which the prompt at a position can be compressed; edits are those of the document alone. */
export function compressAnswer(service: LanguageService, uri: string, position: CompressParams['position']): CompressAnswer {
  const choices = ways.flatMap(({ parts, title }): CompressChoice[] => {
    const [compression] = service.compress(uri, parts, position);
    if (compression === undefined) return [];
    const places = compression.edits.map((edit) => ({ place: service.place(edit), newText: edit.newText }));
    const version = places[0]?.place?.version;
    // The cells of a notebook are documents of their own: a prompt is compressed where it stands in one of them.
    if (version === undefined || places.some(({ place }) => place?.uri !== uri)) return [];
    const edits = places.flatMap(({ place, newText }) => (place === undefined ? [] : [{ range: place.range, newText }]));
    return [{ title, summary: compressionLine(compression), details: compressionDetails(compression), version, edits }];
  });
  // What changes the same as everything does is no choice.
  const different = choices.filter((choice, index) => index === 0 || JSON.stringify(choice.edits) !== JSON.stringify(choices[0]?.edits));
  const reason =
    service.compress(uri, 'safe', position).length > 0
      ? 'This prompt has nothing to take out that the tokenizer of its model would count.'
      : 'There is no prompt here: put the cursor into a prompt, or onto a call of a model.';
  return { choices: choices.length > 1 && different.length === 1 ? choices.slice(1, 2) : different, reason };
}
