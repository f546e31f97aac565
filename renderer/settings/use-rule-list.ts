import { useState } from 'react'

type RuleList<T> = Readonly<{ add: () => void; change: (rule: T) => void; remove: (key: string) => void }>

/** The rules of a setting while they are typed: they are known by keys that no other rule had or will have. */
export function useRuleList<T extends Readonly<{ key: string }>>(
  rules: readonly T[],
  onRules: (rules: readonly T[]) => void,
  newRule: (key: string) => T,
): RuleList<T> {
  const [added, setAdded] = useState(0)
  return {
    add: () => {
      onRules([...rules, newRule(`added ${added}`)])
      setAdded(added + 1)
    },
    change: (rule) => onRules(rules.map((other) => (other.key === rule.key ? rule : other))),
    remove: (key) => onRules(rules.filter((other) => other.key !== key)),
  }
}
