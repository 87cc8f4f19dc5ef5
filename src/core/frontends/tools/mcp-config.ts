/**
 * Configurations of servers of the Model Context Protocol. They name servers, never their tools.
 * Sources: documentation of VS Code, Claude Code, Claude Desktop, Cursor, Windsurf, Gemini CLI and Codex, 2026-11-21.
 */
import type { Expr, PromptFact, Span } from '../../facts.ts';

/** One configured server. */
export type ServerFact = NonNullable<PromptFact['servers']>[number];

/** The servers of one file. */
export interface McpServers {
  readonly servers: readonly ServerFact[];
  /** The key above them. */
  readonly head: Span;
  readonly at: Span;
}

/** Names of files that clients read. In other files the content must say it: `mcpServers`. */
const configFiles =
  /(?:^|\/)(?:\.?mcp\.json|mcp[-_](?:config|settings|servers)\.json|claude_desktop_config\.json|cline_mcp_settings\.json)$/i;

/** Keys above the servers; the last one is Codex's. */
const SERVER_KEYS: ReadonlySet<string> = new Set(['mcpServers', 'servers', 'mcp_servers']);

/** True for a text that may configure servers. */
export function mayBeMcpConfig(uri: string, text: string): boolean {
  return uri.endsWith('/.codex/config.toml') || /"mcpServers"\s*:/.test(text) || (configFiles.test(uri) && /"servers"\s*:/.test(text));
}

/** The servers in a configuration; undefined for anything else. */
export function mcpServersIn(value: Expr | undefined): McpServers | undefined {
  if (value?.kind !== 'dict') return undefined;
  const entry = value.entries.find(({ key }) => key?.kind === 'text' && SERVER_KEYS.has(key.value));
  if (entry?.key === undefined || entry.value.kind !== 'dict') return undefined;
  const servers = entry.value.entries.flatMap(({ key, value: server }): ServerFact[] => {
    if (key?.kind !== 'text' || server.kind !== 'dict') return [];
    const has = (name: string): boolean => server.entries.some((one) => one.key?.kind === 'text' && one.key.value === name);
    if (!['command', 'url', 'httpUrl', 'serverUrl', 'type'].some(has)) return [];
    const off = server.entries.some(
      ({ key: name, value: on }) =>
        name?.kind === 'text' &&
        on.kind === 'boolean' &&
        ((name.value === 'disabled' && on.value) || (name.value === 'enabled' && !on.value)),
    );
    return [{ name: key.value, off, start: key.start, end: key.end }];
  });
  const { start, end } = entry.key;
  return servers.length === 0 ? undefined : { servers, head: { start, end }, at: { start, end: entry.value.end } };
}
