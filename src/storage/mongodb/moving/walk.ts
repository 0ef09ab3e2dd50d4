import { type Db, type Document, MongoError } from 'mongodb'
import type { MovedRecord } from '../../../moving/record.ts'
import type { RecordPage } from '../../../moving/store.ts'
import type { Causality } from '../causality.ts'
import type { Collection } from '../collection.ts'
import { problemOf } from '../mongo-error.ts'

/** What is read: the documents whose field `by`, which is indexed and no other document has the same, lies above a value. */
interface Walked<Row extends Document> {
  readonly in: Collection<Row>
  readonly by: string
  /** Undefined for all. */
  readonly above?: unknown
}

/** @throws Problem `storage-unavailable` */
export type Walk = <Row extends Document>(walked: Walked<Row>) => AsyncGenerator<Row>

const batchRows = 256

/**
 * Reads collections from their beginning to their end, each by one cursor in the order of an index: page by page, a server that sorts
 * what is asked for instead would sort all the rest for every page. A cursor that is lost (its server was stopped, is primary no longer,
 * or has not been asked for ten minutes) is opened anew behind the last document, as long as each of them gets further.
 */
export const walker = (database: Db, causality: Causality): Walk =>
  async function* walk<Row extends Document>({ in: { name }, by, above }: Walked<Row>) {
    let last = above
    for (;;) {
      const begun = last
      const session = causality.startSession()
      try {
        const filter = last === undefined ? {} : { [by]: { $gt: last } }
        const options = { sort: { [by]: 1 }, batchSize: batchRows, session } as const
        for await (const row of database.collection(name).find(filter, options)) {
          last = row[by]
          yield row as unknown as Row
        }
        return
      } catch (error) {
        if (!(error instanceof MongoError) || last === begun) throw problemOf(error)
      } finally {
        await session.endSession()
      }
    }
  }

interface Cut<Row> {
  readonly rowsMax: number
  readonly recordOf: (row: Row) => Promise<MovedRecord>
  /** Where the records go on behind this one. */
  readonly endOf: (record: MovedRecord, row: Row) => string
}

/** A page is one transaction of the target, which has to fit into the cache of its server. */
const pageBytesMax = 8 * 1024 * 1024

/** Cuts what is read into pages; the last one may be empty. */
export async function* pagesOf<Row>(
  rows: AsyncIterable<Row>,
  { rowsMax, recordOf, endOf }: Cut<Row>,
): AsyncGenerator<RecordPage> {
  let records: MovedRecord[] = []
  let bytes = 0
  let end = ''
  for await (const row of rows) {
    const record = await recordOf(row)
    const more = bytesOf(record)
    if (records.length === rowsMax || (records.length > 0 && bytes + more > pageBytesMax)) {
      yield { records, end }
      records = []
      bytes = 0
    }
    records.push(record)
    bytes += more
    end = endOf(record, row)
  }
  yield { records }
}

/** Of what may be long. */
const bytesOf = (record: MovedRecord): number =>
  Object.values(record).reduce<number>(
    (sum, value) =>
      sum + (typeof value === 'string' || value instanceof Uint8Array ? value.length : 0),
    0,
  )
