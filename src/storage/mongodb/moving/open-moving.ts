import {
  type ClientSession,
  type Db,
  type MongoClient,
  type TransactionOptions,
  UUID,
} from 'mongodb'
import type { Clock } from '../../../base/clock.ts'
import { OperatorError } from '../../../base/operator-error.ts'
import { kindNamed, kinds } from '../../../moving/kinds.ts'
import type { MovedRecord } from '../../../moving/record.ts'
import type { MoveState, MovingReader, MovingTarget, RecordPage } from '../../../moving/store.ts'
import { Causality } from '../causality.ts'
import { collections, createCollections } from '../collections.ts'
import { connect } from '../connect.ts'
import { lanes } from '../lane.ts'
import { assertUsable, readServerFacts } from '../server-facts.ts'
import { beginFilling, finishFilling, refuseUnfinished, unfinishedName } from '../unfinished.ts'
import { View } from '../view.ts'
import { idOf, named, type RowKind, recordOf, removePieces, rowOf } from './row-kind.ts'
import { leftBehind, rowKinds } from './row-kinds.ts'
import { countStatements, findStatements, putStatements, statementPages } from './statement-rows.ts'
import {
  countSummaries,
  findSummaries,
  putSummaries,
  removeSummaries,
  summaryPages,
} from './summary-rows.ts'
import { pagesOf, walker } from './walk.ts'

const by = 'a move'

/** How far the move that fills the database is. One document. */
const moveName = 'move'

/**
 * Opens a database to be moved elsewhere. Nothing is ever written to it, and servers may use it meanwhile.
 * @throws OperatorError if there is none, or one that this hocba did not write
 */
export async function openMongodbSource(url: string): Promise<MovingReader> {
  const client = await connect(url)
  try {
    const database = client.db()
    await refuseUnfinished(database)
    await refuseNewer(database)
    return { ...readerOf(database, new Causality(client, true)), close: () => client.close() }
  } catch (error) {
    await client.close()
    throw error
  }
}

async function refuseNewer(database: Db): Promise<void> {
  const found = await database.listCollections({}, { nameOnly: true }).toArray()
  const names = found.map(({ name }) => name)
  if (!names.includes('statements')) {
    throw new OperatorError(`The database ${database.databaseName} has no records of hocba.`)
  }
  const known = new Set([
    ...collections.map(({ name }) => name),
    ...Object.keys(leftBehind),
    ...[moveName, unfinishedName],
  ])
  const isFiles = (name: string) => /^(?:package|import)Files\./.test(name)
  const other = names.find(
    (name) => !known.has(name) && !isFiles(name) && !name.startsWith('system.'),
  )
  if (other === undefined) return
  throw new OperatorError(
    `The database ${database.databaseName} has the collection ${other}, which this hocba does not know: a newer one wrote it. Use that one.`,
  )
}

/** Opens a database, which may be new, to be filled by a move. */
export async function openMongodbTarget(url: string, clock: Clock): Promise<MovingTarget> {
  const client = await connect(url)
  try {
    const database = client.db()
    assertUsable(await readServerFacts(client, database), false)
    const mark = await database.collection(unfinishedName).findOne({})
    if (mark && mark.by !== by) await refuseUnfinished(database)
    const state = await database.collection(moveName).findOne({ _id: 'move' as never })
    await endSession(client, state?.session)
    if (mark) await createCollections(database)
    return new Filling(client, clock, stateOf(state))
  } catch (error) {
    await client.close()
    throw error
  }
}

/**
 * Ends what an earlier run had open when it was killed: the server would keep its locks for a minute. Where it does not let us,
 * it ends it itself in time.
 */
async function endSession(client: MongoClient, id: unknown): Promise<void> {
  if (typeof id !== 'string') return
  const command = { killSessions: [{ id: new UUID(id) }] }
  await client
    .db('admin')
    .command(command)
    .catch(() => undefined)
}

const stateOf = (row: unknown): MoveState | undefined => {
  if (!row) return undefined
  const { _id, session, ...state } = row as MoveState & { _id: unknown; session: unknown }
  return state
}

/** What is committed is on the disks of most members. */
const transactionOptions: TransactionOptions = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true },
  readPreference: 'primary',
}

class Filling implements MovingTarget {
  readonly kinds = new Set(kinds.map(({ name }) => name))
  readonly #client: MongoClient
  readonly #database: Db
  readonly #clock: Clock
  readonly #causality: Causality
  readonly #reader: Omit<MovingReader, 'close'>
  /** In which every transaction runs, so that the next run can end what this one leaves open. */
  readonly #session: ClientSession
  #state: MoveState | undefined

  constructor(client: MongoClient, clock: Clock, state: MoveState | undefined) {
    this.#client = client
    this.#database = client.db()
    this.#clock = clock
    this.#causality = new Causality(client, true)
    this.#reader = readerOf(this.#database, this.#causality)
    this.#session = client.startSession()
    this.#state = state
  }

  get state(): MoveState | undefined {
    return this.#state
  }

