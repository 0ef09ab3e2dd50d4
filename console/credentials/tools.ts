/** What a tool has to be told. `secret` is known only right after it was made. */
export interface Connection {
  /** Ends in a slash: several clients put the resource's name right behind it. */
  readonly endpoint: string
  readonly key: string
  readonly secret: string | undefined
}

export type FieldValue = 'endpoint' | 'key' | 'secret'

export interface Tool {
  readonly id: ToolId
  /** As its maker writes it. */
  readonly name: string
  readonly group: 'authoring' | 'system' | 'code'
  /** The tool's own labels of the fields, in its order. */
  readonly fields?: readonly (readonly [label: string, value: FieldValue])[]
  /** It has no fields: whoever opens the course passes endpoint and key on in the address. */
  readonly isLaunched?: true
  readonly code?: (connection: Connection) => string
}

export type ToolId =
  | 'storyline'
  | 'rise'
  | 'ispring'
  | 'captivate'
  | 'lectora'
  | 'h5p'
  | 'adapt'
  | 'xerte'
  | 'powerbi'
  | 'curl'
  | 'xapijs'
  | 'tincanjs'
  | 'wrapper'

const secretOf = ({ secret }: Connection): string => secret ?? 'SECRET'

const sample = {
  actor: { mbox: 'mailto:thu@example.org' },
  verb: { id: 'http://adlnet.gov/expapi/verbs/experienced' },
  object: { id: 'https://example.org/thu' },
}

const sampleStatement = (indent: string): string =>
  JSON.stringify(sample, null, 2).replaceAll('\n', `\n${indent}`)

const adapt = (connection: Connection): string =>
  JSON.stringify(
    {
      _xapi: {
        _isEnabled: true,
        _specification: 'xAPI',
        _activityID: 'https://example.org/khoa-hoc',
        _endpoint: connection.endpoint,
        _user: connection.key,
        _password: secretOf(connection),
        _lang: 'vi',
        _generateIds: false,
        _shouldTrackState: true,
      },
    },
    null,
    2,
  )

const curl = (connection: Connection): string =>
  `curl -u '${connection.key}:${secretOf(connection)}' \\
  -H 'X-Experience-API-Version: 1.0.3' \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(sample)}' \\
  '${connection.endpoint}statements'`

const xapijs = (connection: Connection): string =>
  `import XAPI from '@xapi/xapi'

const xapi = new XAPI({
  endpoint: '${connection.endpoint}',
  auth: XAPI.toBasicAuth('${connection.key}', '${secretOf(connection)}'),
})
await xapi.sendStatement({
  statement: ${sampleStatement('  ')},
})`

const tincanjs = (connection: Connection): string =>
  `const lrs = new TinCan.LRS({
  endpoint: '${connection.endpoint}',
  username: '${connection.key}',
  password: '${secretOf(connection)}',
  allowFail: false,
})
lrs.saveStatement(new TinCan.Statement(${sampleStatement('')}), {
  callback: (error) => console.log(error ?? 'OK'),
})`

const wrapper = (connection: Connection): string =>
  `ADL.XAPIWrapper.changeConfig({
  endpoint: '${connection.endpoint}',
  user: '${connection.key}',
  password: '${secretOf(connection)}',
})
ADL.XAPIWrapper.sendStatement(${sampleStatement('')})`

/** Walks the pages of GET /api/v1/statements. Power BI asks for user name and password itself. */
const powerbi = ({ endpoint }: Connection): string =>
  `let
  Page = (cursor as nullable text) => Json.Document(Web.Contents("${new URL(endpoint).origin}", [
    RelativePath = "api/v1/statements",
    Query = if cursor = null then [limit = "500"] else [limit = "500", cursor = cursor]
  ])),
  Pages = List.Generate(
    () => Page(null),
    each _ <> null,
    each if Record.HasFields(_, "cursor") then Page([cursor]) else null
  ),
  Rows = Table.FromRecords(List.Combine(List.Transform(Pages, each [items])))
in
  Rows`

export const tools: readonly Tool[] = [
  {
    id: 'storyline',
    name: 'Storyline 360',
    group: 'authoring',
    fields: [
      ['Endpoint', 'endpoint'],
      ['Key', 'key'],
      ['Secret', 'secret'],
    ],
  },
  { id: 'rise', name: 'Rise 360', group: 'authoring', isLaunched: true },
  { id: 'ispring', name: 'iSpring Suite', group: 'authoring', isLaunched: true },
  { id: 'captivate', name: 'Adobe Captivate', group: 'authoring', isLaunched: true },
  { id: 'lectora', name: 'Lectora', group: 'authoring', isLaunched: true },
  {
    id: 'h5p',
    name: 'H5P',
    group: 'authoring',
    fields: [
      ['xAPI Endpoint URL', 'endpoint'],
      ['xAPI Username', 'key'],
      ['xAPI Password', 'secret'],
    ],
  },
  { id: 'adapt', name: 'Adapt', group: 'authoring', code: adapt },
  {
    id: 'xerte',
    name: 'Xerte',
    group: 'authoring',
    fields: [
      ['Endpoint', 'endpoint'],
      ['Username', 'key'],
      ['Password', 'secret'],
    ],
  },
  {
    id: 'powerbi',
    name: 'Power BI',
    group: 'system',
    fields: [
      ['User name', 'key'],
      ['Password', 'secret'],
    ],
    code: powerbi,
  },
  { id: 'curl', name: 'curl', group: 'code', code: curl },
  { id: 'xapijs', name: '@xapi/xapi', group: 'code', code: xapijs },
  { id: 'tincanjs', name: 'TinCanJS', group: 'code', code: tincanjs },
  { id: 'wrapper', name: 'xAPIWrapper', group: 'code', code: wrapper },
]

/** The header as clients send it, and as some tools ask for it. */
export const basicOf = (key: string, secret: string): string => `Basic ${btoa(`${key}:${secret}`)}`

/**
 * The address that opens a course so that it reports here, after Rustici's launch guidelines: these parameters and no others,
 * because courses send unknown ones on to the LRS, which must refuse them.
 * @returns undefined while the page's address is none.
 */
export function launchUrl(
  page: string,
  email: string,
  connection: Connection & { readonly secret: string },
): string | undefined {
  if (!URL.canParse(page) || !/^https?:/i.test(page)) return undefined
  const url = new URL(page)
  url.searchParams.set('endpoint', connection.endpoint)
  url.searchParams.set('auth', basicOf(connection.key, connection.secret))
  url.searchParams.set('actor', JSON.stringify({ mbox: `mailto:${email}` }))
  // Courses decode with decodeURIComponent, to which a plus is a plus.
  url.search = url.search.replaceAll('+', '%20')
  return url.href
}
