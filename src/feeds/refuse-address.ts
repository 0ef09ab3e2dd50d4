import { BlockList, isIP } from 'node:net'
import { Problem } from '../base/problem.ts'
import { embeddedAddresses } from './embedded-address.ts'

/** Which machines the server may send to. */
export interface AddressRules {
  /** Whether receivers may stand in the same network, or on the same machine. */
  readonly webhookPrivateAddresses: boolean
}

/** Never a receiver: this host's links, the metadata of clouds, broadcast, multicast, and what is no address of anybody. */
const never = blockListOf([
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['100.100.100.200/32', '::/128', 'fe80::/10', 'fd00:ec2::/32', 'ff00::/8'],
])

const inside = blockListOf([
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'],
  ...['198.18.0.0/15', '::1/128', 'fc00::/7', 'fec0::/10'],
])

function blockListOf(subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [network, bits] = subnet.split('/') as [string, string]
    list.addSubnet(network, Number(bits), network.includes(':') ? 'ipv6' : 'ipv4')
  }
  return list
}

/**
 * Why the server does not send to an IP address, as a sentence; undefined if it does. An IPv6 address that is only the way to an
 * IPv4 one is judged by both.
 */
export function reasonAgainst(address: string, rules: AddressRules): string | undefined {
  const isIn = (list: BlockList) =>
    isListed(list, address) || embeddedAddresses(address).some((one) => isListed(list, one))
  if (isIn(never)) return `Nothing is sent to ${address}: it is a reserved address.`
  if (!rules.webhookPrivateAddresses && isIn(inside))
    return `Nothing is sent to ${address}: private addresses are not allowed (HOCBA_WEBHOOK_PRIVATE_ADDRESSES).`
  return undefined
}

const isListed = (list: BlockList, address: string): boolean =>
  list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

/** The IP address that a URL names, if it names one and no host. */
export const literalAddress = ({ hostname }: URL): string | undefined => {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(address) ? address : undefined
}

/**
 * The URL of a receiver that an operator has given. What its name resolves to is looked at when it is called.
 * @throws Problem address-refused with the pointer `/url`.
 */
export function readReceiverUrl(text: string, rules: AddressRules): string {
  const url = URL.parse(text)
  const refused = (message: string) => new Problem('address-refused', message, { pointer: '/url' })
  if (!url || !/^https?:$/.test(url.protocol))
    throw refused('The URL must begin with https:// or http://.')
  if (url.username || url.password || url.hash)
    throw refused('The URL may have neither a user name nor a fragment (#).')
  const address = literalAddress(url)
  const isThisMachine = /(^|\.)localhost\.?$/i.test(url.hostname)
  const reason =
    address !== undefined || isThisMachine
      ? reasonAgainst(address ?? '127.0.0.1', rules)
      : undefined
  if (reason) throw refused(reason)
  return url.href
}
