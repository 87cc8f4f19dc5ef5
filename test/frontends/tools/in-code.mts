import { Server } from '@modelcontextprotocol/sdk/server/index.js';

const server = new Server({ name: 'desk', version: '1.0.0' });

server.setRequestHandler(ListToolsRequestSchema, async () => ({
  tools: [
    {
      name: 'search',
      description: `Search the tickets – all of them.`,
      inputSchema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
    },
    { name: 'reindex', description: 'Build the index again.', inputSchema: { type: 'object', properties: {} } },
  ],
}));

export const functions = [
  {
    type: 'function' as const,
    function: { name: 'close', description: 'Close it.', parameters: { type: 'object', properties: { id: { type: 'string' } } } },
  },
];
