import type { Browser } from 'playwright-core'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import { openStage, type Stage, servePage, useInNode } from './stage.ts'
import { seenByTinCan, useTinCan } from './use-tincan.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.stop())

test('TinCanJS in Node sends, reads, voids, keeps documents and sees errors', async () => {
  expect(await useInNode('tincanjs', useTinCan, stage.connection('node'))).toEqual(seenByTinCan)
})

describeInBrowser('TinCanJS in a page of another origin', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await openChromium()
  })
  afterAll(() => browser.close())

  async function use(run: string, hasFiles: boolean, scriptBefore = ''): Promise<unknown> {
    const pages = await servePage('tincanjs/build/tincan.js', scriptBefore)
    const page = await browser.newPage()
    await page.goto(pages.url)
    const connection = JSON.stringify(stage.connection(run))
    const seen = await page.evaluate(`(${useTinCan})(TinCan, ${connection}, ${hasFiles})`)
    await page.close()
    await pages.stop()
    return seen
  }

  test('sends, reads, voids, keeps documents and sees errors', async () => {
    expect(await use('page', true)).toEqual(seenByTinCan)
  })

  test('does all but attachments in the alternate syntax, as in browsers without CORS', async () => {
    const { savedFiles: _savedFiles, files: _files, ...others } = seenByTinCan
    expect(await use('xdr', false, oldBrowser)).toEqual(withoutStatus(others))
  })
})

/** What Internet Explorer 8 and 9 had in place of CORS: POST without headers, and an answer without a status. */
const oldBrowser = `
  delete XMLHttpRequest.prototype.withCredentials
  window.XDomainRequest = class {
    open(method, url) { Object.assign(this, { method, url }) }
    send(body) {
      const { method, url } = this
      fetch(url, { method, body: new Blob([body]), credentials: 'omit' }).then(async (answer) => {
        this.responseText = await answer.text()
        this.contentType = answer.headers.get('content-type')
        if (answer.ok) this.onload()
        else this.onerror()
      }, () => this.onerror())
    }
  }`

/** Its answers have no status either: every refusal is a 400 to the library. */
const withoutStatus = (seen: unknown): unknown =>
  JSON.parse(
    JSON.stringify({ ...(seen as object), stateNone: 400 }).replaceAll(/\b4\d\d\b/g, '400'),
  )
