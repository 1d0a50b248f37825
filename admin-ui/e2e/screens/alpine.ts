import { makeBusiness, makeChange, makeDataset, makeOnboarding, makeProblem } from '@/test/factories'

/** The business that the screens show. */
export const alpine = makeBusiness(1, { name: 'Alpine Outdoor GmbH' })

/** What hangs on it. */
export const lists = {
  owned: [
    makeDataset(1, { name: 'Web shop', ownerBusinessName: alpine.name }),
    makeDataset(2, { name: 'App events', ownerBusinessName: alpine.name, lastFiredAt: null }),
    makeDataset(3, { name: null, ownerBusinessName: null, isUnavailable: true }),
  ],
  shared: [makeDataset(4, { name: 'Agency retargeting', ownerBusinessName: 'Northlight Media' })],
  unreachable: [makeDataset(2, { name: 'App events' })],
  changes: [
    makeChange(1, { datasetName: 'Web shop' }),
    makeChange(3, { kind: 'REMOVED', datasetName: null }),
    makeChange(4, { relation: 'SHARED', datasetName: 'Agency retargeting' }),
  ],
  onboardings: [makeOnboarding(1), makeOnboarding(8, { status: 'FAILED', completedAt: null, problem: makeProblem() })],
}
