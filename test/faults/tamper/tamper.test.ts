import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportBundle } from '../../../src/ledger/export-bundle.ts'
import type { LedgerKeys } from '../../../src/ledger/keys.ts'
import { noteRestore } from '../../../src/ledger/note-restore.ts'
import type { LedgerReader } from '../../../src/ledger/store.ts'
import { type Verification, verifyBundle } from '../../../src/ledger/verify-bundle.ts'
import { Connection } from '../../../src/storage/sqlite/connection.ts'
import { ledgerReader } from '../../../src/storage/sqlite/ledger.ts'
import { openSqliteStorage } from '../../../src/storage/sqlite/open-storage.ts'
import { type Place, standingClock } from '../../contract/engine.ts'
import { reportFigures } from '../../support/figures.ts'
import { keysInMemory } from '../../support/ledger-keys.ts'
import { sqliteEngine, temporaryFolder } from '../../support/storage.ts'
import { honestStore } from './honest-store.ts'
import { type Mutation, mutations, type Tamper } from './mutations.ts'

const mutationsMin = Number(process.env.HOCBA_TEST_MUTATIONS ?? 240)
const historiesMin = Number(process.env.HOCBA_TEST_HISTORIES ?? 12)
const seed = Number(process.env.HOCBA_TEST_SEED ?? Date.now() % 1_000_000)

