import type { ActivityState } from '../attempt.ts'
import { recordsOf, withRecord } from '../records.ts'
import { placeOf } from './element-name.ts'

const counts: readonly string[] = ['cmi.interactions._count', 'cmi.objectives._count']
const known = new WeakMap<ActivityState, ActivityState>()

/**
 * A state with its arrays record by record. Attempts that were stored before arrays were kept apart have them among the
 * other values, with a count.
 */
export function withRecordsApart(state: ActivityState): ActivityState {
  if (!counts.some((name) => Object.hasOwn(state.values, name))) return state
  const apart = known.get(state) ?? separate(state)
  known.set(state, apart)
  return apart
}

function separate(state: ActivityState): ActivityState {
  const own = Object.entries(state.values).filter(
    ([name]) => !counts.includes(name) && !placeOf(name),
  )
  let apart: ActivityState = { ...state, values: Object.fromEntries(own) }
  for (const [name, value] of Object.entries(state.values)) {
    const place = placeOf(name)
    if (!place) continue
    const { array, index, field } = place
    const record = { ...recordsOf(apart, array)[index], [field]: value }
    apart = withRecord(apart, array, { index, record })
  }
  return apart
}
