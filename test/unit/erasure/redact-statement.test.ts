import type { Identity } from '../../../src/erasure/identity.ts'
import { type Redaction, redactStatement, rolesIn } from '../../../src/erasure/redact-statement.ts'
import { Trace } from '../../../src/erasure/trace.ts'
import type { Statement } from '../../../src/xapi/index.ts'

const identity: Identity = {
  ids: ['0c1a7c52-9a3e-4a52-8d4e-1f5a6b7c8d9e'],
  agents: [
    'mailto:an@school.vn',
    'account:https://school.vn|42',
    'account:https://school.vn|HV-0042',
  ],
  emails: ['an@school.vn'],
  codes: ['HV-0042'],
  names: ['Nguyễn Văn An'],
  hasNamesAlone: true,
  registrations: ['11111111-1111-4111-8111-111111111111'],
}
const trace = new Trace(identity)
const redaction: Redaction = {
  trace,
  homePage: 'https://hocba.vn/erased',
  pseudonym: 'erased-1',
  marker: { iri: 'https://hocba.vn/xapi/extensions/erased', value: { at: 'now' } },
  isLinked: true,
  taintedFiles: new Set(),
}
const authority = '{"account":{"homePage":"https://hocba.vn","name":"key"}}'
const me = '{"name":"Nguyễn Văn An","mbox":"mailto:An@School.vn"}'
const pseudonym = '{"account":{"homePage":"https://hocba.vn/erased","name":"erased-1"}}'
const rest = `"verb":{"id":"http://x.vn/did"},"authority":${authority},"stored":"2026-01-01T00:00:00.000000Z"`

const redacted = (text: string, changes: Partial<Redaction> = {}) =>
  redactStatement(text, { ...redaction, ...changes }).json

describe('Trace', () => {
  test.each([
    ['an@school.vn', true],
    ['MAILTO:AN@SCHOOL.VN', true],
    ['lan@school.vn', false],
    ['le.an@school.vn', false],
    ['an@school.vn.au', false],
    ['Hỏi an@school.vn.', true],
    ['agent=%7B%22mbox%22%3A%22mailto%3Aan%40school.vn%22%7D', true],
    ['HV-0042', true],
    ['HV-00421', false],
    ['42', false],
    ['0c1a7c52-9a3e-4a52-8d4e-1f5a6b7c8d9e', true],
  ])('mentions() %s: %s', (text, expected) => {
    expect(trace.mentions(text)).toBe(expected)
  })

  test('names() finds a name as a whole, in both normal forms', () => {
    expect(trace.names('Chào Nguyễn Văn An!')).toBe(true)
    expect(trace.names('nguyễn văn an'.normalize('NFD'))).toBe(true)
    expect(trace.names('Nguyễn Văn Anh')).toBe(false)
  })

  test('isSubject() takes a short account name only in its own place', () => {
    expect(trace.isSubject({ account: { homePage: 'https://school.vn', name: '42' } })).toBe(true)
    expect(trace.isSubject({ account: { homePage: 'https://other.vn', name: '42' } })).toBe(false)
  })
})

describe('redactStatement()', () => {
  test('replaces the actor and takes what they wrote; the rest is as it was written', () => {
    const text = `{ "actor":${me}, "object":{"id":"http://x.vn/1"}, "result":{"response":"tôi","score":{"raw":1.50}},${rest}}`
    const json = redacted(text)
    expect(json).toContain(`"actor":${pseudonym}`)
    expect(json).toContain('"score":{"raw":1.50}')
    expect(json).not.toMatch(/Nguyễn|school\.vn|response/)
    expect(JSON.parse(json).context.extensions).toEqual({ [redaction.marker.iri]: { at: 'now' } })
  })

  test('replaces one member of a group, and an instructor, and leaves the others and their words', () => {
    const other = '{"name":"Bình","mbox":"mailto:binh@school.vn"}'
    const group = `{"objectType":"Group","member":[${other},${me}]}`
    const text = `{"actor":${other},"object":{"id":"http://x.vn/1"},"result":{"response":"của Bình"},"context":{"instructor":${me},"team":${group}},${rest}}`
    const json = redacted(text)
    expect(json).toContain(`"team":{"objectType":"Group","member":[${other},${pseudonym}]}`)
    expect(json).toContain(`"instructor":${pseudonym}`)
    expect(json).toContain(`"actor":${other}`)
    expect(json).toContain('"response":"của Bình"')
  })

  test('drops extensions that name the subject, and rewrites IRIs and texts that do', () => {
    const extensions = '{"http://x.vn/seat":12,"http://x.vn/who":{"deep":["an@school.vn"]}}'
    const text = `{"actor":{"mbox":"mailto:b@x.vn"},"object":{"id":"http://x.vn/u/an@school.vn"},"context":{"extensions":${extensions}},${rest}}`
    const { json, keys } = redactStatement(text, redaction)
    expect(json).toContain('"extensions":{"http://x.vn/seat":12,')
    expect(keys.activities).toEqual(['http://x.vn/u/erased-1'])
    expect(json).not.toContain('school.vn')
  })

  test('finds what is escaped, and comes to an end: a rewritten statement is not found again', () => {
    const escaped = me.replace('ễ', '\\u1ec5').replace('mailto', '\\u006dailto')
    const text = `{"actor":${escaped},"object":{"id":"http://x.vn/1"},${rest}}`
    const roles = (json: string) => rolesIn(JSON.parse(json) as Statement, json, trace)
    expect(roles(text)).toEqual(['actor'])
    expect(roles(redacted(text))).toEqual([])
  })

  test('a signature goes from every rewritten statement, other files only from the subject’s own', () => {
    const file = (usageType: string, sha2: string) =>
      `{"usageType":"${usageType}","display":{"en":"x"},"contentType":"a/b","length":1,"sha2":"${sha2}"}`
    const signature = file('http://adlnet.gov/expapi/attachments/signature', 'aa')
    const photo = file('http://x.vn/photo', 'bb')
    const of = (actor: string, context = '') =>
      `{"actor":${actor},"object":{"id":"http://x.vn/1"}${context},"attachments":[${signature},${photo}],${rest}}`
    expect(redactStatement(of(me), redaction).lostFiles).toEqual(['aa', 'bb'])
    const others = redactStatement(
      of('{"mbox":"mailto:b@x.vn"}', `,"context":{"instructor":${me}}`),
      redaction,
    )
    expect(others.lostFiles).toEqual(['aa'])
    expect(others.json).toContain(`"attachments":[${photo}]`)
  })

  test('without a link, the registration is another one, in attempts too', () => {
    const id = identity.registrations[0]!
    const text = `{"actor":${me},"object":{"id":"http://x.vn/1"},"context":{"registration":"${id.toUpperCase()}","contextActivities":{"grouping":[{"id":"http://x.vn/1?attempt=${id}"}]}},${rest}}`
    const { json, keys } = redactStatement(text, { ...redaction, isLinked: false })
    expect(json.toLowerCase()).not.toContain(id)
    expect(keys.relatedActivities).toContain(`http://x.vn/1?attempt=${keys.registration}`)
    expect(redacted(text)).toContain(id)
  })
})
