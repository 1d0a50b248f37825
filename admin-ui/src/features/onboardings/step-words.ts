import type { IconName } from '@/components/icon'
import { humanise } from '@/lib/humanise'

/** What a step did. One that a later version brings is told by its own name. */
export function nameOfStep(kind: string) {
  return names[kind] ?? humanise(kind)
}

const names: Record<string, string> = {
  RECEIVE: 'Code received',
  EXCHANGE: 'Code exchanged for a token',
  IDENTIFY: 'Business identified',
  SYNC: 'Datasets read',
}

/** How a step went. */
export function outcomeOfStep(status: string): { word: string; icon: IconName } {
  return outcomes[status] ?? { word: humanise(status), icon: 'info' }
}

const outcomes: Record<string, { word: string; icon: IconName }> = {
  RUNNING: { word: 'Under way', icon: 'clock' },
  SUCCEEDED: { word: 'Done', icon: 'check' },
  FAILED: { word: 'Failed', icon: 'cross' },
}
