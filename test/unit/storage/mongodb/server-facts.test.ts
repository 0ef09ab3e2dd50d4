import { type Document, MongoServerSelectionError, type TopologyDescription } from 'mongodb'
import { systemClock } from '../../../../src/base/clock.ts'
import { OperatorError } from '../../../../src/base/operator-error.ts'
import { whyUnusable } from '../../../../src/storage/mongodb/connect.ts'
import { openMongodbStorage } from '../../../../src/storage/mongodb/open-storage.ts'
import {
  assertUsable,
  describeServer,
  type ServerFacts,
} from '../../../../src/storage/mongodb/server-facts.ts'
import { temporaryDatabase, testServerUrl } from '../../../support/mongodb.ts'
import { startMongodbProxy } from '../../../support/mongodb-proxy.ts'

const facts = (changes: Partial<ServerFacts>): ServerFacts => ({
  kind: 'replica set',
  version: '8.2.3',
  hasTransactions: true,
  ...changes,
})

describe('assertUsable()', () => {
  test.each([
    '6.0.27',
    '7.0.28',
    '7.0.31',
    '8.0.17',
    '8.2.3',
    '8.2.11',
    '8.3.0',
    '9.0.0',
    '8.2.4-rc0',
  ])('takes MongoDB %s', (version) => {
    expect(() => assertUsable(facts({ version }), false)).not.toThrow()
  })

  test.each([
    ['3.6.23', /too old: hocba needs 6\.0\.27/],
    ['5.0.32', /too old/],
    ['6.0.26', /CVE-2025-14847.*Update it to 6\.0\.27 or later/],
    ['6.3.2', /CVE-2025-14847.*Update it to 8\.2\.3/],
    ['7.0.27', /Update it to 7\.0\.28/],
    ['8.0.16', /Update it to 8\.0\.17/],
    ['8.1.1', /Update it to 8\.2\.3/],
    ['8.2.2', /Update it to 8\.2\.3/],
  ])('refuses MongoDB %s with a sentence that says what to do', (version, sentence) => {
    const refused = () => assertUsable(facts({ version }), true)
    expect(refused).toThrow(OperatorError)
    expect(refused).toThrow(sentence)
  })

  test('refuses a server that cannot undo, unless the operator accepts that', () => {
    const lone = facts({ kind: 'single server', hasTransactions: false })
    expect(() => assertUsable(lone, false)).toThrow(
      /no transactions.*Start MongoDB as a replica set/,
    )
    expect(() => assertUsable(lone, true)).not.toThrow()
  })

  test('does not judge another server by the version of MongoDB that it is like', () => {
    const compatible = facts({ version: '7.0.0', compatible: 'FerretDB 1.24.0' })
    expect(() => assertUsable(compatible, false)).not.toThrow()
    expect(describeServer(compatible)).toBe('FerretDB 1.24.0, like MongoDB 7.0.0, replica set')
  })
})

describe('whyUnusable()', () => {
  test.each([
    ['never set up', ['RSGhost'], /Run rs\.initiate\(\) once/],
    ['of another set, or of none', [], /mongod --replSet NAME, then rs\.initiate\(\)/],
    ['without a primary', ['RSSecondary', 'Unknown'], /no primary at present/],
    ['that do not answer', ['Unknown'], /^connect ECONNREFUSED \/\/…@db$/],
  ])('says what to do about servers %s', (_, types, sentence) => {
    const servers = new Map(types.map((type, n) => [`host${n}`, { type }]))
    const topology = { servers } as unknown as TopologyDescription
    const error = new MongoServerSelectionError('connect ECONNREFUSED //an:secret@db', topology)
    expect(whyUnusable(error)).toMatch(sentence)
  })
})

const describeOnServer = testServerUrl ? describe : describe.skip

describeOnServer('a start (needs HOCBA_TEST_MONGODB_URL)', () => {
  /** How MongoDB answers on a server that was started by `mongod` alone: no sessions' transactions, no set. */
  function alone(command: Document, reply?: Document) {
    if (reply && (command.hello ?? command.ismaster)) {
      const { setName, hosts, primary, me, setVersion, electionId, ...rest } = reply
      return rest
    }
    if (reply || command.autocommit !== false) return 'pass'
    const errmsg = 'Transaction numbers are only allowed on a replica set member or mongos'
    return { ok: 0, code: 20, codeName: 'IllegalOperation', errmsg }
  }

  const unwritable = (changes: Document) => (command: Document, reply?: Document) =>
    reply && (command.hello ?? command.ismaster)
      ? { ...reply, isWritablePrimary: false, ismaster: false, ...changes }
      : 'pass'

  test.each([
    [
      'that is in no replica set',
      alone,
      /no transactions.*mongod --replSet rs0, then rs\.initiate/,
    ],
    [
      'whose replica set was not set up',
      unwritable({ isreplicaset: true, setName: undefined }),
      /Run rs\.initiate\(\) once in mongosh/,
    ],
    [
      'that is no primary',
      unwritable({ secondary: true }),
      /not the primary.*Leave out directConnection=true/,
    ],
  ])(
    'on a server %s is refused with a sentence that says what to do',
    async (_, rule, sentence) => {
      const place = await temporaryDatabase()
      const proxy = await startMongodbProxy()
      proxy.rule = rule
      const url = new URL(place.location)
      url.host = new URL(proxy.url).host
      const opening = openMongodbStorage(url.href, systemClock)
      await expect(opening).rejects.toThrow(OperatorError)
      await expect(opening).rejects.toThrow(sentence)
      await proxy.close()
      await place.remove()
    },
  )
})
