import type { Connection, Untyped } from './stage.ts'

/**
 * Uses all of TinCanJS once, in Node or in a page: it is sent there as text and so names nothing outside.
 * @param TinCan the library.
 * @param hasFiles false where the transport cannot carry attachments.
 * @returns what came of each step, to compare with what should.
 */
export async function useTinCan(
  TinCan: Untyped,
  { endpoint, key, secret, run }: Connection,
  hasFiles = true,
) {
  const lrs = new TinCan.LRS({
    endpoint,
    username: key,
    password: secret,
    version: '1.0.2',
    allowFail: false,
  })
  const tincan = new TinCan({ recordStores: [lrs] })
  /** Calls a method with a callback at the end of its configuration; resolves with both of what the callback gets. */
  const call = (target: Untyped, method: string, args: Untyped[], config: Untyped = {}) =>
    new Promise<Untyped>((resolve) => {
      target[method](...args, {
        ...config,
        callback: (error: Untyped, result: Untyped) => resolve({ error, result }),
      })
    })
  const agent = new TinCan.Agent({ name: 'Nguyễn Văn An', mbox: `mailto:${run}@example.vn` })
  const activity = new TinCan.Activity({
    id: `https://example.vn/${run}/bài-1`,
    definition: { name: { vi: 'Bài 1' } },
  })
  const verb = new TinCan.Verb({
    id: 'http://adlnet.gov/expapi/verbs/answered',
    display: { 'en-US': 'answered' },
  })
  const statement = (changes = {}, init = {}) =>
    new TinCan.Statement({ actor: agent, verb, object: activity, ...changes }, init)
  const seen: Record<string, Untyped> = {}

  seen.about = (await call(lrs, 'about', [])).result.version
  const saved = statement({ result: { score: { scaled: 0.5 }, duration: 'PT1M' } })
  seen.saved = (await call(lrs, 'saveStatement', [saved])).error
  seen.savedAgain = (await call(lrs, 'saveStatement', [saved])).error
  const others = [1, 2, 3].map((n) => statement({ result: { response: `câu ${n}` } }))
  seen.savedMany = (await call(lrs, 'saveStatements', [others])).error
  const got = (await call(lrs, 'retrieveStatement', [saved.id])).result
  seen.got = [
    got.id === saved.id,
    got.actor.name,
    got.target.definition.name.vi,
    got.result.score.scaled,
  ]
  const params = { agent, verb, activity, limit: 3, ascending: true }
  const first = (await call(lrs, 'queryStatements', [], { params })).result
  const second = (await call(lrs, 'moreStatements', [], { url: first.more })).result
  const ids = [...first.statements, ...second.statements].map(({ id }) => id)
  seen.pages = [
    first.statements.length,
    second.statements.length,
    ids.join() === [saved, ...others].map(({ id }) => id).join(),
  ]
  const since = first.statements[0].stored
  seen.since = (
    await call(lrs, 'queryStatements', [], {
      params: { agent, since, related_agents: true, related_activities: true },
    })
  ).result.statements.length
  seen.void = await new Promise((resolve) => {
    tincan.voidStatement(saved, (results: Untyped) => resolve(results[0].err), { actor: agent })
  })
  seen.voided = (await call(lrs, 'retrieveVoidedStatement', [saved.id])).result.id === saved.id
  seen.gone = (await call(lrs, 'retrieveStatement', [saved.id])).error
  // The browser's limit on addresses: longer queries go as forms in the alternate syntax.
  const long = new TinCan.Agent({
    account: { homePage: 'https://example.vn', name: 'x'.repeat(3_000) },
  })
  seen.long = (
    await call(lrs, 'queryStatements', [], { params: { agent: long } })
  ).result.statements?.length

  if (hasFiles) {
    const content = new TextEncoder().encode('Xin chào, ảnh \u0000').buffer
    const file = new TinCan.Attachment({
      ...{
        usageType: 'http://example.vn/attachments/photo',
        display: { vi: 'Ảnh' },
        contentType: 'text/plain',
      },
      content,
    })
    const other = new TinCan.Attachment({
      ...{
        usageType: 'http://example.vn/attachments/note',
        display: { vi: 'Ghi chú' },
        contentType: 'text/plain',
      },
      content: new TextEncoder().encode('hai').buffer,
    })
    const withFiles = statement({
      attachments: [file, other],
      verb: { id: 'http://example.vn/verbs/attached' },
    })
    seen.savedFiles = (await call(lrs, 'saveStatement', [withFiles])).error
    const back = (
      await call(lrs, 'retrieveStatement', [withFiles.id], { params: { attachments: true } })
    ).result
    const found = (
      await call(lrs, 'queryStatements', [], {
        params: { agent, verb: withFiles.verb, attachments: true },
      })
    ).result
    seen.files = [back, found.statements[0]].map((one) =>
      one.attachments.map((each: Untyped) => each.getContentAsString()),
    )
  }

  const address = { agent, activity }
  const json = { contentType: 'application/json' }
  seen.stateSaved = (
    await call(lrs, 'saveState', ['s', { trang: 1 }], { ...address, ...json })
  ).error
  seen.stateMerged = (
    await call(lrs, 'saveState', ['s', { mục: 2 }], { ...address, ...json, method: 'POST' })
  ).error
  const state = (await call(lrs, 'retrieveState', ['s'], address)).result
  seen.state = [state.contents, /json/.test(state.contentType)]
  seen.stateStale = (
    await call(lrs, 'saveState', ['s', { x: 1 }], { ...address, ...json, lastSHA1: '"no"' })
  ).error
  seen.stateFresh = (
    await call(lrs, 'saveState', ['s', { x: 1 }], { ...address, ...json, lastSHA1: state.etag })
  ).error
  await call(lrs, 'saveState', ['text', 'chữ'], { ...address, contentType: 'text/plain' })
  seen.stateText = (await call(lrs, 'retrieveState', ['text'], address)).result.contents
  seen.stateIds = (await call(lrs, 'retrieveStateIds', [], address)).result.sort()
  const none = await call(lrs, 'retrieveState', ['none'], address)
  seen.stateNone = none.error ?? none.result
  seen.dropped = [
    (await call(lrs, 'dropState', ['text'], address)).error,
    (await call(lrs, 'dropState', [null], address)).error,
  ]
  seen.stateLeft = (await call(lrs, 'retrieveStateIds', [], address)).result

  for (const [name, owner] of [
    ['ActivityProfile', { activity }],
    ['AgentProfile', { agent }],
  ] as const) {
    const save = (value: unknown, more = {}) =>
      call(lrs, `save${name}`, ['p', value], { ...owner, ...json, ...more })
    const made = (await save({ a: 1 })).error
    // Without lastSHA1 the library asks that there be none yet.
    const again = (await save({ a: 2 })).error
    const profile = (await call(lrs, `retrieve${name}`, ['p'], owner)).result
    const fresh = (await save({ b: 2 }, { lastSHA1: profile.etag })).error
    const merged = (
      await save(
        { c: 3 },
        {
          method: 'POST',
          lastSHA1: (await call(lrs, `retrieve${name}`, ['p'], owner)).result.etag,
        },
      )
    ).error
    const last = (await call(lrs, `retrieve${name}`, ['p'], owner)).result
    const names = (await call(lrs, `retrieve${name}Ids`, [], owner)).result
    const removed = (await call(lrs, `drop${name}`, ['p'], owner)).error
    seen[name] = [made, again, profile.contents, fresh, merged, last.contents, names, removed]
  }

  seen.activity = (await call(lrs, 'retrieveActivity', [activity.id])).result.definition.name
  const stranger = new TinCan.LRS({
    endpoint,
    username: key,
    password: 'wrong',
    version: '1.0.2',
    allowFail: false,
  })
  seen.wrongSecret = (await call(stranger, 'queryStatements', [], { params: {} })).error
  seen.wrongStatement = (
    await call(lrs, 'saveStatement', [statement({ result: { score: { scaled: 2 } } })])
  ).error
  return seen
}

const profile = [null, 412, { a: 1 }, null, null, { b: 2, c: 3 }, ['p'], null]

/** What useTinCan() must come to: `null` is a request without an error. */
export const seenByTinCan = {
  about: ['1.0.3', '2.0.0'],
  saved: null,
  savedAgain: null,
  savedMany: null,
  got: [true, 'Nguyễn Văn An', 'Bài 1', 0.5],
  pages: [3, 1, true],
  since: 3,
  void: null,
  voided: true,
  gone: 404,
  long: 0,
  savedFiles: null,
  files: [
    ['Xin chào, ảnh \u0000', 'hai'],
    ['Xin chào, ảnh \u0000', 'hai'],
  ],
  stateSaved: null,
  stateMerged: null,
  state: [{ trang: 1, mục: 2 }, true],
  stateStale: 412,
  stateFresh: null,
  stateText: 'chữ',
  stateIds: ['s', 'text'],
  stateNone: null,
  dropped: [null, null],
  stateLeft: [],
  ActivityProfile: profile,
  AgentProfile: profile,
  activity: { vi: 'Bài 1' },
  wrongSecret: 401,
  wrongStatement: 400,
}
