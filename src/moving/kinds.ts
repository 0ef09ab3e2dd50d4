import type { FieldType, Kind } from './record.ts'

type Fields = Partial<Record<FieldType, string>>
type Settings = Partial<Pick<Kind, 'pageMax' | 'loose'>>

const pageMax = 500

/** @param key names of the fields that name a record, with spaces between; so are the fields of each type. */
function kind(name: string, key: string, fields: Fields, settings: Settings = {}): Kind {
  const typed = (Object.entries(fields) as [FieldType, string][]).flatMap(([type, names]) =>
    names.split(' ').map((field) => [field, type] as const),
  )
  const { loose = [] } = settings
  return {
    name,
    key: key.split(' '),
    fields: Object.fromEntries(typed),
    pageMax,
    ...settings,
    loose,
  }
}

/** Figures of progress, wherever they stand. */
const figures = {
  text: 'completion success',
  json: 'score',
  number: 'progress centiseconds attempts',
  time: 'firstActivityAt lastActivityAt',
}

/** What may be megabytes is read a few at a time. */
const large = { pageMax: 20 }

/**
 * Every kind of record that an installation consists of, in the order in which they are moved: what is referred to comes before
 * what refers to it. A table or a collection that is in none of these must be declared as left behind, with a reason, in the
 * engine; `test/unit/moving/completeness.test.ts` looks for it.
 */
