import { Radio } from '@mantine/core'
import { roleNames, roleRights, roles } from '@/lib/roles'
import { oneOf } from '@/lib/search-params'
import type { Role } from '@/lib/viewer'
import classes from './team.module.css'

interface RoleChoiceProps {
  value: Role
  onChange: (role: Role) => void
}

/** The roles, each with what one may do with it. */
export function RoleChoice({ value, onChange }: RoleChoiceProps) {
  return (
    <Radio.Group label="Role" value={value} onChange={(chosen) => onChange(oneOf(roles, chosen) ?? value)}>
      <div className={classes.roles}>
        {roles.map((role) => (
          <Radio key={role} value={role} label={roleNames[role]} description={roleRights[role]} />
        ))}
      </div>
    </Radio.Group>
  )
}
