/** Where in a text stands what somebody looks for, whatever its case. Pure. */
export type QueryPiece = Readonly<{ text: string; isMatch: boolean; at: number }>

export function markQuery(text: string, query: string): readonly QueryPiece[] {
  const sought = folded(query.trim())
  const where = folded(text)
  // A few letters change their length with their case or form; then no place in the one is a place in the other.
  if (sought === '' || where.length !== text.length) return [{ text, isMatch: false, at: 0 }]
  const pieces: QueryPiece[] = []
  let from = 0
  for (let at = where.indexOf(sought); at !== -1; at = where.indexOf(sought, from)) {
    if (at > from) pieces.push({ text: text.slice(from, at), isMatch: false, at: from })
    from = at + sought.length
    pieces.push({ text: text.slice(at, from), isMatch: true, at })
  }
  if (from < text.length) pieces.push({ text: text.slice(from), isMatch: false, at: from })
  return pieces
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()
