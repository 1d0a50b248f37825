import type { Client } from './installation'
import type { DatasetRecord, DatasetsArguments } from './records'

/** A dataset with the clients that own it or have been given it. */
interface Had {
  dataset: DatasetRecord
  clients: Client[]
  relations: Set<'OWNED' | 'SHARED'>
}

/** The datasets of all clients, each once, as the program filters and sorts them. */
export function selectDatasets(clients: Client[], { filter, orderBy }: DatasetsArguments) {
  const search = filter?.search?.toLowerCase()
  const chosen = collect(clients).filter(
    ({ dataset, relations }) =>
      (!search || dataset.name?.toLowerCase().includes(search) || dataset.metaId.startsWith(search)) &&
      (!filter?.relation || relations.has(filter.relation)) &&
      (!filter?.isUnavailable || dataset.isUnavailable) &&
      (!filter?.silentSince || (dataset.lastFiredAt ?? '') < filter.silentSince),
  )
  const key = orderBy?.field === 'LAST_FIRED_AT' ? 'lastFiredAt' : 'name'
  const turn = orderBy?.direction === 'DESC' ? -1 : 1
  return chosen.sort((a, b) => turn * String(a.dataset[key] ?? '').localeCompare(String(b.dataset[key] ?? '')))
}

function collect(clients: Client[]) {
  const found = new Map<string, Had>()
  for (const client of clients) {
    for (const [relation, datasets] of [['OWNED', client.owned] as const, ['SHARED', client.shared] as const]) {
      for (const dataset of datasets) {
        const had = found.get(dataset.metaId) ?? { dataset, clients: [], relations: new Set() }
        had.clients.push(client)
        had.relations.add(relation)
        found.set(dataset.metaId, had)
      }
    }
  }
  return [...found.values()]
}
