import { newUuid } from '../../src/base/ids.ts'
import type { Delivery, Destination } from '../../src/feeds/destination.ts'
import { type Chapter, freshStore } from './engine.ts'

const start = new Date('2026-03-02T08:00:00.000Z')
const later = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000)

const destination = (changes: Partial<Destination> = {}): Destination => ({
  id: newUuid(),
  kind: 'webhook',
  name: 'Phòng đào tạo',
  url: 'https://sis.example.vn/hocba',
  sealedSecret: 'sealed',
  state: 'active',
  createdAt: start,
  createdBy: 'an',
  cursor: 1_772_438_400_000_000,
  ...changes,
})

const delivery = (to: Destination, changes: Partial<Delivery> = {}): Delivery => ({
  id: newUuid(),
  destination: to.id,
  state: 'pending',
  source: 'feed',
  after: 1_772_438_400_000_000,
  through: 1_772_438_400_000_009,
  statements: 3,
  createdAt: start,
  attempts: 0,
  nextAttemptAt: start,
  ...changes,
})

/** As it is once it has been delivered. */
const delivered = (to: Destination, minutes: number): Delivery => {
  const { nextAttemptAt: _, ...rest } = delivery(to, { createdAt: later(minutes) })
  return { ...rest, state: 'delivered' }
}

const dead = (to: Destination, minutes: number): Delivery => ({
  ...delivered(to, minutes),
  state: 'dead',
  attempts: 9,
  firstAttemptAt: start,
})

