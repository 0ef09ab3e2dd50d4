import { hash } from 'node:crypto'
import type { Document } from 'mongodb'
import type { FieldValue, MovedRecord } from '../../../moving/record.ts'
import { hashOf } from '../hash-of.ts'
import type { Coded, RowKind } from './row-kind.ts'

/** Names what is learned of activities and agents, as learned.ts does. */
const learnedId = ({ of }: MovedRecord): string => hash('sha256', String(of)).slice(0, 40)

/** Kinds of record about who may do what. */
export const accessKinds: readonly RowKind[] = [
  {
    kind: 'accounts',
    in: 'accounts',
    at: { id: '_id' },
    own: ['search'],
    make: async (_view, { emailFold, name }) => ({
      search: `${emailFold}\n${String(name).toLowerCase()}`,
    }),
  },
  { kind: 'grants', in: 'grants', at: { id: '_id' } },
  {
    kind: 'accountIdentities',
    in: 'accountIdentities',
    id: ({ issuer, subject }) => ({ issuer, subject }),
    at: { issuer: '', subject: '' },
    coded: { issuer: inId('issuer'), subject: inId('subject') },
  },
  { kind: 'accountLinks', in: 'accountLinks', at: { account: '_id' } },
  { kind: 'secondFactors', in: 'secondFactors', at: { account: '_id' }, values: ['recovery'] },
  {
    kind: 'setupLinks',
    in: 'setupLinks',
    id: () => 'setup',
    at: { one: '' },
    coded: { one: { toRow: Number, toRecord: () => 1 } },
  },
  { kind: 'sessions', in: 'sessions', at: { idHash: '_id' } },
  {
    kind: 'signInAddresses',
    in: 'signInAddresses',
    id: ({ account, address }) => ({ account, address }),
    at: { account: '', address: '' },
    coded: { account: inId('account'), address: inId('address') },
  },
  {
    kind: 'credentials',
    in: 'credentials',
    at: {
      key: '_id',
      rowFilter: 'filter',
      previousSecretHash: 'previousSecret.hash',
      previousSecretUntil: 'previousSecret.until',
    },
    values: ['scopes', 'allowedOrigins'],
    own: ['isRevoked'],
    make: async (_view, { revokedAt }) => ({ isRevoked: revokedAt !== undefined }),
  },
  {
    kind: 'auditEntries',
    in: 'auditEntries',
    at: { seq: '_id' },
    coded: {
      about: {
        toRow: (text) => String(text).split(' ').filter(Boolean),
        toRecord: (about) => ['', ...(about as string[]), ''].join(' '),
      },
    },
    stays: true,
  },
]

/** Kinds of record about courses that are played. */
export const launchKinds: readonly RowKind[] = [
  {
    kind: 'launchTickets',
    in: 'launchTickets',
    at: {
      hash: '_id',
      isUsed: '',
      usedNonce: 'use.nonce',
      usedAt: 'use.at',
      usedSession: 'use.session',
    },
    coded: { isUsed: { toRow: Boolean, toRecord: (_, { use }) => use !== undefined } },
  },
  {
    kind: 'launchSessions',
    in: 'launchSessions',
    at: {
      id: '_id',
      entryAt: 'lastEntryTimes.at',
      entryReceivedAt: 'lastEntryTimes.receivedAt',
    },
    kept: {
      beforeClose: sessionPieces('beforeClose'),
      review: sessionPieces('review'),
    },
    own: ['isCut', 'next'],
  },
  {
    kind: 'launchAttempts',
    in: 'launchAttempts',
    id: ({ registration, number }) => `${registration} ${number}`,
    kept: { attempt: { pieces: 'launchAttemptPieces', of: (id) => id } },
    own: ['isCut'],
  },
  {
    kind: 'launchShared',
    in: 'launchShared',
    id: ({ learner, kind, id }) => hashOf(String(learner), String(kind), String(id)),
  },
  { kind: 'sessionLogs', in: 'sessionLogs', at: { session: '_id' } },
  { kind: 'sessionLogParts', in: 'sessionLogParts', id: (one) => `${one.session} ${one.first}` },
]

/** Kinds of record around statements; these themselves are in `statement-rows.ts`. */
export const statementKinds: readonly RowKind[] = [
  {
    kind: 'attachments',
    in: 'attachments',
    at: { sha2: '_id' },
    kept: { content: { pieces: 'attachmentPieces', of: (id) => id } },
    own: ['brought'],
  },
  {
    kind: 'statementFiles',
    in: 'statementFiles',
    at: { seq: '_id' },
    coded: {
      files: {
        toRow: (json) => JSON.parse(String(json)),
        toRecord: (files) => JSON.stringify([...(files as { sha2: string }[])].sort(byHash)),
      },
    },
  },
  { kind: 'activities', in: 'activities', id: learnedId },
  { kind: 'agents', in: 'agents', id: learnedId },
  {
    kind: 'documents',
    in: 'documents',
    id: (one) =>
      hashOf(
        String(one.resource),
        String(one.agent),
        String(one.activity),
        String(one.registration),
        String(one.id),
      ),
    at: { contents: 'bytes' },
    kept: { contents: { pieces: 'documentPieces', of: (id) => id } },
    own: ['isCut', 'context'],
    make: async (_view, { resource, agent, activity }) => ({
      context: hashOf(String(resource), String(agent), String(activity)),
    }),
  },
]

