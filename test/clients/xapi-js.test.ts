import type { Browser } from 'playwright-core'
import { describeInBrowser, openChromium } from '../support/browser.ts'
import { openStage, type PageServer, type Stage, servePage, useInNode } from './stage.ts'
import { seenByXapiJs, useXapiJs } from './use-xapi-js.ts'

let stage: Stage

beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.stop())

const adapters = ['axios', 'fetch']

describe('@xapi/xapi in Node', () => {
  test.each(adapters)(
    'with %s sends, reads, voids, keeps documents and sees errors',
    async (adapter) => {
      const connection = stage.connection(`node-${adapter}`)
      const seen = await useInNode('@xapi/xapi', useXapiJs, connection, adapter)
      expect(seen).toEqual(seenByXapiJs(adapter, true))
    },
  )
})

describeInBrowser('@xapi/xapi in a page of another origin', () => {
  let browser: Browser
  let pages: PageServer

  beforeAll(async () => {
    browser = await openChromium()
    pages = await servePage('@xapi/xapi/dist/XAPI.umd.js')
  })
  afterAll(async () => {
    await browser.close()
    await pages.stop()
  })

  test.each(adapters)(
    'with %s sends, reads, voids, keeps documents and sees errors',
    async (adapter) => {
      const page = await browser.newPage()
      await page.goto(pages.url)
      const connection = JSON.stringify(stage.connection(`page-${adapter}`))
      const seen = await page.evaluate(`(${useXapiJs})(XAPI, ${connection}, '${adapter}')`)
      expect(seen).toEqual(seenByXapiJs(adapter))
      await page.close()
    },
  )
})
