import type { CostedCall } from '../../src/core/index.ts';
import { lineIndex } from '../../src/core/features/line-index.ts';
import { costLine } from '../../src/core/index.ts';
import type { Location, WrittenJson } from '../../src/core/ir.ts';

/** Tool sets with every place of them, for reviewed files. */
export function printToolSets(calls: readonly CostedCall[], text: string, uri: string): string {
  const lines = lineIndex(text);
  const at = (place: Location | undefined): string => {
    if (place === undefined) return '?';
    if (place.uri !== uri) return place.uri.slice(place.uri.lastIndexOf('/') + 1);
    const { line, character } = lines.positionAt(place.start);
    return `${line + 1}:${character + 1}`;
  };
  return calls
    .filter(({ call }) => call.kind === 'tool-set')
    .map(({ call, cost }) => {
      const { tools, file } = call;
      const weights = new Map(cost.toolSet?.tools.map((one) => [one.tool, one.tokens]));
      const servers = (file?.servers ?? []).map(
        (server) =>
          `  server ${server.name} ${at(server.at)}${server.off ? ' off' : ''} ${server.listing?.split('/').at(-1) ?? 'not listed'}\n`,
      );
      const printed = tools.tools.map((tool) => {
        const marks = [tool.strict === true ? 'strict' : '', tool.deferred === true ? 'deferred' : '', tool.namespace ?? ''].filter(
          (mark) => mark !== '',
        );
        const head = `  ${tool.name ?? '?'} ${at(tool.nameAt)} description ${at(tool.descriptionAt)} ${weights.get(tool) ?? 0} tokens ${marks.join(' ')}`;
        return `${head.trimEnd()}\n${tool.schema === undefined ? '' : `    ${printWritten(tool.schema, at)}\n`}`;
      });
      const note = file?.note === undefined ? '' : ` (${file.note})`;
      return `${at(call.calleeAt)} ${file?.format ?? '?'} provider ${call.provider ?? '?'}${note}: ${costLine(call, cost)}\n${servers.join('')}${printed.join('')}`;
    })
    .join('');
}

function printWritten(written: WrittenJson, at: (place: Location) => string): string {
  switch (written.kind) {
    case 'scalar':
      return `${JSON.stringify(written.value)}@${at(written.at)}`;
    case 'list':
      return `[${written.items.map((item) => printWritten(item, at)).join(' ')}]`;
    case 'object':
      return `{${written.fields.map((field) => `${field.key}@${at(field.keyAt)} ${printWritten(field.value, at)}`).join(', ')}}`;
  }
}
