/** A question to a reader as text, so that the same one is known again; null where its input is more than plain values. */
export function questionOf(name: string, input: unknown): string | null {
  return isPlain(input) ? `${name} ${JSON.stringify(input)}` : null
}

/** What JSON tells apart: of bytes, maps or numbers that are none, two different ones could read alike. */
function isPlain(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return true
    case 'number':
      return Number.isFinite(value)
    case 'object':
      return value === null || (isRecordOrList(value) && Object.values(value).every(isPlain))
    default:
      return false
  }
}

function isRecordOrList(value: object): boolean {
  const kind: unknown = Object.getPrototypeOf(value)
  return kind === Object.prototype || kind === Array.prototype
}
