/** Payment card numbers: found by length and Luhn's check, masked to the last four digits wherever they would be kept. */

const shortest = 13
const longest = 19
// Groups of digits that single spaces or dashes hold together, as people write card numbers, and dates, and both.
const run = /[0-9]+(?:[ -][0-9]+)*/g

export function maskCards(text: string): string {
  if (text.length < shortest) return text
  return text.replace(run, maskRun)
}

/** A card number may stand beside other digits of the same run, so it is looked for from each group to each later one. */
function maskRun(text: string): string {
  if (text.length < shortest) return text
  const groups = text.split(/[ -]/)
  const separators = text.replace(/[0-9]/g, '')
  let masked = ''
  for (let from = 0; from < groups.length; ) {
    const to = endOfCard(groups, from)
    const digits = groups.slice(from, to ?? from + 1).join('')
    masked += to === undefined ? digits : `${'*'.repeat(digits.length - 4)}${digits.slice(-4)}`
    from = to ?? from + 1
    masked += separators[from - 1] ?? ''
  }
  return masked
}

/** The group behind a card number that begins at this one; undefined when none does. */
function endOfCard(groups: readonly string[], from: number): number | undefined {
  let digits = ''
  for (let to = from; to < groups.length && digits.length < longest; to += 1) {
    digits += groups[to]
    if (digits.length >= shortest && digits.length <= longest && isCard(digits)) return to + 1
  }
  return undefined
}

function isCard(digits: string): boolean {
  // Card numbers begin with 22 to 27 or 3 to 6; without this, one in ten long transaction numbers would look like a card,
  // above all those that begin with a year.
  if (!/^(?:2[2-7]|[3-6])/.test(digits)) return false
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 0 ? digit : digit * 2
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
