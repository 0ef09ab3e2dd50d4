import { reportFigures } from '../../support/figures.ts'
import { startServer, type TestServer } from '../../support/server.ts'
import { type Cast, castOf, type Pair } from './cast.ts'

/**
 * Who may do what, as a table of its own: what a role may do wherever it is, and what it may do inside of its place only.
 * Whatever stands nowhere is refused. A new operation needs a line: it fails the first test until somebody has decided.
 */
const ownAccount = [
  ...['getMe', 'changePassword', 'listOwnSessions', 'endOwnSession'],
  ...['beginSecondFactor', 'confirmSecondFactor', 'deleteSecondFactor'],
]
const open = ['getSetup', 'claimSetup', 'signIn', 'signOut', 'claimAccountLink']

/** What reads of one package, of one registration, of one class. */
const ofPackage = ['getPackage', 'getPackageFindings', 'getPackagePolicy']
const ofWholePackage = ['previewVersionMove', 'listVersionMoves']
const ofEverybodyOnPackage = [
  'getPackageSummary',
  'listQuestions',
  'exportQuestions',
  'getQuestion',
]
const ofRegistration = [
  ...['getRegistration', 'listAnswers', 'exportAnswers'],
  ...['listCourseSessions', 'getSessionLog', 'exportSessionLog'],
]
const ofClass = [
  ...['getClass', 'listClassLearners', 'getClassSummary', 'getLearner'],
  ...[...ofPackage, ...ofRegistration],
]
const registrationLists = [
  ...['listRegistrations', 'exportRegistrationsAsNdjson', 'exportRegistrationsAsCsv'],
]
const attesting = ['createAttestation', 'withdrawAttestation']
const listsOfClasses = [
  ...['listClasses', 'listLearners', 'listOrganisations', 'listPackages'],
  ...registrationLists,
]

/** Of the whole installation: read by auditors and administrators. */
const readings = [
  ...['listCredentials', 'listAccounts', 'getAccount', 'listAccountSessions', 'listAudit'],
  ...['listStatements', 'getStatement', 'getStatementSource', 'getStatementAttachment'],
  ...['queryStatements', 'exportStatementsAsNdjson', 'exportStatementsAsCsv'],
  ...['exportStatementsAsParquet', 'followStatements'],
  ...['listRequests', 'groupRequests', 'getRequest', 'replayRequest', 'listSources'],
  ...['listWebhooks', 'getWebhook', 'listWebhookDeliveries', 'getWebhookDelivery'],
  ...['listForwardings', 'getForwarding', 'listForwardingDeliveries', 'getForwardingDelivery'],
  ...['getLedgerCheckpoint', 'listLedgerCheckpoints', 'proveLedgerInclusion'],
  ...['proveLedgerConsistency', 'listLedgerKeys', 'listLedgerEntries'],
  ...['listStatementImports', 'getStatementImport', 'getStatementImportRejections'],
]
const everything = [...readings, ...listsOfClasses, ...ofClass, ...ofWholePackage]

/** Changes that only administrators make. */
const administration = [
  ...['createAccount', 'changeAccount', 'createAccountLink', 'deleteAccountSecondFactor'],
  ...['endAccountSession', 'createGrant', 'deleteGrant'],
  ...['createCredential', 'changeCredential', 'rotateCredential', 'revokeCredential'],
  ...['createOrganisation', 'changeOrganisation', 'deleteOrganisation'],
  ...['createLearner', 'changeLearner', 'createRegistration', 'startVersionMove'],
  ...['importStatements', 'pullStatements', 'cancelStatementImport', 'resumeStatementImport'],
  ...['deleteStatementImport', 'createWebhook', 'changeWebhook', 'deleteWebhook'],
  ...['rotateWebhookSecret', 'testWebhook', 'replayWebhook', 'resendWebhookDelivery'],
  ...['createForwarding', 'changeForwarding', 'deleteForwarding', 'testForwarding'],
  ...['replayForwarding', 'resendForwardingDelivery'],
  ...['previewErasure', 'createErasure', 'listErasures', 'getErasure'],
  ...['listLegalHolds', 'createLegalHold', 'liftLegalHold'],
]
const production = ['importPackage', 'checkPackage', 'createTrial', 'putPackagePolicy']
const classWork = ['changeClass', 'deleteClass', 'enrolLearners', 'withdrawLearner']

interface Row {
  readonly anywhere: readonly string[]
  readonly inside: readonly string[]
}

