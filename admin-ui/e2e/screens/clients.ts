import { makeBusiness, makeDataset, makeProblem, minutesAgo } from '@/test/factories'
import { makeClient } from '@/test/installation'

const names = [
  'Alpine Outdoor GmbH',
  'Bakery Lindqvist',
  'Casa Verde Interiors',
  'Dockside Cycles',
  'Everglow Cosmetics',
  'Fjord & Field',
  'Golden Hour Optics',
  'Harbour Coffee Roasters',
  'Isar Moebelhaus',
  'Juniper Pet Supplies',
  'Kite Surf Academy Tarifa with a name that goes on for quite a while',
  'Lumen Lighting',
]

/** A plausible list: most are well, some need somebody. */
export const clients = Array.from({ length: 37 }, (_, i) => {
  const name = names[i] ?? `Market Stall ${i + 1}`
  const business = makeBusiness(i + 1, {
    name,
    connectedAt: minutesAgo(9 + i * i * 700),
    externalId: i % 3 ? `shop-${100 + i}` : null,
  })
  if (i === 1) {
    Object.assign(business, { status: 'DEGRADED', problem: makeProblem({ code: 'THROTTLED' }) })
  } else if (i === 4) {
    Object.assign(business, { status: 'NEEDS_RECONNECT', problem: makeProblem() })
  } else if (i === 6) {
    Object.assign(business, { status: 'REVOKING' })
  } else if (i === 8) {
    Object.assign(business, { status: 'DISCONNECTED', disconnectedAt: minutesAgo(90) })
  }
  return makeClient(business, {
    owned: Array.from({ length: (i * 7) % 5 }, (_, n) => makeDataset(n + 1)),
    shared: i % 4 ? [] : [makeDataset(9)],
  })
})
