/**
 * Which names the host answers to. A page of another site that was pointed at our address (DNS rebinding) brings its own
 * Host, and a page that calls us across sites brings its own Origin: neither is ever ours, so both are refused.
 */
export type AllowedHosts = Readonly<{ hosts: ReadonlySet<string>; origins: ReadonlySet<string> }>

export type HostRefusal = 'host_not_allowed' | 'origin_not_allowed'

export type ListeningAs = Readonly<{ address: string; port: number; secure: boolean; names: readonly string[] }>

export function allowedHosts({ address, port, secure, names }: ListeningAs): AllowedHosts {
  const own = isLoopback(address) ? ['127.0.0.1', 'localhost', '[::1]'] : [bracketed(address)]
  const scheme = secure ? 'https' : 'http'
  const standard = secure ? 443 : 80
  const hosts = new Set<string>()
  for (const name of own) hosts.add(`${name}:${port}`)
  // Behind a proxy people reach a name without our port.
  for (const name of names.map((each) => each.toLowerCase())) hosts.add(name).add(`${name}:${port}`)
  if (port === standard) for (const name of own) hosts.add(name)
  return { hosts, origins: new Set([...hosts].map((host) => `${scheme}://${host}`)) }
}

export function refusalOf(
  { host, origin, site }: Readonly<{ host: string | undefined; origin: string | undefined; site: string | undefined }>,
  allowed: AllowedHosts,
): HostRefusal | null {
  if (host === undefined || !allowed.hosts.has(host.toLowerCase())) return 'host_not_allowed'
  if (origin !== undefined && !allowed.origins.has(origin.toLowerCase())) return 'origin_not_allowed'
  // A browser says where a request comes from even when it sends no Origin.
  if (origin === undefined && (site === 'cross-site' || site === 'same-site')) return 'origin_not_allowed'
  return null
}

export const isLoopback = (address: string): boolean =>
  address === 'localhost' || address === '::1' || /^127(\.\d{1,3}){3}$/.test(address)

const bracketed = (address: string): string => (address.includes(':') ? `[${address}]` : address).toLowerCase()