const table: Readonly<Record<string, Row>> = {
  nobody: { anywhere: [], inside: [] },
  administrator: {
    anywhere: [
      ...[...everything, ...ofEverybodyOnPackage, ...administration, ...production],
      ...['createClass', ...classWork, 'createLaunchLink', ...attesting],
    ],
    inside: [],
  },
  producer: {
    anywhere: ['listPackages', 'importPackage', 'checkPackage', ...registrationLists],
    inside: [...ofPackage, ...ofWholePackage, 'createTrial', 'putPackagePolicy'],
  },
  'class-manager': {
    // Which class it makes, and what of, is decided by the body: see below.
    anywhere: [...listsOfClasses, 'createClass'],
    inside: [...ofClass, ...classWork, 'createLaunchLink', ...attesting],
  },
  lecturer: { anywhere: listsOfClasses, inside: [...ofClass, ...attesting] },
  auditor: { anywhere: [...everything, ...ofEverybodyOnPackage], inside: [] },
  'organisation-user': {
    anywhere: ['listLearners', 'listOrganisations', ...registrationLists],
    inside: ['getLearner', ...ofRegistration],
  },
  learner: { anywhere: registrationLists, inside: [...ofRegistration, 'createLaunchLink'] },
}

interface Described {
  readonly id: string
  readonly method: string
  readonly path: string
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'QUERY']
const nobodys = '00000000-0000-4000-8000-000000000000'

describe('who may do what', () => {
  let server: TestServer
  let cast: Cast
  let operations: Described[]
  beforeAll(async () => {
    server = await startServer()
    cast = await castOf(server)
    operations = await describedBy(server)
  }, 120_000)
  afterAll(() => server.stop())

  /** The parameter that no operation has stops the request right behind the decision, so that nothing is done. */
  async function isLetIn(operation: Described, pair: Pair, headers: Record<string, string>) {
    const { status, code } = await ask(
      server,
      operation.method,
      `${pathOf(operation, pair)}?no=1`,
      {
        headers,
      },
    )
    if (status === 400 && code === 'invalid-request') return true
    expect([operation.id, status, code]).toEqual([
      operation.id,
      ...('cookie' in headers ? [403, 'forbidden'] : [401, 'unauthenticated']),
    ])
    return false
  }

  test('the table knows every operation, and no other', () => {
    const known = new Set([...open, ...ownAccount, ...table.administrator!.anywhere])
    expect(operations.map(({ id }) => id).sort()).toEqual([...known].sort())
  })

  test.each(Object.keys(table))('%s: what the table says, inside and outside', async (role) => {
    const { anywhere, inside } = table[role]!
    const headers = role === 'nobody' ? {} : sessionOf(server, cast.cookies[role]!)
    const public_ = role === 'nobody' ? open : [...open, ...ownAccount]
    const expected = { own: [...public_, ...anywhere, ...inside], other: [...public_, ...anywhere] }
    for (const side of ['own', 'other'] as const) {
      const opened: string[] = []
      for (const operation of operations) {
        if (await isLetIn(operation, cast[side], headers)) opened.push(operation.id)
      }
      reportFigures('authorisation', { role, side, cells: operations.length })
      expect([side, ...opened.sort()]).toEqual([side, ...[...new Set(expected[side])].sort()])
    }
  })

  test('what is outside and what does not exist are answered alike', async () => {
    const headers = sessionOf(server, cast.cookies['class-manager']!)
    const nothing = Object.fromEntries(Object.keys(cast.other).map((key) => [key, nobodys]))
    for (const operation of operations.filter(({ path }) => path.includes('{'))) {
      const answers = await Promise.all(
        [cast.other, nothing as unknown as Pair].map(async (pair) => {
          const path = `${pathOf(operation, pair)}?no=1`
          const { status, body } = await ask(server, operation.method, path, { headers })
          const { requestId: _, ...rest } = body as Record<string, unknown>
          return { status, ...rest }
        }),
      )
      expect({ id: operation.id, ...answers[0] }).toEqual({ id: operation.id, ...answers[1] })
    }
  })

  test('lists show what is inside, and nothing else', async () => {
    const idsOf = async (role: string, path: string) => {
      const headers = sessionOf(server, cast.cookies[role]!)
      const { body } = await ask(server, 'GET', path, { headers })
      return (body as { items: { id: string }[] }).items.map(({ id }) => id).sort()
    }
    const { own, other, below } = cast
    const both = (key: keyof Pair) => [own[key], other[key]].sort()
    const kinds = ['learner', 'registration', 'package', 'class'] as const
    for (const kind of kinds) {
      const path = kind === 'class' ? '/classes' : `/${kind}s`
      for (const role of ['administrator', 'auditor']) {
        expect([role, await idsOf(role, path)]).toEqual([role, both(kind)])
      }
      for (const role of ['class-manager', 'lecturer']) {
        expect([role, await idsOf(role, path)]).toEqual([role, [own[kind]]])
      }
    }
    expect(await idsOf('producer', '/packages')).toEqual([own.package])
    expect(await idsOf('producer', '/registrations')).toEqual([])
    expect(await idsOf('organisation-user', '/learners')).toEqual([own.learner])
    expect(await idsOf('organisation-user', '/registrations')).toEqual([own.registration])
    expect(await idsOf('organisation-user', '/organisations')).toEqual(
      [own.organisation, below].sort(),
    )
    expect(await idsOf('learner', '/registrations')).toEqual([own.registration])
    const filtered = `/registrations?learner=${other.learner}`
    expect(await idsOf('learner', filtered)).toEqual([])
  })

  test('what a body names is held to the same reach', async () => {
    const headers = sessionOf(server, cast.cookies['class-manager']!)
    const { own, other } = cast
    const refused: [string, string, unknown][] = [
      ['POST', '/classes', { code: 'NEU', name: 'Mới' }],
      ['POST', '/classes', { code: 'NEU', name: 'Mới', organisation: other.organisation }],
      ['PATCH', `/classes/${own.class}`, { packages: [own.package, other.package] }],
      ['PATCH', `/classes/${own.class}`, { organisation: other.organisation }],
      ['PATCH', `/classes/${own.class}`, { organisation: null }],
      ['POST', `/classes/${own.class}/learners`, { learners: [other.learner] }],
    ]
    for (const [method, path, body] of refused) {
      expect([path, (await ask(server, method, path, { headers, body })).status]).toEqual([
        path,
        403,
      ])
    }
    const changed = await ask(server, 'PATCH', `/classes/${own.class}`, {
      headers,
      body: { name: 'Lớp đổi tên', packages: [own.package] },
    })
    expect(changed.status).toBe(200)
  })

  test('a session is nothing at /xapi, nor a key on the content origin', async () => {
    const cookie = cast.cookies.administrator!
    const version = { 'X-Experience-API-Version': '1.0.3' }
    const answer = await fetch(`${server.url}/xapi/statements`, { headers: { cookie, ...version } })
    expect(answer.status).toBe(401)
    const { authorization } = server
    const there = await fetch(`${server.contentUrl}/api/v1/packages`, {
      headers: { authorization },
    })
    expect(there.status).toBe(404)
  })

  test('a method that a path does not have is 405, and never an error of the server', async () => {
    const headers = sessionOf(server, cast.cookies.administrator!)
    const declared = Map.groupBy(operations, ({ path }) => path)
    for (const [path, those] of declared) {
      for (const method of methods.filter((name) => !those.some((one) => one.method === name))) {
        const { status } = await ask(server, method, pathOf({ path }, cast.own), { headers })
        // 404 where another path takes the word for an id: `/packages/check` is a package to who reads.
        expect([method, path, [404, 405].includes(status)]).toEqual([method, path, true])
      }
    }
    for (const method of methods) {
      expect((await ask(server, method, '/nothing/here', { headers })).status).toBe(404)
    }
  })

  test('no page of another origin changes anything by a session', async () => {
    const cookie = cast.cookies.administrator!
    const foreign = [
      {},
      { origin: server.contentUrl },
      { origin: 'null' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'cross-site', origin: server.url },
    ]
    for (const operation of operations.filter(({ method }) => method !== 'GET')) {
      for (const headers of foreign) {
        const { status, code } = await ask(server, operation.method, pathOf(operation, cast.own), {
          headers: { cookie, ...headers },
          body: bodies[operation.id],
        })
        // The first one has no session to use: it comes with a token, which no other page has.
        const isOwnToken = ['claimSetup', 'claimAccountLink'].includes(operation.id)
        if (isOwnToken && Object.keys(headers).length === 0) continue
        expect([operation.id, headers, status, code]).toEqual([
          operation.id,
          headers,
          403,
          'cross-site-request',
        ])
      }
    }
  })
})

