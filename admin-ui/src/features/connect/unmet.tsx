import type { IconName } from '@/components/icon'
import { useWords } from './audience'
import { DeadLink } from './dead-link'
import type { Refusal } from './partner-page'
import { Setback } from './setback'
import { Working } from './working'

/** The window as long as it is for nobody, and why. */
export function Unmet({ because }: { because: 'asking' | 'unmet' | Refusal }) {
  const { embedded } = useWords()
  if (because === 'dead') {
    return <DeadLink />
  }
  const { title, text } = embedded[because]
  return because === 'asking' ? (
    <Working title={title}>{text}</Working>
  ) : (
    <Setback title={title} icon={icons[because]}>
      {text}
    </Setback>
  )
}

const icons: Record<'foreign' | 'unasked' | 'unmet', IconName> = { foreign: 'shield', unasked: 'warning', unmet: 'link' }
