import { createHash } from 'node:crypto'
import { newUuid } from '../../src/base/ids.ts'
import type { PreparedStatement, StoredStatement } from '../../src/xapi/statements/store.ts'

/** What a test says of a statement; the rest is filled in. */
export interface StatementSketch {
  id?: string
  agent?: string
  verb?: string
  activity?: string
  relatedAgents?: readonly string[]
  relatedActivities?: readonly string[]
  registration?: string
  authority?: string
  /** The id of the statement that is this one's object, instead of an activity. */
  refersTo?: string
  /** Voids that statement. */
  voids?: string
  /** Makes it differ from another with the same id. */
  content?: string
  needsTimestamp?: boolean
}

/** A statement ready to be stored, without the xapi slice: its text is short, its keys are the words given. */
export function preparedStatement(sketch: StatementSketch = {}): PreparedStatement {
  const { id = newUuid(), agent = 'an', authority = 'authority', content = '' } = sketch
  const refersTo = sketch.voids ?? sketch.refersTo
  const verb = sketch.voids ? 'voided' : (sketch.verb ?? 'answered')
  const activities = refersTo ? [] : [sketch.activity ?? 'lesson']
  return {
    id,
    json: JSON.stringify({ id, actor: agent, verb, object: refersTo ?? activities[0], content }),
    needsTimestamp: sketch.needsTimestamp ?? false,
    equality: createHash('sha256')
      .update(JSON.stringify([id, agent, content]))
      .digest('hex'),
    isVoiding: sketch.voids !== undefined,
    keys: {
      agents: [agent],
      relatedAgents: [agent, authority, ...(sketch.relatedAgents ?? [])],
      activities,
      relatedActivities: [...activities, ...(sketch.relatedActivities ?? [])],
      verb,
      authority,
      ...(sketch.registration && { registration: sketch.registration }),
      ...(refersTo && { refersTo }),
    },
  }
}

export const idsOf = (statements: readonly (StoredStatement | PreparedStatement)[]): string[] =>
  statements.map(({ id }) => id)
