import type { BrowserContext, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { chromiumPath } from '../../support/browser.ts'
import { courseFrame, launchLink, prepareCourse } from '../../support/courses.ts'
import { freePorts, requestsTo, startServer, type TestServer } from '../../support/server.ts'
import { type Outside, openOutside, tlsBefore } from './outside.ts'
import { hostilePackage, keepingPackage } from './packages.ts'

/**
 * The modes of HOCBA_CONTENT_URL; own hosts below a domain of theirs, or below the console's. Strict is own hosts with
 * HOCBA_CONTENT_ALLOW=none.
 */
export const deployments = [
  'strict',
  'own-hosts',
  'own-hosts, same domain',
  'other-host',
  'same-host',
] as const
export type Deployment = (typeof deployments)[number]

/** How far the hostile package comes, by probe: true where it works. */
export type Outcomes = Readonly<Record<string, boolean>>

export interface Tried {
  readonly attacks: Outcomes
  /** What a course may do where it is. */
  readonly own: Outcomes
}

interface Addresses {
  readonly app: string
  readonly content: string
}

interface Installation {
  readonly server: TestServer
  readonly outsideUrl: (port: number) => string
  close(): Promise<void>
}

/** A server in this mode, at the addresses that it would have; names lead to this machine by the browser's own rules. */
async function install(mode: Deployment, outside: Outside): Promise<Installation> {
  const [port, contentPort] = await freePorts(2)
  const hasTls = mode === 'strict' || mode.startsWith('own-hosts')
  const before = hasTls ? await Promise.all([port!, contentPort!, outside.port].map(tlsBefore)) : []
  const [appTls, contentTls, outsideTls] = before.map((proxy) => proxy.port)
  const ownHosts = {
    app: `https://lms.hocba.test:${appTls}`,
    content: `https://*.courses.test:${contentTls}`,
  }
  const addresses: Readonly<Record<Deployment, Addresses>> = {
    strict: ownHosts,
    'own-hosts': ownHosts,
    'own-hosts, same domain': {
      app: `https://lms.hocba.test:${appTls}`,
      content: `https://*.courses.hocba.test:${contentTls}`,
    },
    'other-host': { app: `http://localhost:${port}`, content: `http://127.0.0.1:${contentPort}` },
    'same-host': {
      app: `http://192.168.7.10:${port}`,
      content: `http://192.168.7.10:${contentPort}`,
    },
  }
  const { app, content } = addresses[mode]
  const server = await startServer({
    env: {
      HOCBA_PORT: String(port),
      HOCBA_CONTENT_PORT: String(contentPort),
      HOCBA_APP_URL: app,
      HOCBA_CONTENT_URL: content,
      ...(mode === 'strict' && { HOCBA_CONTENT_ALLOW: 'none' }),
    },
  })
  return {
    server: { ...server, request: requestsTo(`http://127.0.0.1:${port}`, server.authorization) },
    outsideUrl: (at) =>
      hasTls && at === outside.port
        ? `https://outside.test:${outsideTls}`
        : `http://outside.test:${at}`,
    async close() {
      await server.stop()
      await Promise.all(before.map((proxy) => proxy.close()))
    },
  }
}

const openContext = async () => {
  const browser = await chromium.launch({
    executablePath: chromiumPath()!,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-device-for-media-stream',
      '--host-resolver-rules=MAP *.hocba.test 127.0.0.1,MAP *.courses.test 127.0.0.1,MAP outside.test 127.0.0.1,MAP 192.168.7.10 127.0.0.1',
    ],
  })
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  await context.grantPermissions(['geolocation', 'camera', 'clipboard-read'])
  return context
}

