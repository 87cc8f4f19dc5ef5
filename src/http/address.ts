/**
 * True for names and addresses of this machine, as `URL.hostname` gives them; compared whole, never by a part of the name. Names below `localhost` are not
 * among them: RFC 6761 asks resolvers to answer with this machine, but some ask the network's name server, and a key would go where it says.
 */
export function isLoopback(hostname: string): boolean {
  const host = hostname.toLowerCase();
  return host === 'localhost' || host === '[::1]' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}