/** Numbers that come again with the same seed (mulberry32). */
function picking(start: number): Tamper['pick'] {
  let state = start
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

const databaseOf = (place: Place): string => join(place.location, 'hocba.db')

/** What an auditor finds who has these checkpoints; a store that cannot even be read is not sound. */
async function verify(
  store: LedgerReader,
  known: { checkpoints: readonly string[]; key?: string },
): Promise<Pick<Verification, 'isSound' | 'findings'>> {
  try {
    return await verifyBundle(exportBundle(store), known)
  } catch (error) {
    const reason = (error as Error).message
    return { isSound: false, findings: [{ verdict: 'altered', about: 'store', reason }] }
  }
}

/** @returns false if there was nothing to change, or the database does not take the change: nothing has two leaves. */
async function isDone(mutation: Mutation, tamper: Tamper): Promise<boolean> {
  try {
    return (await mutation(tamper)) === true
  } catch (error) {
    if (/UNIQUE constraint failed/.test((error as Error).message)) return false
    throw error
  }
}

/** Erases a statement's text, as the database knows it. */
function scrub(place: Place, seq: number): void {
  const db = new Connection(databaseOf(place))
  db.run('UPDATE statement SET payload = ? WHERE seq = ?', Buffer.from('{"erased":true}'), seq)
  db.close()
}

describe(`tampering with the database (seed ${seed})`, () => {
  let place: Place
  let old: string
  let db: Connection
  const checkpoints: string[] = []

  beforeAll(async () => {
    place = await temporaryFolder()
    const clock = standingClock()
    const storage = openSqliteStorage(place.location, clock)
    const honest = honestStore(storage, keysInMemory(), clock)
    const save = async () => {
      checkpoints.push((await honest.checkpoint())!)
    }
    for (const count of [6, 1, 5]) {
      clock.advance(60_000)
      await honest.record(count)
      await honest.audit()
      await honest.endSession()
    }
    await save()
    old = join(place.location, 'old.db')
    const earlier = await sqliteEngine.crash(place)
    await sqliteEngine.open(earlier, clock).then((copy) => copy.close())
    copyFileSync(databaseOf(earlier), old)
    await earlier.remove()
    await honest.rotate()
    scrub(place, (await honest.erase(4))!)
    for (const count of [7, 1, 3]) {
      clock.advance(60_000)
      await honest.record(count)
      await honest.audit()
    }
    await honest.follow()
    await save()
    await honest.record(4)
    await save()
    await storage.close()
    db = new Connection(databaseOf(place))
  })

  afterAll(async () => {
    db.close()
    await place.remove()
  })

  test('without any, everything is verified', async () => {
    const found = await verify(ledgerReader(db), { checkpoints })
    expect(found.findings.map(({ verdict }) => verdict)).toEqual(['erased'])
    expect(found).toMatchObject({ isSound: true, verified: expect.any(Number), checkpoints: 6 })
  })

  test(
    'every single change is found by whoever has a checkpoint',
    async () => {
      const pick = picking(seed)
      const names = Object.keys(mutations)
      const counts: Record<string, number> = {}
      const missed: string[] = []
      for (let tried = 0; tried < mutationsMin; ) {
        const name = names[tried % names.length]!
        db.exec('BEGIN')
        try {
          if (!(await isDone(mutations[name]!, { db, pick }))) continue
          tried++
          counts[name] = (counts[name] ?? 0) + 1
          const found = await verify(ledgerReader(db), { checkpoints: checkpoints.slice(-1) })
          if (found.isSound) missed.push(`${name} (change ${tried})`)
        } finally {
          db.exec('ROLLBACK')
        }
      }
      expect(missed).toEqual([])
      const detected = Object.values(counts).reduce((sum, count) => sum + count, 0)
      reportFigures('tamper', {
        mutations: detected,
        kinds: names.length + 1,
        missed: missed.length,
      })
    },
    60_000 + 100 * mutationsMin,
  )

  test('a database put back to an older copy is found', async () => {
    const copy = new Connection(old)
    const found = await verify(ledgerReader(copy), { checkpoints: checkpoints.slice(-1) })
    expect(found.isSound).toBe(false)
    expect(
      (await verify(ledgerReader(copy), { checkpoints: checkpoints.slice(0, 1) })).isSound,
    ).toBe(true)
    copy.close()
  })

  test('a log of another key is found by whoever has the key', async () => {
    const stranger = keysInMemory()
    const elsewhere = await temporaryFolder()
    const storage = openSqliteStorage(elsewhere.location, standingClock())
    const other = honestStore(storage, stranger, standingClock())
    await other.checkpoint()
    const key = (await storage.readLedgerHead()).key!
    expect((await verify(ledgerReader(db), { checkpoints: [], key })).isSound).toBe(false)
    await storage.close()
    await elsewhere.remove()
  })
})

/** One installation's life, in which nobody does anything wrong. */
class Life {
  readonly #pick: Tamper['pick']
  readonly #keys: LedgerKeys = keysInMemory()
  readonly #clock = standingClock()
  #place!: Place
  #honest!: ReturnType<typeof honestStore>
  #backup: { place: Place; at: Date; count: number } | undefined
  readonly checkpoints: string[] = []
  crashes = 0
  restores = 0
  erasures = 0

  constructor(pick: Tamper['pick']) {
    this.#pick = pick
  }

  async run(steps: number): Promise<void> {
    this.#place = await temporaryFolder()
    await this.#open(this.#place, [])
    for (let step = 0; step < steps; step++) await this.#step()
    const note = await this.#honest.checkpoint()
    if (note) this.checkpoints.push(note)
  }

  verify(): Promise<Verification> {
    return verifyBundle(exportBundle(this.#honest.storage), { checkpoints: this.checkpoints })
  }

  async end(): Promise<void> {
    await this.#honest.storage.close()
    await this.#place.remove()
    await this.#backup?.place.remove()
  }

  async #open(place: Place, statements: readonly { id: string; seq: number }[]): Promise<void> {
    this.#place = place
    const storage = await sqliteEngine.open(place, this.#clock)
    this.#honest = honestStore(storage, this.#keys, this.#clock)
    this.#honest.statements.push(...statements)
  }

  async #step(): Promise<void> {
    const honest = this.#honest
    // Clocks are set back now and then.
    this.#clock.advance(this.#pick(10) === 0 ? -3_600_000 : this.#pick(5_000))
    const actions = [
      () => honest.record(1 + this.#pick(6)),
      () => honest.record(1),
      () => honest.audit(),
      () => honest.endSession(),
      () => honest.follow(),
      async () => {
        const note = await honest.checkpoint()
        if (note) this.checkpoints.push(note)
      },
      () => this.#erase(),
      () => honest.rotate(),
      () => this.#crash(),
      () => this.#crashWhileFollowing(),
      () => this.#backUp(),
      () => this.#restore(),
    ]
    await actions[this.#pick(actions.length)]!()
  }

  async #erase(): Promise<void> {
    const seq = await this.#honest.erase(this.#pick(1_000))
    if (seq === undefined) return
    this.erasures++
    scrub(this.#place, seq)
  }

  /** The machine stops: what is on disk goes on in another process. */
  async #crash(): Promise<void> {
    this.crashes++
    const { statements, storage } = this.#honest
    const found = await sqliteEngine.crash(this.#place)
    await storage.close()
    await this.#place.remove()
    await this.#open(found, statements)
  }

  async #crashWhileFollowing(): Promise<void> {
    await this.#honest.record(2)
    const following = this.#honest.follow()
    for (let turn = this.#pick(6); turn > 0; turn--) await new Promise(setImmediate)
    const { statements, storage } = this.#honest
    const found = await sqliteEngine.crash(this.#place)
    await following
    await storage.close()
    await this.#place.remove()
    this.crashes++
    await this.#open(found, statements)
  }

  /** As hocba backup does it: the log is brought up to date first. */
  async #backUp(): Promise<void> {
    await this.#honest.checkpoint()
    await this.#backup?.place.remove()
    const place = await sqliteEngine.crash(this.#place)
    this.#backup = { place, at: this.#clock(), count: this.#honest.statements.length }
  }

  async #restore(): Promise<void> {
    if (!this.#backup) return
    this.restores++
    const { place, at, count } = this.#backup
    const { statements, storage } = this.#honest
    await storage.close()
    await this.#place.remove()
    await this.#open(await sqliteEngine.crash(place), statements.slice(0, count))
    await noteRestore(this.#honest.parts, at)
  }
}

describe(`honest histories (seed ${seed})`, () => {
  test(
    'raise no alarm: crashes, restarts, restores, erasures, other keys, clocks set back',
    async () => {
      const counts = { histories: 0, crashes: 0, restores: 0, erasures: 0 }
      const alarms: unknown[] = []
      for (; counts.histories < historiesMin; counts.histories++) {
        const life = new Life(picking(seed + counts.histories))
        await life.run(25)
        const { isSound, findings } = await life.verify()
        await life.end()
        counts.crashes += life.crashes
        counts.restores += life.restores
        counts.erasures += life.erasures
        if (!isSound) alarms.push({ history: seed + counts.histories, findings })
      }
      expect(alarms).toEqual([])
      reportFigures('honest histories', { ...counts, alarms: alarms.length })
    },
    60_000 + 5_000 * historiesMin,
  )
})
