import type { Figures, RequestReader, RequestSource, SourceHour } from '../../requests/store.ts'
import { collection } from './collection.ts'
import type { View } from './view.ts'

/** A program that made requests. */
interface SourceRow {
  /** Kind, a space and the id. */
  _id: string
  kind: RequestSource['kind']
  id: string
  name?: string
  lastAt: Date
  lastRejectedAt?: Date
}

interface HourRow extends Figures {
  /** That of its source, a space and the hour. */
  _id: string
  source: string
  hour: number
}

export const sources = collection<SourceRow>('requestSources', [{ keys: { lastAt: 1 } }])
export const sourceHours = collection<HourRow>('requestSourceHours', [{ keys: { hour: 1 } }])

export const requestSourceCollections = [sources, sourceHours]

export const sourceReader = (view: View): Pick<RequestReader, 'listSources'> => ({
  async listSources(fromHour) {
    const rows = await view.in(sources).find({}, { sort: { _id: 1 } })
    const hours = await view
      .in(sourceHours)
      .find({ hour: { $gte: fromHour } }, { sort: { hour: 1 } })
    const figures = new Map(rows.map(({ _id }) => [_id, [] as (Figures & { hour: number })[]]))
    for (const { _id: _, source, ...one } of hours) figures.get(source)?.push(one)
    return rows.map(({ _id, kind, id, name, lastAt, lastRejectedAt }) => ({
      source: { kind, id, ...(name !== undefined && { name }) },
      lastAt,
      ...(lastRejectedAt && { lastRejectedAt }),
      hours: figures.get(_id)!,
    }))
  },
})

/** Adds to what is known of each hour; the last name and the last times of a source stay. */
export async function addSourceHours(view: View, hours: readonly SourceHour[]): Promise<void> {
  for (const { source, hour, lastAt, lastRejectedAt, ...figures } of hours) {
    const { kind, id, name } = source
    const _id = `${kind} ${id}`
    await view.in(sources).update(
      { _id },
      {
        $set: { kind, id, ...(name !== undefined && { name }) },
        $max: { lastAt, ...(lastRejectedAt && { lastRejectedAt }) },
      },
      { upsert: true },
    )
    const { requests, statements, rejected, bytes } = figures
    await view
      .in(sourceHours)
      .update(
        { _id: `${_id} ${hour}` },
        { $set: { source: _id, hour }, $inc: { requests, statements, rejected, bytes } },
        { upsert: true },
      )
  }
}

/** Forgets the hours before this one, and the sources that have none any more. */
export async function forgetHours(view: View, hourBefore: number): Promise<void> {
  await view.in(sourceHours).remove({ hour: { $lt: hourBefore } })
  await view.in(sources).remove({ lastAt: { $lt: new Date(hourBefore * 3_600_000) } })
}
