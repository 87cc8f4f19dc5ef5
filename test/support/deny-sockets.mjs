// Preloaded by tests: every way to open a socket throws and is reported, so that "never opens a socket" is something a test can see.
import dgram from 'node:dgram';
import dns from 'node:dns';
import net from 'node:net';
import { syncBuiltinESMExports } from 'node:module';

function deny(what) {
  return () => {
    process.stderr.write(`SOCKET DENIED: ${what}\n`);
    throw new Error(`sockets are denied: ${what}`);
  };
}

net.Socket.prototype.connect = deny('net connect');
net.Server.prototype.listen = deny('net listen');
net.connect = deny('net.connect');
net.createConnection = deny('net.createConnection');
dgram.createSocket = deny('dgram');
dns.lookup = deny('dns lookup');
dns.promises.lookup = deny('dns lookup');
globalThis.fetch = deny('fetch');
globalThis.WebSocket = class {
  constructor() {
    deny('WebSocket')();
  }
};
syncBuiltinESMExports();
