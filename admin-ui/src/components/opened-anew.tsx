import { createContext, useState, type ComponentType } from 'react'

/** Called once nothing of a dialog is seen any more. */
export const Closed = createContext(() => {})

/** Has a dialog begin anew with each opening, without what was typed and answered in the one before. */
export function openedAnew<Props extends object>(Dialog: ComponentType<Props>) {
  return function OpenedAnew(props: Props) {
    const [times, setTimes] = useState(0)
    return (
      <Closed value={() => setTimes(times + 1)}>
        <Dialog key={times} {...props} />
      </Closed>
    )
  }
}
