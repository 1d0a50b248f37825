import type { ReactNode } from 'react'
import { Copyable } from '@/components/copyable'
import { Facts } from '@/components/facts'
import { Moment } from '@/components/moment'
import { Panel } from '@/components/panel'
import { formatCount } from '@/lib/format'
import { roleNames, roleRights } from '@/lib/roles'
import { LinkEnd } from './link-end'
import type { Member } from './member-fragment'

/** What is known of a member of staff. */
export function MemberFacts({ member }: { member: Member }) {
  return (
    <Panel title={roleNames[member.role]} hint={roleRights[member.role]}>
      <Facts
        facts={[
          ['Last sign-in', <Moment key="signed-in" at={member.lastSignedInAt} />],
          ['Signed in now', browsers(member.openSessions)],
          ['Password', member.hasPassword ? 'Set' : 'None'],
          ['Second factor', since('Set up', member.secondFactorSince, 'Off')],
          ['Single sign-on', since('Linked', member.singleSignOnSince, 'Not linked')],
          ['One-time link', <LinkEnd key="link" at={member.linkExpiresAt} />],
          ['Added', <Moment key="added" at={member.createdAt} />],
          ...disabled(member),
          ['Id', <Copyable key="id" value={member.id} label="id" />],
        ]}
      />
    </Panel>
  )
}

function since(what: string, at: string | null, none: string) {
  return at ? (
    <>
      {what} <Moment at={at} />
    </>
  ) : (
    none
  )
}

function browsers(count: number) {
  return count === 0 ? 'Nowhere' : `In ${formatCount(count)} ${count === 1 ? 'browser' : 'browsers'}`
}

function disabled({ disabledAt }: Member): [string, ReactNode][] {
  return disabledAt ? [['Disabled', <Moment key="disabled" at={disabledAt} />]] : []
}
