import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuid } from '../../src/base/ids.ts'
import { workOn } from '../../src/erasure/carry-out.ts'
import type { Erasure, LegalHold } from '../../src/erasure/erasure.ts'
import {
  type CarryOutParts,
  completeList,
  listName,
  readList,
  replayErasures,
} from '../../src/erasure/index.ts'
import {
  erasable,
  fillWithErasable,
  idOf,
  other,
  ownAnswer,
  sharedBoard,
  sharedClass,
  tracesOfErasable,
} from '../support/erasable-person.ts'
import { erasingParts, orderErasure, snapshotOf } from '../support/erasing-parts.ts'
import { type Chapter, freshStore, testIf } from './engine.ts'
import { allPages } from './school.ts'

export const erasing: Chapter = (engine) => {
  const store = freshStore(engine)
  const kept = () => store.storage.erasing
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hocba-erasing-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const hold = (sketch: Partial<LegalHold> = {}): LegalHold => ({
    ...{ id: newUuid(), kind: 'person', of: erasable.id, reason: 'Khiếu nại', by: 'admin' },
    at: store.clock(),
    ...sketch,
  })

  test('a hold is on a person or on all of a class, until it is lifted', async () => {
    await fillWithErasable(store.storage, 1)
    const [one, two] = [hold(), hold({ kind: 'class', of: sharedClass })]
    await kept().transact(async (tx) => {
      await tx.insertHold(one)
      await tx.insertHold(two)
    })
    await store.reopen()
    expect(new Set(await kept().listHolds())).toEqual(new Set([one, two]))
    expect(new Set(await kept().holdsOn(erasable.id))).toEqual(new Set([one, two]))
    expect(await kept().holdsOn(other.id)).toEqual([two])
    const lift = (id: string) => kept().transact((tx) => tx.deleteHold(id))
    expect(await lift(two.id)).toEqual(two)
    expect(await lift(two.id)).toBeUndefined()
    expect(await kept().holdsOn(other.id)).toEqual([])
  })

  test('acts are listed newest first, and worked on oldest first', async () => {
    const first = await orderErasure(store.storage, await somebody())
    const second = { ...first, id: newUuid() }
    await kept().transact((tx) => tx.insertErasure(second))
    const listed = await allPages((page) => kept().listErasures(page))
    expect(listed).toEqual([second, first])
    expect(await kept().findErasure(first.id)).toEqual(first)
    expect(await kept().nextErasure()).toEqual(first)
    const done: Erasure = { ...first, state: 'done', endedAt: store.clock() }
    await kept().transact((tx) => tx.saveErasure(done, first))
    expect(await kept().nextErasure()).toEqual(second)
    expect(await kept().findErasure(first.id)).toEqual(done)
  })

  test('who was overtaken by another process does not write how far an act is', async () => {
    const act = await orderErasure(store.storage, await somebody())
    const save = (after: Erasure, before: Erasure) =>
      kept().transact((tx) => tx.saveErasure(after, before))
    const further = { ...act, step: 'statements', position: '5' } as const
    expect(await save(further, act)).toBe(true)
    expect(await save({ ...act, step: 'person' }, act)).toBe(false)
    expect(await save({ ...further, state: 'done' }, further)).toBe(true)
    expect(await save({ ...further, position: '6' }, further)).toBe(false)
    expect(await kept().findErasure(act.id)).toMatchObject({ state: 'done', position: '5' })
  })

  const somebody = async (): Promise<string> => {
    await fillWithErasable(store.storage, 1)
    return erasable.id
  }

  test('the agents of statements and of documents are found', async () => {
    await fillWithErasable(store.storage, 1)
    const agents = new Set<string>()
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = await kept().scanAgents(after, 3)
      for (const agent of page.items) agents.add(agent)
      after = page.end
    }
    expect(agents).toContain(`mailto:${erasable.email}`)
    expect(agents).toContain(`account:https://school.example.vn|${erasable.code}`)
    expect(agents).toContain('mailto:co@example.vn')
  })

  test('every statement is gone through once, in order, voided ones too', async () => {
    await fillWithErasable(store.storage, 10)
    const found: number[] = []
    for (let after: string | undefined = '0'; after !== undefined; ) {
      const page = await kept().scanStatements(after, 7)
      found.push(...page.items.map(({ seq }) => seq))
      after = page.end
    }
    expect(found).toEqual([...new Set(found)].sort((a, b) => a - b))
    expect(found).toHaveLength(29)
  })

  test('a text is changed as it is by then, not as it was read', async () => {
    await fillWithErasable(store.storage, 1)
    const [found] = (await kept().scanTexts('document', '', 10)).items.filter(({ text }) =>
      text.includes('points'),
    )
    const newer = JSON.stringify({ best: [], by: erasable.email })
    await store.storage.transact((tx) =>
      tx.putDocument(sharedBoard, {
        ...{ contentType: 'application/json', etag: 'x'.repeat(40), bytes: Buffer.from(newer) },
      }),
    )
    await kept().transact((tx) =>
      tx.changeText('document', found!.at, (text) => text.replace(erasable.email, 'erased')),
    )
    const after = await store.storage.findDocument(sharedBoard)
    expect(after!.bytes.toString()).toBe(newer.replace(erasable.email, 'erased'))
    expect(after!.etag).not.toBe('x'.repeat(40))
  })

  const workToEnd = async (parts: CarryOutParts): Promise<void> => {
    for (let act = await parts.store.nextErasure(); act; act = await parts.store.nextErasure()) {
      await workOn(parts, act)
    }
  }

  /** Works an act to its end. @param each is called before each portion, and may put other parts in the place of these. */
  async function carryOut(
    each: () => Promise<CarryOutParts> = async () => erasingParts(store.storage, folder),
  ): Promise<number> {
    let portions = 0
    for (let act = await kept().nextErasure(); act; act = await kept().nextErasure()) {
      await workOn(await each(), act)
      portions++
    }
    return portions
  }

  test('an act leaves nothing of somebody, and all of the others', async () => {
    await fillWithErasable(store.storage)
    const before = await snapshotOf(store.storage)
    await orderErasure(store.storage, erasable.id)
    await carryOut()
    await store.reopen()
    const after = await snapshotOf(store.storage)
    const text = JSON.stringify(after)
    expect(tracesOfErasable.filter((trace) => text.includes(trace))).toEqual([])
    const untouched = before.statements.filter(
      (json) => !tracesOfErasable.some((trace) => json.includes(trace)),
    )
    expect(after.statements).toEqual(expect.arrayContaining(untouched))
    expect(after.statements).toHaveLength(before.statements.length)
    expect([after.people, after.responses]).toEqual([[other.id], ['một câu chung']])
    const referrers = await store.storage.queryStatements(
      { agent: 'account:https://hocba.example.vn/erased|erased-0123456789abcdef' },
      { limit: 1_000 },
    )
    const refer = referrers.items.filter(({ json }) => json.includes(ownAnswer))
    expect(refer).toHaveLength(2)
    const old = { agent: `mailto:${erasable.email}`, relatedAgents: true }
    expect((await store.storage.queryStatements(old, { limit: 10 })).items).toEqual([])
    const search = await kept().searchKept?.(tracesOfErasable, '')
    expect(search?.hits ?? 0).toBe(0)
  })

  test('a node that did not carry an act out lists it, and a store that comes from before repeats it', async () => {
    await fillWithErasable(store.storage, 1)
    await orderErasure(store.storage, erasable.id)
    await carryOut()
    const elsewhere = join(folder, 'another node')
    await mkdir(elsewhere)
    const { box } = erasingParts(store.storage, elsewhere)
    for (const _times of [1, 2]) await completeList(kept(), box, elsewhere)
    const list = readList(join(elsewhere, listName))
    expect(list).toEqual(readList(join(folder, listName)))
    expect(list).toMatchObject([{ erasure: idOf(91), ids: [erasable.id, erasable.account] }])

    const place = await engine.newPlace()
    const old = await engine.open(place, store.clock)
    try {
      await fillWithErasable(old, 1)
      const parts = erasingParts(old, elsewhere)
      for (const replayed of [1, 0]) {
        expect(await replayErasures(parts)(list)).toEqual({ replayed, foreign: 0 })
      }
      await workToEnd(parts)
      const text = JSON.stringify(await snapshotOf(old))
      expect(tracesOfErasable.filter((trace) => text.includes(trace))).toEqual([])
    } finally {
      await old.close()
      await place.remove()
    }
  })

  testIf(
    engine.capabilities.atomicity,
    'an act that breaks off in every portion, and between two, ends as one that does not',
    async () => {
      await fillWithErasable(store.storage)
      await orderErasure(store.storage, erasable.id)
      let tries = 0
      const portions = await carryOut(async () => {
        const parts = erasingParts(store.storage, folder)
        const broken: CarryOutParts['store'] = {
          ...parts.store,
          transact: (work) =>
            parts.store.transact(async (tx) => {
              await work(tx)
              throw new Error('broken off')
            }),
        }
        const act = (await kept().nextErasure())!
        await expect(workOn({ ...parts, store: broken }, act)).rejects.toThrow('broken off')
        if (++tries % 4 === 0) await store.reopen()
        return erasingParts(store.storage, folder)
      })
      expect(portions).toBeGreaterThan(20)
      const ended = await snapshotOf(store.storage)

      const place = await engine.newPlace()
      const straight = await engine.open(place, store.clock)
      try {
        await fillWithErasable(straight)
        await orderErasure(straight, erasable.id)
        await workToEnd(erasingParts(straight, folder))
        expect(ended).toEqual(await snapshotOf(straight))
      } finally {
        await straight.close()
        await place.remove()
      }
      expect(ended.acts).toMatchObject([{ id: idOf(91), state: 'done' }])
    },
  )
}
