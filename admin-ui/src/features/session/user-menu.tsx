import { Menu, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { Icon } from '@/components/icon'
import { roleNames } from '@/lib/roles'
import { useViewer } from '@/lib/viewer'
import { AuthError, signOut } from './auth'
import { PasswordDialog } from './password-dialog'
import classes from './user-menu.module.css'

interface UserMenuProps {
  /** Leads to the account page. */
  onAccount: () => void
  onSignedOut: () => void
}

/** Who is signed in, and what they can do about it. */
export function UserMenu({ onAccount, onSignedOut }: UserMenuProps) {
  const { email, role } = useViewer()
  const [settingPassword, password] = useDisclosure()
  // Mantine would inject a style element to suppress transitions while the scheme changes.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true })

  async function leave() {
    try {
      await signOut()
      onSignedOut()
    } catch (error) {
      const message = error instanceof AuthError ? error.message : String(error)
      notifications.show({ color: 'red', title: 'You are still signed in', message })
    }
  }

  return (
    <>
      <Menu position="top-start" width={240}>
        <Menu.Target>
          <UnstyledButton className={classes.target} aria-label={`Account: ${email}`}>
            <span className={classes.avatar}>
              <Icon name="user" />
            </span>
            <span className={classes.who}>
              <span className={classes.email}>{email}</span>
              <span className={classes.role}>{roleNames[role]}</span>
            </span>
            <Icon name="chevron" size={16} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {email} · {roleNames[role]}
          </Menu.Label>
          <Menu.Item onClick={onAccount} data-autofocus>
            Account
          </Menu.Item>
          <Menu.Item onClick={password.open}>Set password</Menu.Item>
          <Menu.Divider />
          <Menu.Label>Theme</Menu.Label>
          <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as MantineColorScheme)}>
            <Menu.RadioItem value="light">Light</Menu.RadioItem>
            <Menu.RadioItem value="dark">Dark</Menu.RadioItem>
            <Menu.RadioItem value="auto">Like the system</Menu.RadioItem>
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item onClick={leave}>Sign out</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <PasswordDialog opened={settingPassword} onClose={password.close} onSignedOut={onSignedOut} />
    </>
  )
}
