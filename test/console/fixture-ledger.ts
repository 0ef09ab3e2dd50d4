import { generateKeyPairSync, hash } from 'node:crypto'
import { type LedgerEntry, leafOf } from '../../src/ledger/entry.ts'
import { proveConsistency, proveInclusion, rootAt } from '../../src/ledger/prove.ts'
import { originOf, signCheckpoint, verifierKeyOf } from '../../src/ledger/signed-note.ts'

import type { ConsistencyProof, InclusionProof, LedgerState } from '../../src/ledger/wire.ts'

const secret = generateKeyPairSync('ed25519').privateKey
const origin = originOf(secret)
const key = verifierKeyOf(origin, secret)

/** A log of statements with real arithmetic, which a test may grow and tamper with. */
export class FixtureLedger {
  #entries: { entry: LedgerEntry; payload: string }[] = []

  constructor() {
    this.record(20)
  }

  record(count: number): void {
    for (let n = 0; n < count; n++) {
      const position = this.#entries.length
      const id = this.idAt(position)
      const stored = `2026-03-02T08:00:00.${String(position).padStart(6, '0')}Z`
      const payload = JSON.stringify({ id, verb: { id: 'http://example.vn/verbs/v' }, stored })
      const salt = hash('sha256', `salt ${position}`, 'buffer')
      const commitment = hash('sha256', Buffer.concat([salt, Buffer.from(payload)]), 'buffer')
      const entry = {
        position,
        kind: 'statement',
        source: position,
        stored,
        commitment,
        salt,
      } as const
      this.#entries.push({ entry, payload })
    }
  }

  idAt(position: number): string {
    return `3f0b7a52-3c58-4d0f-8b1e-${String(position).padStart(12, '0')}`
  }

  /** Changes a statement, its leaf too unless told otherwise: the checkpoint is then over another tree. */
  tamper(position: number, withLeaf: boolean): void {
    const { entry, payload } = this.#entries[position]!
    const changed = payload.replace('verbs/v', 'verbs/w')
    const commitment = hash('sha256', Buffer.concat([entry.salt!, Buffer.from(changed)]), 'buffer')
    this.#entries[position] = {
      entry: withLeaf ? { ...entry, commitment } : entry,
      payload: changed,
    }
  }

  async answer(
    path: string,
    query: URLSearchParams,
    isEmpty: boolean,
  ): Promise<object | undefined> {
    if (path === '/ledger/checkpoint') {
      return isEmpty ? { size: 0, isUpToDate: true } : this.#state()
    }
    if (path === '/ledger/inclusion') return this.#inclusion(query.get('statement') ?? '')
    if (path === '/ledger/consistency') {
      return this.#consistency(Number(query.get('from')), Number(query.get('to')))
    }
    return undefined
  }

  readonly #reader = {
    listLedgerEntries: async (from: number, limit: number) =>
      this.#entries.slice(from, from + limit).map(({ entry }) => entry),
    listLedgerNodes: async () => [],
  }

  async #state(): Promise<LedgerState> {
    const size = this.#entries.length
    const root = await rootAt(this.#reader, size)
    const checkpoint = signCheckpoint({ origin, size, root }, key, secret)
    const checkpointKeptAt = '2026-03-02T08:00:00.000Z'
    return { size, root: base64(root), checkpoint, origin, key, checkpointKeptAt, isUpToDate: true }
  }

  async #inclusion(id: string): Promise<InclusionProof | undefined> {
    const found = this.#entries.find((_, position) => this.idAt(position) === id)
    if (!found) return undefined
    const { entry, payload } = found
    const size = this.#entries.length
    const hashes = await proveInclusion(this.#reader, entry.position, size)
    return {
      position: entry.position,
      kind: entry.kind,
      stored: entry.stored,
      leaf: leafOf(entry),
      isErased: false,
      size,
      root: base64(await rootAt(this.#reader, size)),
      hashes: hashes.map(base64),
      salt: entry.salt!.toString('hex'),
      payload,
    }
  }

  async #consistency(from: number, to: number): Promise<ConsistencyProof> {
    const hashes = await proveConsistency(this.#reader, from, to)
    const [fromRoot, toRoot] = [await rootAt(this.#reader, from), await rootAt(this.#reader, to)]
    return {
      from,
      to,
      fromRoot: base64(fromRoot),
      toRoot: base64(toRoot),
      hashes: hashes.map(base64),
    }
  }
}

const base64 = (bytes: Buffer): string => bytes.toString('base64')
