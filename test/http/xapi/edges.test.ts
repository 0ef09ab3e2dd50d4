import { newUuid } from '../../../src/base/ids.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import {
  type Json,
  referringTo,
  statementOf,
  voiding,
  type XapiClient,
  xapiClient,
} from '../../support/xapi-client.ts'

/** Where record stores that pass the conformance suites were found to go wrong, each under its clause. */

let server: TestServer
let xapi: XapiClient
let xapi2: XapiClient
beforeAll(async () => {
  server = await startServer()
  xapi = xapiClient(server)
  xapi2 = xapiClient(server, '2.0.0')
})
afterAll(() => server.stop())

const newAgent = () => ({ account: { homePage: 'https://example.vn', name: newUuid() } })

describe('2.1.3 the filter agent', () => {
  test('finds members of anonymous and of identified groups, as actor and as object', async () => {
    const agent = newAgent()
    const anonymous = { objectType: 'Group', member: [newAgent(), agent] }
    const identified = { ...anonymous, mbox: 'mailto:class@example.vn' }
    const ids = (
      await xapi.post([
        statementOf({ actor: anonymous }),
        statementOf({ actor: identified }),
        statementOf({ object: anonymous }),
        statementOf({ object: identified }),
        statementOf({ object: { objectType: 'SubStatement', ...statementOf({ actor: agent }) } }),
      ])
    ).body
    const query = { agent: JSON.stringify(agent), ascending: 'true' }
    expect(await xapi.idsFound(query)).toEqual(ids.slice(0, 4))
    expect(await xapi.idsFound({ ...query, related_agents: 'true' })).toEqual(ids)
  })

  test('finds an identified group itself, but not by an account of another home page', async () => {
    const { account } = newAgent()
    const [id] = (await xapi.post(statementOf({ actor: { objectType: 'Group', account } }))).body
    const find = (agent: Json) => xapi.idsFound({ agent: JSON.stringify(agent) })
    expect(await find({ objectType: 'Group', account })).toEqual([id])
    expect(await find({ account })).toEqual([id])
    expect(await find({ account: { ...account, homePage: 'https://other.vn' } })).toEqual([])
  })

  test('with related_agents finds contextAgents and contextGroups of 2.0, for both versions', async () => {
    const [agent, member] = [newAgent(), newAgent()]
    const relevantTypes = ['http://example.vn/roles/tutor']
    const context = {
      contextAgents: [{ objectType: 'contextAgent', agent, relevantTypes }],
      contextGroups: [
        {
          objectType: 'contextGroup',
          group: { objectType: 'Group', name: 'Nhóm', member: [{ name: 'B', ...member }] },
          relevantTypes,
        },
      ],
    }
    const [id] = (await xapi2.post(statementOf({ context }))).body
    for (const client of [xapi, xapi2]) {
      for (const one of [agent, member]) {
        const query = { agent: JSON.stringify(one) }
        expect(await client.idsFound({ ...query, related_agents: 'true' })).toEqual([id])
        expect(await client.idsFound(query)).toEqual([])
      }
    }
    const { body } = await xapi.get({ statementId: id, format: 'ids' })
    expect(body.context.contextGroups).toEqual([
      {
        objectType: 'contextGroup',
        group: { objectType: 'Group', member: [member] },
        relevantTypes,
      },
    ])
    expect((await xapi.get({ statementId: id })).body.context).toEqual(context)
  })
})

describe('2.1.3 references', () => {
  test('time is that of the referrer, not of what it refers to', async () => {
    const registration = newUuid()
    const [target] = (await xapi.post(statementOf({ context: { registration } }))).body
    const { stored } = (await xapi.get({ statementId: target })).body
    const [referrer] = (await xapi.post(referringTo(target))).body
    expect(await xapi.idsFound({ registration, since: stored })).toEqual([referrer])
    expect(await xapi.idsFound({ registration, until: stored })).toEqual([target])
  })

  test('two filters are met by the referrer and its target together', async () => {
    const [verb, activity] = [`http://example.vn/verbs/${newUuid()}`, `http://a/${newUuid()}`]
    const [target] = (await xapi.post(statementOf({ object: { id: activity } }))).body
    const [referrer] = (await xapi.post(referringTo(target, { verb: { id: verb } }))).body
    expect(await xapi.idsFound({ verb, activity })).toEqual([referrer])
  })

  test('a voided target is not found, what refers to it is, in a batch as well', async () => {
    const [registration, target, referrer, void_] = [newUuid(), newUuid(), newUuid(), newUuid()]
    await xapi.post([
      { ...voiding(target), id: void_ },
      referringTo(target, { id: referrer }),
      statementOf({ id: target, context: { registration } }),
    ])
    expect(await xapi.idsFound({ registration, ascending: 'true' })).toEqual([void_, referrer])
  })
})

