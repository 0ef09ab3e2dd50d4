import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { repeatAlone } from '../../../src/background/repeat-alone.ts'
import { followStore } from '../../../src/feeds/follow-store.ts'
import { holdLease } from '../../../src/feeds/hold-lease.ts'
import { runLedger } from '../../../src/ledger/index.ts'
import type { Storage } from '../../../src/storage/port.ts'
import { openSqliteStorage } from '../../../src/storage/sqlite/open-storage.ts'
import { keysInMemory } from '../../support/ledger-keys.ts'
import { temporaryStorage } from '../../support/storage.ts'

/** Two nodes on one store, whose time is what the test says. */
async function openNodes() {
  let now = Date.now()
  const clock = () => new Date(now)
  const first = await temporaryStorage(clock)
  const second = openSqliteStorage(first.folder, clock)
  const errors: unknown[] = []
  const done: string[] = []
  const begin = (node: string, store: Storage, work: () => Promise<unknown>) =>
    repeatAlone(
      60,
      async () => {
        done.push(node)
        await work()
      },
      { store, clock, name: 'work', report: (error) => errors.push(error) },
    )
  return {
    clock,
    done,
    errors,
    stores: [first.storage, second] as const,
    nodes: (work = async () => undefined as unknown) =>
      [begin('a', first.storage, work), begin('b', second, work)] as const,
    pass(seconds: number) {
      now += seconds * 1_000
    },
    async remove() {
      await second.close()
      await first.remove()
    },
  }
}

/** Asks a node for its work, and waits until it has done it or found that it must not. */
async function ask(node: ReturnType<typeof repeatAlone>): Promise<void> {
  node.now()
  await wait(60)
}

describe('repeatAlone()', () => {
  let bench: Awaited<ReturnType<typeof openNodes>>
  beforeEach(async () => {
    bench = await openNodes()
  })
  afterEach(() => bench.remove())

  test('leaves the work to the node that has it, until that gives it back', async () => {
    const [a, b] = bench.nodes()
    for (const node of [a, b, a, b]) await ask(node)
    expect(bench.done).toEqual(['a', 'a'])
    await a.stop()
    await ask(b)
    expect(bench.done).toEqual(['a', 'a', 'b'])
    await b.stop()
  })

  test('gives the work of a node that is not heard of to another', async () => {
    const [a, b] = bench.nodes()
    await ask(a)
    bench.pass(53)
    await ask(b)
    bench.pass(2)
    await ask(b)
    await ask(a)
    expect(bench.done).toEqual(['a', 'b'])
    await Promise.all([a.stop(), b.stop()])
  })

  test('keeps others away while it works, for as long as that takes', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const [a, b] = bench.nodes(() => promise)
    a.now()
    for (let renewals = 0; renewals < 2; renewals++) {
      await wait(60)
      bench.pass(5)
      await wait(2_100)
    }
    await ask(b)
    expect(bench.done).toEqual(['a'])
    resolve()
    await Promise.all([a.stop(), b.stop()])
  })

  test('does not keep work that failed', async () => {
    const [a, b] = bench.nodes(async () => {
      throw new Error('once more')
    })
    await ask(a)
    bench.pass(7)
    await ask(b)
    expect(bench.done).toEqual(['a', 'b'])
    expect(bench.errors).toHaveLength(2)
    await Promise.all([a.stop(), b.stop()])
  })
})

describe('runLedger() on two nodes', () => {
  test('one builds the log, and the other goes on with it when that one stops', async () => {
    const bench = await openNodes()
    const keys = keysInMemory()
    const errors: unknown[] = []
    /** Leaves, each of which takes a salt. */
    const prepared = [0, 0]
    const ledgers = bench.stores.map((store, index) => {
      const follower = followStore()
      const turn = holdLease(store, bench.clock, 'ledger')
      const random = (bytes: number) => {
        prepared[index]! += 1
        return randomBytes(bytes)
      }
      const parts = { store, clock: bench.clock, keys, follower, turn, random }
      return { follower, ...runLedger(parts, (error) => errors.push(error)) }
    })
    const note = async (text: string) => {
      await bench.stores[0].transact((tx) =>
        tx.addLedgerNote({ kind: 'result', at: bench.clock(), text }),
      )
      await wait(2_500)
    }
    await note('one')
    const builder = prepared[0]! > 0 ? 0 : 1
    expect(prepared[1 - builder]).toBe(0)
    ledgers[builder]!.follower.stop()
    await ledgers[builder]!.stop()
    const before = (await bench.stores[0].readLedgerHead()).size
    expect(before).toBe(2)
    await wait(3_000)
    await note('two')
    expect((await bench.stores[0].readLedgerHead()).size).toBe(3)
    expect(prepared[1 - builder]).toBe(1)
    ledgers[1 - builder]!.follower.stop()
    await ledgers[1 - builder]!.stop()
    expect(errors).toEqual([])
    await bench.remove()
  }, 30_000)
})
