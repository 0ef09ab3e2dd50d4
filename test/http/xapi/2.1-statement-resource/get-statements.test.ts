import { newUuid } from '../../../../src/base/ids.ts'
import { startServer, type TestServer } from '../../../support/server.ts'
import {
  type Json,
  referringTo,
  statementOf,
  type XapiClient,
  xapiClient,
} from '../../../support/xapi-client.ts'

let server: TestServer
let xapi: XapiClient
beforeAll(async () => {
  server = await startServer({ env: { HOCBA_STATEMENTS_PER_PAGE_MAX: '7' } })
  xapi = xapiClient(server)
})
afterAll(() => server.stop())

/** Each test has a registration of its own, so that it sees only what it stored. */
const store = async (registration: string, ...changes: Json[]): Promise<string[]> => {
  const statements = changes.map(({ context, ...others }) =>
    statementOf({ ...others, context: { registration, ...(context as Json) } }),
  )
  return (await xapi.post(statements)).body
}

const agentText = (agent: Json) => JSON.stringify(agent)

describe('GET /xapi/statements, one statement', () => {
  test('has the statement, its Last-Modified, and nothing else of a list', async () => {
    const [id] = (await xapi.post(statementOf())).body
    const { status, headers, body } = await xapi.get({ statementId: id.toUpperCase() })
    expect([status, body.id]).toEqual([200, id])
    expect(Date.parse(headers.get('last-modified')!)).toBe(
      Math.floor(Date.parse(body.stored) / 1000) * 1000,
    )
  })

  test('is 404 for an id that nothing has', async () => {
    expect(await xapi.get({ statementId: newUuid() })).toMatchObject({
      status: 404,
      body: { code: 'statement-not-found' },
    })
  })
})

describe('GET /xapi/statements, filters', () => {
  test('agent finds actors and objects, and groups by their members', async () => {
    const registration = newUuid()
    const teacher = { account: { homePage: 'https://example.vn', name: registration } }
    const ids = await store(
      registration,
      { actor: teacher },
      { object: { objectType: 'Agent', ...teacher } },
      { actor: { objectType: 'Group', member: [{ name: 'other', ...teacher }] } },
      { context: { instructor: teacher } },
      {},
    )
    const agent = agentText({ objectType: 'Agent', ...teacher })
    expect(await xapi.idsFound({ agent, ascending: 'true' })).toEqual(ids.slice(0, 3))
    expect(await xapi.idsFound({ agent, related_agents: 'true', ascending: 'true' })).toEqual(
      ids.slice(0, 4),
    )
  })

  test('activity finds objects, and with related_activities also context and SubStatements', async () => {
    const registration = newUuid()
    const lesson = { id: `https://example.vn/${registration}` }
    const ids = await store(
      registration,
      { object: lesson },
      { context: { contextActivities: { grouping: [lesson] } } },
      { object: { objectType: 'SubStatement', ...statementOf({ object: lesson }) } },
      {},
    )
    expect(await xapi.idsFound({ activity: lesson.id })).toEqual(ids.slice(0, 1))
    expect(
      await xapi.idsFound({ activity: lesson.id, related_activities: 'true', ascending: 'true' }),
    ).toEqual(ids.slice(0, 3))
  })

  test('verb and registration narrow each other', async () => {
    const [one, two] = [newUuid(), newUuid()]
    const verb = { id: `http://example.vn/verbs/${one}` }
    const [first] = await store(one, { verb }, {})
    await store(two, { verb })
    expect(await xapi.idsFound({ verb: verb.id, registration: one.toUpperCase() })).toEqual([first])
    expect(await xapi.idsFound({ verb: verb.id, registration: newUuid() })).toEqual([])
  })

  test('since leaves out what was stored then, until does not', async () => {
    const registration = newUuid()
    const ids = await store(registration, {}, {}, {})
    const { stored } = (await xapi.get({ statementId: ids[1]! })).body
    expect(await xapi.idsFound({ registration, since: stored })).toEqual([ids[2]])
    expect(await xapi.idsFound({ registration, until: stored })).toEqual([ids[1], ids[0]])
    expect(await xapi.idsFound({ registration, since: stored, until: stored })).toEqual([])
  })

  test('finds what refers to a match, to the end of the chain, whichever came first', async () => {
    const registration = newUuid()
    const [target, first, second] = [newUuid(), newUuid(), newUuid()]
    await xapi.post(referringTo(first, { id: second }))
    await store(registration, { id: target })
    await xapi.post(referringTo(target, { id: first }))
    expect(await xapi.idsFound({ registration })).toEqual([first, target, second])
    expect((await xapi.get({ statementId: second })).status).toBe(200)
  })

  test('does not follow references in context', async () => {
    const registration = newUuid()
    const [target] = await store(registration, {})
    await xapi.post(
      statementOf({ context: { statement: { objectType: 'StatementRef', id: target } } }),
    )
    expect(await xapi.idsFound({ registration })).toEqual([target])
  })

  test('nothing found is an empty list without more', async () => {
    expect((await xapi.get({ registration: newUuid() })).body).toEqual({ statements: [], more: '' })
  })
})

