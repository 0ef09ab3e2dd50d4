import { createHash } from 'node:crypto'
import { newUuid } from '../../../src/base/ids.ts'
import { addLearner, launchLink, register, uploadPackage } from '../../support/courses.ts'
import {
  attachmentOf,
  filePart,
  jsonPart,
  multipartBody,
  testBoundary,
} from '../../support/multipart.ts'
import type { TestServer } from '../../support/server.ts'
import { smallCourse } from '../../support/small-course.ts'
import { type Json, statementOf, xapiClient } from '../../support/xapi-client.ts'

/** Somebody whose words are found nowhere else. */
export interface Canary {
  readonly learner: string
  readonly name: string
  readonly code: string
  readonly email: string
  readonly school: string
  /** What they wrote. */
  readonly words: readonly string[]
}

export const mboxOf = ({ email }: Canary): string => `mailto:${email}`
export const digestOf = (canary: Canary): string =>
  createHash('sha1').update(mboxOf(canary)).digest('hex')

/** Everything that must not be found once a canary is erased, in every spelling. */
export const tracesOf = (canary: Canary): string[] => {
  const { name, code, email, words, learner } = canary
  const plain = [name, code, email, digestOf(canary), learner, ...words]
  const spellings = plain.flatMap((text) => [
    text,
    text.toLowerCase(),
    text.normalize('NFD'),
    escaped(text),
    encodeURIComponent(text),
  ])
  return [...new Set(spellings)]
}

