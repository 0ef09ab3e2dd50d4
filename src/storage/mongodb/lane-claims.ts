import {
  type ClientSession,
  type Db,
  type Collection as DriverCollection,
  type MongoClient,
  UUID,
} from 'mongodb'
import { OperatorError } from '../../base/operator-error.ts'
import type { Seq } from '../../xapi/statements/store.ts'
import { collection } from './collection.ts'
import { Lane, type LaneRow, laneCount, lanes } from './lane.ts'
import { isDuplicateKey } from './mongo-error.ts'

/** A process that has the store open. */
export interface NodeRow {
  _id: string
  /** Grows with each sign of life, also while all its lanes are busy. */
  beat: number
  openedAt: Date
}

export const nodes = collection<NodeRow>('nodes')

/** A node takes further lanes only while so many are left for nodes that have none. */
const keptForNewcomers = 16

type OwnedRow = LaneRow & { owner: string }

/** Takes lanes for a node, and takes them from nodes that are dead. docs/decisions/0019 has the argument. */
export class LaneClaims {
  readonly #lanes: DriverCollection<LaneRow>
  readonly #nodes: DriverCollection<NodeRow>
  readonly #owner: string
  readonly #client: MongoClient

  constructor(database: Db, owner: string) {
    this.#client = database.client
    this.#lanes = database.collection<LaneRow>(lanes.name)
    this.#nodes = database.collection<NodeRow>(nodes.name)
    this.#owner = owner
  }

  /**
   * Takes up to `wanted` lanes, one at least.
   * @param now the node's clock; positions before it are not given out.
   * @throws OperatorError when none is free.
   */
  async claim(wanted: number, now: () => Seq): Promise<Lane[]> {
    const joining = await this.#join(wanted)
    if (joining.length === 0) {
      throw new OperatorError(
        `All ${laneCount} write lanes of the database are taken by running servers. Let fewer servers run, or give each fewer lanes (HOCBA_MONGODB_LANES).`,
      )
    }
    // Only now: whoever took a bound before has seen floors that are not above these.
    const all = await this.#lanes.find().toArray()
    const floor = Math.max(now(), ...all.map((lane) => lane.floor + 1))
    const claimed: Lane[] = []
    for (const row of joining) {
      const session = this.#client.startSession()
      const { matchedCount } = await this.#lanes.updateOne(
        { _id: row._id, owner: this.#owner, epoch: row.epoch },
        { $set: { floor, isJoining: false, session: idOf(session) } },
      )
      if (matchedCount === 1) claimed.push(new Lane({ ...row, floor }, session))
      else await session.endSession()
    }
    return claimed.length > 0 ? claimed : this.claim(wanted, now)
  }

  /** Makes free lanes this node's, without a floor as yet. */
  async #join(wanted: number): Promise<OwnedRow[]> {
    const known = new Map((await this.#lanes.find().toArray()).map((lane) => [lane._id, lane]))
    const free = Array.from({ length: laneCount }, (_, number) => number).filter(
      (number) => (known.get(number)?.owner ?? null) === null,
    )
    const joined: OwnedRow[] = []
    for (const [index, number] of free.entries()) {
      const isNewcomer = joined.length === 0
      if (joined.length >= wanted) break
      if (!isNewcomer && free.length - index <= keptForNewcomers) break
      const row = await this.#take(number, known.get(number))
      if (row) joined.push(row)
    }
    return joined
  }

  async #take(number: number, known: LaneRow | undefined): Promise<OwnedRow | undefined> {
    const mine = { owner: this.#owner, beat: 0, isJoining: true }
    if (!known) {
      const row = { _id: number, ...mine, epoch: 1, floor: 0 }
      const isNew = await this.#lanes.insertOne(row).then(
        () => true,
        (error: unknown) => {
          if (isDuplicateKey(error)) return false
          throw error
        },
      )
      return isNew ? row : undefined
    }
    const { epoch } = known
    const { matchedCount } = await this.#lanes.updateOne(
      { _id: number, owner: null, epoch },
      { $set: { ...mine, epoch: epoch + 1 } },
    )
    return matchedCount === 1 ? { ...known, ...mine, epoch: epoch + 1 } : undefined
  }

  /**
   * Makes a lane free whose owner has shown no sign of life since `row` was read. What it had open would keep others from what it
   * wrote, and this from the lane's own document, until the server gives it up after a minute; so that is ended first. An owner who
   * lives after all runs it again, and knows of the lane no more.
   */
  async fence({ _id, owner, epoch, beat, session }: LaneRow): Promise<void> {
    if (session !== undefined) await this.#end(session)
    await this.#lanes.updateOne(
      { _id, owner, epoch, beat },
      { $set: { owner: null, isJoining: false, epoch: epoch + 1 } },
    )
    if ((await this.#lanes.countDocuments({ owner })) > 0) return
    await this.#nodes.deleteOne({ _id: owner! })
  }

  /** Where the server does not let us, it ends it itself in time. */
  async #end(session: string): Promise<void> {
    const command = { killSessions: [{ id: new UUID(session) }] }
    await this.#client
      .db('admin')
      .command(command)
      .catch(() => undefined)
  }

  /** Gives lanes back, in which nothing is under way. */
  async release(own: readonly Lane[]): Promise<void> {
    for (const { number, epoch, floor, session } of own) {
      await session.endSession()
      await this.#lanes.updateOne(
        { _id: number, owner: this.#owner, epoch },
        { $max: { floor }, $set: { owner: null, epoch: epoch + 1 } },
      )
    }
    await this.#nodes.deleteOne({ _id: this.#owner })
  }
}

const idOf = ({ id }: ClientSession): string => new UUID(id!.id.buffer).toHexString()
