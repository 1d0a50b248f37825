import { Setback } from './setback'
import { useWords } from './audience'

/** The code was taken and the work goes on, but the server no longer tells this page about it. */
export function LostTrack() {
  const { lostTrack } = useWords()
  return (
    <Setback title={lostTrack.title} icon="clock" tone="wait">
      {lostTrack.text}
    </Setback>
  )
}
