import { newUuid } from '../../src/base/ids.ts'
import type { StatementFilter } from '../../src/xapi/statements/store.ts'
import { idsOf, preparedStatement, type StatementSketch } from '../support/prepared-statements.ts'
import { type Chapter, freshStore } from './engine.ts'

/** Filter Conditions for StatementRefs, xAPI-Communication 2.1.3. */
export const references: Chapter = (engine) => {
  const store = freshStore(engine)
  const insert = (...sketches: StatementSketch[]) =>
    store.storage.transact((tx) => tx.insertStatements(sketches.map(preparedStatement)))
  const ids = async (filter: StatementFilter) =>
    idsOf((await store.storage.queryStatements(filter, { limit: 1000 })).items)

  const [target, first, second] = [newUuid(), newUuid(), newUuid()]
  const chain: StatementSketch[] = [
    {
      id: target,
      agent: 'lan',
      verb: 'passed',
      activity: 'quiz',
      registration: 'r',
      relatedAgents: ['instructor'],
      relatedActivities: ['course'],
    },
    { id: first, agent: 'mai', verb: 'confirmed', refersTo: target },
    { id: second, agent: 'nga', verb: 'countersigned', refersTo: first },
  ]
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ]
  const filtersOfTarget: StatementFilter[] = [
    { agent: 'lan' },
    { agent: 'lan', relatedAgents: true },
    { agent: 'instructor', relatedAgents: true },
    { activity: 'quiz' },
    { activity: 'quiz', relatedActivities: true },
    { activity: 'course', relatedActivities: true },
    { verb: 'passed' },
    { registration: 'r' },
    { agent: 'lan', verb: 'passed' },
    { activity: 'quiz', verb: 'passed', registration: 'r' },
  ]

  test.each(orders)(
    'a chain is found by the keys of its target, sent as %i %i %i',
    async (...order) => {
      for (const index of order) await insert(chain[index]!)
      for (const filter of filtersOfTarget) {
        expect((await ids(filter)).sort()).toEqual([target, first, second].sort())
      }
      expect((await ids({ agent: 'mai' })).sort()).toEqual([first, second].sort())
      expect(await ids({ verb: 'countersigned' })).toEqual([second])
    },
  )

  test.each(orders)('the same in one batch, sent as %i %i %i', async (...order) => {
    await insert(...order.map((index) => chain[index]!))
    for (const filter of filtersOfTarget) expect(await ids(filter)).toHaveLength(3)
  })

  test('each condition is met by the statement itself or by its target', async () => {
    await insert(...chain)
    expect(await ids({ agent: 'nga', activity: 'quiz' })).toEqual([second])
    expect(await ids({ agent: 'mai', verb: 'passed' })).toEqual([second, first])
    expect(await ids({ agent: 'lan', verb: 'confirmed' })).toEqual([second, first])
  })

  test('keys do not go from a referrer to its target, nor to others', async () => {
    await insert(...chain, { agent: 'oanh', activity: 'quiz' })
    expect(await ids({ agent: 'nga' })).toEqual([second])
    expect(await ids({ verb: 'confirmed' })).toEqual([second, first])
  })

  test('the authority of a target is not the authority of its referrer', async () => {
    const id = newUuid()
    const referrer = newUuid()
    await insert({ id, authority: 'school' }, { id: referrer, refersTo: id, authority: 'ministry' })
    expect(await ids({ authority: 'school' })).toEqual([id])
    expect(await ids({ authority: 'ministry' })).toEqual([referrer])
  })

  test('time bounds apply to the referrer', async () => {
    await insert(chain[0]!)
    const between = store.clock().getTime() * 1000
    store.clock.advance(1000)
    await insert(chain[1]!)
    expect(await ids({ agent: 'lan', since: between })).toEqual([first])
    expect(await ids({ agent: 'lan', until: between })).toEqual([target])
  })

  test('an agent related to the target and acting in the referrer is found once, directly', async () => {
    const [id, referrer] = [newUuid(), newUuid()]
    await insert({ id: referrer, agent: 'teacher', refersTo: id })
    await insert({ id, agent: 'lan', relatedAgents: ['teacher'] })
    expect(await ids({ agent: 'teacher' })).toEqual([referrer])
    expect(await ids({ agent: 'teacher', relatedAgents: true })).toEqual([id, referrer])
  })

  test('statements that refer to each other, or to themselves, share their keys and nothing hangs', async () => {
    const [a, b, c] = [newUuid(), newUuid(), newUuid()]
    await insert({ id: a, agent: 'lan', refersTo: b }, { id: b, agent: 'mai', refersTo: a })
    await insert({ id: c, agent: 'nga', refersTo: c })
    expect(await ids({ agent: 'lan' })).toEqual([b, a])
    expect(await ids({ agent: 'mai' })).toEqual([b, a])
    expect(await ids({ agent: 'nga' })).toEqual([c])
  })

  test('a chain of 200 whose target arrives last is found in full', async () => {
    const chainIds = Array.from({ length: 201 }, () => newUuid())
    const links = chainIds.slice(1).map((id, n) => ({ id, refersTo: chainIds[n]!, agent: 'x' }))
    await insert(...links.reverse())
    await insert({ id: chainIds[0]!, agent: 'lan' })
    expect(await ids({ agent: 'lan' })).toHaveLength(201)
  })

  test('what would inherit too much is refused with all that came with it, whichever comes first', async () => {
    const many = Array.from({ length: 3_990 }, (_, n) => `activity-${n}`)
    const few = Array.from({ length: 20 }, (_, n) => `other-${n}`)
    const refused = { code: 'invalid-statement', detail: { limit: 4_000, facts: { id: first } } }
    const referrer = { id: first, refersTo: target, relatedActivities: few }
    await insert({ id: target, relatedActivities: many })
    await expect(insert({ agent: 'mai' }, referrer)).rejects.toMatchObject(refused)
    await insert({ id: second, refersTo: target })
    expect(await ids({})).toEqual([second, target])

    const late = newUuid()
    await insert({ ...referrer, refersTo: late })
    const withMany = { id: late, relatedActivities: many }
    await expect(insert({ agent: 'mai' }, withMany)).rejects.toMatchObject(refused)
    expect(await ids({})).toEqual([first, second, target])
  })
}
