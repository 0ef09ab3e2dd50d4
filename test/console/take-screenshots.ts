import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { buildConsole } from '../../scripts/build-console.ts'
import { openChromium } from '../support/browser.ts'
import * as data from './fixture-data.ts'
import { questionId } from './fixture-questions.ts'
import { refusals } from './fixture-requests.ts'
import { accounts, classes } from './fixture-school.ts'
import { startFixtureServer } from './fixture-server.ts'
import { imports, webhooks } from './fixture-transfers.ts'

/**
 * Takes pictures of the console's screens for people to look at:
 *   node test/console/take-screenshots.ts FOLDER [--only=name,...] [--sizes=desk,phone] [--looks=vi-light,en-dark] [--modes=full,empty,broken]
 */
const option = (name: string, otherwise: string): string[] => {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`))
  return (given?.slice(name.length + 3) ?? otherwise).split(',')
}

const screens: Record<string, string> = {
  overview: '/',
  library: '/library',
  package: `/library/${data.packages[0]!.id}`,
  'package-registrations': `/library/${data.packages[0]!.id}?tab=registrations`,
  'package-questions': `/library/${data.packages[0]!.id}?tab=questions`,
  'package-question': `/library/${data.packages[0]!.id}?tab=questions&question=${questionId(1)}`,
  'package-structure': `/library/${data.packages[0]!.id}?tab=structure`,
  'package-versions': `/library/${data.packages[0]!.id}?tab=versions`,
  'package-update': `/library/${data.packages[0]!.id}?tab=versions&update=1`,
  'package-update-nobody': `/library/${data.packages[1]!.id}?tab=versions&update=1`,
  report: `/library/${data.packages[3]!.id}/versions/2/report`,
  learners: '/learners',
  'learner-add': '/learners?add=1',
  learner: `/learners/${data.learners[0]!.id}`,
  registrations: '/registrations',
  registration: `/registrations/${data.registrations[0]!.id}`,
  'registration-attempts': `/registrations/${data.registrations.find((one) => one.attemptsOnCourse.length > 1)!.id}`,
  statements: '/statements',
  'statement-open': `/statements?open=${data.statements[4]!.id}`,
  'statement-voided': '/statements?open=00000006-0000-4000-8000-000000000001',
  'statements-filtered': `/statements?verb=${encodeURIComponent('http://adlnet.gov/expapi/verbs/failed')}&key=3f1c9a60b2d44e7f8a1b2c3d4e5f6071&since=2026-11-18T17:00:00.000Z`,
  requests: '/requests',
  'request-open': `/requests?open=${refusals[0]!.id}`,
  credentials: '/credentials',
  'credential-open': '/credentials?open=3f1c9a60b2d44e7f8a1b2c3d4e5f6071',
  'credential-create': '/credentials?create=1',
  'api-reference': '/api-reference#createLearner',
  classes: '/classes',
  'class-add': '/classes?add=1',
  class: `/classes/${classes[0]!.id}`,
  'class-enrol': `/classes/${classes[0]!.id}?enrol=1`,
  organisations: '/organisations',
  accounts: '/accounts',
  'account-invite': '/accounts?add=1',
  'account-open': `/accounts?open=${accounts[1]!.id}`,
  account: '/account',
  audit: '/audit',
  holds: '/holds',
  feeds: '/feeds',
  'feed-open': `/feeds?open=${webhooks[1]!.id}`,
  'feed-add': '/feeds?add=1',
  forwardings: '/feeds?tab=forwarding',
  'forwarding-add': '/feeds?tab=forwarding&add=1',
  imports: '/transfers',
  'import-open': `/transfers?open=${imports[1]!.id}`,
  'import-running': `/transfers?open=${imports[0]!.id}`,
  'import-file': '/transfers?add=file',
  'import-pull': '/transfers?add=pull',
  export: '/transfers?tab=export',
  'my-courses': '/my-courses',
  'sign-in': '/sign-in',
  welcome: '/welcome#mot-lan',
  'not-found': '/khong-co',
}

const sizes = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const

async function takeAll(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await buildConsole(join(folder, 'build'))
  const server = await startFixtureServer(join(folder, 'build'))
  const browser = await openChromium()
  const only = option('only', Object.keys(screens).join(','))
  for (const mode of option('modes', 'full') as ('full' | 'empty' | 'broken')[]) {
    server.fixture.mode = mode
    for (const size of option('sizes', 'desk,phone') as (keyof typeof sizes)[]) {
      for (const look of option('looks', 'vi-light')) {
        const [language, theme] = look.split('-')
        const page = await browser.newPage({
          viewport: sizes[size],
          hasTouch: size === 'phone',
          isMobile: size === 'phone',
        })
        await page.clock.setFixedTime(data.now)
        await page.addInitScript(remember, { language, theme })
        for (const name of only) {
          await settle(page, server.url + screens[name])
          await page.screenshot({ path: join(folder, `${name}-${mode}-${size}-${look}.png`) })
        }
        await page.close()
      }
    }
  }
  await browser.close()
  await server.close()
}

function remember({
  language,
  theme,
}: {
  language?: string | undefined
  theme?: string | undefined
}): void {
  const storage = (
    globalThis as unknown as { localStorage: { setItem(key: string, value: string): void } }
  ).localStorage
  storage.setItem('hocba.language', language ?? 'vi')
  storage.setItem('hocba.theme', theme ?? 'light')
}

async function settle(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.waitForTimeout(350)
}

await takeAll(process.argv[2] ?? 'screenshots')
