import type { IconName } from '@/components/icon'
import { useWords } from './audience'
import { DeadLink } from './dead-link'
import { Setback } from './setback'
import type { Meeting } from './use-partner-page'
import { Working } from './working'

/** The window as long as it is for nobody, and why. */
export function Unmet({ meeting }: { meeting: Exclude<Meeting, { step: 'met' }> }) {
  const words = useWords()
  if (meeting.step === 'dead') {
    return <DeadLink {...meeting.link} />
  }
  const { title, text } = words.unmet[meeting.step]
  if (meeting.step === 'asking') {
    return <Working title={title}>{text}</Working>
  }
  return (
    <Setback title={title} icon={icons[meeting.step]}>
      {text}
    </Setback>
  )
}

const icons: Record<'foreign' | 'unasked' | 'alone', IconName> = { foreign: 'shield', unasked: 'warning', alone: 'link' }
