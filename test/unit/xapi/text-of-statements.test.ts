import fc from 'fast-check'
import { prepareReceived } from '../../../src/xapi/statements/prepare-statement.ts'
import { receiveBatch } from '../../../src/xapi/statements/receive-batch.ts'
import {
  changeMembers,
  elements,
  members,
  nestsDeeperThan,
} from '../../../src/xapi/statements/scan-json.ts'
import { xapiValidators } from '../../../src/xapi/statements/validate-statement.ts'
import { statementOf } from '../../support/xapi-client.ts'

const spaces = fc.constantFrom('', ' ', '\n', '\t  ')
/** JSON text of a value, with white space where it may be. */
const spaced = fc
  .tuple(fc.jsonValue({ maxDepth: 4 }), spaces)
  .map(([value, space]) => JSON.stringify(value, null, space))

describe('scanning JSON', () => {
  test('elements() are the texts of what JSON.parse finds', () => {
    fc.assert(
      fc.property(fc.array(spaced), spaces, (texts, space) => {
        const array = `[${space}${texts.join(`${space},${space}`)}${space}]`
        expect(elements(array, 0)).toEqual(texts)
      }),
    )
  })

  test('members() are the names and texts of what JSON.parse finds', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), spaced)), spaces, (entries, space) => {
        const text = `{${space}${entries.map(([name, value]) => `${JSON.stringify(name)}${space}:${space}${value}`).join(`${space},`)}${space}}`
        const found = members(text, 0).map(({ name, valueStart, end }) => [
          name,
          text.slice(valueStart, end),
        ])
        expect(found).toEqual(entries)
      }),
    )
  })

  test('changeMembers() leaves what it is not asked to change', () => {
    const text = '{ "a" : 1.50 , "b":{"c":[1e2, "\\\\\\""]},"a":2 }'
    expect(
      changeMembers(text, (name, value) =>
        name === 'b' ? value : name === 'a' ? value : undefined,
      ),
    ).toBe('{"a" : 1.50,"b":{"c":[1e2, "\\\\\\""]},"a":2}')
    expect(
      changeMembers('{"\\u0061":1,"b":2}', (name, value) => (name === 'a' ? undefined : value)),
    ).toBe('{"b":2}')
  })

  test('nestsDeeperThan() counts brackets outside strings, without a stack of its own', () => {
    expect(nestsDeeperThan('{"a":[["{[[["]]}', 3)).toBe(false)
    expect(nestsDeeperThan('{"a":[[["{"]]]}', 3)).toBe(true)
    expect(nestsDeeperThan('['.repeat(1_000_000) + ']'.repeat(1_000_000), 1_000_000)).toBe(false)
  })
})

describe('the stored text', () => {
  const rules = { validators: xapiValidators(), statementsPerRequestMax: 10 }
  const authority = {
    objectType: 'Agent',
    account: { homePage: 'http://localhost', name: 'key' },
  } as const
  const stored = (body: string, version: '1.0.3' | '2.0.0' = '1.0.3') =>
    receiveBatch({ json: Buffer.from(body), files: new Map() }, version, rules).statements.map(
      (one) => prepareReceived(one, { authority, mayDefine: true }).prepared,
    )

  const written = `{ "verb" : {"id":"http://a"},
    "object":{"id":"http://b","definition":{"extensions":{"http://n":[1.0, 1e2, 12345678901234567890]}}}
    , "actor":{"mbox":"mailto:a@b.vn"}, "timestamp":"2026-09-05T07:30:00+07:00" , "id":"8F87CCDE-bb56-4c2e-ab83-44982ef22df0" }`

  test('begins with what the sender wrote, to the last space', () => {
    const [one] = stored(` \n${written} `)
    expect(one!.json.startsWith(written.slice(0, -1))).toBe(true)
    expect(JSON.parse(one!.json)).toMatchObject({ authority, version: '1.0.0' })
    expect(one).toMatchObject({ id: '8f87ccde-bb56-4c2e-ab83-44982ef22df0', needsTimestamp: false })
  })

  test('is the same from a batch', () => {
    const [one, two] = stored(`[ ${written}, ${JSON.stringify(statementOf())} ]`)
    expect(one!.json).toBe(stored(written)[0]!.json)
    expect(JSON.parse(two!.json)).toMatchObject({ ...statementOf(), id: two!.id })
    expect(two!.needsTimestamp).toBe(true)
  })

  test('has the authority, stored time and version of the LRS, not the sender’s', () => {
    const sent = {
      stored: '2001-01-01T00:00:00Z',
      authority: { mbox: 'mailto:x@y.vn' },
      ...statementOf({ version: '1.0.7' }),
    }
    const text = JSON.stringify(sent).replace('"stored"', '"st\\u006fred"')
    const value = JSON.parse(stored(text)[0]!.json)
    expect(value).toMatchObject({ authority, version: '1.0.7' })
    expect(value.stored).toBeUndefined()
    expect(JSON.parse(stored(JSON.stringify(statementOf()), '2.0.0')[0]!.json).version).toBe(
      '2.0.0',
    )
  })

  test('has context activities in arrays, in SubStatements too', () => {
    const context = {
      contextActivities: { parent: { id: 'http://p' }, other: [{ id: 'http://o' }] },
    }
    const arrays = {
      contextActivities: { parent: [{ id: 'http://p' }], other: [{ id: 'http://o' }] },
    }
    const sub = { objectType: 'SubStatement', ...statementOf({ context }) }
    expect(JSON.parse(stored(JSON.stringify(statementOf({ context })))[0]!.json).context).toEqual(
      arrays,
    )
    expect(
      JSON.parse(stored(JSON.stringify(statementOf({ object: sub })))[0]!.json).object.context,
    ).toEqual(arrays)
  })

  test('parses to what was sent and what was added, whatever the extensions hold', () => {
    fc.assert(
      fc.property(fc.jsonValue(), spaces, (value, space) => {
        const sent = statementOf({ result: { extensions: { 'http://x': value } } })
        const [one] = stored(JSON.stringify(sent, null, space))
        const { id: _id, authority: _authority, version: _version, ...rest } = JSON.parse(one!.json)
        expect(rest).toEqual(JSON.parse(JSON.stringify(sent)))
      }),
    )
  })
})