describe('GET /xapi/statements, pages', () => {
  test('limit=0 is the most that the server gives, as is a larger limit', async () => {
    const registration = newUuid()
    await store(registration, ...Array.from({ length: 9 }, () => ({})))
    for (const limit of ['0', '7', '1000', '99999999'])
      expect((await xapi.get({ registration, limit })).body.statements).toHaveLength(7)
    expect((await xapi.get({ registration, limit: '2' })).body.statements).toHaveLength(2)
  })

  test('more is a relative link that carries the whole query and reaches every statement once', async () => {
    const registration = newUuid()
    const ids = await store(registration, ...Array.from({ length: 30 }, () => ({})))
    const { more, statements } = (
      await xapi.get({ registration, limit: '4', format: 'ids', ascending: 'true' })
    ).body
    expect(more).toMatch(/^\/xapi\/statements\?cursor=[\w.-]+$/)
    expect(statements[0].verb).toEqual({ id: statements[0].verb.id })
    const next = (await xapi.send('GET', more)).body
    expect(next.statements.map(({ id }: { id: string }) => id)).toEqual(ids.slice(4, 8))
    expect(Object.keys(next.statements[0].verb)).toEqual(['id'])
    expect(await xapi.idsFound({ registration, limit: '4', ascending: 'true' })).toEqual(ids)
    expect(await xapi.idsFound({ registration, limit: '4' })).toEqual(ids.toReversed())
  })

  test('a walk sees what was there at its start, once and in order, while statements arrive', async () => {
    const registration = newUuid()
    const before: string[] = []
    for (let batch = 0; batch < 20; batch++) {
      before.push(...(await store(registration, ...Array.from({ length: 50 }, () => ({})))))
    }
    let isWalking = true
    const arriving = (async () => {
      while (isWalking) await store(registration, {}, {}, {})
    })()
    const seen = await xapi.idsFound({ registration })
    isWalking = false
    await arriving
    expect(seen.filter((id) => before.includes(id))).toEqual(before.toReversed())
    expect(new Set(seen).size).toBe(seen.length)
  })

  test('refuses a cursor that was changed, and parameters beside one', async () => {
    const registration = newUuid()
    await store(registration, {}, {})
    const { more } = (await xapi.get({ registration, limit: '1' })).body
    for (const path of [`${more}x`, more.replace('cursor=', 'cursor=x'), `${more}&limit=3`])
      expect(await xapi.send('GET', path)).toMatchObject({
        status: 400,
        body: { code: 'invalid-query' },
      })
  })
})

