/** Payment card numbers: found by length and Luhn's check, masked to the last four digits wherever they would be kept. */

const candidate = /(?<![0-9])(?:[0-9][ -]?){12,18}[0-9](?![0-9])/g

export function maskCards(text: string): string {
  if (text.length < 13) return text
  return text.replace(candidate, (found) => {
    const digits = found.replace(/[^0-9]/g, '')
    return isCard(digits) ? `${'*'.repeat(digits.length - 4)}${digits.slice(-4)}` : found
  })
}

function isCard(digits: string): boolean {
  // Card numbers begin with 2 to 6; without this, one in ten long transaction numbers would look like a card.
  if (!/^[2-6]/.test(digits)) return false
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i])
    const doubled = i % 2 === 0 ? digit : digit * 2
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
