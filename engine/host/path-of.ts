/**
 * What a request is about, in one spelling. Routers take `/api/./session/` and `/%61pi/session` for the same thing; whoever
 * counts or guards by the address has to do so as well.
 */
export function pathOf(url: string): string {
  const end = url.indexOf('?')
  const asked = end === -1 ? url : url.slice(0, end)
  return plain.test(asked) ? asked : spelt(url)
}

/** Spelt as everybody spells it: nothing to decode or to collapse. */
const plain = /^(?:\/[\w-]+(?:\.[\w-]+)*)+$/

function spelt(url: string): string {
  const path = new URL(`http://host${url.startsWith('/') ? '' : '/'}${url}`).pathname
  const collapsed = decoded(path).replace(/\/{2,}/g, '/')
  return collapsed.length > 1 ? collapsed.replace(/\/+$/, '') : collapsed
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // No route is spelt so.
    return path
  }
}
