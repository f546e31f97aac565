/** Where two values differ, character by character, so that a mistyped figure is seen and not searched for. Pure. */
export type Piece = Readonly<{ text: string; differs: boolean }>
export type Difference = Readonly<{ expected: readonly Piece[]; found: readonly Piece[] }>

/** Longer values are compared as a whole: the table below grows with the product of their lengths. */
const lengthMax = 200

export function differencesOf(expected: string, found: string): Difference {
  const [left, right] = [[...expected], [...found]]
  if (left.length > lengthMax || right.length > lengthMax) {
    const differs = expected !== found
    return { expected: [{ text: expected, differs }], found: [{ text: found, differs }] }
  }
  const [keptLeft, keptRight] = inPlace(left, right) ?? commonOf(left, right)
  return { expected: piecesOf(left, keptLeft), found: piecesOf(right, keptRight) }
}

/** One figure typed for another stays at its place: that is how people look for it, if no other reading keeps more. */
function inPlace(left: readonly string[], right: readonly string[]): readonly [Set<number>, Set<number>] | null {
  if (left.length !== right.length) return null
  const same = new Set([...left.keys()].filter((at) => left[at] === right[at]))
  const [common] = commonOf(left, right)
  return same.size >= common.size ? [same, same] : null
}

/** Which characters of each belong to their longest common run in order. */
function commonOf(left: readonly string[], right: readonly string[]): readonly [Set<number>, Set<number>] {
  const longest = longestFrom(left, right)
  const at = (row: number, column: number): number => longest[row]?.[column] ?? 0
  const kept: readonly [Set<number>, Set<number>] = [new Set(), new Set()]
  for (let row = 0, column = 0; row < left.length && column < right.length; ) {
    if (left[row] === right[column]) {
      kept[0].add(row++)
      kept[1].add(column++)
    } else if (at(row + 1, column) >= at(row, column + 1)) row++
    else column++
  }
  return kept
}

/** How much is common behind each pair of places. */
function longestFrom(left: readonly string[], right: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: left.length + 1 }, () => Array.from({ length: right.length + 1 }, () => 0))
  for (let row = left.length - 1; row >= 0; row--) {
    for (let column = right.length - 1; column >= 0; column--) {
      const below = table[row + 1] ?? []
      const here = table[row] ?? []
      here[column] =
        left[row] === right[column] ? (below[column + 1] ?? 0) + 1 : Math.max(below[column] ?? 0, here[column + 1] ?? 0)
    }
  }
  return table
}

function piecesOf(characters: readonly string[], kept: ReadonlySet<number>): readonly Piece[] {
  const pieces: Piece[] = []
  for (const [at, character] of characters.entries()) {
    const differs = !kept.has(at)
    const last = pieces.at(-1)
    if (last?.differs === differs) pieces[pieces.length - 1] = { text: last.text + character, differs }
    else pieces.push({ text: character, differs })
  }
  return pieces
}
