/** A whole number as it is typed; null for what is none, or lies outside of what the contract takes. */
export function readWhole(typed: string, { min, max }: Readonly<{ min: number; max: number }>): number | null {
  const text = typed.trim()
  if (!/^\d{1,9}$/.test(text)) return null
  const whole = Number(text)
  return whole >= min && whole <= max ? whole : null
}
