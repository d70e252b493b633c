import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublicAddress } from './safe-address.ts';
import { createSafeFetch } from './safe-fetch.ts';

const init = { method: 'POST' as const, headers: {}, body: '{}', signal: new AbortController().signal };
const requests: string[] = [];
const server = createServer((request, response) => {
  requests.push(`${request.headers.host ?? ''} ${request.url ?? ''}`);
  if (request.url === '/hang') return;
  if (request.url === '/redirect') response.writeHead(302, { location: '/target' });
  response.end(request.url === '/big' ? 'x'.repeat(1_000_000) : 'ok');
});
let port = 0;

beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

describe('addresses that are not public', () => {
  it.each([
    '127.0.0.1', '127.255.255.254', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '100.100.100.200', '0.0.0.0',
    '168.63.129.16', '192.0.0.192', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', '::127.0.0.1', '::ffff:127.0.0.1', '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe', '2002:7f00:1::', 'fc00::1', 'fd00:ec2::254', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', 'not-an-address',
  ])('refuses %s', (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '169.253.1.1', '2606:4700::1111', '2a00:1450::1'])('allows %s', (address) => expect(isPublicAddress(address)).toBe(true));
});

describe('the checked fetch', () => {
  const checked = createSafeFetch({ allowPrivate: false });

  it.each(['http://127.0.0.1', 'http://localhost', 'http://[::1]', 'http://0x7f.1', 'http://2130706433', 'http://[::ffff:127.0.0.1]', 'http://169.254.169.254'])(
    'refuses %s before it connects',
    async (origin) => {
      await expect(checked(`${origin}:${port}/`, init)).rejects.toMatchObject({ code: 'DESTINATION_NOT_ALLOWED' });
      expect(requests).toEqual([]);
    },
  );

  it('refuses a name of which one address is private', async () => {
    const resolver = () => Promise.resolve([{ address: '8.8.8.8', family: 4 }, { address: '10.0.0.1', family: 4 }]);
    await expect(createSafeFetch({ allowPrivate: false, resolver })('http://both.example/', init)).rejects.toMatchObject({ code: 'DESTINATION_NOT_ALLOWED' });
  });

  it('resolves once and connects to that address with the name as host', async () => {
    let asked = 0;
    const resolver = () => {
      asked += 1;
      return Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    };
    const response = await createSafeFetch({ allowPrivate: true, resolver })(`http://hooks.example:${port}/path`, init);
    expect(await response.text()).toBe('ok');
    expect(requests.at(-1)).toBe(`hooks.example:${port} /path`);
    expect(asked).toBe(1);
  });

  it('does not follow a redirect', async () => {
    const response = await createSafeFetch({ allowPrivate: true })(`http://127.0.0.1:${port}/redirect`, init);
    expect(response.status).toBe(302);
    expect(requests.at(-1)).toContain('/redirect');
  });

  it('reads 64 KiB of an answer at most', async () => {
    const response = await createSafeFetch({ allowPrivate: true })(`http://127.0.0.1:${port}/big`, init);
    expect((await response.text()).length).toBe(65_536);
  });

  it('ends when the server hangs or the name does not resolve in time', async () => {
    await expect(createSafeFetch({ allowPrivate: true, timeoutMs: 100 })(`http://127.0.0.1:${port}/hang`, init)).rejects.toThrow();
    const never = createSafeFetch({ allowPrivate: true, timeoutMs: 100, resolver: () => new Promise(() => undefined) });
    await expect(never('http://slow.example/', init)).rejects.toThrow();
  });
});
