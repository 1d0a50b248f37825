import { CloseButton, TextInput } from '@mantine/core'
import { useEffect, useEffectEvent, useState } from 'react'
import { Icon } from './icon'
import classes from './list-page.module.css'

interface SearchInputProps {
  /** What it searches: "Search businesses". */
  label: string
  /** What it looks at, where that is not the usual. */
  placeholder?: string
  /** What the URL says. */
  q: string
  onChange: (q: string) => void
}

const pause = 300

/** Follows the URL, and changes it when the typing pauses. */
export function SearchInput({ label, placeholder = 'Name or Meta id', q, onChange }: SearchInputProps) {
  const [typed, setTyped] = useState(q)
  const [reported, setReported] = useState(q)
  const [seen, setSeen] = useState(q)
  if (q !== seen) {
    setSeen(q)
    if (q !== reported) {
      // Not our own doing: what was being typed is given up.
      setReported(q)
      setTyped(q)
    }
  }

  const text = typed.trim()
  const report = useEffectEvent(() => {
    setReported(text)
    onChange(text)
  })
  useEffect(() => {
    if (text === reported) {
      return undefined
    }
    const timer = setTimeout(() => report(), pause)
    return () => clearTimeout(timer)
  }, [text, reported])

  return (
    <TextInput
      className={classes.search}
      type="search"
      aria-label={label}
      placeholder={placeholder}
      maxLength={200}
      leftSection={<Icon name="search" size={16} />}
      rightSection={typed && <CloseButton size="sm" aria-label="Clear search" onClick={() => setTyped('')} />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  )
}
