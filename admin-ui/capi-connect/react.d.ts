import type { DetailedHTMLProps, HTMLAttributes } from 'react'
import type { CapiConnectElement, CapiConnectEvents } from './capi-connect'

/** The props of `<capi-connect>`. React 19 sets properties and listens to events by their names. */
export interface CapiConnectProps extends DetailedHTMLProps<HTMLAttributes<CapiConnectElement>, CapiConnectElement> {
  baseUrl?: string
  disabled?: boolean
  getToken?: () => string | Promise<string>
  label?: string
  language?: string
  token?: string
  onblocked?: (event: CapiConnectEvents['blocked']) => void
  oncancelled?: (event: CapiConnectEvents['cancelled']) => void
  onconnected?: (event: CapiConnectEvents['connected']) => void
  onproblem?: (event: CapiConnectEvents['problem']) => void
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'capi-connect': CapiConnectProps
    }
  }
}