  async isEmpty(): Promise<boolean> {
    for (const { name } of kinds) {
      if ((await this.#reader.count(name)) > 0) return false
    }
    return true
  }

  pages(kind: string, after: string): AsyncIterable<RecordPage> {
    return this.#reader.pages(kind, after)
  }

  find(kind: string, like: readonly MovedRecord[]) {
    return this.#reader.find(kind, like)
  }

  count(kind: string): Promise<number> {
    return this.#reader.count(kind)
  }

  async begin(state: MoveState): Promise<void> {
    const mark = await this.#database.collection(unfinishedName).findOne({})
    if (!mark) await beginFilling(this.#database, by, this.#clock())
    await createCollections(this.#database)
    await this.save(state)
  }

  put(kind: string, records: readonly MovedRecord[], state: MoveState): Promise<void> {
    return this.#change(state, async (view) => {
      await putRecords(view, kind, records)
      const places = { auditEntries: 'seq', ledgerNotes: 'number' } as Record<string, string>
      const place = places[kind]
      if (place)
        await passPositions(
          view,
          records.map((record) => Number(record[place])),
        )
    })
  }

  putStatements(statements: Parameters<MovingTarget['putStatements']>[0], state: MoveState) {
    return this.#change(state, async (view) => {
      await putStatements(view, statements)
      await passPositions(
        view,
        statements.map(({ record }) => Number(record.seq)),
      )
    })
  }

  async remove(kind: string, records: readonly MovedRecord[]): Promise<boolean> {
    const from = rowKinds.get(kind)
    if (kind !== 'summaries' && (!from || from.stays)) return false
    await this.#transact(async (view) => {
      if (!from) return removeSummaries(view, records)
      const ids = records.map((record) => idOf(from, record))
      await removePieces(view, from, ids)
      await view.in(named(from.in)).remove({ _id: { $in: ids } } as never)
    })
    return true
  }

  async save(state: MoveState): Promise<void> {
    await this.#change(state, async () => undefined)
    const isWhole = state.phase === 'verified' || state.phase === 'done'
    const marks = this.#database.collection(unfinishedName)
    if (isWhole && (await marks.findOne({}))) await finishFilling(this.#database)
  }

  async check(): Promise<readonly string[]> {
    return []
  }

  async close(): Promise<void> {
    await this.#session.endSession()
    await this.#client.close()
  }

  async #change(state: MoveState, work: (view: View) => Promise<void>): Promise<void> {
    const session = new UUID(this.#session.id!.id.buffer).toHexString()
    await this.#transact(async (view) => {
      await work(view)
      await view.in(named(moveName)).put({ _id: 'move', ...state, session })
    })
    this.#state = state
  }

  async #transact(work: (view: View) => Promise<void>): Promise<void> {
    await this.#session.withTransaction(async () => {
      const view = new View(this.#database, { session: this.#session })
      await work(view)
      await view.settled()
    }, transactionOptions)
    this.#causality.note(this.#session)
  }
}

/**
 * Lets every server begin above these positions: one that takes a lane takes its floor above all that are stored
 * (docs/decisions/0019). None has a lane while the database is filled.
 */
async function passPositions(view: View, positions: readonly number[]): Promise<void> {
  const floor = Math.max(...positions) + 1
  const free = { owner: null, epoch: 0, beat: 0, isJoining: false }
  await view.in(lanes).update({ _id: 0 }, { $max: { floor }, $setOnInsert: free }, { upsert: true })
}

const keyOf = (id: unknown): string => JSON.stringify(id)

function readerOf(database: Db, causality: Causality): Omit<MovingReader, 'close'> {
  const view = new View(database, causality)
  const walk = walker(database, causality)
  const ofRows = (kind: string): RowKind => rowKinds.get(kind)!
  return {
    kinds: new Set(kinds.map(({ name }) => name)),
    pages(kind, after) {
      if (kind === 'statements') return statementPages(view, walk, after)
      if (kind === 'summaries') return summaryPages(view)
      const from = ofRows(kind)
      const above = after === '' ? undefined : JSON.parse(after)
      return pagesOf(walk({ in: named(from.in), by: '_id', above }), {
        rowsMax: kindNamed(kind).pageMax,
        recordOf: (row) => recordOf(view, from, row),
        endOf: (_, row) => keyOf(row._id),
      })
    },
    async find(kind, like) {
      if (like.length === 0) return []
      if (kind === 'statements') return findStatements(view, like)
      if (kind === 'summaries') return findSummaries(view, like)
      return findRows(view, ofRows(kind), like)
    },
    async count(kind) {
      if (kind === 'statements') return countStatements(view)
      if (kind === 'summaries') return countSummaries(view)
      return view.in(named(ofRows(kind).in)).count({})
    },
  }
}

async function findRows(view: View, from: RowKind, like: readonly MovedRecord[]) {
  const ids = like.map((record) => idOf(from, record))
  const rows = await view.in(named(from.in)).find({ _id: { $in: ids } } as never)
  const found = new Map<string, MovedRecord>()
  for (const row of rows) found.set(keyOf(row._id), await recordOf(view, from, row))
  return ids.map((id) => found.get(keyOf(id)))
}

async function putRecords(view: View, kind: string, records: readonly MovedRecord[]) {
  if (kind === 'summaries') return putSummaries(view, records)
  const from = rowKinds.get(kind)!
  const rows = view.in(named(from.in))
  const ids = records.map((record) => idOf(from, record))
  const existing = await rows.find({ _id: { $in: ids } } as never)
  const before = new Map(existing.map((row) => [keyOf(row._id), row]))
  const fresh = []
  for (const [index, record] of records.entries()) {
    const known = before.get(keyOf(ids[index]))
    const row = await rowOf(view, from, { record, before: known })
    if (known) await rows.put(row)
    else fresh.push(row)
  }
  await rows.insert(...fresh)
  await from.carry?.(view, records)
}
