/** By what somebody without a key is told from others: an address, or the network that one household or machine has of IPv6. */
import { isIPv6 } from 'node:net'

export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address
  const [front = '', back = ''] = address.split('%')[0]?.split('::') ?? []
  const first = front === '' ? [] : front.split(':')
  const last = back === '' ? [] : back.split(':')
  const zeros = address.includes('::') ? Array.from({ length: 8 - first.length - last.length }, () => '0') : []
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`
}
