import { Checkbox, Text } from '@mantine/core'
import { type CallerScope, callerScopes } from '../../engine/contract/callers.ts'
import { useText } from '../messages/use-text.ts'
import classes from './callers.module.css'
import { type ScopeGroup, scopeGroups, scopesOf, scopeWord } from './scopes.ts'

type Props = Readonly<{
  value: readonly CallerScope[]
  onChange: (value: readonly CallerScope[]) => void
  problem: string | null
}>

export function ScopeChoice({ value, onChange, problem }: Props) {
  const text = useText()
  return (
    <Checkbox.Group
      label={text('caller.may')}
      value={[...value]}
      onChange={(chosen) => onChange(callerScopes.filter((scope) => chosen.includes(scope)))}
      error={problem}
      data-problem={problem === null ? undefined : true}
    >
      <div className={classes.groups}>
        {scopeGroups.map((group) => (
          <Group key={group} group={group} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

function Group({ group }: Readonly<{ group: ScopeGroup }>) {
  const text = useText()
  return (
    <fieldset className={classes.group} data-group={group}>
      <legend>{text(`caller.group.${group}`)}</legend>
      <Text c="dimmed" fz={12}>
        {text(`caller.group.${group}.hint`)}
      </Text>
      <div className={classes.scopes}>
        {scopesOf(group).map((scope) => (
          <Checkbox key={scope} value={scope} label={scopeWord(scope, text)} size="sm" />
        ))}
      </div>
    </fieldset>
  )
}
