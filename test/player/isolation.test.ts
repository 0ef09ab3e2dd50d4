import AdmZip from 'adm-zip'
import type { Browser, Page } from 'playwright-core'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import { courseFrame, launchLink, prepareCourse } from '../support/courses.ts'
import { startServer, type TestServer } from '../support/server.ts'

/**
 * A hostile package, opened by someone who is signed in to the console in the same browser: it tries to reach the console's
 * page, storage, cookies and API, and every attempt must fail.
 */
describeInBrowser('a hostile package on the content origin', () => {
  let server: TestServer
  let browser: Browser
  let results: Record<string, string>
  let page: Page

  beforeAll(async () => {
    server = await startServer()
    browser = await openChromium()
    const context = await browser.newContext()
    await createAdministrator(server, await context.newPage())
    const { registration } = await prepareCourse(server, hostilePackage(server.url))
    page = await context.newPage()
    await page.goto(await launchLink(server, registration))
    const frame = await courseFrame(page)
    await frame.waitForFunction('window.results && window.results.done', undefined, {
      timeout: 20_000,
    })
    results = (await frame.evaluate('window.results')) as Record<string, string>
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  test('ran, and found its own API', () => {
    expect(results.ownApi).toBe('found')
  })

  test.each([
    'read the console in a frame',
    'read the console in a window it opened',
    'read the console through its opener',
    'read the session cookie',
    'read the storage of the console',
    'call the API with fetch and credentials',
    'call the API with XMLHttpRequest',
    'load the API as a script',
    'load the API as an image',
    'register a service worker',
    'open a WebSocket to the console',
  ])('cannot %s', (probe) => {
    expect(results[probe]).toMatch(/^refused/)
  })

  test('posted a form to the API, which changed nothing', async () => {
    const response = await server.request('GET', '/api/v1/learners?q=forged')
    expect(((await response.json()) as { items: unknown[] }).items).toEqual([])
  })

  test('could not sign the administrator out', async () => {
    const me = await page.context().request.get(`${server.url}/api/v1/me`)
    expect(me.status()).toBe(200)
  })
})

async function createAdministrator(server: TestServer, page: Page): Promise<void> {
  await page.goto(`${server.url}/healthz`)
  const token = server.setupUrl!.split('#')[1]
  const status = await page.evaluate(async (setupToken) => {
    const answer = await fetch('/api/v1/setup', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        token: setupToken,
        name: 'Quản trị',
        email: 'quantri@example.vn',
        password: 'mot mat khau rat dai',
      }),
    })
    return answer.status
  }, token)
  if (status !== 201) throw new Error(`set-up answered ${status}`)
}

/** A package of one SCO whose script runs the probes and keeps what came of them in `window.results`. */
function hostilePackage(appUrl: string): Buffer {
  const zip = new AdmZip()
  zip.addFile('imsmanifest.xml', Buffer.from(manifest))
  zip.addFile(
    'index.html',
    Buffer.from('<!doctype html><title>x</title><script src="probes.js"></script>'),
  )
  zip.addFile('probes.js', Buffer.from(`const app = ${JSON.stringify(appUrl)};\n${probes}`))
  zip.addFile('sw.js', Buffer.from('self.addEventListener("fetch", () => {})'))
  return zip.toBuffer()
}

const manifest = `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="hostile" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>Hostile</title>
    <item identifier="i" identifierref="r"><title>Probes</title></item></organization></organizations>
  <resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html"><file href="index.html"/><file href="probes.js"/><file href="sw.js"/></resource></resources>
</manifest>`

const probes = `
const results = window.results = {}
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const probe = async (name, attempt) => {
  try {
    const got = await Promise.race([attempt(), wait(4000).then(() => { throw new Error('no answer') })])
    results[name] = 'succeeded: ' + String(got).slice(0, 80)
  } catch (error) {
    results[name] = 'refused: ' + (error && error.message || error)
  }
}
const must = (value) => { if (!value) throw new Error('nothing there'); return value }
const frameOf = async (url) => {
  const frame = document.createElement('iframe')
  frame.src = url
  document.body.append(frame)
  await wait(1500)
  return must(must(frame.contentDocument).body && frame.contentWindow.location.href === url && frame.contentDocument.body.innerText)
}
(async () => {
  const api = parent.API
  results.ownApi = api ? 'found' : 'missing'
  if (api) { api.LMSInitialize('') }
  await probe('read the console in a frame', () => frameOf(app + '/'))
  await probe('read the console in a window it opened', async () => {
    const opened = must(window.open(app + '/', '_blank'))
    await wait(1500)
    const text = opened.document.body.innerText
    if (opened.location.origin !== app) throw new Error('not the console')
    return must(text)
  })
  await probe('read the console through its opener', async () => must(top.opener).document.body.innerText)
  await probe('read the session cookie', async () => must(document.cookie + top.document.cookie))
  await probe('read the storage of the console', async () => {
    const frame = document.createElement('iframe')
    frame.src = app + '/healthz'
    document.body.append(frame)
    await wait(1000)
    return must(frame.contentWindow.localStorage)
  })
  await probe('call the API with fetch and credentials', async () => {
    const answer = await fetch(app + '/api/v1/me', { credentials: 'include' })
    return must(answer.ok && await answer.text())
  })
  await probe('call the API with XMLHttpRequest', () => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('GET', app + '/api/v1/me')
    request.withCredentials = true
    request.onload = () => resolve(request.responseText)
    request.onerror = () => reject(new Error('blocked'))
    request.send()
  }))
  // What comes of these two is seen on the server: the session lives on, and no learner was added.
  navigator.sendBeacon(app + '/api/v1/sign-out', '{}')
  await probe('load the API as a script', () => new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = app + '/api/v1/openapi.json'
    script.onload = () => resolve('loaded')
    script.onerror = () => reject(new Error('blocked'))
    document.body.append(script)
  }))
  await probe('load the API as an image', () => new Promise((resolve, reject) => {
    const image = new Image()
    image.onload = () => resolve('loaded')
    image.onerror = () => reject(new Error('blocked'))
    image.src = app + '/icon.svg'
  }))
  await probe('register a service worker', async () => must(await navigator.serviceWorker.register('sw.js')))
  await probe('open a WebSocket to the console', () => new Promise((resolve, reject) => {
    const socket = new WebSocket(app.replace('http', 'ws'))
    socket.onopen = () => resolve('open')
    socket.onerror = () => reject(new Error('blocked'))
  }))
  const form = document.createElement('form')
  const target = document.createElement('iframe')
  target.name = 'target'
  form.method = 'post'
  form.action = app + '/api/v1/learners'
  form.enctype = 'text/plain'
  form.target = 'target'
  const field = document.createElement('input')
  field.name = '{"name":"forged", "code":"'
  field.value = '"}'
  form.append(field)
  document.body.append(target, form)
  form.submit()
  await wait(800)
  results.done = true
})()
`