const escaped = (text: string): string =>
  text.replaceAll(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** A course, a class and a school in which canaries learn. */
export interface Aviary {
  readonly server: TestServer
  readonly package: string
  readonly class: string
}

export async function openAviary(server: TestServer): Promise<Aviary> {
  const uploaded = await uploadPackage(server, smallCourse())
  const created = await server.request('POST', '/api/v1/classes', {
    code: 'L1',
    name: 'Lớp Một',
    packages: [uploaded.package],
  })
  const { id } = (await created.json()) as { id: string }
  return { server, package: uploaded.package, class: id }
}

/** A learner who leaves traces everywhere: by the player, by tools, in documents, refusals and the log of changes. */
export async function hatch(aviary: Aviary, number: number): Promise<Canary> {
  const { server } = aviary
  const tag = `zq${number}x`
  const name = `Đỗ Thị Hương ${tag}`
  const learner = await addLearner(server, name)
  const canary: Canary = {
    learner,
    name,
    code: `HV-${70_000 + number}`,
    email: `huong.${tag}@canary.example.vn`,
    school: 'https://school.example.vn',
    words: [`Tôi nghĩ là cần nghỉ ngơi ${tag}w`, `ảnh chụp của tôi ${tag}w`, `trang ${tag}w`],
  }
  const { code, email } = canary
  await server.request('PATCH', `/api/v1/learners/${learner}`, { code, email })
  await play(aviary, canary)
  await tell(aviary, canary)
  await keepDocuments(aviary, canary)
  await beRefused(aviary, canary)
  return canary
}

async function play({ server, package: course }: Aviary, { learner, words }: Canary) {
  const registration = await register(server, course, learner)
  const ticket = (await launchLink(server, registration)).split('#')[1]
  const post = async (path: string, body: unknown, token?: string) => {
    const response = await fetch(`${server.contentUrl}/_rt${path}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as { session: string; token: string }
  }
  const { session, token } = await post('/sessions', { ticket, nonce: newUuid() })
  const set = (element: string, value: string) => ({ do: 'set', element, value })
  const steps = [
    { do: 'open' },
    { do: 'initialize' },
    set('cmi.core.lesson_location', words[2]!),
    set('cmi.suspend_data', `notes=${words[0]}`),
    set('cmi.comments', words[0]!),
    set('cmi.interactions.0.id', 'why'),
    set('cmi.interactions.0.type', 'fill-in'),
    set('cmi.interactions.0.student_response', words[0]!),
    set('cmi.interactions.0.result', 'correct'),
    set('cmi.core.score.raw', '85'),
    set('cmi.core.lesson_status', 'completed'),
    { do: 'commit' },
  ]
  const at = new Date().toISOString()
  const entries = steps.map((step, index) => ({ n: index + 1, at, activity: 'lesson', step }))
  await post('/commits', { session, entries }, token)
}

/** Statements of tools in which the canary stands in every role, and others refer to them. */
async function tell({ server, class: class_ }: Aviary, canary: Canary): Promise<void> {
  const xapi = xapiClient(server)
  const mbox = mboxOf(canary)
  const { name, code, school, words, learner } = canary
  const me = { objectType: 'Agent', name, mbox }
  const teacher = { objectType: 'Agent', name: 'Lê Văn Thầy', mbox: 'mailto:thay@example.vn' }
  const own = newUuid()
  const voided = newUuid()
  const statements: Json[] = [
    statementOf({ id: own, actor: me, result: { response: words[0], score: { raw: 7.0 } } }),
    statementOf({ id: voided, actor: me, result: { response: words[0] } }),
    statementOf({ actor: { account: { homePage: school, name: code } } }),
    statementOf({ actor: { name, mbox_sha1sum: digestOf(canary) } }),
    statementOf({ actor: { objectType: 'Group', name: 'Tổ 1', member: [teacher, me] } }),
    statementOf({ actor: teacher, object: { ...me, objectType: 'Agent' } }),
    statementOf({ actor: teacher, context: { instructor: me, registration: newUuid() } }),
    statementOf({
      actor: teacher,
      context: { team: { objectType: 'Group', mbox: 'mailto:to@example.vn', member: [me] } },
    }),
    statementOf({
      actor: teacher,
      object: { objectType: 'SubStatement', ...statementOf({ actor: me }) },
    }),
    statementOf({
      actor: teacher,
      context: {
        extensions: {
          'https://x.example.vn/seat': 12,
          'https://x.example.vn/about': { who: canary.email },
        },
      },
      verb: { id: 'http://example.vn/verbs/praised', display: { vi: `khen ${name}` } },
    }),
    statementOf({ actor: teacher, object: { id: `https://x.example.vn/users/${canary.email}` } }),
    statementOf({ actor: teacher, object: { objectType: 'StatementRef', id: own } }),
  ]
  expectDone(await xapi.post(statements))
  const escapedText = escaped(
    JSON.stringify(statementOf({ actor: me, result: { response: words[0] } })),
  )
  expectDone(
    await xapi.send('POST', '/xapi/statements', escapedText, {
      'Content-Type': 'application/json',
    }),
  )
  expectDone(
    await xapi.post(
      statementOf({
        actor: teacher,
        verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
        object: { objectType: 'StatementRef', id: voided },
      }),
    ),
  )
  const file = `${words[1]} - ${name}`
  const withFile = statementOf({ actor: me, attachments: [attachmentOf(file)] })
  const body = multipartBody([jsonPart(withFile), filePart(file)])
  const type = { 'Content-Type': `multipart/mixed; boundary="${testBoundary}"` }
  expectDone(await xapi.send('POST', '/xapi/statements', body, type))
  const enrolled = await server.request('POST', `/api/v1/classes/${class_}/learners`, {
    learners: [learner],
  })
  if (!enrolled.ok) throw new Error(await enrolled.text())
}

function expectDone({ status, body }: { status: number; body: unknown }): void {
  if (status !== 200 && status !== 204) throw new Error(`${status} ${JSON.stringify(body)}`)
}

async function keepDocuments({ server }: Aviary, canary: Canary): Promise<void> {
  const xapi = xapiClient(server)
  const agent = JSON.stringify({ mbox: mboxOf(canary) })
  const query = new URLSearchParams({
    activityId: 'https://example.vn/lessons/1',
    agent,
    stateId: 'bookmark',
  })
  const text = { 'Content-Type': 'text/plain' }
  expectDone(await xapi.send('PUT', `/xapi/activities/state?${query}`, canary.words[2], text))
  const profile = new URLSearchParams({ agent, profileId: 'me' })
  const json = { 'Content-Type': 'application/json', 'If-None-Match': '*' }
  expectDone(
    await xapi.send(
      'PUT',
      `/xapi/agents/profile?${profile}`,
      JSON.stringify({ about: canary.words[0] }),
      json,
    ),
  )
  const board = new URLSearchParams({
    activityId: 'https://example.vn/lessons/1',
    profileId: `board-${canary.code.length}-${newUuid()}`,
  })
  const best = [
    { mbox: mboxOf(canary), name: canary.name, points: 7 },
    { mbox: 'mailto:b@example.vn' },
  ]
  expectDone(
    await xapi.send('PUT', `/xapi/activities/profile?${board}`, JSON.stringify({ best }), json),
  )
}

async function beRefused({ server }: Aviary, canary: Canary): Promise<void> {
  const xapi = xapiClient(server)
  const bad = statementOf({
    actor: { name: canary.name, mbox: mboxOf(canary) },
    verb: { id: 'no iri' },
    result: { response: canary.words[0] },
  })
  await xapi.post(bad)
  await xapi.get({ agent: JSON.stringify({ mbox: mboxOf(canary) }), since: 'never' })
  await (
    await server.request(
      'GET',
      `/api/v1/learners/${canary.learner}?wrong=${encodeURIComponent(canary.email)}`,
    )
  ).arrayBuffer()
}
