import type { Collection, Db } from 'mongodb'
import type { Clock } from '../../base/clock.ts'
import { newUuid } from '../../base/ids.ts'
import type { Seq } from '../../xapi/statements/store.ts'
import type { Causality } from './causality.ts'
import { type Lane, type LaneRow, lanes } from './lane.ts'
import { LaneClaims, type NodeRow, nodes } from './lane-claims.ts'
import { problemOf } from './mongo-error.ts'

export interface SequenceOptions {
  /** How many transactions that get positions may run at once. */
  readonly lanes: number
  /** Whether the server can be read as it was at one moment. */
  readonly hasSnapshots: boolean
  /** Learns when a bound was taken. */
  readonly causality: Causality
  readonly beatMilliseconds?: number
  /** A node that shows no sign of life for so long loses its lanes. */
  readonly fenceMilliseconds?: number
}

/** A bound may be so much older than the present, as long as it has what this process has written. */
const boundAgeMicrosecondsMax = 500_000

/**
 * Positions for statements, unique and increasing although many nodes give them out, and how far they are complete. Each node
 * has lanes of its own; docs/decisions/0019 says why a bound is never wrong, only late.
 */
export class Sequence {
  readonly #lanes: Collection<LaneRow>
  readonly #nodes: Collection<NodeRow>
  readonly #clock: Clock
  readonly #options: Required<SequenceOptions>
  readonly #owner = newUuid()
  readonly #claims: LaneClaims
  readonly #watched = new Map<number, { sign: string; since: number }>()
  #own: Lane[] = []
  #claiming: Promise<void> | undefined
  /** Why there are fewer lanes than there should be: it is tried again with the next sign of life. */
  #failure: unknown
  #beat = 0
  /** The highest position that this node has given out or knows of. */
  #highest: Seq = 0
  /** The highest that was acknowledged here: readers of this process expect it below the bound. */
  #acknowledged: Seq = 0
  #bound: Seq = 0
  #current: Promise<void> | undefined
  #queued: Promise<void> | undefined
  #living: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #onIdle: () => void = () => {}

  private constructor(database: Db, clock: Clock, options: SequenceOptions) {
    this.#lanes = database.collection<LaneRow>(lanes.name)
    this.#nodes = database.collection<NodeRow>(nodes.name)
    this.#clock = clock
    this.#options = { beatMilliseconds: 200, fenceMilliseconds: 10_000, ...options }
    this.#claims = new LaneClaims(database, this.#owner)
  }

