import type { ClientSession } from 'mongodb'
import type { Seq } from '../../xapi/statements/store.ts'
import { collection } from './collection.ts'
import type { View } from './view.ts'

/** Positions are dealt out to so many lanes: those of lane n leave the remainder n when they are divided by it. */
export const laneCount = 64

/** One lane of the sequence, free or somebody's. The document stays when its owner goes, since its floor must not be lost. */
export interface LaneRow {
  _id: number
  /** The node that may use it. */
  owner: string | null
  /** Grows with each owner: what an earlier one still has under way cannot be committed. */
  epoch: number
  /** Grows with each sign of life. */
  beat: number
  /** Every position that the lane gives out from now on is this or higher. */
  floor: Seq
  /** While its owner looks for the floor: no bound may be taken meanwhile. */
  isJoining: boolean
  /** Id of the session in which its owner's transactions run, so that whoever takes the lane away can end what is open in it. */
  session?: string
}

export const lanes = collection<LaneRow>('lanes')

/** The lane is somebody else's by now: nothing that was begun in it may be committed. */
export class LaneLost extends Error {
  override readonly name = 'LaneLost'
}

/** A lane of this node. One transaction at a time runs in it. */
export class Lane {
  readonly number: number
  readonly owner: string
  readonly epoch: number
  /** Its transactions run in this one, so that others know where. */
  readonly session: ClientSession
  /** A transaction or a sign of life is under way. */
  isBusy = false
  #floor: Seq
  #beat = 0
  #isUsed = false

  constructor({ _id, owner, epoch, floor }: LaneRow & { owner: string }, session: ClientSession) {
    this.session = session
    this.number = _id
    this.owner = owner
    this.epoch = epoch
    this.#floor = floor
  }

  get floor(): Seq {
    return this.#floor
  }

  /** Whether a position was given out since `begin`. */
  get isUsed(): boolean {
    return this.#isUsed
  }

  /** @param above every position that the transaction gets lies above this one. */
  begin(above: Seq): void {
    this.#floor = Math.max(this.#floor, above + 1)
    this.#isUsed = false
  }

  /** The next position: the first of this lane that is neither below the floor nor before `now`. */
  next(now: Seq): Seq {
    const lowest = Math.max(this.#floor, now)
    const seq = lowest + ((((this.number - lowest) % laneCount) + laneCount) % laneCount)
    this.#floor = seq + 1
    this.#isUsed = true
    return seq
  }

  /** Whether a document says that the lane is still its owner's. */
  isStill({ _id, owner, epoch }: LaneRow): boolean {
    return _id === this.number && owner === this.owner && epoch === this.epoch
  }

  /** Gives up what lies before `floor`. */
  raise(floor: Seq): void {
    this.#floor = Math.max(this.#floor, floor)
  }

  /**
   * Writes the floor, as part of the transaction that got positions.
   * @throws LaneLost.
   */
  async save(view: View): Promise<void> {
    const { filter, update } = this.nextSign()
    if ((await view.in(lanes).update(filter, update)) === 0) throw new LaneLost()
  }

  /** What writes the floor and says that the owner lives; it finds nothing once the lane is somebody else's. */
  nextSign() {
    this.#beat += 1
    return {
      filter: { _id: this.number, owner: this.owner, epoch: this.epoch },
      // One that was thought lost and comes late must not lower the floor.
      update: { $max: { floor: this.#floor }, $set: { beat: this.#beat } },
    }
  }
}
