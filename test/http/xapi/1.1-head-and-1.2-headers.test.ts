import { newUuid } from '../../../src/base/ids.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { statementOf, type XapiClient, xapiClient } from '../../support/xapi-client.ts'

let server: TestServer
let xapi: XapiClient
let statementId: string
const agent = encodeURIComponent('{"mbox":"mailto:an@example.vn"}')
const activity = encodeURIComponent('https://example.vn/lessons/1')

beforeAll(async () => {
  server = await startServer()
  xapi = xapiClient(server)
  statementId = (await xapi.post(statementOf())).body[0]
  const documents = [
    `/xapi/activities/state?activityId=${activity}&agent=${agent}&stateId=a`,
    `/xapi/activities/profile?activityId=${activity}&profileId=a`,
    `/xapi/agents/profile?agent=${agent}&profileId=a`,
  ]
  for (const path of documents) {
    const put = await xapi.send('PUT', path, 'x', {
      'Content-Type': 'text/plain',
      'If-None-Match': '*',
    })
    if (put.status !== 204) throw new Error(`${path}: ${put.status}`)
  }
})
afterAll(() => server.stop())

/** Headers that differ from one request to the next. */
const changing = [
  'date',
  'x-request-id',
  'x-experience-api-consistent-through',
  'connection',
  'keep-alive',
]
const isFound = [
  () => '/xapi',
  () => '/xapi/about',
  () => `/xapi/statements?statementId=${statementId}`,
  () => `/xapi/statements?statementId=${statementId}&format=canonical`,
  () => '/xapi/statements?limit=1',
  () => `/xapi/agents?agent=${agent}`,
  () => `/xapi/activities?activityId=${activity}`,
  () => `/xapi/activities/state?activityId=${activity}&agent=${agent}&stateId=a`,
  () => `/xapi/activities/state?activityId=${activity}&agent=${agent}`,
  () => `/xapi/activities/profile?activityId=${activity}&profileId=a`,
  () => `/xapi/activities/profile?activityId=${activity}`,
  () => `/xapi/agents/profile?agent=${agent}&profileId=a`,
  () => `/xapi/agents/profile?agent=${agent}`,
]
const isRefused = [
  () => `/xapi/statements?statementId=${newUuid()}`,
  () => '/xapi/statements?unknown=1',
  () => '/xapi/agents',
  () => '/xapi/activities',
  () => '/xapi/nothing',
]

const headersOf = (headers: Headers) =>
  Object.fromEntries([...headers].filter(([name]) => !changing.includes(name)))

describe('1.1 HEAD answers with the headers of GET, and no body', () => {
  test.each([...isFound, ...isRefused].map((path) => [`${path}`.slice(6), path]))(
    '%s',
    async (_name, path) => {
      const target = path as () => string
      const address = target()
      const get = await xapi.send('GET', address)
      const head = await xapi.send('HEAD', address)
      expect(get.status).toBe(isFound.includes(target) ? 200 : get.status)
      expect([head.status, head.body]).toEqual([get.status, ''])
      const { 'content-length': length, ...others } = headersOf(get.headers)
      const { 'content-length': lengthOfHead = length, ...othersOfHead } = headersOf(head.headers)
      expect(othersOfHead).toEqual(others)
      if (get.status === 200) expect(lengthOfHead).toBe(length)
    },
  )
})

describe('2.8 About', () => {
  test('says the versions, and in extensions what a request may carry', async () => {
    const { body } = await xapi.send('GET', '/xapi/about')
    expect(body.version).toEqual(['1.0.3', '2.0.0'])
    expect(body.extensions[`${server.url}/xapi/extensions/limits`]).toEqual({
      requestBytesMax: 10 << 20,
      attachmentsBytesMax: 32 << 20,
      statementsPerRequestMax: 1_000,
      statementsPerPageMax: 500,
    })
    for (const name of Object.keys(body.extensions)) expect(URL.canParse(name)).toBe(true)
  })

  test('and the base lists resources that are all there', async () => {
    const { body } = await xapi.send('GET', '/xapi/')
    for (const address of body.resources) {
      const path = new URL(address).pathname
      const { status } = await xapi.send('GET', path)
      expect({ path, status }).toEqual({ path, status: /statements|about/.test(path) ? 200 : 400 })
    }
  })
})

describe('a preflight of another origin', () => {
  test.each([
    '/xapi',
    '/xapi/about',
    '/xapi/statements',
    '/xapi/agents',
    '/xapi/activities',
    '/xapi/activities/state',
    '/xapi/activities/profile',
    '/xapi/agents/profile',
    '/xapi/statements/',
    '/xAPI//statements',
  ])('is answered at %s, without credential and version', async (path) => {
    const { status, headers } = await xapi.send('OPTIONS', path, undefined, {
      Authorization: '',
      'X-Experience-API-Version': '',
      Origin: 'https://courses.example.vn',
      'Access-Control-Request-Method': 'PUT',
      'Access-Control-Request-Headers':
        'authorization,content-type,if-match,x-experience-api-version',
    })
    expect([status, headers.get('access-control-allow-origin')]).toEqual([
      204,
      'https://courses.example.vn',
    ])
    for (const method of ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'])
      expect(headers.get('access-control-allow-methods')).toContain(method)
    for (const name of [
      'Authorization',
      'Content-Type',
      'If-Match',
      'If-None-Match',
      'X-Experience-API-Version',
    ])
      expect(headers.get('access-control-allow-headers')).toContain(name)
  })
})
