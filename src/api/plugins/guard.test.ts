import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { refusalOf } from './address.ts';
import { type Gate, installGuard } from './guard.ts';

const nobody: Gate = { mode: () => 'local', isExposed: false, publicUrl: () => 'http://localhost:8084', bySession: () => Promise.resolve(undefined), byToken: () => Promise.resolve(undefined), isOperator: () => false };
const ask = (headers: Record<string, string>, method = 'GET') => refusalOf({ headers, method }, 8084);

describe('the guard of local mode', () => {
  it.each(['localhost:8084', '127.0.0.1:8084', '[::1]:8084', 'LocalHost:8084'])('lets %s in, with its own origin or none', (host) => {
    expect(ask({ host })).toBeUndefined();
    expect(ask({ host, origin: `http://${host}` }, 'POST')).toBeUndefined();
  });

  it('takes a Host without a port for port 80', () => {
    expect(refusalOf({ headers: { host: 'localhost' }, method: 'GET' }, 80)).toBeUndefined();
    expect(ask({ host: 'localhost' })).toContain('localhost:8084');
  });

  it.each<[Record<string, string>, RegExp]>([
    [{}, /Host header/],
    [{ host: '' }, /Host header/],
    [{ host: 'evil.example:8084' }, /Host header/],
    [{ host: 'localhost.evil.example:8084' }, /Host header/],
    [{ host: 'localhost:8084.evil.example' }, /Host header/],
    [{ host: 'localhost:8085' }, /Host header/],
    [{ host: '127.0.0.2:8084' }, /Host header/],
    [{ host: '0.0.0.0:8084' }, /Host header/],
    [{ host: 'user@localhost:8084' }, /Host header/],
    [{ host: 'localhost:8084', origin: 'null' }, /Origin/],
    [{ host: 'localhost:8084', origin: 'http://127.0.0.1:8084' }, /Origin/],
    [{ host: 'localhost:8084', origin: 'https://localhost:8084' }, /Origin/],
    [{ host: 'localhost:8084', origin: '' }, /Origin/],
    [{ host: 'localhost:8084', 'x-forwarded-for': '' }, /proxy/],
    [{ host: 'localhost:8084', 'x-forwarded-anything': 'x' }, /proxy/],
    [{ host: 'localhost:8084', forwarded: 'for=x' }, /proxy/],
    [{ host: 'localhost:8084', via: '1.1 x' }, /proxy/],
    [{ host: 'localhost:8084', 'x-real-ip': '203.0.113.5' }, /proxy/],
  ])('refuses %j', (headers, reason) => {
    expect(ask(headers)).toMatch(reason);
  });

  it('refuses what another site sends without an origin, unless it only reads', () => {
    const headers = { host: 'localhost:8084', 'sec-fetch-site': 'cross-site' };
    expect(ask(headers, 'POST')).toContain('Another site');
    expect(ask(headers, 'GET')).toBeUndefined();
  });

  it('does not let a route be made that declares no permission', () => {
    const app = fastify();
    installGuard(app, nobody);
    expect(() => app.get('/open', () => 'x')).toThrow('GET /open declares no permission');
    expect(() => app.get('/closed', { config: { permission: 'read' } }, () => 'x')).not.toThrow();
  });
});
