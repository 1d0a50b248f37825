import type { Endpoint } from './endpoint-fragment'

/** What a dialog about one endpoint is opened with. */
export interface EndpointDialogProps {
  endpoint: Endpoint
  opened: boolean
  onClose: () => void
}