export const kinds: readonly Kind[] = [
  kind('organisations', 'id', { text: 'id code codeFold name parent', time: 'createdAt' }),
  kind('packages', 'id', {
    text: 'id title titleFolded currentVersion',
    number: 'versions',
    time: 'createdAt updatedAt',
  }),
  kind(
    'packageVersions',
    'id',
    {
      text: 'id package standard edition title verdict fileName sha256 createdBy',
      number: 'number warnings zipBytes contentBytes files',
      json: 'course findings',
      time: 'createdAt',
    },
    large,
  ),
  kind('packageFiles', 'version path', { text: 'version path folded sha256', number: 'bytes' }),
  kind('people', 'id', {
    text: 'id name code codeFold email organisation searchText sortKey',
    time: 'createdAt',
  }),
  kind('classes', 'id', {
    text: 'id code codeFold name startsOn endsOn organisation searchText',
    time: 'createdAt',
    json: 'packages',
  }),
  kind('classMembers', 'class person', { text: 'class person', time: 'enrolledAt' }),
  kind('registrations', 'id', {
    text: `id learner trialName package version evidence ${figures.text}`,
    json: figures.json,
    number: `counted ${figures.number}`,
    flag: 'isTrial',
    time: `createdAt activeAt ${figures.time}`,
  }),
  kind('courseAttempts', 'registration number', {
    text: `registration version ${figures.text}`,
    json: `activities ${figures.json}`,
    number: `number ${figures.number}`,
    time: `startedAt ${figures.time}`,
  }),
  kind('coursePolicies', 'package', { text: 'package', json: 'policy' }),
  kind('summaries', 'package', { text: 'package', json: 'figures' }),
  kind('attemptEvidence', 'registration attempt', {
    text: 'registration',
    number: 'attempt',
    json: 'evidence',
  }),
  kind('fetchedFiles', 'registration', { text: 'registration files' }),
  kind('attestations', 'id', {
    text: 'id registration byId byName note withdrawnById withdrawnByName withdrawalReason',
    number: 'attempt',
    time: 'at withdrawnAt',
  }),
  kind('versionMoves', 'id', {
    text: 'id package version startedBy',
    time: 'startedAt endedAt',
  }),
  kind('versionMoveOutcomes', 'move registration', { text: 'move registration version outcome' }),
  kind('accounts', 'id', {
    text: 'id name email emailFold passwordHash person',
    time: 'createdAt disabledAt lastSignInAt',
  }),
  kind('grants', 'id', { text: 'id account role placeKind place createdBy', time: 'createdAt' }),
  kind('accountIdentities', 'issuer subject', { text: 'issuer subject account' }),
  kind('accountLinks', 'account', { text: 'account tokenHash', time: 'expiresAt' }),
  kind('secondFactors', 'account', {
    text: 'account secret',
    flag: 'isConfirmed',
    number: 'lastStep',
    json: 'recovery',
  }),
  kind('setupLinks', 'one', { number: 'one', text: 'tokenHash', time: 'expiresAt' }),
  kind('sessions', 'idHash', {
    text: 'idHash id account network browser',
    time: 'createdAt lastSeenAt',
  }),
  kind('signInAddresses', 'account address', { text: 'account address', time: 'lastAt' }),
  kind('credentials', 'key', {
    text: 'key name secretHash createdBy previousSecretHash',
    json: 'scopes rowFilter allowedOrigins',
    number: 'requestsPerMinuteMax',
    time: 'createdAt lastUsedAt expiresAt previousSecretUntil revokedAt',
  }),
  kind('auditEntries', 'seq', {
    number: 'seq',
    // The log has hashes of the details as they are written.
    text: 'kind operation actorKind actor actorName about request network details',
    time: 'at',
  }),
  kind('attachments', 'sha2', { text: 'sha2', bytes: 'content' }, { pageMax: 2 }),
  kind('statements', 'seq', {
    number: 'seq',
    text: 'id equality',
    flag: 'isVoiding isVoided',
    bytes: 'json',
  }),
  kind('statementFiles', 'seq', { number: 'seq', json: 'files' }),
  kind('activities', 'of', { text: 'of', json: 'known' }),
  kind('agents', 'of', { text: 'of', json: 'known' }),
  kind(
    'documents',
    'resource agent activity registration id',
    {
      text: 'resource agent activity registration id contentType etag',
      number: 'updated',
      bytes: 'contents',
    },
    large,
  ),
  kind('questions', 'key', { number: 'key', text: 'id package activity' }),
  kind('questionDefinitions', 'question version', {
    number: 'question',
    text: 'version',
    json: 'definition',
  }),
  kind('questionResponses', 'question number', { number: 'question number', text: 'response' }),
  kind('answers', 'seq', {
    number: 'seq attempt question response credit points latency',
    text: 'registration version result',
    time: 'at',
  }),
  kind('answerSheets', 'package learner registration attempt version', {
    text: 'package learner registration version',
    number: 'attempt',
    bytes: 'first last',
  }),
  kind('answerCatchUps', 'verb', { text: 'verb', number: 'position through' }),
  kind('launchTickets', 'hash', {
    text: 'hash registration wish usedNonce usedSession',
    flag: 'isUsed',
    time: 'expiresAt usedAt',
  }),
  kind(
    'launchSessions',
    'id',
    {
      text: 'id registration tokenHash state version',
      number: 'epoch lastEntry attempt',
      flag: 'isEnded',
      json: 'beforeClose review',
      time: 'startedAt seenAt entryAt entryReceivedAt',
    },
    large,
  ),
  kind(
    'launchAttempts',
    'registration number',
    { text: 'registration', number: 'number revision', json: 'attempt' },
    large,
  ),
  kind('launchShared', 'learner kind id', { text: 'learner kind id', json: 'value' }),
  kind('sessionLogs', 'session', {
    text: 'session registration',
    time: 'changedAt',
    json: 'summary',
  }),
  kind('sessionLogParts', 'session first', {
    text: 'session',
    number: 'first bytes',
    flag: 'isTail',
    json: 'content',
  }),
  kind('destinations', 'id', {
    text: 'id kind name url sealedSecret previousSealedSecret key version state disabledReason createdBy lastError',
    json: 'filter',
    number: 'cursor replayPosition replayThrough',
    time: 'previousSecretUntil createdAt lastDeliveredAt failingSince',
  }),
  kind('deliveries', 'id', {
    text: 'id destination state source',
    number: 'after through statements attempts',
    json: 'lastAttempt',
    time: 'createdAt firstAttemptAt nextAttemptAt',
  }),
  kind(
    'importJobs',
    'id',
    { text: 'id state', number: 'number', json: 'details' },
    { loose: ['number'] },
  ),
  kind('importRejections', 'job position', { text: 'job', number: 'position', json: 'details' }),
  kind(
    'refusedRequests',
    'id',
    {
      text: 'id area method path endpoint code message pointer clause sourceKind sourceId sourceName origin userAgent version search',
      number: 'seq status milliseconds bytes',
      flag: 'isPersonal hasBody isProven',
      json: 'headers',
      bytes: 'body',
      time: 'at',
    },
    { loose: ['seq'], pageMax: 100 },
  ),
  kind('requestSources', 'kind id', { text: 'kind id name', time: 'lastAt lastRejectedAt' }),
  kind('requestSourceHours', 'kind id hour', {
    text: 'kind id',
    number: 'hour requests statements rejected bytes',
  }),
  kind('ledgerNotes', 'number', {
    number: 'number',
    // The log has hashes of the texts as they are written.
    text: 'kind registration text',
    time: 'at',
  }),
  kind('ledgerEntries', 'position', {
    number: 'position source stored',
    text: 'kind',
    bytes: 'commitment salt',
  }),
  kind('ledgerNodes', 'level position', { number: 'level position', bytes: 'hash' }),
  kind('ledgerHead', 'id', {
    number: 'id size cursorStatement cursorAudit cursorNote',
    bytes: 'peaks',
    text: 'checkpoint key',
  }),
  kind('ledgerCheckpoints', 'size', { number: 'size', text: 'note', time: 'at' }),
  kind(
    'erasures',
    'id',
    {
      text: 'id state sealed',
      number: 'number',
      json: 'details',
      time: 'createdAt',
    },
    { loose: ['number'] },
  ),
  kind('legalHolds', 'id', { text: 'id kind of reason by', time: 'at' }),
]

export const kindNamed = (name: string): Kind => {
  const found = kinds.find((one) => one.name === name)
  if (!found) throw new Error(`${name} is no kind of record.`)
  return found
}
