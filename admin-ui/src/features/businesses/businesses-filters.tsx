import { Button, Menu } from '@mantine/core'
import { Icon } from '@/components/icon'
import classes from '@/components/list-page.module.css'
import { SearchInput } from '@/components/search-input'
import { isFiltered, type BusinessesSearch } from './businesses-search'
import { statuses, statusWords, type ConnectionStatus } from './status-words'

interface BusinessesFiltersProps {
  search: BusinessesSearch
  onSearch: (search: BusinessesSearch) => void
  /** How often the filters were cleared; each time takes along what is being typed. */
  clearings: number
  onClear: () => void
}

/** Narrows the list by text and by status. */
export function BusinessesFilters({ search, onSearch, clearings, onClear }: BusinessesFiltersProps) {
  const narrow = (change: BusinessesSearch) => onSearch({ ...search, after: undefined, before: undefined, ...change })
  const chosen = search.status ?? []

  return (
    <div role="search" className={classes.filters}>
      <SearchInput
        key={clearings}
        label="Search businesses"
        q={search.q ?? ''}
        onChange={(q) => narrow({ q: q || undefined })}
      />
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
      <Button
        variant={search.attention ? 'light' : 'default'}
        aria-pressed={search.attention !== undefined}
        onClick={() => narrow({ attention: search.attention ? undefined : 'yes' })}
      >
        Needs attention
      </Button>
      {isFiltered(search) && (
        <Button variant="subtle" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </div>
  )
}

function statusLabel(chosen: ConnectionStatus[]) {
  const [only] = chosen
  if (!only) {
    return 'Any status'
  }
  return chosen.length === 1 ? statusWords[only].label : `${chosen.length} statuses`
}
