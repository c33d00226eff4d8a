// Addresses of places, public and private.

import net from 'node:net';

/** Returns the parts of `text` when it is a URI; nothing otherwise. */
export function uriOf(text) {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** @type {Record<net.IPVersion, [string, number][]>} */
const PRIVATE = {
  ipv4: [
    ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16],
    ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15],
    ['224.0.0.0', 3],
  ],
  ipv6: [['::', 127], ['64:ff9b::', 96], ['fc00::', 7], ['fe80::', 10], ['ff00::', 8]],
};

const privateAddresses = new net.BlockList();
for (const [start, prefix] of PRIVATE.ipv4) privateAddresses.addSubnet(start, prefix, 'ipv4');
for (const [start, prefix] of PRIVATE.ipv6) privateAddresses.addSubnet(start, prefix, 'ipv6');

/** Returns true if `host` is an address that only its own machine or network knows. */
export function isPrivate(host) {
  if (/^(?:.*\.)?localhost\.?$/.test(host)) return true;
  const address = host.replace(/^\[|\]$/g, '');
  const family = net.isIP(address);
  return family !== 0 && privateAddresses.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