describe('2.1.3 one statement', () => {
  test('is found by statementId until it is voided, and by voidedStatementId from then on', async () => {
    const [id] = (await xapi.post(statementOf())).body
    const statuses = async () =>
      Promise.all(
        [{ statementId: id }, { voidedStatementId: id }].map(
          async (query) => (await xapi.get(query)).status,
        ),
      )
    expect(await statuses()).toEqual([200, 404])
    await xapi.post(voiding(id))
    expect(await statuses()).toEqual([404, 200])
  })

  test('exact does not follow Accept-Language, and has every language', async () => {
    const [id] = (await xapi.post(statementOf())).body
    const { body } = await xapi.get({ statementId: id }, { 'Accept-Language': 'vi' })
    expect(body.verb.display).toEqual({ 'en-US': 'answered', vi: 'đã trả lời' })
  })

  test.each([
    ['vi, en;q=0.9', 'vi'],
    ['vi;q=0.1, en;q=0.9', 'en'],
    ['en;q=0, *', 'vi'],
    ['en-GB', 'en'],
    ['zh-Hant, vi-VN;q=0.3', 'vi'],
    ['*;q=0.5, vi;q=0.6', 'vi'],
    ['bad header;;;', 'en'],
  ])('canonical answers "%s" with %s', async (header, language) => {
    const display: Record<string, string> = { en: 'answered', vi: 'đã trả lời' }
    const verb = { id: 'http://example.vn/verbs/answered', display }
    const [id] = (await xapi.post(statementOf({ verb }))).body
    const { body } = await xapi.get(
      { statementId: id, format: 'canonical' },
      { 'Accept-Language': header },
    )
    expect(body.verb.display).toEqual({ [language]: display[language] })
  })
})

describe('2.1 headers', () => {
  test('every answer has its version, a bound, one Date, and says nothing of caching it', async () => {
    const paths = ['', '?limit=1', '?foo=1', `?statementId=${newUuid()}`]
    const credentials = [server.authorization, 'Basic bm90OnJpZ2h0']
    for (const path of paths) {
      for (const Authorization of credentials) {
        const { headers } = await xapi.send('GET', `/xapi/statements${path}`, undefined, {
          Authorization,
        })
        expect(headers.get('x-experience-api-version')).toBe('1.0.3')
        expect(headers.get('x-experience-api-consistent-through')).toMatch(
          /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z$/,
        )
        expect(headers.get('date')).not.toContain('GMT,')
        expect(headers.get('etag')).toBeNull()
      }
    }
  })

  test('a GET is never answered 304', async () => {
    const [id] = (await xapi.post(statementOf())).body
    const { status } = await xapi.get(
      { statementId: id },
      { 'If-None-Match': '*', 'If-Modified-Since': new Date(Date.now() + 60_000).toUTCString() },
    )
    expect(status).toBe(200)
  })
})

describe('2.4.10 version of a statement', () => {
  test.each([
    ['1.0.3', undefined, '1.0.0'],
    ['1.0.3', '1.0.9', '1.0.9'],
    ['2.0.0', undefined, '2.0.0'],
    ['2.0.0', '1.0.3', '1.0.3'],
  ])('a request of %s that says %s stores %s', async (header, version, expected) => {
    const [id] = (await xapiClient(server, header).post(statementOf(version ? { version } : {})))
      .body
    for (const client of [xapi, xapi2])
      expect((await client.get({ statementId: id })).body.version).toBe(expected)
  })
})