  static async open(database: Db, clock: Clock, options: SequenceOptions): Promise<Sequence> {
    const sequence = new Sequence(database, clock, options)
    await sequence.#nodes.insertOne({ _id: sequence.#owner, beat: 0, openedAt: clock() })
    await sequence.#claimMissing()
    sequence.#timer = setInterval(
      () => sequence.#startLiving(),
      sequence.#options.beatMilliseconds,
    ).unref()
    return sequence
  }

  /** @param onIdle is called when a lane may have become free. */
  whenIdle(onIdle: () => void): void {
    this.#onIdle = onIdle
  }

  /**
   * Takes a lane in which nothing is under way.
   * @throws Problem `storage-unavailable` when this node has none, and can get none.
   */
  acquire(): Lane | undefined {
    if (this.#own.length === 0 && this.#failure !== undefined) throw problemOf(this.#failure)
    const lane = this.#own.find(({ isBusy }) => !isBusy)
    if (lane) lane.isBusy = true
    return lane
  }

  /** Begins a transaction in an acquired lane, or begins it again. */
  begin(lane: Lane): void {
    lane.begin(this.#highest)
  }

  next(lane: Lane): Seq {
    const seq = lane.next(this.#now())
    this.#highest = Math.max(this.#highest, seq)
    return seq
  }

  /** The time, or one more than the last one: for what is ordered by time and needs no position. */
  time(): Seq {
    this.#highest = Math.max(this.#highest + 1, this.#now())
    return this.#highest
  }

  /** Gives an acquired lane back. @param isLost it is somebody else's by now. */
  async release(lane: Lane, isLost = false): Promise<void> {
    lane.isBusy = false
    if (lane.isUsed) this.#acknowledged = Math.max(this.#acknowledged, lane.floor - 1)
    if (isLost) {
      this.#own = this.#own.filter((other) => other !== lane)
      await lane.session.endSession()
      if (this.#own.length === 0) await this.#claimMissing()
    }
    this.#onIdle()
  }

  /**
   * A position such that all statements up to it are committed and readable, and none will be added up to it. It has all that
   * this process has acknowledged, unless another transaction has been under way since before, and follows the present and
   * the other nodes by less than a second.
   */
  async bound(): Promise<Seq> {
    const wanted = Math.max(this.#acknowledged, this.#now() - boundAgeMicrosecondsMax)
    if (this.#bound < wanted) await this.#fresh()
    return this.#bound
  }

  /** Waits for what is under way, and gives the lanes back. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    // A sign of life that comes after the lanes were given back would claim new ones.
    await this.#living
    await Promise.allSettled([this.#current, this.#queued])
    await this.#claims.release(this.#own)
  }

  /** Errors pass: the next time comes soon. */
  #startLiving(): void {
    this.#living ??= this.#live()
      .catch(() => undefined)
      .finally(() => {
        this.#living = undefined
      })
  }

  /** From time to time: shows that this node lives, and looks who does not. */
  async #live(): Promise<void> {
    this.#beat += 1
    // Who took this node for dead has removed it.
    await this.#nodes.updateOne(
      { _id: this.#owner },
      { $set: { beat: this.#beat }, $setOnInsert: { openedAt: this.#clock() } },
      { upsert: true },
    )
    await this.#fresh()
    await this.#fenceTheDead()
  }

  /** Moves idle lanes on and takes a new bound, both begun after this call; callers at the same time share it. */
  #fresh(): Promise<void> {
    if (!this.#current) {
      this.#current = this.#signAndLook().finally(() => {
        this.#current = undefined
      })
      return this.#current
    }
    this.#queued ??= this.#current
      .catch(() => undefined)
      .then(() => {
        this.#queued = undefined
        return this.#fresh()
      })
    return this.#queued
  }

  async #signAndLook(): Promise<void> {
    const idle = this.#own.filter(({ isBusy }) => !isBusy)
    for (const lane of idle) lane.isBusy = true
    try {
      await this.#sign(idle)
      const all = await this.#readAll()
      this.#bound = Math.max(this.#bound, boundOf(all))
      this.#highest = Math.max(this.#highest, ...all.map(({ floor }) => floor - 1))
      const lost = idle.filter((lane) => !all.some((row) => lane.isStill(row)))
      this.#own = this.#own.filter((lane) => !lost.includes(lane))
      for (const lane of lost) await lane.session.endSession()
      // Those who read need none; those who write are told (`acquire`).
      if (lost.length > 0 || this.#failure !== undefined) {
        await this.#claimMissing().catch(() => undefined)
      }
    } catch (error) {
      throw problemOf(error)
    } finally {
      for (const lane of idle) lane.isBusy = false
      this.#onIdle()
    }
  }

  /** Moves idle lanes on to the present, or to where others are whose clocks are ahead. */
  async #sign(idle: readonly Lane[]): Promise<void> {
    if (idle.length === 0) return
    for (const lane of idle) lane.raise(Math.max(this.#now(), this.#highest + 1))
    const updates = idle.map((lane) => ({ updateOne: lane.nextSign() }))
    await this.#lanes.bulkWrite(updates, { ordered: false })
  }

  /** At one moment: a floor that is newer than another could hide a lane that was claimed between the two. */
  #readAll(): Promise<LaneRow[]> {
    const options = this.#options.hasSnapshots
      ? { readConcern: { level: 'snapshot' } as const }
      : {}
    return this.#lanes.find({}, options).toArray()
  }

  /** By this machine's monotonic clock alone: nobody's wall clock is believed. */
  async #fenceTheDead(): Promise<void> {
    const beats = new Map((await this.#nodes.find().toArray()).map(({ _id, beat }) => [_id, beat]))
    const now = performance.now()
    let isClaiming = this.#claiming !== undefined
    const rows = await this.#readAll()
    isClaiming ||= this.#claiming !== undefined
    for (const row of rows) {
      if (row.owner === null || row.owner === this.#owner) {
        this.#watched.delete(row._id)
        // The claim of it broke off: since this node lives, nobody else would take it away, and no bound would pass it.
        const isLeftOver = row.owner !== null && !this.#own.some((lane) => lane.isStill(row))
        if (isLeftOver && !isClaiming) await this.#claims.fence(row)
        continue
      }
      const sign = [row.owner, row.epoch, row.beat, beats.get(row.owner)].join()
      const watched = this.#watched.get(row._id)
      if (watched?.sign !== sign) this.#watched.set(row._id, { sign, since: now })
      else if (now - watched.since >= this.#options.fenceMilliseconds) await this.#claims.fence(row)
    }
  }

  #claimMissing(): Promise<void> {
    this.#claiming ??= this.#claim().finally(() => {
      this.#claiming = undefined
    })
    return this.#claiming
  }

  async #claim(): Promise<void> {
    const wanted = this.#options.lanes - this.#own.length
    try {
      const claimed = wanted > 0 ? await this.#claims.claim(wanted, () => this.#now()) : []
      this.#own = [...this.#own, ...claimed]
      this.#failure = undefined
    } catch (error) {
      this.#failure = error
      throw error
    }
  }

  #now(): Seq {
    return this.#clock().getTime() * 1000
  }
}

/** The position before the lowest floor of a lane that may still give some out. */
function boundOf(all: readonly LaneRow[]): Seq {
  const owned = all.filter(({ owner }) => owner !== null)
  if (owned.length === 0 || owned.some(({ isJoining }) => isJoining)) return 0
  return Math.min(...owned.map(({ floor }) => floor)) - 1
}
