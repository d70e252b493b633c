import { lookup as resolve } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import { AppError } from '../core/errors.ts';

/** Everything that is not the public internet. */
const notPublic4 = blockList('ipv4', [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24',
  '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3',
  // Azure's wire server answers here from inside every virtual machine.
  '168.63.129.16/32',
]);

/**
 * The same for IPv6, with every way to write IPv4 inside it that could hide an address. A list of its own: Node
 * compares IPv4 addresses with the mapped range too.
 */
const notPublic6 = blockList('ipv6', [
  '::/96', '::ffff:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20',
  '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8',
]);

function blockList(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits = ''] = range.split('/');
    list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** False for loopback, private, link-local, metadata, multicast and reserved addresses, however they are written. */
export function isPublicAddress(address: string): boolean {
  const bare = address.split('%')[0] ?? '';
  const family = isIP(bare);
  if (family === 0) return false;
  return family === 6 ? !notPublic6.check(bare, 'ipv6') : !notPublic4.check(bare, 'ipv4');
}

/**
 * Resolves a host once and answers the addresses to connect to. One address that is not public is enough to refuse
 * the host: a name that leads to both is a way around the check.
 */
export async function resolveDestination(host: string, options: { allowPrivate: boolean; resolver?: Resolver | undefined }): Promise<LookupAddress[]> {
  const bare = host.replace(/^\[|\]$/g, '');
  const family = isIP(bare);
  const addresses = family === 0 ? await (options.resolver ?? systemResolver)(bare) : [{ address: bare, family }];
  const refused = options.allowPrivate ? undefined : addresses.find(({ address }) => !isPublicAddress(address));
  if (refused !== undefined) {
    throw new AppError('DESTINATION_NOT_ALLOWED', {
      detail: `${bare} leads to ${refused.address}, which is not a public address. Set it by environment or configuration file to allow it.`,
    });
  }
  if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
  return addresses;
}

export type Resolver = (host: string) => Promise<LookupAddress[]>;
const systemResolver: Resolver = (host) => resolve(host, { all: true, verbatim: true });
