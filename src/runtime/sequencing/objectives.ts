import type { GlobalObjective } from '../shared-state.ts'
import type { ObjectiveMap } from './definition.ts'
import { activityOf, decide, entry, type Ledger, track, trackingOf, withField } from './ledger.ts'
import type { TreeActivity, TreeObjective } from './tree.ts'

export type ObjectiveField = keyof GlobalObjective

/** The flags of a map that govern each field [SN 3.10.2]. */
const flags = {
  satisfied: { read: 'readSatisfiedStatus', write: 'writeSatisfiedStatus' },
  measure: { read: 'readNormalizedMeasure', write: 'writeNormalizedMeasure' },
  rawScore: { read: 'readRawScore', write: 'writeRawScore' },
  minScore: { read: 'readMinScore', write: 'writeMinScore' },
  maxScore: { read: 'readMaxScore', write: 'writeMaxScore' },
  completed: { read: 'readCompletionStatus', write: 'writeCompletionStatus' },
  progressMeasure: { read: 'readProgressMeasure', write: 'writeProgressMeasure' },
} as const satisfies Record<ObjectiveField, { read: keyof ObjectiveMap; write: keyof ObjectiveMap }>

const allFields = Object.keys(flags) as readonly ObjectiveField[]

/** Which fields of a map matter to whom: roll-up does not read scores other than the measure. */
const mapped = {
  rolledUp: { way: 'read', fields: ['satisfied', 'measure', 'completed', 'progressMeasure'] },
  read: { way: 'read', fields: allFields },
  written: { way: 'write', fields: allFields },
} as const satisfies Record<string, { way: 'read' | 'write'; fields: readonly ObjectiveField[] }>

/** Who asks: a roll-up passes over what a child recorded before the present attempt on its parent [SN 3.2]. */
export type Asker = 'rule' | 'rollup'

export function primaryObjective({ objectives }: TreeActivity): TreeObjective {
  const [primary] = objectives
  if (primary === undefined) throw new RangeError('An activity has no primary objective')
  return primary
}

export const objectiveNamed = (
  activity: TreeActivity,
  id: string | undefined,
): TreeObjective | undefined =>
  id === undefined
    ? primaryObjective(activity)
    : activity.objectives.find((objective) => objective.id === id)

/** The global objectives that there are maps for; of one kind: that roll-up reads, or anything reads or writes. */
export const targetsOf = (
  objectives: readonly TreeObjective[],
  kind?: keyof typeof mapped,
): string[] =>
  objectives.flatMap(({ maps }) =>
    maps.filter((map) => kind === undefined || isMapped(map, kind)).map(({ target }) => target),
  )

const isMapped = (map: ObjectiveMap, kind: keyof typeof mapped): boolean => {
  const { way, fields } = mapped[kind]
  return fields.some((field) => map[flags[field][way]])
}

/**
 * What a local objective has: what the global objective that it reads knows; else, what it has itself. Of several maps that
 * read a field the last one counts, as in ADL's system.
 */
export function readField<F extends ObjectiveField>(
  ledger: Ledger,
  at: { readonly activity: string; readonly objective: TreeObjective; readonly asker?: Asker },
  field: F,
): GlobalObjective[F] | undefined {
  const source = at.objective.maps.findLast((map) => map[flags[field].read])
  const known = source && entry(ledger.shared.objectives, source.target)?.[field]
  if (known !== undefined) return known
  const tracking = trackingOf(ledger, at.activity)
  const isProgress = field === 'completed' || field === 'progressMeasure'
  const isFormer = isProgress ? tracking.isFormerProgressInfo : tracking.isFormerObjectiveInfo
  if (at.asker === 'rollup' && isFormer === true) return undefined
  return entry(tracking.objectives, at.objective.key)?.[field]
}

/** Records a field; undefined makes it unknown. Write maps pass it on to global objectives [SN 3.10.2]. */
export function writeField<F extends ObjectiveField>(
  ledger: Ledger,
  at: { readonly activity: string; readonly objective: TreeObjective; readonly process: string },
  { field, value }: { readonly field: F; readonly value: GlobalObjective[F] | undefined },
): void {
  const { key, maps } = at.objective
  const { objectives } = trackingOf(ledger, at.activity)
  const local = withField<GlobalObjective, F>(entry(objectives, key) ?? {}, field, value)
  track(ledger, at.activity, { objectives: { ...objectives, [key]: local } })
  for (const map of maps)
    if (map[flags[field].write]) writeGlobal(ledger, at, { map, field, value })
}