/** Kinds of record of feeds, imports, refused requests, the verifiable log and erasures. */
export const keepingKinds: readonly RowKind[] = [
  {
    kind: 'destinations',
    in: 'destinations',
    at: {
      id: '_id',
      previousSealedSecret: 'previousSecret.sealed',
      previousSecretUntil: 'previousSecret.until',
      replayPosition: 'replay.position',
      replayThrough: 'replay.through',
    },
    own: ['saves'],
  },
  {
    kind: 'deliveries',
    in: 'deliveries',
    at: { id: '_id' },
    coded: {
      lastAttempt: {
        toRow(json) {
          const attempt = JSON.parse(String(json)) as Document
          return { ...attempt, at: new Date(attempt.at) }
        },
        toRecord: (attempt) => JSON.stringify(attempt),
      },
    },
  },
  {
    kind: 'importJobs',
    in: 'importJobs',
    at: { id: '_id' },
    own: ['by', 'owner', 'leaseUntil'],
    // Whoever worked on it does not come along: it is free for the next.
    make: async (_view, { state, details }) => ({
      by: (JSON.parse(String(details)) as { by: { id: string } }).by.id,
      ...(state === 'running' && { leaseUntil: new Date(0) }),
    }),
  },
  { kind: 'importRejections', in: 'importRejections', id: (one) => `${one.job} ${one.position}` },
  {
    kind: 'refusedRequests',
    in: 'refusedRequests',
    at: {
      id: '_id',
      sourceKind: 'source.kind',
      sourceId: 'source.id',
      sourceName: 'source.name',
    },
  },
  { kind: 'requestSources', in: 'requestSources', id: ({ kind, id }) => `${kind} ${id}` },
  {
    kind: 'requestSourceHours',
    in: 'requestSourceHours',
    id: ({ kind, id, hour }) => `${kind} ${id} ${hour}`,
    at: { kind: '', id: '' },
    coded: {
      kind: { toRow: String, toRecord: (_, { source }) => String(source).split(' ', 1)[0] },
      id: {
        toRow: String,
        toRecord: (_, { source }) => String(source).slice(String(source).indexOf(' ') + 1),
      },
    },
    own: ['source'],
    make: async (_view, { kind, id }) => ({ source: `${kind} ${id}` }),
  },
  { kind: 'ledgerNotes', in: 'ledgerNotes', at: { number: '_id' }, stays: true },
  {
    kind: 'ledgerEntries',
    in: 'ledgerEntries',
    at: { position: '_id' },
    own: ['of'],
    make: async (_view, { kind }) => ({
      of: kind === 'statement' || kind === 'audit' ? kind : 'note',
    }),
    stays: true,
  },
  {
    kind: 'ledgerNodes',
    in: 'ledgerNodes',
    id: ({ level, position }) => `${level} ${position}`,
    stays: true,
  },
  {
    kind: 'ledgerHead',
    in: 'ledgerHead',
    id: () => 'head',
    at: {
      id: '',
      cursorStatement: 'cursors.statement',
      cursorAudit: 'cursors.audit',
      cursorNote: 'cursors.note',
    },
    coded: { id: { toRow: Number, toRecord: () => 1 } },
  },
  { kind: 'ledgerCheckpoints', in: 'ledgerCheckpoints', at: { size: '_id' }, stays: true },
  {
    kind: 'erasures',
    in: 'erasures',
    at: { id: '_id' },
    coded: {
      details: {
        toRow(json) {
          const { step: _step, position: _position, ...details } = JSON.parse(String(json))
          return JSON.stringify(details)
        },
        toRecord: (json, { step, position }) =>
          JSON.stringify({ ...JSON.parse(String(json)), step, position }),
      },
    },
    own: ['step', 'position'],
    async make(_view, { details }) {
      const { step, position } = JSON.parse(String(details)) as Document
      return { step, position }
    },
  },
  { kind: 'legalHolds', in: 'legalHolds', at: { id: '_id' } },
]

function inId(name: string): Coded {
  return { toRow: String, toRecord: (_, { _id }) => _id[name] as FieldValue }
}

function sessionPieces(name: string) {
  const wholeMax = 4 * 1024 * 1024
  return { pieces: 'launchSessionPieces', of: (id: string) => `${id} ${name}`, wholeMax }
}

const byHash = (a: { sha2: string }, b: { sha2: string }): number =>
  a.sha2.toLowerCase() < b.sha2.toLowerCase() ? -1 : 1
