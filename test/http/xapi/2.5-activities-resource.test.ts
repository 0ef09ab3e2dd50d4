import { newUuid } from '../../../src/base/ids.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { type Json, statementOf, type XapiClient, xapiClient } from '../../support/xapi-client.ts'

let server: TestServer
let xapi: XapiClient
beforeAll(async () => {
  server = await startServer()
  xapi = xapiClient(server)
})
afterAll(() => server.stop())

const newId = () => `https://example.vn/lessons/${newUuid()}`
const activity = async (activityId: string) =>
  (await xapi.send('GET', `/xapi/activities?${new URLSearchParams({ activityId })}`)).body
const definitionOf = async (id: string) => (await activity(id)).definition
const define = (id: string, definition: Json, headers?: Record<string, string>) =>
  xapi.post(statementOf({ object: { id, definition } }), headers)

describe('2.5 GET /xapi/activities', () => {
  test('is an Activity with nothing but its id where no statement has defined it', async () => {
    const id = newId()
    expect(await activity(id)).toEqual({ objectType: 'Activity', id })
    await xapi.post(statementOf({ object: { id } }))
    expect(await activity(id)).toEqual({ objectType: 'Activity', id })
  })

  test('has all that statements said: each language, each extension, the last word on each', async () => {
    const id = newId()
    await define(id, {
      name: { vi: 'Bài 1', en: 'Lesson 1' },
      type: 'http://example.vn/types/lesson',
      extensions: { 'http://example.vn/a': { b: [1] }, 'http://example.vn/c': null },
    })
    await define(id, {
      name: { en: 'Lesson one', fr: 'Leçon 1' },
      description: { vi: 'Mở đầu' },
      moreInfo: 'https://example.vn/more',
      extensions: { 'http://example.vn/c': 2 },
    })
    expect(await activity(id)).toEqual({
      objectType: 'Activity',
      id,
      definition: {
        name: { vi: 'Bài 1', en: 'Lesson one', fr: 'Leçon 1' },
        description: { vi: 'Mở đầu' },
        type: 'http://example.vn/types/lesson',
        moreInfo: 'https://example.vn/more',
        extensions: { 'http://example.vn/a': { b: [1] }, 'http://example.vn/c': 2 },
      },
    })
  })

  test('learns from context, SubStatements and every statement of a batch, in order', async () => {
    const [parent, inside, object] = [newId(), newId(), newId()]
    const named = (id: string, vi: string) => ({ id, definition: { name: { vi } } })
    await xapi.post([
      statementOf({ context: { contextActivities: { parent: named(parent, 'Cha') } } }),
      statementOf({
        object: { objectType: 'SubStatement', ...statementOf({ object: named(inside, 'Trong') }) },
      }),
      statementOf({ object: named(object, 'Một') }),
      statementOf({ object: named(object, 'Hai') }),
    ])
    const names = await Promise.all([parent, inside, object].map(definitionOf))
    expect(names.map(({ name }) => name.vi)).toEqual(['Cha', 'Trong', 'Hai'])
  })

  test('goes back to an earlier word when that comes again', async () => {
    const id = newId()
    for (const vi of ['Một', 'Hai', 'Một']) await define(id, { name: { vi } })
    expect(await definitionOf(id)).toEqual({ name: { vi: 'Một' } })
  })

  test('replaces a question by one of another type, with all its parts', async () => {
    const id = newId()
    await define(id, {
      name: { vi: 'Câu 1' },
      type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
      interactionType: 'choice',
      correctResponsesPattern: ['a'],
      choices: [{ id: 'a' }, { id: 'b' }],
    })
    await define(id, { interactionType: 'true-false', correctResponsesPattern: ['true'] })
    expect(await definitionOf(id)).toEqual({
      name: { vi: 'Câu 1' },
      type: 'http://adlnet.gov/expapi/activities/cmi.interaction',
      interactionType: 'true-false',
      correctResponsesPattern: ['true'],
    })
  })

  test('takes no definition from a key without define, which stores the statement all the same', async () => {
    const id = newId()
    await define(id, { name: { vi: 'Đúng' } })
    const writer = { Authorization: await server.credential('statements/write') }
    const { status, body } = await define(id, { name: { vi: 'Sai' } }, writer)
    expect(status).toBe(200)
    expect(await definitionOf(id)).toEqual({ name: { vi: 'Đúng' } })
    const { object } = (await xapi.get({ statementId: body[0] })).body
    expect(object.definition).toEqual({ name: { vi: 'Sai' } })
    const definer = await server.credential('statements/write', 'define')
    await define(id, { name: { vi: 'Mới' } }, { Authorization: definer })
    expect(await definitionOf(id)).toEqual({ name: { vi: 'Mới' } })
  })

  test('stays bounded: what would make a definition too long is not taken', async () => {
    const id = newId()
    await define(id, { name: { vi: 'Bài' } })
    const large = { 'http://example.vn/large': 'x'.repeat(100_000) }
    expect((await define(id, { extensions: large })).status).toBe(200)
    expect(await definitionOf(id)).toEqual({ name: { vi: 'Bài' } })
  })

  test.each([
    ['no activityId', '', 'activityId'],
    ['an activityId that is no IRI', 'activityId=x', 'activityId'],
    ['activityId twice', 'activityId=http://a&activityId=http://a', 'activityId'],
    ['an unknown parameter', 'activityId=http://a&activityid=http://a', 'activityid'],
  ])('refuses %s', async (_name, query, pointer) => {
    expect(await xapi.send('GET', `/xapi/activities?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid-query', pointer, clause: 'xAPI-Communication 2.5' },
    })
  })
})

describe('2.1.3 format=canonical', () => {
  test('has the definition that the LRS keeps, also of activities that came without one', async () => {
    const id = newId()
    await define(id, {
      name: { vi: 'Bài 1', en: 'Lesson 1' },
      interactionType: 'choice',
      choices: [{ id: 'a', description: { vi: 'Có', en: 'Yes' } }],
    })
    const [statementId] = (
      await xapi.post(
        statementOf({ object: { id }, context: { contextActivities: { grouping: [{ id }] } } }),
      )
    ).body
    const { body } = await xapi.get(
      { statementId, format: 'canonical' },
      { 'Accept-Language': 'en;q=0.4, vi;q=0.8, *;q=0.1' },
    )
    const definition = {
      name: { vi: 'Bài 1' },
      interactionType: 'choice',
      choices: [{ id: 'a', description: { vi: 'Có' } }],
    }
    expect(body.object).toEqual({ id, definition })
    expect(body.context.contextActivities.grouping).toEqual([{ id, definition }])
    expect((await xapi.get({ statementId })).body.object).toEqual({ id })
  })
})
