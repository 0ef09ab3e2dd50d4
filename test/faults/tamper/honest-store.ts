import type { Clock } from '../../../src/base/clock.ts'
import { newUuid } from '../../../src/base/ids.ts'
import { bringUpToDate, type LedgerParts } from '../../../src/ledger/append-entries.ts'
import { eraseLeafSecrets } from '../../../src/ledger/erase-secrets.ts'
import { keepCheckpoint } from '../../../src/ledger/keep-checkpoint.ts'
import type { LedgerKeys } from '../../../src/ledger/keys.ts'
import { rotateKey } from '../../../src/ledger/rotate-key.ts'
import type { Storage } from '../../../src/storage/port.ts'
import { preparedStatement } from '../../support/prepared-statements.ts'

/** What an installation does with its records, in small: each call is something that happens honestly. */
export interface HonestStore {
  readonly storage: Storage
  readonly parts: LedgerParts
  /** Ids and positions of what was recorded. */
  readonly statements: { readonly id: string; readonly seq: number }[]
  record(count: number): Promise<void>
  audit(): Promise<void>
  endSession(): Promise<void>
  /** Erases the log's secrets of a statement; its text is the caller's to remove. @returns its position */
  erase(pick: number): Promise<number | undefined>
  rotate(): Promise<void>
  follow(): Promise<void>
  /** Brings the log up to date. @returns the checkpoint that an auditor downloads */
  checkpoint(): Promise<string | undefined>
}

const verbs = ['answered', 'completed', 'experienced']

export function honestStore(storage: Storage, keys: LedgerKeys, clock: Clock): HonestStore {
  const parts: LedgerParts = { store: storage, keys, clock }
  const statements: { id: string; seq: number }[] = []
  const erased = new Set<number>()
  return {
    storage,
    parts,
    statements,
    async record(count) {
      const voids = statements.length > 5 && count === 1 ? statements[3]?.id : undefined
      const batch = Array.from({ length: count }, (_, index) =>
        preparedStatement({
          agent: `Đặng Thị Ước ${index % 3}, đơn vị có tên dài để lặp lại`,
          verb: verbs[index % 3]!,
          activity: 'https://example.vn/khoa-hoc/an-toan-lao-dong/bai-1',
          content: `câu trả lời ${newUuid()}`,
          ...(voids !== undefined && { voids }),
        }),
      )
      const stored = await storage.transact((tx) => tx.insertStatements(batch))
      statements.push(...stored.map(({ id, seq }) => ({ id, seq })))
    },
    async audit() {
      await storage.transact((tx) =>
        tx.insertAuditEntry({
          at: clock(),
          kind: 'change',
          operation: 'changeLearner',
          actor: { kind: 'account', id: 'a1', name: 'Nguyễn Văn An' },
          about: [newUuid(), newUuid()],
          request: newUuid(),
          network: '192.0.2.7',
          details: { before: { name: 'Trần' }, after: { name: 'Trần Bình' } },
        }),
      )
    },
    async endSession() {
      const registration = newUuid()
      const text = JSON.stringify({ registration, progress: { completion: 'completed' } })
      await storage.transact((tx) =>
        tx.addLedgerNote({ kind: 'result', at: clock(), text, registration }),
      )
    },
    async erase(pick) {
      const left = statements.filter(({ seq }) => !erased.has(seq))
      const one = left[pick % left.length]
      if (!one) return undefined
      await bringUpToDate(parts)
      await storage.transact((tx) =>
        eraseLeafSecrets(tx, keys, {
          statements: [one.seq],
          basis: 'Law 91/2025/QH15, art. 14',
          approvedBy: 'a1',
          at: clock(),
        }),
      )
      erased.add(one.seq)
      return one.seq
    },
    async rotate() {
      await rotateKey(parts)
    },
    async follow() {
      await bringUpToDate(parts)
    },
    async checkpoint() {
      await bringUpToDate(parts)
      return (await keepCheckpoint(parts))?.note
    },
  }
}
