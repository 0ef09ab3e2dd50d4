import { secondsOfDuration } from '../duration.ts'
import { agentKey, authorityKey } from '../statements/index-keys.ts'
import { isActivity } from '../statements/statement.ts'
import type { Grouping, Measure, Quantity, SortKey } from '../wire.ts'
import type { Calendar } from './calendar.ts'
import type { Candidate, StatementQuery } from './query.ts'

/** One group of the answer. */
export interface GroupRow {
  /** Null where a statement has no such thing, e.g. no activity as its object. */
  readonly group: Readonly<Partial<Record<Grouping, string | null>>>
  readonly values: Readonly<Record<string, number | null>>
}

/** Puts statements into their groups and measures these. Values are summed in the order of their size, so
 * that the sum is the same wherever it is made. */
export class Aggregation {
  readonly #query: StatementQuery
  readonly #calendar: Calendar
  readonly #groups = new Map<string, Group>()
  readonly #quantities: readonly Quantity[]

  constructor(query: StatementQuery, calendar: Calendar) {
    this.#query = query
    this.#calendar = calendar
    const isMeasured = (quantity: Quantity) =>
      query.measures.some((measure) => measure.startsWith(`${quantity}.`))
    this.#quantities = (['score', 'duration'] as const).filter(isMeasured)
  }

  get groups(): number {
    return this.#groups.size
  }

  add(candidate: Candidate): void {
    const keys = this.#query.groupBy.map((grouping) => this.#keyOf(grouping, candidate))
    const name = JSON.stringify(keys)
    let group = this.#groups.get(name)
    if (!group) {
      group = new Group(keys)
      this.#groups.set(name, group)
    }
    group.count += 1
    if (this.#query.measures.includes('distinctActors')) {
      const actor = agentKey(candidate.statement.actor)
      if (actor !== undefined) group.actors.add(actor)
    }
    for (const quantity of this.#quantities) {
      const value = quantityOf(candidate, quantity)
      if (value !== undefined) group[quantity].push(value)
    }
  }

  /** The groups in their order, as many as are wanted. */
  rows(): GroupRow[] {
    const { groupBy, measures, sort, limit } = this.#query
    const rows = [...this.#groups.values()].map((group): GroupRow => {
      const sorted = {
        score: Float64Array.from(group.score).sort(),
        duration: Float64Array.from(group.duration).sort(),
      }
      return {
        group: Object.fromEntries(groupBy.map((name, index) => [name, group.keys[index]!])),
        values: Object.fromEntries(measures.map((name) => [name, measured(group, sorted, name)])),
      }
    })
    return rows.sort(byKeys(sort, groupBy)).slice(0, limit)
  }

  #keyOf(grouping: Grouping, { statement, stored, timestamp }: Candidate): string | null {
    switch (grouping) {
      case 'verb':
        return statement.verb.id
      case 'activity':
        return isActivity(statement.object) ? statement.object.id : null
      case 'actor':
        return agentKey(statement.actor) ?? null
      case 'authority':
        return statement.authority ? authorityKey(statement.authority) : null
      default:
        return this.#calendar[grouping](this.#query.timeOf === 'stored' ? stored : timestamp)
    }
  }
}

class Group {
  readonly keys: readonly (string | null)[]
  count = 0
  readonly actors = new Set<string>()
  /** Values of the group's statements. */
  readonly score: number[] = []
  readonly duration: number[] = []

  constructor(keys: readonly (string | null)[]) {
    this.keys = keys
  }
}

function quantityOf({ statement: { result } }: Candidate, quantity: Quantity): number | undefined {
  if (quantity === 'score') return result?.score?.scaled
  return result?.duration === undefined ? undefined : secondsOfDuration(result.duration)
}

function measured(
  group: Group,
  sorted: Readonly<Record<Quantity, Float64Array>>,
  measure: Measure,
): number | null {
  if (measure === 'count') return group.count
  if (measure === 'distinctActors') return group.actors.size
  const [quantity, aggregate] = measure.split('.') as [Quantity, string]
  const values = sorted[quantity]
  if (values.length === 0) return null
  if (aggregate === 'min') return values[0]!
  if (aggregate === 'max') return values.at(-1)!
  if (aggregate === 'sum') return sumOf(values)
  if (aggregate === 'average') return sumOf(values) / values.length
  return percentile(values, Number(aggregate.slice(1)) / 100)
}

const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)

/** Between the two nearest values in proportion, as spreadsheets do (PERCENTILE.INC). */
function percentile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)]!
  const above = sorted[Math.ceil(place)]!
  return below + (above - below) * (place - Math.floor(place))
}

/** Equal rows stand in the order of their groups, so that the order is the same wherever it is made. Nothing comes last. */
function byKeys(sort: readonly SortKey[], groupBy: readonly Grouping[]) {
  const all = [...sort, ...groupBy.map((by): SortKey => ({ by, order: 'ascending' }))]
  return (a: GroupRow, b: GroupRow): number => {
    for (const { by, order } of all) {
      const compared = compare(cellOf(a, by), cellOf(b, by), order)
      if (compared !== 0) return compared
    }
    return 0
  }
}

const cellOf = ({ group, values }: GroupRow, by: Grouping | Measure): string | number | null =>
  (by in group ? group[by as Grouping] : values[by]) ?? null

function compare(a: string | number | null, b: string | number | null, order: SortKey['order']) {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return (a < b ? -1 : 1) * (order === 'ascending' ? 1 : -1)
}