/** Opens the console with somebody signed in, another course, and the hostile package; @returns how far it comes. */
export async function tryProbes(mode: Deployment): Promise<Tried> {
  const outside = await openOutside()
  const installation = await install(mode, outside)
  const context = await openContext()
  try {
    const console_ = await openConsole(context, installation.server)
    const other = await openOtherCourse(context, installation.server)
    const { registration } = await prepareCourse(installation.server, hostilePackage())
    const page = await context.newPage()
    const stage = { installation, outside, context, console: console_, page, registration }
    await answerQuestions(stage)
    await context.addInitScript({
      content: stageInPage({
        app: installation.server.config.appUrl,
        evil: installation.outsideUrl(outside.port),
        quietEvil: installation.outsideUrl(outside.quietPort),
        stun: `127.0.0.1:${outside.stunPort}`,
        otherCourse: other,
      }),
    })
    const frame = await openHostile(stage, page)
    const { attacks, own } = (await frame.evaluate('runProbes()')) as Said
    if (process.env.HOCBA_TEST_VERBOSE) console.log(mode, attacks, own)
    const further = await tryFromOutside(stage, frame.url())
    return { attacks: { ...worked(attacks), ...further }, own: worked(own) }
  } finally {
    await context.browser()!.close()
    await installation.close()
    await outside.close()
  }
}

type Said = Readonly<Record<'attacks' | 'own', Readonly<Record<string, string>>>>

const worked = (results: Readonly<Record<string, string>>): Outcomes =>
  Object.fromEntries(
    Object.entries(results).map(([name, said]) => [name, said.startsWith('works')]),
  )

/** Opens the hostile package in this page; @returns the frame that its scripts run in. */
async function openHostile({ installation, registration }: Stage, page: Page) {
  await page.goto(await launchLink(installation.server, registration))
  const frame = await courseFrame(page)
  await frame.waitForFunction(
    'typeof runProbes === "function" && document.readyState === "complete"',
  )
  return frame
}

interface Stage {
  readonly installation: Installation
  readonly outside: Outside
  readonly context: BrowserContext
  readonly console: Page
  readonly page: Page
  readonly registration: string
}

async function openConsole(context: BrowserContext, server: TestServer): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${server.config.appUrl}/healthz`)
  const status = await page.evaluate(setUp(server.setupUrl!.split('#')[1]!))
  if (status !== 201) throw new Error(`set-up answered ${status}`)
  return page
}

/** In the page: makes the first administrator, and waits for messages. */
const setUp = (token: string) => `(async () => {
  window.name = 'console-window'
  localStorage.setItem('console-secret', 'kept')
  addEventListener('message', ({ data }) => { window.heard = data })
  const body = JSON.stringify({
    token: '${token}', name: 'Quản trị', email: 'qt@example.vn', password: 'mot mat khau rat dai',
  })
  const headers = { 'Content-Type': 'application/json' }
  return (await fetch('/api/v1/setup', { method: 'POST', headers, body })).status
})()`

/** Another course in a tab of its own, whose last words have not reached the server. */
async function openOtherCourse(context: BrowserContext, server: TestServer) {
  const { registration, imported } = await prepareCourse(server, keepingPackage(), 'Trần Bình')
  const page = await context.newPage()
  await page.route('**/_rt/commits', (route) => route.abort())
  await page.goto(await launchLink(server, registration))
  const frame = await courseFrame(page)
  await frame.waitForFunction('window.isKept')
  const kept = await page.evaluate('sessionStorage.getItem("hocba.session")')
  return {
    session: (JSON.parse(kept as string) as { session: string }).session,
    version: imported.version,
    page: frame.url(),
    worker: new URL('shared.js', frame.url()).href,
  }
}

/** In every page of the hostile tab: what it knows, and whom it asks what came of its attempts. */
const stageInPage = (facts: object) => `
  window.stage = new Proxy(${JSON.stringify(facts)}, {
    get: (facts, name) => facts[name] ?? ((...args) => askStage(name, ...args)),
  })`

async function answerQuestions({
  installation,
  outside,
  context,
  console: page,
  page: own,
}: Stage) {
  const { server } = installation
  let hasDownload = false
  const watchDownloads = (page: Page) =>
    page.on('download', () => {
      hasDownload = true
    })
  watchDownloads(own)
  context.on('page', watchDownloads)
  const pages = context.pages()
  // Windows of the console hold connections to it, of which a browser has only so many.
  const closeOpened = () =>
    Promise.all(context.pages().flatMap((each) => (pages.includes(each) ? [] : [each.close()])))
  const answers: Readonly<Record<string, (given: string, more: string) => unknown>> = {
    heard: () => page.evaluate('window.heard'),
    isSignedIn: async () => {
      await closeOpened()
      return page.evaluate('fetch("/api/v1/me").then(({ status }) => status === 200)')
    },
    isForged: async () => {
      const answer = await server.request('GET', '/api/v1/learners?q=forged')
      return ((await answer.json()) as { items: unknown[] }).items.length > 0
    },
    hasCookie: async (name) =>
      (await context.cookies(server.config.appUrl)).some((cookie) => cookie.name.endsWith(name)),
    statusOf: async (url) => {
      const opened = await context.newPage()
      const status = await opened.goto(url).then(
        (response) => response?.status(),
        () => undefined,
      )
      await opened.close()
      return status
    },
    isTaken: async (path, token) => {
      const headers = { Authorization: `Bearer ${token}`, 'X-Experience-API-Version': '1.0.3' }
      return (await fetch(`http://127.0.0.1:${server.config.port}${path}`, { headers })).ok
    },
    arrived: outside.arrived,
    referrer: outside.referrer,
    isConnected: outside.isConnected,
    click: async () => {
      await own.bringToFront()
      await (await courseFrame(own)).click('button')
    },
    hasDownload: async () => {
      await own.waitForTimeout(500)
      const had = hasDownload
      hasDownload = false
      return had
    },
  }
  await context.exposeFunction('askStage', (name: string, given: string, more: string) =>
    answers[name]!(given, more),
  )
}

