import { Checkbox, Stack } from '@mantine/core'
import { type Role, roles } from '../../engine/contract/permission.ts'
import { useText } from '../messages/use-text.ts'

type Props = Readonly<{ value: readonly Role[]; onChange: (value: readonly Role[]) => void; problem?: string | null }>

export function RoleChoice({ value, onChange, problem = null }: Props) {
  const text = useText()
  return (
    <Checkbox.Group
      label={text('user.roles')}
      value={[...value]}
      onChange={(chosen) => onChange(roles.filter((role) => chosen.includes(role)))}
      error={problem}
    >
      <Stack gap={8} mt={4}>
        {roles.map((role) => (
          <Checkbox
            key={role}
            value={role}
            label={text(`role.${role}`)}
            description={text(`role.${role}.may`)}
            size="sm"
          />
        ))}
      </Stack>
    </Checkbox.Group>
  )
}
