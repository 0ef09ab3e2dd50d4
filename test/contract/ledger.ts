import { randomBytes } from 'node:crypto'
import { newUuid } from '../../src/base/ids.ts'
import type { LedgerEntry } from '../../src/ledger/entry.ts'
import type { LedgerAppend, LedgerHead } from '../../src/ledger/store.ts'
import { preparedStatement } from '../support/prepared-statements.ts'
import { type Chapter, freshStore } from './engine.ts'

const stored = '2026-03-02T08:00:00.000123Z'

const entry = (position: number, changes: Partial<LedgerEntry> = {}): LedgerEntry => ({
  position,
  kind: 'statement',
  source: position + 1,
  stored,
  commitment: randomBytes(32),
  salt: randomBytes(32),
  ...changes,
})

const head = (size: number): LedgerHead => ({
  size,
  peaks: randomBytes(64),
  cursors: { statement: size, audit: 7, note: 3 },
  checkpoint: `hocba/x\n${size}\nroot\n`,
  key: 'hocba/x+00+00',
})

const append = (size: number, entries: readonly LedgerEntry[]): LedgerAppend => ({
  size,
  entries,
  nodes: [],
  head: head(size + entries.length),
})

export const ledger: Chapter = (engine) => {
  const store = freshStore(engine)
  const add = (one: LedgerAppend) => store.storage.transact((tx) => tx.appendToLedger(one))
  const from = (kind: 'statement' | 'audit' | 'note', after = 0, limit = 100) =>
    store.storage.listLedgerSources(kind, { after, through: Number.MAX_SAFE_INTEGER, limit })

  test('the head of an empty ledger is empty', async () => {
    expect(await store.storage.readLedgerHead()).toEqual({
      size: 0,
      peaks: Buffer.alloc(0),
      cursors: { statement: 0, audit: 0, note: -1 },
    })
  })

  test('leaves, nodes and head are kept together, and found again', async () => {
    const entries = [
      entry(0),
      entry(1, { kind: 'audit', source: 1 }),
      entry(2, { kind: 'key', source: 1 }),
    ]
    const nodes = [
      { level: 8, position: 0, hash: randomBytes(32) },
      { level: 8, position: 1, hash: randomBytes(32) },
      { level: 16, position: 0, hash: randomBytes(32) },
    ]
    const one = { ...append(0, entries), nodes }
    expect(await add(one)).toBe(true)
    await store.reopen()
    expect(await store.storage.readLedgerHead()).toEqual(one.head)
    expect(await store.storage.listLedgerEntries(0, 10)).toEqual(entries)
    expect(await store.storage.listLedgerEntries(1, 1)).toEqual([entries[1]])
    expect(await store.storage.findLedgerEntry('statement', 1)).toEqual(entries[0])
    expect(await store.storage.findLedgerEntry('audit', 1)).toEqual(entries[1])
    expect(await store.storage.findLedgerEntry('note', 1)).toEqual(entries[2])
    expect(await store.storage.findLedgerEntry('note', 2)).toBeUndefined()
    const hashes = await store.storage.listLedgerNodes(8, { from: 1, limit: 5 })
    expect(hashes).toEqual([nodes[1]!.hash])
  })

  test('who appends to a tree that has grown meanwhile writes nothing', async () => {
    await add(append(0, [entry(0)]))
    expect(await add(append(0, [entry(0, { source: 9 })]))).toBe(false)
    expect(await store.storage.findLedgerEntry('statement', 9)).toBeUndefined()
  })

  test('nothing has two leaves', async () => {
    await add(append(0, [entry(0, { source: 5 })]))
    await expect(add(append(1, [entry(1, { source: 5 })]))).rejects.toThrow()
    expect(await store.storage.readLedgerHead()).toMatchObject({ size: 1 })
  })

  test('statements come in their order with their exact text, voided ones too', async () => {
    const id = newUuid()
    const written = await store.storage.transact(async (tx) => [
      ...(await tx.insertStatements([preparedStatement({ id })])),
      ...(await tx.insertStatements([preparedStatement({ voids: id }), preparedStatement()])),
    ])
    const found = await from('statement')
    expect(found.map(({ id, source, payload }) => [id, source, payload!.toString()])).toEqual(
      written.map(({ id, seq, json }) => [id, seq, json.toString()]),
    )
    expect(await from('statement', written[0]!.seq, 1)).toEqual([found[1]])
    expect(await store.storage.findStatementPosition(id)).toBe(written[0]!.seq)
    expect(await store.storage.findStatementPosition(newUuid())).toBeUndefined()
  })

  test('entries of the audit log come as the text that the port describes', async () => {
    const at = store.clock()
    await store.storage.transact((tx) =>
      tx.insertAuditEntry({
        at,
        kind: 'change',
        operation: 'createLearner',
        actor: { kind: 'account', id: 'a', name: 'Ước "x"' },
        about: ['p', 'q'],
        request: 'r',
        network: '::1',
        details: { after: { name: 'Đặng' } },
      }),
    )
    const [found] = await from('audit')
    const text = found!.payload!.toString()
    expect(text).toBe(
      `[${found!.source},${at.getTime()},"change","createLearner","account","a","Ước \\"x\\""," p q ","r","::1","{\\"after\\":{\\"name\\":\\"Đặng\\"}}"]`,
    )
    expect(found).toMatchObject({ kind: 'audit', stored: '2026-03-02T08:00:00.000000Z' })
  })

  test('notes are numbered and come as they were written', async () => {
    const at = store.clock()
    await store.storage.transact(async (tx) => {
      expect(await tx.hasLedgerNotesAfter(0)).toBe(false)
      await tx.addLedgerNote({ kind: 'restore', at, text: '{"a":1}' })
      await tx.addLedgerNote({ kind: 'result', at, text: '{"b":2}', registration: 'r' })
    })
    const [first, second] = await from('note')
    expect(first).toMatchObject({ kind: 'restore', payload: Buffer.from('{"a":1}') })
    expect(second!.source).toBeGreaterThan(first!.source)
    const isThere = (after: number) => store.storage.transact((tx) => tx.hasLedgerNotesAfter(after))
    expect([await isThere(first!.source), await isThere(second!.source)]).toEqual([true, false])
  })

  test('beginLedger() leaves a note before all others, once', async () => {
    const at = store.clock()
    const note = (text: string) => ({ kind: 'key', at, text }) as const
    await store.storage.transact(async (tx) => {
      await tx.addLedgerNote(note('later'))
      await tx.beginLedger(note('first'))
    })
    await store.storage.transact((tx) => tx.beginLedger(note('again')))
    const found = await from('note', -1)
    expect(found.map(({ payload }) => payload!.toString())).toEqual(['first', 'later'])
    expect(found[0]!.source).toBe(0)
  })

  test('listLedgerNotes() are those of a kind, in their order', async () => {
    const at = store.clock()
    await store.storage.transact(async (tx) => {
      await tx.addLedgerNote({ kind: 'erasure', at, text: '{"a":1}' })
      await tx.addLedgerNote({ kind: 'restore', at, text: '{"b":1}' })
      await tx.addLedgerNote({ kind: 'erasure', at, text: '{"c":1}' })
    })
    const found = await store.storage.listLedgerNotes('erasure')
    expect(found.map(({ payload }) => payload!.toString())).toEqual(['{"a":1}', '{"c":1}'])
    expect(await store.storage.listLedgerNotes('key')).toEqual([])
  })

  test('destroyLedgerSalts() takes the salts of what is named, and of results the text', async () => {
    const at = store.clock()
    const note = await store.storage.transact((tx) =>
      tx.addLedgerNote({ kind: 'result', at, text: '{}', registration: 'r' }),
    )
    const entries = [
      entry(0, { source: 10 }),
      entry(1, { source: 11 }),
      entry(2, { kind: 'audit', source: 10 }),
      entry(3, { kind: 'result', source: note }),
    ]
    await add(append(0, entries))
    const erased = await store.storage.transact((tx) =>
      tx.destroyLedgerSalts({ statements: [11, 12], registrations: ['r', 's'] }),
    )
    expect(erased).toEqual([1, 3])
    const after = await store.storage.listLedgerEntries(0, 10)
    expect(after.map(({ salt }) => salt !== undefined)).toEqual([true, false, true, false])
    expect(after.map(({ commitment }) => commitment)).toEqual(entries.map((one) => one.commitment))
    expect((await from('note'))[0]).toEqual({
      kind: 'result',
      source: note,
      stored: '2026-03-02T08:00:00.000000Z',
    })
  })

  test('a checkpoint is kept once a size, the newest listed first', async () => {
    const at = store.clock()
    const keep = (size: number, note: string) =>
      store.storage.transact((tx) => tx.keepLedgerCheckpoint({ size, at, note }))
    await keep(2, 'two')
    await keep(9, 'nine')
    await keep(9, 'again')
    const { items, cursor } = await store.storage.listLedgerCheckpoints({ limit: 1 })
    expect(items).toEqual([{ size: 9, at, note: 'nine' }])
    const rest = await store.storage.listLedgerCheckpoints({ limit: 5, cursor: cursor! })
    expect(rest).toEqual({ items: [{ size: 2, at, note: 'two' }] })
  })
}
