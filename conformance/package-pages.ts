import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import AdmZip from 'adm-zip'
import type { Route } from 'playwright-core'
import { packageFile, type Step } from './cases.ts'
import type { Answered } from './stage.ts'

/** What a page of a package tells about its visit. */
export interface Report {
  readonly number: number
  readonly isLaunched?: boolean
  readonly answers?: readonly Answered[]
  /** The player left a SCO standing that asked to go. */
  readonly isLeftStanding?: boolean
}

/** A page that the player has put into the course's frame. */
export interface ServedPage {
  readonly href: string
  /** The visit that it is for; undefined: none was expected here. */
  readonly step?: Step
}

const applet = readFileSync(join(import.meta.dirname, 'applet.js'), 'utf8')
const idle: Pick<Step, 'ui' | 'commands'> = { ui: [], commands: [] }

/**
 * Gives the pages of the packages what they ask for when the player loads them: a stand-in for the applet, and the files that the
 * packages hold elsewhere than their pages say. Which visit a page is for goes by its `act` and the order of the visits.
 */
export class PackagePages {
  readonly served: ServedPage[] = []
  readonly #folder: string
  #zip: AdmZip | undefined
  #steps: readonly Step[] = []
  #next = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  /** The visits of a case, in order. */
  expect(steps: readonly Step[]): void {
    this.#steps = steps
    this.#next = 0
  }

  /** The package that is open from now on. */
  open(packageName: string): void {
    this.#zip = new AdmZip(packageFile(this.#folder, packageName))
  }

  async answer(route: Route): Promise<void> {
    const url = new URL(route.request().url())
    const response = await route.fetch()
    const inPackage = response.ok() ? await response.body() : this.#find(url.pathname)
    if (!inPackage) return route.fulfill({ response })
    if (!route.request().isNavigationRequest()) {
      return route.fulfill({ body: inPackage, contentType: typeOf(url.pathname) })
    }
    const body = this.#withApplet(inPackage.toString('utf8'), url)
    return route.fulfill({
      body: Buffer.from(body, 'utf8'),
      contentType: 'text/html; charset=utf-8',
    })
  }

  /** By the file's name: the packages' pages are in a folder less than their links to `../common` think. */
  #find(path: string): Buffer | undefined {
    const entry = this.#zip
      ?.getEntries()
      .find(({ entryName }) => basename(entryName) === basename(path))
    return entry?.getData()
  }

  #withApplet(page: string, url: URL): string {
    const step = this.#stepFor(url)
    const { ui, commands } = step ?? idle
    const visit = {
      number: this.served.length,
      questions: ui.map(({ check }) => check),
      commands,
      instruction: step?.userInstructionText ?? '',
    }
    this.served.push({ href: `${url.pathname}${url.search}`, ...(step && { step }) })
    const json = JSON.stringify(visit).replaceAll('<', '\\u003c')
    const scripts = `<script>window.conformanceVisit=${json}</script><script>${applet}</script>`
    return page.replace(/<head[^>]*>/i, (head) => `${head}${scripts}`)
  }

  #stepFor(url: URL): Step | undefined {
    const step = this.#steps[this.#next]
    if (step?.activity !== url.searchParams.get('act')) return undefined
    this.#next += 1
    return step
  }
}

const typeOf = (path: string): string =>
  path.endsWith('.css')
    ? 'text/css'
    : path.endsWith('.js')
      ? 'text/javascript'
      : 'application/octet-stream'