/** What takes a page of another server, or a tab of its own since nothing comes after it. */
async function tryFromOutside(stage: Stage, courseFile: string): Promise<Outcomes> {
  const { installation, outside, context, page } = stage
  const evil = installation.outsideUrl(outside.port)
  const canFrame = async (url: string) => {
    const opened = await context.newPage()
    await opened.goto(`${evil}/frames?${encodeURIComponent(url)}`)
    await opened.waitForTimeout(700)
    const isShown = opened.frames().some((frame) => frame.url().startsWith(url.split('#')[0]!))
    await opened.close()
    return isShown
  }
  const player = new URL('/_player/', courseFile).href
  const framed = {
    'a page of another server shows the console in a frame': await canFrame(
      `${installation.server.config.appUrl}/`,
    ),
    'a page of another server shows the player in a frame': await canFrame(player),
    "a page of another server shows the course's files in a frame": await canFrame(courseFile),
  }
  await page.close()
  return { ...framed, ...(await tryLeaving(stage)) }
}

/** The ways of `leave` in the package (leaving.js), by what they are called in docs/operating.md. */
const waysToLeave = {
  'leads the whole window elsewhere': 'top',
  'leads the whole window elsewhere by a link in the document of the player': 'top-link',
  'leads the whole window elsewhere by what the document of the player says': 'top-meta',
  'leads the whole window elsewhere by a page of its own making': 'top-page',
  'sends data away by WebRTC': 'rtc',
  'sends data away by WebRTC from a fresh frame': 'rtc-fresh',
  'sends data away by WebRTC from the document of the player': 'rtc-player',
}

async function tryLeaving(stage: Stage): Promise<Outcomes> {
  const { outside, context } = stage
  const outcomes: Record<string, boolean> = {}
  for (const [name, way] of Object.entries(waysToLeave)) {
    const page = await context.newPage()
    const frame = await openHostile(stage, page)
    const before = outside.datagrams()
    // A Chromium that is steered gives the page up where it refuses WebRTC; by hand it does not.
    await frame.evaluate(`leave[${JSON.stringify(way)}]()`).catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    outcomes[name] = way.startsWith('rtc') ? outside.datagrams() > before : outside.arrived(way)
    await page.close().catch(() => undefined)
  }
  return outcomes
}
