import type { Db, Document, Filter, OptionalUnlessRequiredId, Sort, UpdateFilter } from 'mongodb'
import { Causality, type SessionOptions } from './causality.ts'
import type { Collection } from './collection.ts'
import { problemOf } from './mongo-error.ts'

interface FindOptions {
  readonly sort?: Sort
  readonly limit?: number
  /** So many of the first are left out; the server walks over each. */
  readonly skip?: number
  /** The fields wanted, each 1; all of them unless given. */
  readonly fields?: Readonly<Record<string, 0 | 1>>
}

/**
 * The store as one reader, or one transaction, sees it. Whatever goes through a view belongs to the view's session: no call
 * can forget it. Slices get a view and never see a database, a session or the driver's collections.
 *
 * A reader's view has no session; its errors are Problems. A transaction's view does one thing after the other, since a
 * session cannot do two at once, and its errors are the driver's own, whose labels say whether the transaction is run again.
 */
export class View {
  readonly #database: Db
  /** Of a reader. */
  readonly #causality: Causality | undefined
  /** Of a transaction. */
  readonly #options: SessionOptions
  #last: Promise<unknown> = Promise.resolve()

  constructor(database: Db, of: Causality | SessionOptions) {
    this.#database = database
    this.#causality = of instanceof Causality ? of : undefined
    this.#options = of instanceof Causality ? {} : of
  }

  in<Row extends Document>({ name }: Collection<Row>): Rows<Row> {
    return new Rows(this.#database.collection<Row>(name), (work) => this.#run(work))
  }

  /**
   * Makes transactions that hold the same guard exclude one another: of two at once, one is run again after the other.
   * Needed where a rule rests on something that is read and not written ("there is another administrator"): a snapshot alone
   * lets two transactions both read it and both write something else.
   */
  async guard(name: string): Promise<void> {
    await this.in(guards).update({ _id: name }, { $inc: { held: 1 } }, { upsert: true })
  }

  /** Waits for what a callback asked for and did not wait for. */
  async settled(): Promise<void> {
    await this.#last
  }

  #run<Result>(work: (options: SessionOptions) => Promise<Result>): Promise<Result> {
    if (this.#causality) {
      return this.#causality.read(work).catch((error: unknown) => {
        throw problemOf(error)
      })
    }
    const result = this.#last.then(() => work(this.#options))
    this.#last = result.catch(() => undefined)
    return result
  }
}

type Run = <Result>(work: (options: SessionOptions) => Promise<Result>) => Promise<Result>

/** The documents of one collection, in one view. */
export class Rows<Row extends Document> {
  readonly #collection: ReturnType<Db['collection']>
  readonly #run: Run

  constructor(collection: unknown, run: Run) {
    this.#collection = collection as ReturnType<Db['collection']>
    this.#run = run
  }

  find(filter: Filter<Row>, { fields, ...options }: FindOptions = {}): Promise<Row[]> {
    const wanted = { ...options, ...(fields && { projection: fields }) }
    return this.#run((session) =>
      this.#collection.find<Row>(filter as Filter<Document>, { ...session, ...wanted }).toArray(),
    )
  }

  async findOne(
    filter: Filter<Row>,
    options: Omit<FindOptions, 'limit'> = {},
  ): Promise<Row | undefined> {
    return (await this.find(filter, { ...options, limit: 1 }))[0]
  }

  /** How many there are; reads each of them (or its index entry). */
  count(filter: Filter<Row>, limit?: number): Promise<number> {
    return this.#run((session) =>
      this.#collection.countDocuments(filter as Filter<Document>, {
        ...session,
        ...(limit !== undefined && { limit }),
      }),
    )
  }

  /** Few stages are understood by every server: $match, $sort, $limit, $group, $project, $unwind. */
  aggregate<Result extends Document>(stages: readonly Document[]): Promise<Result[]> {
    return this.#run((session) =>
      this.#collection.aggregate<Result>([...stages], session).toArray(),
    )
  }

  /**
   * Inserts documents, in order. One whose `_id` (or other unique key) exists fails the whole transaction, which is then run
   * again: whoever wants to know must look first, in the same transaction.
   */
  async insert(...rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return
    const documents = rows as unknown as OptionalUnlessRequiredId<Document>[]
    await this.#run((session) => this.#collection.insertMany(documents, session))
  }

  /** Changes one document. @returns how many were found (or, with `upsert`, made): 0 or 1. */
  async update(
    filter: Filter<Row>,
    update: UpdateFilter<Row>,
    options: { readonly upsert?: boolean } = {},
  ): Promise<number> {
    const result = await this.#run((session) =>
      this.#collection.updateOne(filter as Filter<Document>, update as UpdateFilter<Document>, {
        ...session,
        ...options,
      }),
    )
    return result.matchedCount + result.upsertedCount
  }

  /** @returns how many were found. */
  async updateAll(filter: Filter<Row>, update: UpdateFilter<Row>): Promise<number> {
    const result = await this.#run((session) =>
      this.#collection.updateMany(
        filter as Filter<Document>,
        update as UpdateFilter<Document>,
        session,
      ),
    )
    return result.matchedCount
  }

  /** Puts a whole document, made if there is none. */
  async put(row: Row & { _id: unknown }): Promise<void> {
    const { _id, ...rest } = row as Document
    await this.#run((session) =>
      this.#collection.replaceOne({ _id }, rest, { ...session, upsert: true }),
    )
  }

  /** Removes one document and @returns it as it was. */
  async take(filter: Filter<Row>): Promise<Row | undefined> {
    const found = await this.#run((session) =>
      this.#collection.findOneAndDelete(filter as Filter<Document>, session),
    )
    return (found as Row | null) ?? undefined
  }

  /** Changes one document and @returns it as it is then. */
  async change(
    filter: Filter<Row>,
    update: UpdateFilter<Row>,
    options: { readonly upsert?: boolean; readonly sort?: Sort } = {},
  ): Promise<Row | undefined> {
    const found = await this.#run((session) =>
      this.#collection.findOneAndUpdate(
        filter as Filter<Document>,
        update as UpdateFilter<Document>,
        { ...session, ...options, returnDocument: 'after' },
      ),
    )
    return (found as Row | null) ?? undefined
  }

  /** @returns how many were removed. */
  async remove(filter: Filter<Row>): Promise<number> {
    const result = await this.#run((session) =>
      this.#collection.deleteMany(filter as Filter<Document>, session),
    )
    return result.deletedCount
  }
}

interface GuardRow {
  _id: string
  held: number
}

/** What transactions exclude one another by. */
export const guards: Collection<GuardRow> = { name: 'guards', indexes: [] }
