import { mayDo } from '../base/principal.ts'
import { Problem } from '../base/problem.ts'
import { pageOfQuery, pageParameters } from '../http/list-page.ts'
import type { Operation } from '../http/operation.ts'
import type { LedgerParts } from './append-entries.ts'
import {
  describeConsistency,
  describeInclusion,
  describeKeys,
  describeLedger,
  entryItemOf,
} from './describe-ledger.ts'
import type {
  ConsistencyProof,
  InclusionProof,
  LedgerCheckpointList,
  LedgerEntryList,
  LedgerKeyList,
  LedgerState,
} from './wire.ts'

const common = {
  method: 'get',
  tag: 'Ledger',
  requires: 'audit/read',
  reach: 'installation',
} as const

const whole = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER } as const

/** `/api/v1/ledger`: what somebody needs who does not believe us. */
export const ledgerOperations = (parts: Pick<LedgerParts, 'store' | 'keys'>): Operation[] => [
  {
    ...common,
    path: '/ledger/checkpoint',
    id: 'getLedgerCheckpoint',
    summary: 'Get the signed checkpoint of the verifiable log, and how it is doing',
    answer: 'api/ledger-state',
    handle: (): Promise<LedgerState> => describeLedger(parts),
  },
  {
    ...common,
    path: '/ledger/checkpoints',
    id: 'listLedgerCheckpoints',
    summary: 'List the checkpoints that were kept, newest first',
    query: pageParameters(),
    answer: 'api/ledger-checkpoint-list',
    async handle({ query }): Promise<LedgerCheckpointList> {
      const page = await parts.store.listLedgerCheckpoints(pageOfQuery(query))
      return { ...page, items: page.items.map((one) => ({ ...one, at: one.at.toISOString() })) }
    },
  },
  ...proofOperations(parts),
  {
    ...common,
    path: '/ledger/keys',
    id: 'listLedgerKeys',
    summary: 'List the keys that sign or have signed the verifiable log',
    answer: 'api/ledger-key-list',
    handle: async (): Promise<LedgerKeyList> => ({ items: await describeKeys(parts.store) }),
  },
  {
    ...common,
    path: '/ledger/entries',
    id: 'listLedgerEntries',
    summary: 'List the entries of the verifiable log, from a position on',
    query: {
      from: { description: 'Position of the first, from 0.', schema: whole },
      limit: pageParameters().limit,
    },
    answer: 'api/ledger-entry-list',
    async handle({ query }): Promise<LedgerEntryList> {
      const from = Number(query.from ?? 0)
      const items = await parts.store.listLedgerEntries(from, pageOfQuery(query).limit)
      return { items: items.map(entryItemOf) }
    },
  },
]

const proofOperations = ({ store }: Pick<LedgerParts, 'store'>): Operation[] => [
  {
    ...common,
    path: '/ledger/inclusion',
    id: 'proveLedgerInclusion',
    summary: 'Prove that a statement, or an entry, is in the verifiable log',
    query: {
      statement: {
        description: 'Id of the statement; or give `position`.',
        schema: { type: 'string', format: 'uuid' },
      },
      position: { description: 'Position of the entry, from 0.', schema: whole },
      size: { description: 'In the tree of so many entries; of all unless given.', schema: whole },
    },
    answer: 'api/ledger-inclusion',
    handle({ query, principal }): Promise<InclusionProof> {
      const { statement, position, size } = query
      if ((statement === undefined) === (position === undefined)) {
        throw new Problem('invalid-request', 'Give the id of a statement, or a position.', {
          pointer: 'statement',
        })
      }
      return describeInclusion(store, {
        ...(statement !== undefined && { statement: String(statement).toLowerCase() }),
        ...(position !== undefined && { position: Number(position) }),
        ...(size !== undefined && { size: Number(size) }),
        isOpen: principal !== undefined && mayDo(principal, 'statements/read'),
      })
    },
  },
  {
    ...common,
    path: '/ledger/consistency',
    id: 'proveLedgerConsistency',
    summary: 'Prove that the log only grew between two sizes',
    query: {
      from: { description: 'The smaller size: of a checkpoint that you kept.', schema: whole },
      to: { description: 'The larger size; as large as the log is unless given.', schema: whole },
    },
    answer: 'api/ledger-consistency',
    handle: ({ query: { from = 0, to } }): Promise<ConsistencyProof> =>
      describeConsistency(store, Number(from), to === undefined ? undefined : Number(to)),
  },
]
