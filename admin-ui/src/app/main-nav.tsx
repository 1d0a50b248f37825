import { Fragment, type ReactNode } from 'react'
import { useViewer } from '@/lib/viewer'
import { groups, type NavRoute } from './destinations'
import type { AdminDocument } from './documents'
import classes from './frame.module.css'
import { NavItem, type NavItemProps } from './nav-item'

interface MainNavProps {
  /** The document that this is. */
  current?: AdminDocument
  /** Renders the link to a page of the admin app; a plain one unless the app itself is running. */
  renderRoute?: (route: NavRoute, props: NavItemProps) => ReactNode
}

/** The way to every page of the admin that the viewer has anything to do with. */
export function MainNav({ current, renderRoute = renderPlainly }: MainNavProps) {
  const { role } = useViewer()
  const open = groups.filter((group) => !('role' in group) || group.role === role)
  return open.map(({ name, destinations }) => (
    <div key={name} role={name ? 'group' : undefined} aria-label={name ?? undefined} className={classes.group}>
      {name && <p className={classes.groupName}>{name}</p>}
      {destinations.map((destination) => {
        const { icon, label } = destination
        return 'route' in destination ? (
          <Fragment key={label}>{renderRoute(destination.route, { icon, children: label })}</Fragment>
        ) : (
          <NavItem
            key={label}
            href={destination.document}
            icon={icon}
            aria-current={destination.document === current ? 'page' : undefined}
          >
            {label}
          </NavItem>
        )
      })}
    </div>
  ))
}

function renderPlainly(route: NavRoute, props: NavItemProps) {
  return <NavItem href={`/admin${route}`} {...props} />
}
