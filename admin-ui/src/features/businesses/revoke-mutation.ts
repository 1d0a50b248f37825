import { graphql } from '@/lib/graphql'
import { receiptFragment } from './receipt'

/** Ends a connection; while its end is pending, has Meta asked again at once. */
export const revokeMutation = graphql(
  `
    mutation RevokeConnection($input: RevokeConnectionInput!) {
      revokeConnection(input: $input) {
        business {
          id
          status
        }
        receipt {
          ...Receipt
        }
        userErrors {
          message
        }
      }
    }
  `,
  [receiptFragment],
)
