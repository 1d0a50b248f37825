import type { ResultOf } from 'gql.tada'
import { graphql } from '@/lib/graphql'

export const brandingFragment = graphql(`
  fragment Branding on Branding @_unmask {
    name
    logoUrl
    accentColor
    supportContact
    privacyUrl
  }
`)

export type Branding = ResultOf<typeof brandingFragment>
