import { type DataRecord, fieldOf } from '../records.ts'
import type { ObjectiveStatus } from '../sequencing/index.ts'

/**
 * cmi.objectives at the beginning of a run [RTE 4.2.17.1]: one record for each objective of the activity that has an id, with
 * what the sequencer knows of it. Records that the SCO itself added to a suspended attempt follow as they were.
 */
export function initialObjectives(
  known: readonly ObjectiveStatus[],
  kept: readonly DataRecord[],
): readonly DataRecord[] {
  const records = [...kept]
  for (const status of known.filter(({ id }) => id !== '')) {
    const at = records.findIndex((record) => fieldOf(record, 'id') === status.id)
    const fields = fieldsOf(status)
    if (at < 0) records.push(fields)
    else records[at] = { ...records[at], ...fields }
  }
  return records
}

function fieldsOf({
  id,
  satisfied,
  score,
  completed,
  progressMeasure,
}: ObjectiveStatus): DataRecord {
  const numbers = Object.entries({
    'score.scaled': score.scaled,
    'score.raw': score.raw,
    'score.min': score.min,
    'score.max': score.max,
    progress_measure: progressMeasure,
  }).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const]))
  return {
    id,
    ...(satisfied !== undefined && { success_status: satisfied ? 'passed' : 'failed' }),
    ...(completed !== undefined && { completion_status: completed ? 'completed' : 'incomplete' }),
    ...Object.fromEntries(numbers),
  }
}