export const feeds: Chapter = (engine) => {
  const store = freshStore(engine)
  const save = (to: Destination, ...deliveries: Delivery[]) =>
    store.storage.transact(async (tx) => {
      await tx.saveDestination(to)
      for (const one of deliveries) await tx.saveDelivery(one)
    })

  test('a destination is kept with all that it has, and replaced with what it has not any more', async () => {
    const whole = destination({
      kind: 'forwarding',
      filter: { verb: 'http://example.vn/verbs/rare', related_agents: true },
      previousSecret: { sealed: 'before', until: later(60) },
      key: 'khóa',
      version: '2.0.0',
      state: 'disabled',
      disabledReason: '410',
      replay: { position: 5, through: 9 },
      lastDeliveredAt: later(1),
      failingSince: later(2),
      lastError: 'The receiver answered 500.',
    })
    await save(whole)
    await store.reopen()
    expect(await store.storage.findDestination(whole.id)).toEqual(whole)
    const plain = destination({ id: whole.id, cursor: whole.cursor + 1 })
    await save(plain)
    expect(await store.storage.findDestination(whole.id)).toEqual(plain)
    expect(await store.storage.findDestination(newUuid())).toBeUndefined()
  })

  test('destinations are listed in the order in which they were made, all or of one kind', async () => {
    const second = destination({ createdAt: later(2), kind: 'forwarding' })
    const first = destination({ createdAt: later(1) })
    const third = destination({ createdAt: later(3) })
    for (const one of [second, third, first]) await save(one)
    expect(await store.storage.listDestinations()).toEqual([first, second, third])
    expect(await store.storage.listDestinations('webhook')).toEqual([first, third])
  })

  test('a destination goes with its deliveries, and with no others', async () => {
    const [one, two] = [destination(), destination()]
    const [mine, theirs] = [delivery(one), delivery(two)]
    await save(one, mine)
    await save(two, theirs)
    const remove = () => store.storage.transact((tx) => tx.deleteDestination(one.id))
    expect([await remove(), await remove()]).toEqual([true, false])
    expect(await store.storage.findDelivery(one.id, mine.id)).toBeUndefined()
    expect(await store.storage.findDelivery(two.id, theirs.id)).toEqual(theirs)
    expect(await store.storage.findDelivery(one.id, theirs.id)).toBeUndefined()
  })

  test('a destination that is saved again keeps its deliveries', async () => {
    const to = destination()
    const one = delivery(to)
    await save(to, one)
    await save({ ...to, name: 'Khác' })
    expect(await store.storage.findDelivery(to.id, one.id)).toEqual(one)
  })

  test('a delivery is replaced by what became of it', async () => {
    const to = destination()
    const one = delivery(to)
    const attempt = { at: later(1), milliseconds: 12, status: 500, error: 'No.', answer: 'lỗi' }
    const after = { ...one, attempts: 1, firstAttemptAt: later(1), lastAttempt: attempt }
    await save(to, one, after)
    await store.reopen()
    expect(await store.storage.findDelivery(to.id, one.id)).toEqual(after)
    await store.storage.transact((tx) => tx.deleteDelivery(one.id))
    expect(await store.storage.findDelivery(to.id, one.id)).toBeUndefined()
  })

  test('what is due is found, the longest due first; what is pending in order is found, due or not', async () => {
    const to = destination()
    const resent = delivery(to, { source: 'resend', nextAttemptAt: later(5) })
    const waiting = delivery(to, { nextAttemptAt: later(10) })
    await save(to, delivered(to, 0), dead(to, 0), resent, waiting)
    const due = (minutes: number) => store.storage.findDueDelivery(to.id, later(minutes))
    expect(await due(4)).toBeUndefined()
    expect(await due(5)).toEqual(resent)
    expect(await due(11)).toEqual(resent)
    await store.storage.transact((tx) => tx.deleteDelivery(resent.id))
    expect([await due(9), await due(10)]).toEqual([undefined, waiting])
    expect(await store.storage.findPendingInOrder(to.id)).toEqual(waiting)
    await save(to, { ...delivered(to, 0), id: waiting.id }, resent)
    expect(await store.storage.findPendingInOrder(to.id)).toBeUndefined()
  })

  test('deliveries are listed newest first, page by page, each once, also those of one state', async () => {
    const to = destination()
    const all = Array.from({ length: 9 }, (_, n) =>
      n % 3 === 0 ? dead(to, Math.floor(n / 2)) : delivered(to, Math.floor(n / 2)),
    )
    await save(to, ...all)
    await save(destination(), delivery(to, { id: newUuid(), createdAt: later(-1) }))
    const listed = async (state?: 'dead') => {
      const items: Delivery[] = []
      let cursor: string | undefined
      do {
        const request = {
          limit: 2,
          ...(state && { state }),
          ...(cursor !== undefined && { cursor }),
        }
        const page = await store.storage.listDeliveries(to.id, request)
        items.push(...page.items)
        cursor = page.cursor
      } while (cursor !== undefined)
      return items
    }
    const times = (items: readonly Delivery[]) => items.map(({ createdAt }) => createdAt.getTime())
    const found = await listed()
    expect(found).toHaveLength(10)
    expect(new Set(found.map(({ id }) => id)).size).toBe(10)
    expect(times(found)).toEqual(times(found).toSorted((a, b) => b - a))
    expect((await listed('dead')).map(({ id }) => id).toSorted()).toEqual(
      all
        .filter(({ state }) => state === 'dead')
        .map(({ id }) => id)
        .toSorted(),
    )
  })

  test('dead deliveries are revived as if they had never been tried', async () => {
    const [to, other] = [destination(), destination()]
    const [one, theirs] = [dead(to, 1), dead(other, 1)]
    await save(other, theirs)
    await save(to, one, delivered(to, 2))
    const revive = () => store.storage.transact((tx) => tx.reviveDeadDeliveries(to.id, later(9)))
    expect([await revive(), await revive()]).toEqual([1, 0])
    const { firstAttemptAt: _, ...rest } = one
    expect(await store.storage.findDelivery(to.id, one.id)).toEqual({
      ...rest,
      state: 'pending',
      source: 'resend',
      attempts: 0,
      nextAttemptAt: later(9),
    })
    expect(await store.storage.findDelivery(other.id, theirs.id)).toEqual(theirs)
  })

  test('the oldest of each state are forgotten, and nothing that is pending', async () => {
    const [to, other] = [destination(), destination()]
    const done = [1, 2, 3, 4].map((minutes) => delivered(to, minutes))
    const letters = [1, 2, 3].map((minutes) => dead(to, minutes))
    const waiting = delivery(to, { createdAt: later(-5) })
    await save(other, delivered(other, 0))
    await save(to, ...done, ...letters, waiting)
    await store.storage.transact((tx) => tx.trimDeliveries(to.id, { delivered: 2, dead: 1 }))
    const { items } = await store.storage.listDeliveries(to.id, { limit: 50 })
    const kept = [...done.slice(2), ...letters.slice(2), waiting]
    expect(items.map(({ id }) => id).toSorted()).toEqual(kept.map(({ id }) => id).toSorted())
    expect((await store.storage.listDeliveries(other.id, { limit: 5 })).items).toHaveLength(1)
  })

  test('a lease has one holder until it runs out or is given back', async () => {
    const take = (holder: string, now: number) =>
      store.storage.transact((tx) =>
        tx.takeLease({ name: 'deliveries', holder, until: later(now + 10) }, later(now)),
      )
    expect([await take('a', 0), await take('b', 5), await take('a', 6)]).toEqual([
      true,
      false,
      true,
    ])
    expect([await take('b', 15), await take('b', 16)]).toEqual([false, true])
    await store.storage.transact((tx) => tx.releaseLease('deliveries', 'a'))
    expect(await take('a', 17)).toBe(false)
    await store.storage.transact((tx) => tx.releaseLease('deliveries', 'b'))
    expect(await take('a', 17)).toBe(true)
  })
}
