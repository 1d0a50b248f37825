import { Button, CloseButton, Menu, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { Icon } from '@/components/icon'
import classes from './businesses-page.module.css'
import { isFiltered, type BusinessesSearch } from './businesses-search'
import { statuses, statusWords, type ConnectionStatus } from './status-words'

interface BusinessesFiltersProps {
  search: BusinessesSearch
  onSearch: (search: BusinessesSearch) => void
}

/** Narrows the list by text and by status. */
export function BusinessesFilters({ search, onSearch }: BusinessesFiltersProps) {
  const narrow = (change: BusinessesSearch) => onSearch({ ...search, after: undefined, before: undefined, ...change })
  const chosen = search.status ?? []

  return (
    <div role="search" className={classes.filters}>
      <SearchInput q={search.q ?? ''} onChange={(q) => narrow({ q: q || undefined })} />
      <Menu closeOnItemClick={false} position="bottom-start" width={220}>
        <Menu.Target>
          <Button variant="default" rightSection={<Icon name="chevron" size={14} />}>
            {statusLabel(chosen)}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.CheckboxGroup
            value={chosen}
            onChange={(values) => {
              const status = statuses.filter((item) => values.includes(item))
              narrow({ status: status.length > 0 ? status : undefined })
            }}
          >
            {statuses.map((status, i) => (
              <Menu.CheckboxItem key={status} value={status} data-autofocus={i === 0 || undefined}>
                {statusWords[status].label}
              </Menu.CheckboxItem>
            ))}
          </Menu.CheckboxGroup>
        </Menu.Dropdown>
      </Menu>
      {isFiltered(search) && (
        <Button variant="subtle" onClick={() => onSearch({ size: search.size, sort: search.sort, dir: search.dir })}>
          Clear filters
        </Button>
      )}
    </div>
  )
}

/** Follows the URL, and changes it when the typing pauses. */
function SearchInput({ q, onChange }: { q: string; onChange: (q: string) => void }) {
  const [typed, setTyped] = useState(q)
  const [known, setKnown] = useState(q)
  if (q !== known) {
    setKnown(q)
    setTyped(q)
  }
  const report = useDebouncedCallback((value: string) => {
    setKnown(value.trim()) // our own change: what has been typed since stays
    onChange(value.trim())
  }, 300)
  const type = (value: string) => {
    setTyped(value)
    report(value)
  }
  return (
    <TextInput
      className={classes.search}
      type="search"
      aria-label="Search businesses"
      placeholder="Name or Meta id"
      maxLength={200}
      leftSection={<Icon name="search" size={16} />}
      rightSection={typed && <CloseButton size="sm" aria-label="Clear search" onClick={() => type('')} />}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
    />
  )
}

function statusLabel(chosen: ConnectionStatus[]) {
  const [only] = chosen
  if (!only) {
    return 'Any status'
  }
  return chosen.length === 1 ? statusWords[only].label : `${chosen.length} statuses`
}
