/** Where in a posting stands what these laws ask for; the order is that of the table's columns. */
export const column = {
  seq: 0,
  currency: 4,
  amount: 5,
  kind: 6,
  batch: 7,
  line: 8,
  place: 10,
  occurredAt: 11,
  day: 13,
} as const
