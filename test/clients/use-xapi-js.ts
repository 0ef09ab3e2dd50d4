import type { Connection, Untyped } from './stage.ts'

/**
 * Uses all of @xapi/xapi once, in Node or in a page: it is sent there as text and so names nothing outside.
 * @param XAPI the library.
 * @returns what came of each step, to compare with what should.
 */
export async function useXapiJs(
  XAPI: Untyped,
  { endpoint, key, secret, run }: Connection,
  adapter: string,
) {
  const xapi = new XAPI({ endpoint, auth: XAPI.toBasicAuth(key, secret), adapter })
  const agent = { objectType: 'Agent', name: 'Nguyễn Văn An', mbox: `mailto:${run}@example.vn` }
  const activityId = `https://example.vn/${run}/bài-1`
  const statement = (changes = {}) => ({
    actor: agent,
    verb: XAPI.Verbs.ANSWERED,
    object: { objectType: 'Activity', id: activityId, definition: { name: { vi: 'Bài 1' } } },
    ...changes,
  })
  const statusOf = (work: Promise<{ status: number }>) =>
    work.then(
      ({ status }) => status,
      (error) => error.response?.status ?? JSON.parse(error.message).code,
    )
  const seen: Record<string, Untyped> = {}

  seen.about = (await xapi.getAbout()).data.version
  const sent = await xapi.sendStatement({ statement: statement() })
  const [id] = sent.data
  seen.sent = sent.status
  const many = await xapi.sendStatements({
    statements: [1, 2, 3].map((n) => statement({ result: { response: `câu ${n}` } })),
  })
  const got = (await xapi.getStatement({ statementId: id })).data
  seen.got = [got.actor.name, got.object.definition.name.vi, got.version]
  seen.canonical = (
    await xapi.getStatement({ statementId: id, format: 'canonical' })
  ).data.object.definition
  const first = (
    await xapi.getStatements({
      agent,
      verb: XAPI.Verbs.ANSWERED.id,
      activity: activityId,
      limit: 2,
      ascending: true,
    })
  ).data
  const second = (await xapi.getMoreStatements({ more: first.more })).data
  seen.pages = [first.statements.length, second.statements.length, second.more]
  seen.order =
    [...first.statements, ...second.statements].map(({ id: one }) => one).join() ===
    [id, ...many.data].join()
  seen.since = (
    await xapi.getStatements({
      agent,
      since: got.stored,
      related_agents: true,
      related_activities: true,
    })
  ).data.statements.length
  await xapi.voidStatement({ actor: agent, statementId: id })
  await xapi.voidStatements({ actor: agent, statementIds: many.data.slice(0, 2) })
  seen.voided = (await xapi.getVoidedStatement({ voidedStatementId: id })).data.id === id
  seen.gone = await statusOf(xapi.getStatement({ statementId: id }))
  seen.left = (
    await xapi.getStatements({ activity: activityId, agent, verb: XAPI.Verbs.ANSWERED.id })
  ).data.statements.length

  const attachmentOf = async (content: ArrayBuffer) => {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', content))
    return {
      ...{
        usageType: XAPI.AttachmentUsages.SUPPORTING_MEDIA,
        display: { vi: 'Ảnh' },
        contentType: 'text/plain',
      },
      ...{
        length: content.byteLength,
        sha2: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
      },
    }
  }
  const contents = ['Xin chào', 'hai'].map((text) => new TextEncoder().encode(text).buffer)
  const attachments = await Promise.all(contents.map(attachmentOf))
  seen.attachments = await xapi
    .sendStatement({ statement: statement({ attachments }), attachments: contents })
    .then(({ data }: Untyped) => xapi.getStatement({ statementId: data[0], attachments: true }))
    .then(
      ({ data }: Untyped) => [data[0].attachments[0].contentType, data[1], data[2]],
      (error: Untyped) => error.response?.status,
    )

  const state = { agent, activityId, stateId: 'chỗ đánh dấu' }
  seen.stateSet = await statusOf(xapi.setState({ ...state, state: { trang: 1 } }))
  await xapi.createState({ ...state, state: { mục: 2 } })
  const stored = await xapi.getState(state)
  seen.state = [stored.data, typeof stored.headers.etag]
  seen.stateStale = await statusOf(
    xapi.setState({ ...state, state: {}, etag: '"no"', matchHeader: 'If-Match' }),
  )
  seen.stateFresh = await statusOf(
    xapi.setState({
      ...state,
      state: { trang: 9 },
      etag: stored.headers.etag,
      matchHeader: 'If-Match',
    }),
  )
  await xapi.setState({ ...state, stateId: 'text', state: 'chữ', contentType: 'text/plain' })
  seen.stateText = (await xapi.getState({ ...state, stateId: 'text' })).data
  seen.states = (await xapi.getStates({ agent, activityId })).data.sort()
  await xapi.deleteState({ ...state, stateId: 'text' })
  await xapi.deleteStates({ agent, activityId })
  seen.statesLeft = (await xapi.getStates({ agent, activityId })).data

  const profiles = [
    ['ActivityProfile', { activityId, profileId: 'p' }],
    ['AgentProfile', { agent, profileId: 'p' }],
  ] as const
  for (const [name, address] of profiles) {
    const { profileId: _, ...owner } = address
    const call = (verb: string, more = {}) => xapi[`${verb}${name}`]({ ...address, ...more })
    const made = await statusOf(
      call('create', { profile: { a: 1 }, etag: '*', matchHeader: 'If-None-Match' }),
    )
    const again = await statusOf(
      call('create', { profile: { a: 1 }, etag: '*', matchHeader: 'If-None-Match' }),
    )
    const { data, headers } = await call('get')
    const set = await statusOf(
      call('set', { profile: { b: 2 }, etag: headers.etag, matchHeader: 'If-Match' }),
    )
    const stale = await statusOf(
      call('set', { profile: { c: 3 }, etag: headers.etag, matchHeader: 'If-Match' }),
    )
    const ids = (await xapi[`get${name}s`](owner)).data
    const removed = await statusOf(call('delete'))
    seen[name] = [made, again, data, set, stale, ids, removed, await statusOf(call('get'))]
  }

  seen.activity = (await xapi.getActivity({ activityId })).data.definition.name
  seen.person = (await xapi.getAgent({ agent })).data.name
  seen.wrongSecret = await statusOf(
    new XAPI({ endpoint, auth: XAPI.toBasicAuth(key, 'wrong'), adapter }).getStatements(),
  )
  seen.wrongStatement = await statusOf(
    xapi.sendStatement({ statement: statement({ result: { score: { scaled: 2 } } }) }),
  )
  // Its parameter "cachebuster" is one that no record store may take [xAPI-Communication 3.2].
  seen.cacheBuster = await statusOf(xapi.getStatements({ useCacheBuster: true }))
  return seen
}

