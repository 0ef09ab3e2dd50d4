import { Problem } from '../../../src/base/problem.ts'
import {
  Inheritance,
  inheritedKeysMax,
  keysWithInheritedMax,
} from '../../../src/xapi/statements/index-keys.ts'
import { keysMax, prepareReceived } from '../../../src/xapi/statements/prepare-statement.ts'
import { receiveBatch } from '../../../src/xapi/statements/receive-batch.ts'
import { xapiValidators } from '../../../src/xapi/statements/validate-statement.ts'
import { type Json, statementOf } from '../../support/xapi-client.ts'

const rules = { validators: xapiValidators(), statementsPerRequestMax: 10 }
const authority = { account: { homePage: 'http://localhost', name: 'key' } }

/** Undefined if the body is taken, else where it is refused, and for which limit. */
function refusal(
  body: unknown,
): [pointer: string | undefined, limit: number | undefined] | undefined {
  try {
    const json = Buffer.from(JSON.stringify(body))
    const { statements } = receiveBatch({ json, files: new Map() }, '1.0.3', rules)
    for (const one of statements) prepareReceived(one, { authority, mayDefine: true })
    return undefined
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    expect(error.code).toBe('invalid-statement')
    return [error.detail.pointer, error.detail.limit]
  }
}

const groupOf = (count: number): Json =>
  statementOf({
    actor: {
      objectType: 'Group',
      member: Array.from({ length: count }, (_, n) => ({ mbox: `mailto:${n}@example.vn` })),
    },
  })

describe('what one statement may hold', () => {
  test(`is ${keysMax} agents and activities`, () => {
    // The authority and the object are two of them.
    expect(refusal(groupOf(keysMax - 2))).toBeUndefined()
    expect(refusal([statementOf(), groupOf(keysMax - 1)])).toEqual(['/1', keysMax])
  })

  test('is 250,000 properties', () => {
    const withExtension = (count: number) =>
      statementOf({
        result: {
          extensions: {
            'urn:x': Object.fromEntries(Array.from({ length: count }, (_, n) => [n, 0])),
          },
        },
      })
    expect(refusal(withExtension(249_000))).toBeUndefined()
    expect(refusal(withExtension(250_000))).toEqual([undefined, 250_000])
  })
})

test('statements of one insertion may inherit a million keys together, and each four thousand', () => {
  const inheritance = new Inheritance()
  for (let left = inheritedKeysMax; left > 0; left -= keysWithInheritedMax)
    inheritance.take('one', keysWithInheritedMax)
  const refused = (limit: number) =>
    expect.objectContaining({ detail: expect.objectContaining({ limit }) })
  expect(() => inheritance.take('last', 1)).toThrow(refused(inheritedKeysMax))
  expect(() => new Inheritance().take('one', keysWithInheritedMax + 1)).toThrow(
    refused(keysWithInheritedMax),
  )
})
