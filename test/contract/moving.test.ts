import { jest } from '@jest/globals'
import type { MovingTarget } from '../../src/moving/index.ts'
import { runMove } from '../../src/moving/index.ts'
import { kindNamed, kinds } from '../../src/moving/kinds.ts'
import {
  openMongodbSource,
  openMongodbTarget,
} from '../../src/storage/mongodb/moving/open-moving.ts'
import { openMongodbStorage } from '../../src/storage/mongodb/open-storage.ts'
import { openSqliteSource, openSqliteTarget } from '../../src/storage/sqlite/moving/open-moving.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/open-storage.ts'
import { serverHasTransactions, temporaryDatabase, testServerUrl } from '../support/mongodb.ts'
import { startMongodbProxy } from '../support/mongodb-proxy.ts'
import { fill, madeRecord } from '../support/moved-records.ts'
import { preparedStatement } from '../support/prepared-statements.ts'
import { temporaryFolder } from '../support/storage.ts'
import type { Place } from './engine.ts'

jest.setTimeout(120_000)

const clock = () => new Date('2026-11-22T08:00:00.000Z')

const engines = {
  sqlite: {
    newPlace: temporaryFolder,
    source: async ({ location }: Place) => openSqliteSource(location),
    target: async ({ location }: Place) => openSqliteTarget(location, clock),
    storage: async ({ location }: Place, at = clock) => openSqliteStorage(location, at),
  },
  mongodb: {
    newPlace: temporaryDatabase,
    source: ({ location }: Place) => openMongodbSource(location),
    target: ({ location }: Place) => openMongodbTarget(location, clock),
    storage: ({ location }: Place, at = clock) => openMongodbStorage(location, at, { lanes: 1 }),
  },
} as const

type Name = keyof typeof engines

const recordsOfEach = 8
const statements = 700

const other = (name: Name): Name => (name === 'sqlite' ? 'mongodb' : 'sqlite')

async function filled(name: Name): Promise<Place> {
  const place = await engines[name].newPlace()
  const target = await engines[name].target(place)
  await fill(target, recordsOfEach, statements)
  await target.close()
  return place
}

/** Moves from one engine to the other. @param through the target as the move sees it */
async function move(
  name: Name,
  from: Place,
  {
    to,
    through = (target) => target,
  }: { to: Place; through?: (target: MovingTarget) => MovingTarget },
) {
  const source = await engines[name].source(from)
  const target = await engines[other(name)].target(to)
  try {
    const parts = { source, target: through(target), from: name, files: [], clock }
    return await runMove({ ...parts, tell: () => undefined })
  } finally {
    await source.close()
    await target.close()
  }
}

class Stopped extends Error {}

/** A target that ends the process, so to say, before or after it has put so many pages. */
function stoppingAfter(
  target: MovingTarget,
  { pages, before }: { pages: number; before: boolean },
) {
  let left = pages
  const counted =
    <Values extends unknown[]>(put: (...values: Values) => Promise<void>) =>
    async (...values: Values) => {
      left -= 1
      if (left === 0 && before) throw new Stopped()
      await put(...values)
      if (left === 0) throw new Stopped()
    }
  const stopping: Partial<MovingTarget> = {
    put: counted((...values) => target.put(...values)),
    putStatements: counted((...values) => target.putStatements(...values)),
  }
  return new Proxy(target, {
    get: (_, name) =>
      stopping[name as keyof MovingTarget] ?? bound(target, Reflect.get(target, name) as unknown),
  })
}

const bound = (target: MovingTarget, value: unknown): unknown =>
  typeof value === 'function' ? value.bind(target) : value