/**
 * What useXapiJs() must come to. The fetch adapter gives errors their text alone: the code of the problem. In Node, axios
 * replaces the content type of a multipart body, so that no record store can read it.
 */
export const seenByXapiJs = (adapter: string, isInNode = false) => {
  const refused = (status: number, code: string) => (adapter === 'fetch' ? code : status)
  const profile = [
    204,
    refused(412, 'precondition-failed'),
    { a: 1 },
    204,
    refused(412, 'precondition-failed'),
    ['p'],
    204,
    refused(404, 'document-not-found'),
  ]
  return {
    about: ['1.0.3', '2.0.0'],
    sent: 200,
    got: ['Nguyễn Văn An', 'Bài 1', '1.0.0'],
    canonical: { name: { vi: 'Bài 1' } },
    pages: [2, 2, ''],
    order: true,
    since: 3,
    voided: true,
    gone: refused(404, 'statement-not-found'),
    // One that was not voided, and the three that void: what they refer to is found by these filters.
    left: 4,
    attachments: isInNode && adapter === 'axios' ? 400 : ['text/plain', 'Xin chào', 'hai'],
    stateSet: 204,
    state: [{ trang: 1, mục: 2 }, 'string'],
    stateStale: refused(412, 'precondition-failed'),
    stateFresh: 204,
    stateText: 'chữ',
    states: ['chỗ đánh dấu', 'text'],
    statesLeft: [],
    ActivityProfile: profile,
    AgentProfile: profile,
    activity: { vi: 'Bài 1' },
    person: ['Nguyễn Văn An'],
    wrongSecret: refused(401, 'unauthenticated'),
    wrongStatement: refused(400, 'invalid-statement'),
    cacheBuster: refused(400, 'invalid-query'),
  }
}
