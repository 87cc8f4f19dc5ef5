import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { listenToBifrost } from '../../src/gateways/index.ts';
import { booked, meter } from '../support/spend.ts';

/** A text frame of a WebSocket server (RFC 6455), up to 65,535 bytes. */
function frame(text: string): Buffer {
  const body = Buffer.from(text);
  const head = body.length < 126 ? Buffer.from([0x81, body.length]) : Buffer.from([0x81, 126, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([head, body]);
}

describe('Bifrost’s WebSocket', () => {
  let server: Server;
  let sockets: Duplex[];
  let base: string;

  beforeEach(async () => {
    sockets = [];
    server = createServer();
    server.on('upgrade', (request, socket) => {
      assert.equal(request.url, '/ws');
      assert.equal(request.headers.authorization, undefined);
      const accept = createHash('sha1')
        .update(`${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
        .digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      sockets.push(socket);
      const row = { id: 'r1', timestamp: new Date().toISOString(), model: 'gpt-4o', provider: 'openai', status: 'success', cost: 0.25 };
      for (const message of [
        { type: 'log', operation: 'create', payload: { ...row, status: 'processing' } },
        { type: 'log', operation: 'update', payload: row },
        { type: 'log', operation: 'update', payload: row },
        'noise',
      ]) {
        socket.write(frame(JSON.stringify(message)));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  it('brings each finished row once', async () => {
    const of = meter({ money: 'reported' });
    let changes = 0;
    const socket = await new Promise<ReturnType<typeof listenToBifrost>>((resolve) => {
      const opened = listenToBifrost(
        base,
        () => of,
        () => {
          if (++changes === 2) resolve(opened);
        },
      );
    });
    socket?.close();
    assert.equal(booked(of), 250_000);
    assert.equal(booked(of, 'calls'), 1);
  });

  it('is not opened to an address that may not be asked', () => {
    assert.equal(
      listenToBifrost(
        'http://gateway.example',
        () => meter(),
        () => undefined,
      ),
      undefined,
    );
  });
});
