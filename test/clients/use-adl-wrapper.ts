import type { Connection, Untyped } from './stage.ts'

/**
 * Uses all of adl-xapiwrapper once, in Node: it is sent there as text and so names nothing outside.
 * @param library the library.
 * @returns what came of each step, to compare with what should.
 */
export async function useAdlWrapper(library: Untyped, { endpoint, key, secret, run }: Connection) {
  const wrapperOf = (pass: string) =>
    new library.XAPIWrapper({ url: endpoint, auth: { user: key, pass } })
  const wrapper = wrapperOf(secret)
  /** Calls a method whose last argument is a callback; resolves with the status and the body, JSON where it is. */
  const call = (method: string, ...args: Untyped[]) =>
    new Promise<Untyped>((resolve, reject) => {
      wrapper[method](...args, (error: Untyped, response: Untyped, body: Untyped) => {
        if (error) reject(error)
        const isJson = /json/.test(response?.headers['content-type']) && body
        resolve({
          status: response?.statusCode,
          body: isJson ? JSON.parse(body) : body,
          etag: response?.headers.etag,
        })
      })
    })
  const agent = { objectType: 'Agent', name: 'Nguyễn Văn An', mbox: `mailto:${run}@example.vn` }
  const activity = `https://example.vn/${run}/bài-1`
  const statement = (changes = {}) => ({
    id: library.ruuid(),
    actor: agent,
    verb: { id: 'http://adlnet.gov/expapi/verbs/answered', display: { 'en-US': 'answered' } },
    object: { id: activity, definition: { name: { vi: 'Bài 1' } } },
    ...changes,
  })
  const seen: Record<string, Untyped> = {}

  seen.config = await new Promise((resolve) => wrapper.testConfig(resolve))
  const statements = [1, 2, 3].map((n) => statement({ result: { response: `câu ${n}` } }))
  const sent = await call('sendStatements', statements)
  seen.sent = [sent.status, sent.body.join() === statements.map(({ id }) => id).join()]
  const params = { agent: JSON.stringify(agent), activity, limit: 2, ascending: true }
  const first = (await call('getStatements', params, null)).body
  const second = (await call('getStatements', null, first.more)).body
  seen.pages = [first.statements.length, second.statements.length, second.more]
  seen.stored =
    library.dateFromISOString(first.statements[0].stored).getTime() ===
    Date.parse(first.statements[0].stored)
  const voiding = statement({
    verb: { id: 'http://adlnet.gov/expapi/verbs/voided' },
    object: { objectType: 'StatementRef', id: statements[0]!.id },
  })
  seen.void = (await call('sendStatements', [voiding])).status
  seen.voided =
    (await call('getStatements', { voidedStatementId: statements[0]!.id }, null)).body.id ===
    statements[0]!.id
  seen.gone = (await call('getStatements', { statementId: statements[0]!.id }, null)).status
  seen.activity = (await call('getActivities', activity)).body.definition.name
  seen.person = (await call('getAgents', agent)).body.name

  const registration = library.ruuid()
  const since = new Date(Date.now() - 60_000)
  /** The three kinds of documents, with the arguments that say where one is. */
  const kinds = [
    ['State', [activity, agent, 's', registration]],
    ['ActivityProfile', [activity, 'p']],
    ['AgentProfile', [agent, 'p']],
  ] as const
  for (const [kind, place] of kinds) {
    const get = () => call(`get${kind}`, ...place, null)
    const list = () => {
      const args = kind === 'State' ? [activity, agent, null, registration] : [place[0], null]
      return call(`get${kind}`, ...args, since)
    }
    const send = async (value: unknown, match: Untyped, noneMatch: Untyped) =>
      (await call(`send${kind}`, ...place, value, match, noneMatch)).status
    // An object is merged (POST), a list replaces (PUT), anything else is sent as bytes (PUT).
    const made = await send({ trang: 1 }, null, '*')
    const again = await send([1], null, '*')
    const merged = await send({ mục: 2 }, (await get()).etag, null)
    const both = (await get()).body
    const stale = await send([1], library.hash('cũ'), null)
    const { etag } = await get()
    // The library's own hash() is SHA-1 in hexadecimal without quotes: it is understood as a tag.
    const replaced = await send([1, 2], etag.replaceAll('"', ''), null)
    const text = await send('chữ', library.hash(JSON.stringify([1, 2])), null)
    seen[kind] = [
      made,
      again,
      merged,
      both,
      stale,
      replaced,
      text,
      (await get()).body,
      (await list()).body,
    ]
  }

  seen.wrongStatement = (
    await call('sendStatements', statement({ result: { score: { scaled: 2 } } }))
  ).status
  const stranger = wrapperOf('wrong')
  seen.wrongSecret = await new Promise((resolve) =>
    stranger.getStatements({}, null, (_error: Untyped, response: Untyped) =>
      resolve(response.statusCode),
    ),
  )
  return seen
}

const documents = (id: string) => [204, 412, 204, { trang: 1, mục: 2 }, 412, 204, 204, 'chữ', [id]]

/** What useAdlWrapper() must come to. */
export const seenByAdlWrapper = {
  config: true,
  sent: [200, true],
  pages: [2, 1, ''],
  stored: true,
  void: 200,
  voided: true,
  gone: 404,
  activity: { vi: 'Bài 1' },
  person: ['Nguyễn Văn An'],
  State: documents('s'),
  ActivityProfile: documents('p'),
  AgentProfile: documents('p'),
  wrongStatement: 400,
  wrongSecret: 401,
}