/** Bodies that pass the schema, for what is public and looks at the origin behind it. */
const bodies: Readonly<Record<string, unknown>> = {
  claimSetup: { token: 'x', name: 'x', email: 'x@y.vn', password: 'x' },
  signIn: { email: 'x@y.vn', password: 'x' },
  claimAccountLink: { token: 'x', password: 'x' },
}

const sessionOf = (server: TestServer, cookie: string) => ({ cookie, origin: server.url })

/** The path with the ids of one side. */
function pathOf({ path }: Pick<Described, 'path'>, pair: Pair): string {
  const root = path.split('/')[1]!
  const idOf: Record<string, string> = {
    packages: pair.package,
    registrations: pair.registration,
    learners: pair.learner,
    classes: pair.class,
    organisations: pair.organisation,
    accounts: pair.account,
  }
  return path
    .replace('{id}', idOf[root] ?? nobodys)
    .replace('{learner}', pair.learner)
    .replace('{number}', '1')
    .replaceAll(/\{\w+\}/g, nobodys)
}

async function ask(
  server: TestServer,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Record<string, string>; body?: unknown } = {},
) {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const isJson = answer.headers.get('content-type')?.startsWith('application/json')
  const json = isJson ? ((await answer.json()) as { code?: string }) : undefined
  if (!isJson) await answer.body?.cancel()
  return { status: answer.status, code: json?.code, body: json as unknown }
}

/** The operations as the OpenAPI document has them, which is made from the declarations that serve them. */
async function describedBy(server: TestServer): Promise<Described[]> {
  const answer = await server.request('GET', '/api/v1/openapi.json')
  const { paths } = (await answer.json()) as { paths: Record<string, Record<string, Operation>> }
  return Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, { operationId }]) => ({
      id: operationId,
      method: method.toUpperCase(),
      path,
    })),
  )
}

interface Operation {
  readonly operationId: string
}
