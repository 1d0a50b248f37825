import { NativeSelect } from '@mantine/core'
import type { ReactNode } from 'react'
import { useQuery } from 'urql'
import { DayRange } from '@/components/day-range'
import { FilterChip } from '@/components/filter-chip'
import { Filters } from '@/components/filters'
import { SearchInput } from '@/components/search-input'
import { graphql } from '@/lib/graphql'
import { humanise } from '@/lib/humanise'
import { isFiltered, type AuditSearch } from './audit-search'

const actionsQuery = graphql(`
  query AuditActions {
    auditActions
  }
`)

interface AuditFiltersProps {
  search: AuditSearch
  onNarrow: (change: AuditSearch) => void
  /** How often the filters were cleared; each time takes along what is being typed. */
  clearings: number
  onClear: () => void
  actions: ReactNode
}

/** Narrows the audit by who, what, when and, from a row, by one subject or one request. */
export function AuditFilters({ search, onNarrow, clearings, onClear, actions }: AuditFiltersProps) {
  return (
    <Filters filtered={isFiltered(search)} onClear={onClear} actions={actions}>
      <SearchInput
        key={clearings}
        label="Search who"
        placeholder="Who: the beginning of a name"
        q={search.by ?? ''}
        onChange={(by) => onNarrow({ by: by || undefined })}
      />
      <ActionSelect value={search.action} onChange={(action) => onNarrow({ action })} />
      <DayRange label="When" days={search} onChange={onNarrow} />
      {search.subject && <FilterChip onRemove={() => onNarrow({ subject: undefined })}>Of one subject</FilterChip>}
      {search.request && (
        <FilterChip onRemove={() => onNarrow({ request: undefined })}>{`Request ${search.request}`}</FilterChip>
      )}
    </Filters>
  )
}

interface ActionSelectProps {
  value?: string
  onChange: (action: string | undefined) => void
}

/** Offers what the audit holds; one that stands in the URL stays chosen although it may hold none. */
function ActionSelect({ value = '', onChange }: ActionSelectProps) {
  const [{ data }] = useQuery({ query: actionsQuery })
  const known = data?.auditActions ?? []
  const actions = value && !known.includes(value) ? [...known, value] : known
  return (
    <NativeSelect
      aria-label="What was done"
      data={[
        { value: '', label: 'Any change' },
        ...actions.map((action) => ({ value: action, label: humanise(action) })),
      ]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  )
}