function movingContract(name: Name): void {
  const there = other(name)

  describe(`a move from ${name} to ${there}`, () => {
    let from: Place
    let to: Place

    beforeAll(async () => {
      from = await filled(name)
    })

    beforeEach(async () => {
      to = await engines[there].newPlace()
    })

    afterEach(() => to.remove())
    afterAll(() => from.remove())

    test('carries every kind of record, and finds each the same', async () => {
      const result = await move(name, from, { to })

      expect(result.kinds.flatMap((one) => one.differences)).toEqual([])
      expect(result.findings).toEqual([])
      expect(result.isSame).toBe(true)
      expect(result.kinds.map((one) => one.kind)).toEqual(kinds.map((one) => one.name))
      expect(result.kinds.every((one) => one.sourceHash === one.targetHash)).toBe(true)
      expect(result.kinds.find((one) => one.kind === 'statements')).toMatchObject({
        source: statements,
        target: statements,
      })
    })

    test('stopped ten times, ends with the same', async () => {
      const whole = await engines[there].newPlace()
      const expected = await move(name, from, { to: whole })
      await whole.remove()
      for (let stop = 1; stop <= 10; stop++) {
        const pages = 1 + Math.floor(Math.random() * 10)
        const stopping = (target: MovingTarget) =>
          stoppingAfter(target, { pages, before: stop % 2 === 0 })
        await expect(move(name, from, { to, through: stopping })).rejects.toThrow(Stopped)
        if (stop === 5) await expect(engines[there].storage(to)).rejects.toThrow('not whole')
      }

      const result = await move(name, from, { to })

      expect(result).toEqual({ ...expected, wasBegun: true })
    })

    test('leaves the target giving out positions above those that came, whatever its clock says', async () => {
      await move(name, from, { to })
      const storage = await engines[there].storage(to, () => new Date('2026-10-01T00:00:00.000Z'))
      const written = await storage.transact((tx) => tx.insertStatements([preparedStatement()]))
      await storage.close()
      const highest = Number(madeRecord(kindNamed('statements'), statements - 1).seq)

      expect(written[0]!.seq).toBeGreaterThan(highest)
    })

    test('lets nobody but the move open the target before it is done', async () => {
      const stopping = (target: MovingTarget) => stoppingAfter(target, { pages: 3, before: false })
      await expect(move(name, from, { to, through: stopping })).rejects.toThrow(Stopped)
      await expect(engines[there].storage(to)).rejects.toThrow('not whole')

      await move(name, from, { to })

      await (await engines[there].storage(to)).close()
    })

    test('refuses a target that has records of its own', async () => {
      const storage = await engines[there].storage(to)
      await storage.transact((tx) => tx.insertPackage({ id: 'own', createdAt: clock() }))
      await storage.close()

      await expect(move(name, from, { to })).rejects.toThrow('not')
    })

    test('refuses to go on with what another move began', async () => {
      const target = await engines[there].target(to)
      const state = { from: 'elsewhere', begunAt: '', phase: 'copying', kind: 'people', after: '' }
      await target.begin(state as never)
      await target.close()

      await expect(move(name, from, { to })).rejects.toThrow('elsewhere')
    })

    test('finds what the source got meanwhile, and carries it over in the next run', async () => {
      const changing = await filled(name)
      const writer = await engines[name].target(changing)
      const { state } = writer
      let isChanged = false
      const late = (target: MovingTarget) =>
        new Proxy(target, {
          get: (_, property) =>
            property === 'count' && !isChanged
              ? async (kind: string) => {
                  isChanged = true
                  const [session] = [madeRecord(kindNamed('sessions'), 0)]
                  await writer.put('sessions', [{ ...session, lastSeenAt: 5 }], state!)
                  const delivery = {
                    ...madeRecord(kindNamed('deliveries'), 99),
                    destination: 'destinations 1',
                  }
                  await writer.put('deliveries', [delivery], state!)
                  await writer.remove('launchTickets', [madeRecord(kindNamed('launchTickets'), 1)])
                  return target.count(kind)
                }
              : bound(target, Reflect.get(target, property) as unknown),
        })

      const first = await move(name, changing, { to, through: late })
      const second = await move(name, changing, { to })
      await writer.close()
      await changing.remove()

      expect(first.isSame).toBe(false)
      expect(first.kinds.flatMap((one) => one.differences)).toEqual([
        expect.stringContaining('has other lastSeenAt'),
        expect.stringContaining('launchTickets 1 is not in the source'),
        expect.stringContaining('deliveries 99 is not in the target'),
      ])
      expect(second.isSame).toBe(true)
    })

    test('waits for an erasure that is under way', async () => {
      const erasing = await engines[name].newPlace()
      const writer = await engines[name].target(erasing)
      const state = {
        from: '',
        begunAt: '',
        phase: 'copying',
        kind: 'erasures',
        after: '',
      } as const
      await writer.begin(state)
      const running = { ...madeRecord(kindNamed('erasures'), 0), state: 'running' }
      await writer.put('erasures', [running], state)
      await writer.save({ ...state, phase: 'done' })
      await writer.close()

      await expect(move(name, erasing, { to })).rejects.toThrow('An erasure is under way')
      await erasing.remove()
    })
  })
}

const reason =
  testServerUrl === undefined
    ? 'HOCBA_TEST_MONGODB_URL names no server'
    : (await serverHasTransactions())
      ? undefined
      : 'the server has no transactions'

if (reason === undefined) {
  movingContract('sqlite')
  movingContract('mongodb')

  test('records are read on behind the last one when a connection breaks', async () => {
    const from = await filled('mongodb')
    const proxy = await startMongodbProxy()
    const through = new URL(from.location)
    through.host = new URL(proxy.url).host
    const source = await openMongodbSource(through.href)
    const ids: unknown[] = []
    let isBroken = false
    proxy.rule = (command, reply) => {
      const isBetween = command.getMore !== undefined && reply === undefined && !isBroken
      if (isBetween) isBroken = true
      return isBetween ? 'cut' : 'pass'
    }
    for await (const { records } of source.pages('statements', ''))
      ids.push(...records.map(({ id }) => id))
    const count = await source.count('statements')
    await source.close()
    await proxy.close()
    await from.remove()

    expect(isBroken).toBe(true)
    expect(count).toBe(statements)
    expect(ids).toHaveLength(count)
    expect(new Set(ids).size).toBe(count)
  })
} else {
  test.skip(`moves between the engines (skipped: ${reason})`, () => undefined)
}
