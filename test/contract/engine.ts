import type { Clock } from '../../src/base/clock.ts'
import type { Storage } from '../../src/storage/port.ts'

/** Where a store is kept, e.g. a temporary folder. */
export interface Place {
  readonly location: string
  remove(): Promise<void>
}

/** A storage engine as the contract sees it. */
export interface Engine {
  newPlace(): Promise<Place>
  open(place: Place, clock: Clock): Promise<Storage>
  /** The place as it would be found had the machine stopped at this moment, while the store is open. */
  crash(place: Place): Promise<Place>
  readonly capabilities: {
    /** A store may be opened by two processes at once; otherwise, why not. */
    readonly severalProcesses: true | string
    /** What a callback wrote that fails is undone, and seen by nobody before; otherwise, why not. */
    readonly atomicity: true | string
  }
  /** Positions that are given out one after the other while the clock stands lie so many microseconds apart. */
  readonly microsecondsApart: number
}

/** A part of the contract: declares its tests for one engine. */
export type Chapter = (engine: Engine) => void

/** A clock that stands still until it is told to go on. */
export interface StandingClock {
  (): Date
  /** @param milliseconds may be negative: clocks are set back now and then. */
  advance(milliseconds: number): void
}

export function standingClock(start = '2026-03-02T08:00:00.000Z'): StandingClock {
  let now = Date.parse(start)
  const clock = (() => new Date(now)) as StandingClock
  clock.advance = (milliseconds) => {
    now += milliseconds
  }
  return clock
}

export interface FreshStore {
  readonly storage: Storage
  readonly clock: StandingClock
  readonly place: Place
  /** Closes the store and opens it again where it is. */
  reopen(): Promise<void>
}

/** An empty store for each test of the block in which this is called. */
export function freshStore(engine: Engine): FreshStore {
  let storage: Storage
  let clock: StandingClock
  let place: Place
  beforeEach(async () => {
    clock = standingClock()
    place = await engine.newPlace()
    storage = await engine.open(place, clock)
  })
  afterEach(async () => {
    await storage.close()
    await place.remove()
  })
  return {
    get storage() {
      return storage
    },
    get clock() {
      return clock
    },
    get place() {
      return place
    },
    async reopen() {
      await storage.close()
      storage = await engine.open(place, clock)
    },
  }
}

/** A test that runs if the engine is capable of what it needs, and else is skipped with the engine's reason. */
export function testIf(capability: true | string, name: string, run: () => Promise<void>): void {
  if (capability === true) test(name, run)
  else test.skip(`${name} (skipped: ${capability})`, run)
}
