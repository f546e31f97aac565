type RuleList<T> = Readonly<{
  add: () => void
  change: (rule: T) => void
  remove: (key: string) => void
  move: (key: string, by: -1 | 1) => void
}>

/** The rules of a setting while they are typed: they are known by keys that no other rule had or will have. */
export function ruleList<T extends Readonly<{ key: string }>>(
  rules: readonly T[],
  onRules: (rules: readonly T[]) => void,
  newRule: (key: string) => T,
): RuleList<T> {
  return {
    // The form is gone while the effect of what was typed is looked at, so it can't count what it has added.
    add: () => onRules([...rules, newRule(crypto.randomUUID())]),
    change: (rule) => onRules(rules.map((other) => (other.key === rule.key ? rule : other))),
    remove: (key) => onRules(rules.filter((other) => other.key !== key)),
    move: (key, by) => onRules(moved(rules, key, by)),
  }
}

/** Where each rule stands is which it goes before, so a rule moves by whole places and never off the list. */
export function moved<T extends Readonly<{ key: string }>>(rules: readonly T[], key: string, by: -1 | 1): readonly T[] {
  const from = rules.findIndex((rule) => rule.key === key)
  const rule = rules[from]
  const to = from + by
  if (rule === undefined || to < 0 || to >= rules.length) return rules
  const others = rules.filter((other) => other !== rule)
  return [...others.slice(0, to), rule, ...others.slice(to)]
}