describe('GET /xapi/statements, formats', () => {
  const member = { name: 'An', mbox: 'mailto:an@example.vn' }
  const statement = (): Json =>
    statementOf({
      actor: { objectType: 'Group', name: 'Lớp 1', member: [member] },
      object: {
        objectType: 'SubStatement',
        ...statementOf({
          object: {
            id: 'http://b',
            definition: {
              interactionType: 'choice',
              choices: [{ id: 'a', description: { vi: 'Có', en: 'Yes' } }],
              description: { vi: 'Mô tả', en: 'Text' },
            },
          },
        }),
      },
      context: {
        instructor: member,
        contextActivities: {
          parent: [
            {
              objectType: 'Activity',
              id: 'http://p',
              definition: { name: { vi: 'Cha', en: 'Parent' } },
            },
          ],
        },
      },
    })

  test('ids has no more than identifies', async () => {
    const [statementId] = (await xapi.post(statement())).body
    const { body } = await xapi.get({ statementId, format: 'ids' })
    const { mbox } = member
    expect(body.actor).toEqual({ objectType: 'Group', member: [{ mbox }] })
    expect(body.verb).toEqual({ id: 'http://adlnet.gov/expapi/verbs/answered' })
    expect(body.object).toEqual({
      objectType: 'SubStatement',
      actor: { objectType: 'Agent', mbox },
      verb: body.verb,
      object: { id: 'http://b' },
    })
    expect(body.context).toEqual({
      instructor: { mbox },
      contextActivities: { parent: [{ id: 'http://p' }] },
    })
    expect(body.authority).toEqual({ objectType: 'Agent', account: body.authority.account })
  })

  test('canonical has one language in every map, by Accept-Language', async () => {
    const [statementId] = (await xapi.post(statement())).body
    const { body } = await xapi.get(
      { statementId, format: 'canonical' },
      { 'Accept-Language': 'fr, vi;q=0.5' },
    )
    const { definition } = body.object.object
    expect(definition.description).toEqual({ vi: 'Mô tả' })
    expect(definition.choices).toEqual([{ id: 'a', description: { vi: 'Có' } }])
    expect(body.verb.display).toEqual({ vi: 'đã trả lời' })
    expect(body.context.contextActivities.parent[0].definition.name).toEqual({ vi: 'Cha' })
    expect(body.actor).toEqual(statement().actor)
  })

  test('attachments=true answers multipart with the statements as its first part', async () => {
    const [statementId] = (await xapi.post(statement())).body
    const { headers, body } = await xapi.get({ statementId, attachments: 'true' })
    const boundary = /^multipart\/mixed; boundary=(\S+)$/.exec(headers.get('content-type')!)![1]
    const [, part, end] = body.split(`--${boundary}`)
    const [head, json] = part.split('\r\n\r\n')
    expect([head, end]).toEqual(['\r\nContent-Type: application/json', '--\r\n'])
    expect(JSON.parse(json).id).toBe(statementId)
  })
})

describe('HEAD /xapi/statements', () => {
  test('has the headers of GET and no body', async () => {
    const [statementId] = (await xapi.post(statementOf())).body
    const [get, head] = await Promise.all(
      ['GET', 'HEAD'].map((method) =>
        xapi.send(method, `/xapi/statements?statementId=${statementId}`),
      ),
    )
    expect([head!.status, head!.body]).toEqual([200, ''])
    for (const name of [
      'content-type',
      'last-modified',
      'x-experience-api-version',
      'content-length',
    ])
      expect([name, head!.headers.get(name)]).toEqual([name, get!.headers.get(name)])
    expect(head!.headers.get('x-experience-api-consistent-through')).toBeTruthy()
  })
})

describe('X-Experience-API-Consistent-Through', () => {
  test('is a recent time, and what was stored up to it is found', async () => {
    const registration = newUuid()
    const [id] = await store(registration, {})
    const { stored } = (await xapi.get({ statementId: id! })).body
    const { headers, body } = await xapi.get({ registration })
    const through = headers.get('x-experience-api-consistent-through')!
    expect(through >= stored).toBe(true)
    expect(Math.abs(Date.parse(through) - Date.now())).toBeLessThan(5_000)
    expect(body.statements).toHaveLength(1)
  })
})