function writeGlobal<F extends ObjectiveField>(
  ledger: Ledger,
  { activity, process }: { readonly activity: string; readonly process: string },
  to: {
    readonly map: ObjectiveMap
    readonly field: F
    readonly value: GlobalObjective[F] | undefined
  },
): void {
  const { target } = to.map
  const before = entry(ledger.shared.objectives, target) ?? {}
  if (before[to.field] === to.value) return
  const after = withField<GlobalObjective, F>(before, to.field, to.value)
  ledger.shared = {
    ...ledger.shared,
    objectives: { ...ledger.shared.objectives, [target]: after },
  }
  const facts = { objective: target, field: to.field, value: to.value }
  decide(ledger, 'global-objective-written', { process, activity, facts })
}

/** What an objective's measure comes to, whether or not rules may look at it yet; undefined is unknown. */
export function judgedByMeasure(
  ledger: Ledger,
  at: { readonly activity: string; readonly objective: TreeObjective; readonly asker?: Asker },
): boolean | undefined {
  const measure = readField(ledger, at, 'measure')
  return measure === undefined ? undefined : measure >= at.objective.minNormalizedMeasure
}

/** Objective Progress and Satisfied Status [TM.1.1]; undefined is unknown. */
export function satisfiedOf(
  ledger: Ledger,
  at: { readonly activity: string; readonly objective?: TreeObjective; readonly asker?: Asker },
): boolean | undefined {
  const activity = activityOf(ledger, at.activity)
  const objective = at.objective ?? primaryObjective(activity)
  const { deliveryControls, rollupConsiderations } = activity.sequencing
  if (!deliveryControls.tracked) return undefined
  if (!objective.satisfiedByMeasure) return readField(ledger, { ...at, objective }, 'satisfied')
  const isActive = trackingOf(ledger, at.activity).isActive
  if (isActive && !rollupConsiderations.measureSatisfactionIfActive) return undefined
  return judgedByMeasure(ledger, { ...at, objective })
}

/** Objective Normalized Measure [TM.1.1]; undefined is unknown. */
export function measureOf(
  ledger: Ledger,
  at: { readonly activity: string; readonly objective?: TreeObjective; readonly asker?: Asker },
): number | undefined {
  const activity = activityOf(ledger, at.activity)
  if (!activity.sequencing.deliveryControls.tracked) return undefined
  return readField(
    ledger,
    { ...at, objective: at.objective ?? primaryObjective(activity) },
    'measure',
  )
}

/**
 * Attempt Completion Status [TM.1.1.2], or of another objective than the primary one its own; undefined is unknown. Before
 * the 4th Edition a threshold decides only where the content gave a progress measure.
 */
export function completedOf(
  ledger: Ledger,
  at: { readonly activity: string; readonly objective?: TreeObjective; readonly asker?: Asker },
): boolean | undefined {
  const activity = activityOf(ledger, at.activity)
  const { completionThreshold: threshold, sequencing } = activity
  if (!sequencing.deliveryControls.tracked) return undefined
  const primary = primaryObjective(activity)
  const objective = at.objective ?? primary
  if (objective === primary && threshold.completedByMeasure) {
    const measure = readField(ledger, { ...at, objective }, 'progressMeasure')
    if (measure !== undefined) return measure >= threshold.minProgressMeasure
    if (ledger.tree.edition === '4th') return undefined
  }
  return readField(ledger, { ...at, objective }, 'completed')
}

/** Attempt Completion Amount [TM.1.1.2], 4th Edition; undefined is unknown. */
export function progressMeasureOf(
  ledger: Ledger,
  at: { readonly activity: string; readonly asker?: Asker },
): number | undefined {
  const activity = activityOf(ledger, at.activity)
  if (!activity.sequencing.deliveryControls.tracked) return undefined
  return readField(ledger, { ...at, objective: primaryObjective(activity) }, 'progressMeasure')
}
