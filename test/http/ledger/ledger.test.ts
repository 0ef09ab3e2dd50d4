import { hash } from 'node:crypto'
import { checkConsistency, checkInclusion } from '../../../console/ledger/check-proofs.ts'
import { newUuid } from '../../../src/base/ids.ts'
import type {
  ConsistencyProof,
  InclusionProof,
  LedgerCheckpointList,
  LedgerEntryList,
  LedgerKeyList,
  LedgerState,
} from '../../../src/ledger/index.ts'
import { openCheckpoint } from '../../../src/ledger/signed-note.ts'
import { leafHash } from '../../../src/ledger/tree.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { statementOf } from '../../support/xapi-client.ts'

const bytes = (base64: string): Buffer => Buffer.from(base64, 'base64')

describe('/api/v1/ledger', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.stop())

  const ask = async <Answer>(path: string): Promise<Answer> => {
    const answer = await server.request('GET', `/api/v1/ledger/${path}`)
    expect(answer.status).toBe(200)
    return (await answer.json()) as Answer
  }
  const record = async (): Promise<string> => {
    const id = newUuid()
    const answer = await server.request(
      'POST',
      '/xapi/statements',
      { ...statementOf(), id },
      {
        'X-Experience-API-Version': '1.0.3',
      },
    )
    expect(answer.status).toBe(200)
    return id
  }
  /** The log follows within a second or two. */
  const logged = async (id: string): Promise<InclusionProof> => {
    for (;;) {
      const answer = await server.request('GET', `/api/v1/ledger/inclusion?statement=${id}`)
      if (answer.status === 200) return (await answer.json()) as InclusionProof
      expect(await answer.json()).toMatchObject({ code: 'not-in-ledger' })
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  test('proves that a statement is in the tree whose root the key signed', async () => {
    const id = await record()
    const proof = await logged(id)
    const { checkpoint, key, size, root } = await ask<LedgerState>('checkpoint')
    expect(openCheckpoint(checkpoint!, key!)).toMatchObject({ size, root: bytes(root!) })
    const claim = {
      leaf: leafHash(proof.leaf),
      position: proof.position,
      size: proof.size,
      root: bytes(proof.root),
      hashes: proof.hashes.map(bytes),
    }
    expect(await checkInclusion(claim)).toBe(true)
    const salted = Buffer.concat([Buffer.from(proof.salt!, 'hex'), Buffer.from(proof.payload!)])
    expect(JSON.parse(proof.leaf)).toEqual({
      commitment: hash('sha256', salted, 'hex'),
      kind: 'statement',
      position: proof.position,
      stored: JSON.parse(proof.payload!).stored,
      v: 1,
    })
    expect(JSON.parse(proof.payload!)).toMatchObject({ id })
  })

  test('proves that the log only grew since a size', async () => {
    const before = await ask<LedgerState>('checkpoint')
    await logged(await record())
    const proof = await ask<ConsistencyProof>(`consistency?from=${before.size}`)
    expect(proof.fromRoot).toBe(before.root)
    expect(proof.to).toBeGreaterThan(before.size)
    const claim = {
      from: proof.from,
      to: proof.to,
      first: bytes(proof.fromRoot),
      second: bytes(proof.toRoot),
    }
    expect(await checkConsistency({ ...claim, hashes: proof.hashes.map(bytes) })).toBe(true)
  })

  test('lists the entries in their order, and the first names the key', async () => {
    await logged(await record())
    const { items } = await ask<LedgerEntryList>('entries?limit=3')
    expect(items.map(({ position }) => position)).toEqual([0, 1, 2])
    expect(items[0]).toMatchObject({ kind: 'key', isErased: false })
    const keys = await ask<LedgerKeyList>('keys')
    const { key } = await ask<LedgerState>('checkpoint')
    expect(keys.items).toEqual([{ key, since: expect.any(String), position: 0 }])
  })

  test('shows what an entry stands for only to who may read statements', async () => {
    const id = await record()
    await logged(id)
    const authorization = await server.credential('audit/read')
    const answer = await server.request(
      'GET',
      `/api/v1/ledger/inclusion?statement=${id}`,
      undefined,
      {
        Authorization: authorization,
      },
    )
    const proof = (await answer.json()) as InclusionProof
    expect(proof.hashes.length).toBeGreaterThan(0)
    expect(proof).not.toHaveProperty('salt')
    expect(proof).not.toHaveProperty('payload')
  })

  test.each([
    ['inclusion', 400, 'invalid-request'],
    ['inclusion?position=0&statement=3f0b7a52-3c58-4d0f-8b1e-000000000000', 400, 'invalid-request'],
    ['inclusion?statement=3f0b7a52-3c58-4d0f-8b1e-000000000000', 404, 'not-in-ledger'],
    ['inclusion?position=999999', 404, 'not-in-ledger'],
    ['inclusion?position=0&size=999999', 400, 'beyond-ledger'],
    ['inclusion?position=1&size=1', 400, 'beyond-ledger'],
    ['consistency?from=999999', 400, 'beyond-ledger'],
    ['consistency?from=2&to=1', 400, 'beyond-ledger'],
  ])('refuses %s with %i', async (path, status, code) => {
    const answer = await server.request('GET', `/api/v1/ledger/${path}`)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ code })
  })

  test('keeps a checkpoint when the server stops, and goes on from it', async () => {
    const first = await startServer({ keepData: true })
    await first.stop()
    const second = await startServer({ env: { HOCBA_DATA: first.config.dataFolder } })
    const answer = await second.request('GET', '/api/v1/ledger/checkpoints')
    const { items } = (await answer.json()) as LedgerCheckpointList
    expect(items.length).toBeGreaterThan(0)
    expect(items[0]!.note).toContain(`\n${items[0]!.size}\n`)
    await second.stop()
  })
})
