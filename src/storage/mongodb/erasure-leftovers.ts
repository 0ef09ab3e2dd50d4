import { removeUnusedFiles } from './attachments.ts'
import { collection } from './collection.ts'
import { hashOf } from './hash-of.ts'
import { forgetLearned } from './learned.ts'
import { removeUnusedResponses } from './questions.ts'
import { statements } from './statement-row.ts'
import type { View } from './view.ts'

export type LeftoverKind = 'agent' | 'activity' | 'file' | 'response'

interface LeftoverRow {
  /** Hash of the act, the kind and the id. */
  _id: string
  erasure: string
  kind: LeftoverKind
  /** A key that statements were found by (hexadecimal); the hash of a file; question and number of a response. */
  id: string
}

const leftovers = collection<LeftoverRow>('erasureLeftovers', [{ keys: { erasure: 1, kind: 1 } }])

export const leftoverCollections = [leftovers]

/** Notes what an act no longer needs, and others may. */
export async function noteLeftovers(
  view: View,
  erasure: string,
  { kind, ids }: { readonly kind: LeftoverKind; readonly ids: readonly string[] },
): Promise<void> {
  const rows = new Map(ids.map((id) => [hashOf(erasure, kind, id), { erasure, kind, id }]))
  if (rows.size === 0) return
  const known = await view.in(leftovers).find({ _id: { $in: [...rows.keys()] } })
  for (const { _id } of known) rows.delete(_id)
  await view.in(leftovers).insert(...[...rows].map(([_id, row]) => ({ _id, ...row })))
}

export async function leftoverIds(
  view: View,
  erasure: string,
  kind: LeftoverKind,
): Promise<string[]> {
  const rows = await view.in(leftovers).find({ erasure, kind }, { fields: { id: 1 } })
  return rows.map(({ id }) => id)
}

/** Deletes what is noted and in use by nobody, and the notes. */
export async function dropLeftovers(view: View, erasure: string): Promise<void> {
  for (const [kind, field] of [
    ['agent', 'relatedAgent'],
    ['activity', 'relatedActivity'],
  ] as const) {
    for (const id of await leftoverIds(view, erasure, kind)) {
      // Voided statements keep their keys, so this finds them, too.
      const used = { [field]: Buffer.from(id, 'hex') }
      if (!(await view.in(statements).findOne(used, { fields: { _id: 1 } }))) {
        await forgetLearned(view, kind, id)
      }
    }
  }
  await removeUnusedFiles(view, await leftoverIds(view, erasure, 'file'))
  const responses = (await leftoverIds(view, erasure, 'response')).map((id) => {
    const [question, number] = id.split(':').map(Number) as [number, number]
    return { question, number }
  })
  await removeUnusedResponses(view, responses)
  await view.in(leftovers).remove({ erasure })
}
