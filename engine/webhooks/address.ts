/**
 * Which addresses may be called. The origin has to be listed; then the address that its name leads to is looked at as well,
 * at the moment of the connection, so that a name that is listed can't be made to lead inside. Pure.
 */
import { BlockList, isIP } from 'node:net'
import type { WebhookOrigin } from '../contract/webhook-address.ts'
import type { webhookUrlProblems } from '../contract/webhooks.ts'

export type UrlProblem = (typeof webhookUrlProblems)[number]

/** Whether it is an address that could ever be called. Without encryption only this machine is. */
export function readUrl(text: string): URL | UrlProblem {
  const url = URL.parse(text)
  if (url === null || url.hostname === '') return 'unreadable'
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isThisMachine(url))) return 'not_https'
  if (url.username !== '' || url.password !== '') return 'has_credentials'
  return url.hash === '' ? url : 'has_fragment'
}

export const listedOrigin = (url: URL, origins: readonly WebhookOrigin[]): WebhookOrigin | null =>
  origins.find(({ origin }) => origin === url.origin) ?? null

/** A host that is written as an address was listed as that address; a name may lead inside only where that was listed. */
export function mayConnect(address: string, url: URL, { isPrivate }: Pick<WebhookOrigin, 'isPrivate'>): boolean {
  if (isWithin(nowhere, address)) return false
  if (isIP(hostOf(url)) !== 0) return true
  if (isThisMachine(url)) return isWithin(loopback, address)
  return isPrivate || !isWithin(inside, address)
}

/** Without the brackets that an address of IPv6 has in an URL. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1')

const isThisMachine = (url: URL): boolean => {
  const host = hostOf(url)
  return host === 'localhost' || (isIP(host) !== 0 && isWithin(loopback, host))
}

/** IPv4 inside IPv6 is what it is. */
function isWithin(list: BlockList, address: string): boolean {
  const version = isIP(address)
  return version === 0 || list.check(address, version === 6 ? 'ipv6' : 'ipv4')
}

function listOf(subnets: readonly string[]): BlockList {
  const list = new BlockList()
  for (const subnet of subnets) {
    const [net = '', prefix] = subnet.split('/')
    list.addSubnet(net, Number(prefix), isIP(net) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/** What stands in IPv6 for an address of IPv4 is judged as that address; but `::1` is this machine and no 0.0.0.1. */
const withItsForms = (subnets: readonly string[]): readonly string[] =>
  subnets.flatMap((subnet) => {
    const [net = '', prefix] = subnet.split('/')
    if (isIP(net) !== 4) return [subnet]
    const [a = 0, b = 0, c = 0, d = 0] = net.split('.').map(Number)
    const [high, low] = [(a * 256 + b).toString(16), (c * 256 + d).toString(16)]
    const fronts = [...(a === 0 ? [] : ['::']), '::ffff:0:', '64:ff9b::']
    const behind = fronts.map((front) => `${front}${high}:${low}/${96 + Number(prefix)}`)
    return [subnet, ...behind, `2002:${high}:${low}::/${16 + Number(prefix)}`]
  })

const loopback = listOf(['127.0.0.0/8', '::1/128'])
/** Link-local, where clouds keep their keys, multicast, and what is no address of anything: never called. */
const nowhere = listOf(
  withItsForms([
    '0.0.0.0/8',
    '168.63.129.16/32',
    '169.254.0.0/16',
    '192.88.99.0/24',
    '224.0.0.0/4',
    '240.0.0.0/4',
    '::/128',
    'fe80::/10',
    'fec0::/10',
    'ff00::/8',
    // The address within is turned over, and a translator's own network leads to whatever its owner likes.
    '2001::/32',
    '64:ff9b:1::/48',
  ]),
)
const inside = listOf([
  '127.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '::1/128',
  'fc00::/7',
  // Ways from IPv6 to any address of IPv4.
  '::/96',
  '64:ff9b::/96',
  '2002::/16',
  '::ffff:0:0:0/96',
])
