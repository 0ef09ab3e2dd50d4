import { OperatorError } from '../../../../src/base/operator-error.ts'
import {
  assertUsable,
  describeServer,
  type ServerFacts,
} from '../../../../src/storage/mongodb/server-facts.ts'

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
