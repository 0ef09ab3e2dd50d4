import { pageOf, readCursor } from '../../base/page.ts'
import type { Erasure, LegalHold } from '../../erasure/erasure.ts'
import type { ErasureReader, ErasureWriter } from '../../erasure/store.ts'
import { collection } from './collection.ts'
import { people } from './rows.ts'
import type { View } from './view.ts'
import type { Transaction } from './write-groups.ts'

export interface ErasureRow {
  _id: string
  /** When it was ordered; two of one time are of different nodes. */
  number: number
  state: Erasure['state']
  createdAt: Date
  /** How far it is, here too for who asks whether it is still so far. */
  step: Erasure['step']
  position: string
  /** The rest of the act as JSON. */
  details: string
  sealed?: string
}

export interface HoldRow extends Omit<LegalHold, 'id'> {
  _id: string
}

export const erasures = collection<ErasureRow>('erasures', [
  { keys: { number: -1, _id: -1 } },
  { keys: { state: 1, number: 1, _id: 1 } },
])
export const holds = collection<HoldRow>('legalHolds', [{ keys: { kind: 1, of: 1 } }])

export const actCollections = [erasures, holds]

const byTime = { at: 1, _id: 1 } as const

type ActReader = Pick<
  ErasureReader,
  'findErasure' | 'listErasures' | 'nextErasure' | 'listHolds' | 'holdsOn'
>

export const actReader = (view: View): ActReader => ({
  async findErasure(id) {
    const row = await view.in(erasures).findOne({ _id: id })
    return row && erasureOf(row)
  },
  async listErasures({ limit, cursor }) {
    const [number, id] = cursor === undefined ? [] : readCursor(cursor, ['number', 'string'])
    const older = [
      { number: { $lt: Number(number) } },
      { number: Number(number), _id: { $lt: String(id) } },
    ]
    const rows = await view.in(erasures).find(number === undefined ? {} : { $or: older }, {
      sort: { number: -1, _id: -1 },
      limit: limit + 1,
    })
    const page = pageOf(rows, limit, (last) => [last.number, last._id])
    return { ...page, items: page.items.map(erasureOf) }
  },
  async nextErasure() {
    const row = await view
      .in(erasures)
      .findOne({ state: 'running' }, { sort: { number: 1, _id: 1 } })
    return row && erasureOf(row)
  },
  async listHolds() {
    return (await view.in(holds).find({}, { sort: byTime })).map(holdOf)
  },
  async holdsOn(person) {
    const row = await view.in(people).findOne({ _id: person }, { fields: { classes: 1 } })
    const on = [
      { kind: 'person', of: person },
      { kind: 'class', of: { $in: [...(row?.classes ?? [])] } },
    ] as const
    return (await view.in(holds).find({ $or: [...on] } as never, { sort: byTime })).map(holdOf)
  },
})

type ActWriter = Pick<ErasureWriter, 'insertErasure' | 'saveErasure' | 'insertHold' | 'deleteHold'>

export const actWriter = ({ view, ticks }: Transaction): ActWriter => ({
  async insertErasure(erasure) {
    await view
      .in(erasures)
      .insert({ _id: erasure.id, number: ticks.time(), ...changeable(erasure) })
  },
  async saveErasure(erasure, { step, position }) {
    const before = { _id: erasure.id, state: 'running', step, position } as const
    const { sealed, ...changed } = changeable(erasure)
    const update =
      sealed === undefined ? { $unset: { sealed: true as const } } : { $set: { sealed } }
    const found = await view
      .in(erasures)
      .update(before, { ...update, $set: { ...update.$set, ...changed } })
    return found === 1
  },
  async insertHold({ id, ...hold }) {
    await view.in(holds).insert({ _id: id, ...hold })
  },
  async deleteHold(id) {
    const row = await view.in(holds).take({ _id: id })
    return row && holdOf(row)
  },
})

const changeable = ({
  id: _id,
  state,
  createdAt,
  step,
  position,
  sealedIdentity: sealed,
  ...details
}: Erasure): Omit<ErasureRow, '_id' | 'number'> => ({
  ...{ state, createdAt, step, position },
  details: JSON.stringify(details),
  ...(sealed !== undefined && { sealed }),
})

function erasureOf({ _id, number: _number, details, sealed, ...row }: ErasureRow): Erasure {
  const { endedAt, ...rest } = JSON.parse(details) as Omit<Erasure, 'endedAt'> & {
    endedAt?: string
  }
  return {
    ...rest,
    id: _id,
    ...row,
    ...(endedAt && { endedAt: new Date(endedAt) }),
    ...(sealed !== undefined && { sealedIdentity: sealed }),
  }
}

const holdOf = ({ _id, ...hold }: HoldRow): LegalHold => ({ id: _id, ...hold })
