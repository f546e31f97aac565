/** Reads the address of a host that a person typed. Only what keeps a passphrase from the network's eyes is taken. */

export type HostAddress =
  | Readonly<{ ok: true; origin: string }>
  | Readonly<{ ok: false; code: 'address_unreadable' | 'address_insecure' | 'address_has_password' }>

export function readHostAddress(text: string): HostAddress {
  const url = parse(text.trim())
  if (url === null || url.hostname === '') return { ok: false, code: 'address_unreadable' }
  if (url.username !== '' || url.password !== '') return { ok: false, code: 'address_has_password' }
  if (url.protocol === 'https:') return { ok: true, origin: url.origin }
  if (url.protocol !== 'http:') return { ok: false, code: 'address_unreadable' }
  return isLoopback(url.hostname) ? { ok: true, origin: url.origin } : { ok: false, code: 'address_insecure' }
}

/** A bare `books.example` or `books.example:8443` means https. */
function parse(text: string): URL | null {
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  return URL.canParse(withScheme) ? new URL(withScheme) : null
}

/** `URL` has already brought other spellings of an IPv4 address into the dotted form. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}
