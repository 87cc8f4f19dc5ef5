/** The user's proxy: https goes through it in a tunnel, http never, so that nobody between reads a key. */
import assert from 'node:assert/strict';
import { fork, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withProxy } from '../../src/client/spend/proxy.ts';
import { environment } from '../../src/client/spend/spendProcess.ts';
import type { FromSpendProcess, SourceOrder, ToSpendProcess } from '../../src/shared/spend-messages.ts';
import { sourceKindIds } from '../../src/shared/spend-kinds.ts';
import { checkSources } from '../../src/shared/spend-settings.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

const KEY = 'sk-never-to-be-seen-0123456789';
const BUNDLE = path.resolve(import.meta.dirname, '../../dist/spend.mjs');
const NONE = { proxy: '', off: false, except: [] } as const;

describe('a proxy', () => {
  it('is the one of the settings, else of the environment, and never for http', () => {
    const own = { PATH: '/bin', HTTP_PROXY: 'http://a:1', https_proxy: 'http://b:2', ALL_PROXY: 'socks5://c', NO_PROXY: 'd' };
    const always = { PATH: '/bin', NODE_USE_ENV_PROXY: '1' };
    const local = 'localhost,127.0.0.1,::1';
    assert.deepEqual(withProxy(own, NONE), { ...always, HTTPS_PROXY: 'http://b:2', NO_PROXY: `${local},d` });
    assert.deepEqual(withProxy(own, { proxy: 'http://e:3', off: false, except: ['f', 'g'] }), {
      ...always,
      HTTPS_PROXY: 'http://e:3',
      NO_PROXY: `${local},d,f,g`,
    });
    assert.deepEqual(withProxy({ HTTP_PROXY: 'http://a:1' }, NONE), {
      NODE_USE_ENV_PROXY: '1',
      HTTPS_PROXY: 'http://a:1',
      NO_PROXY: local,
    });
    assert.deepEqual(withProxy(own, { proxy: 'http://e:3', off: true, except: [] }), { PATH: '/bin' });
    for (const proxy of ['socks5://e:3', 'e:3', 'nonsense'])
      assert.deepEqual(withProxy({ PATH: '/bin' }, { ...NONE, proxy }), { PATH: '/bin' });
    assert.deepEqual(withProxy({ PATH: '/bin', NODE_USE_ENV_PROXY: '1' }, NONE), { PATH: '/bin' });
  });

  describe('in front of the process', function () {
    this.timeout(30_000);
    let folder: string;
    let proxy: Server;
    let url: string;
    let gateway: TestGateway;
    /** All bytes that the proxy got, by connection. */
    let got: string[];

    beforeEach(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'pennylint-proxy-'));
      gateway = await startTestGateway({ key: KEY });
      got = [];
      proxy = createServer((socket) => {
        const at = got.push('') - 1;
        socket.on('error', () => undefined);
        socket.on('data', (bytes) => {
          const before = got[at] ?? '';
          const first = before === '';
          got[at] = before + bytes.toString('latin1');
          // Lets the tunnel be, and cuts it when the first bytes have come through.
          if (first) socket.write('HTTP/1.1 200 OK\r\n\r\n');
          else socket.destroy();
        });
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    });

    afterEach(async () => {
      proxy.close();
      await gateway.close();
      rmSync(folder, { recursive: true });
    });

    it('sees of https the host alone, and nothing of this machine', async function () {
      if (!existsSync(BUNDLE)) this.skip();
      const child = fork(BUNDLE, [], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        env: withProxy(environment({ ...process.env, HTTP_PROXY: url, http_proxy: url }), { ...NONE, proxy: url }),
      });
      const order = (address: string): SourceOrder => {
        const [settings] = checkSources([{ kind: 'metrics', url: address }], sourceKindIds).sources;
        assert.ok(settings !== undefined);
        return { settings, key: { origin: new URL(address).origin, key: KEY } };
      };
      const test = (request: number, address: string): Promise<Extract<FromSpendProcess, { type: 'tested' }>['result']> =>
        new Promise((resolve) => {
          const take = (message: FromSpendProcess): void => {
            if (message.type !== 'tested' || message.request !== request) return;
            child.off('message', take);
            resolve(message.result);
          };
          child.on('message', take);
          child.send({ type: 'test', request, source: order(address) } satisfies ToSpendProcess);
        });
      try {
        assert.equal((await test(1, gateway.url)).ok, true);
        assert.equal(got.length, 0, 'this machine is asked directly');
        assert.ok(gateway.asked.every(({ headers }) => headers.authorization === `Bearer ${KEY}`));
        assert.equal((await test(2, 'https://gateway.example/metrics')).ok, false, 'the proxy cuts it off');
        assert.equal((await test(3, 'http://gateway.example/metrics')).kind, 'unsafe', 'a key is not sent over http');
      } finally {
        child.kill('SIGKILL');
      }
      assert.equal(got.length, 1);
      assert.match(got[0] ?? '', /^CONNECT gateway\.example:443 HTTP\/1\.1\r\n/);
      assert.match(got[0] ?? '', /\r\n\r\n\x16\x03/, 'what follows is TLS');
      assert.ok(!got[0]!.includes(KEY) && !/authorization/i.test(got[0]!));
    });

    it('never reads a key on the command line either: the request is refused in words', () => {
      const cli = path.resolve(import.meta.dirname, '../../src/cli/main.ts');
      const given = ['spend', '--source', gateway.url, '--key-env', 'GATEWAY_KEY', '--no-store', '--interval', '1'];
      // The gateway and the proxy live in this process, which waits: were one of them asked, this would not end in time.
      const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...given], {
        env: { PATH: process.env.PATH, GATEWAY_KEY: KEY, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: url },
        encoding: 'utf8',
        timeout: 20_000,
      });
      assert.equal(status, 3, stderr);
      assert.match(stdout + stderr, /HTTP_PROXY sends requests over http to a proxy, which would read the key/);
      assert.ok(!(stdout + stderr).includes(KEY));
      assert.equal(got.length, 0);
    });
  });
});
