import type { Page } from 'playwright-core'
import type { Fixture } from '../fixture-api.ts'
import * as data from '../fixture-data.ts'
import { questionId } from '../fixture-questions.ts'
import { refusals } from '../fixture-requests.ts'
import { accounts, classes } from '../fixture-school.ts'
import { voided } from '../fixture-statements.ts'

/** One state of a page worth looking at. */
export interface Visit {
  readonly path: string
  /** How the imagined server is meanwhile. */
  readonly server?: Partial<Fixture>
  /** What is done on the page before it is looked at, in any language; the page is in Vietnamese or English. */
  readonly act?: (page: Page) => Promise<void>
  /** Told apart from others at the same path by what is done. */
  readonly name?: string
}

const first = {
  package: data.packages[0]!.id,
  learner: data.learners[0]!.id,
  registration: data.registrations[0]!.id,
}
const attempted = data.registrations.find((one) => one.attemptsOnCourse.length > 1)!.id
const signedOut = { isSignedIn: false }
const refused = encodeURIComponent('http://adlnet.gov/expapi/verbs/failed')

const click = (selector: string) => async (page: Page) => {
  await page.locator(selector).first().click()
}

/** Opens the menu, the dialog or the list behind the n-th button of the page that has one. */
const openMenu =
  (n: number, within = 'main') =>
  async (page: Page) => {
    const opener = page.locator(`${within} [aria-haspopup]:visible`).nth(n)
    await opener.click()
    await page.locator('[role=dialog], [role=menu], [role=listbox]').first().waitFor()
  }

const signIn = (password: string) => async (page: Page) => {
  await page.locator('[name=email]').fill('huong@truongboiduong.example')
  await page.locator('[name=password]').fill(password)
  await page.locator('[type=submit]').click()
}

/** Presses keys one after the other. */
const press =
  (...keys: readonly string[]) =>
  async (page: Page) => {
    for (const key of keys) await page.keyboard.press(key)
    await page.locator('[role=dialog]').first().waitFor()
  }

async function beginSecondFactor(page: Page): Promise<void> {
  const password = page.locator('form:not(:has([autocomplete=new-password])) [type=password]')
  await password.fill('bốn từ không liên quan')
  await password.press('Enter')
  await page.locator('svg[role=img]').waitFor()
}

async function finishSecondFactor(page: Page): Promise<void> {
  await beginSecondFactor(page)
  await page.locator('[autocomplete=one-time-code]').fill('123456')
  await page.keyboard.press('Enter')
  await page.getByText('1000-9000').waitFor()
}

async function beginErasing(page: Page): Promise<void> {
  await page.locator('main button:has(svg.lucide-eraser)').click()
  await page.locator('[role=dialog] form').waitFor()
}

/** By the path of the route in console/router.tsx. A page without an entry here fails the test: add yours. */
export const visits: Readonly<Record<string, readonly Visit[]>> = {
  '/sign-in': [
    { path: '/sign-in', server: signedOut },
    { path: '/sign-in?to=%2Fstatements', server: signedOut, act: signIn('sai'), name: 'refused' },
    { path: '/sign-in?problem=identity-refused', server: signedOut },
    { path: '/sign-in', server: { isSignedIn: false, isSetupOpen: true }, name: 'before set-up' },
  ],
  '/setup': [
    { path: '/setup#mot-lan', server: { isSignedIn: false, isSetupOpen: true } },
    { path: '/setup', server: { isSignedIn: false, isSetupOpen: true }, name: 'dead link' },
    { path: '/setup#mot-lan', server: signedOut, name: 'done' },
  ],
  '/welcome': [
    { path: '/welcome#mot-lan', server: signedOut },
    { path: '/welcome', server: signedOut, name: 'dead link' },
  ],
  '/': [
    { path: '/' },
    { path: '/', act: press('Control+k'), name: 'palette' },
    { path: '/', act: press('?'), name: 'keys' },
    { path: '/', act: openMenu(0, 'header'), name: 'menu of the bar' },
  ],
  '/library': [{ path: '/library' }, { path: '/library?q=khong-co-gi' }],
  '/library/$package': [
    { path: `/library/${first.package}` },
    { path: `/library/${first.package}?tab=registrations&completion=completed&success=passed` },
    { path: `/library/${first.package}?tab=questions&version=1&order=difficulty` },
    {
      path: `/library/${first.package}?tab=questions&question=${questionId(1)}&which=last`,
    },
    { path: `/library/${first.package}?tab=structure` },
    { path: `/library/${first.package}?tab=versions` },
    { path: `/library/${data.packages[1]!.id}?tab=versions&update=1` },
    { path: '/library/00000000-0000-4000-8000-000000000000', name: 'not there' },
  ],
  '/library/$package/versions/$number/report': [
    { path: `/library/${data.packages[3]!.id}/versions/2/report` },
    { path: `/library/${data.packages[3]!.id}/versions/2/report?severity=warning` },
  ],
  '/learners': [{ path: '/learners' }, { path: '/learners?add=1' }],
  '/learners/$learner': [
    { path: `/learners/${first.learner}` },
    { path: `/learners/${first.learner}`, act: beginErasing, name: 'erasing' },
  ],
  '/registrations': [
    { path: '/registrations' },
    { path: '/registrations', act: openMenu(4), name: 'levels of evidence' },
    { path: '/registrations?trial=true' },
  ],
  '/registrations/$registration': [
    { path: `/registrations/${first.registration}` },
    { path: `/registrations/${attempted}`, name: 'several attempts' },
    {
      path: `/registrations/${first.registration}`,
      act: async (page) => {
        const folded = page.locator('main [aria-expanded=false]:not([aria-haspopup]):visible')
        for (let left = await folded.count(); left > 0; left--) {
          if ((await folded.count()) > 0) await folded.first().click()
        }
      },
      name: 'all unfolded',
    },
    {
      path: `/registrations/${first.registration}`,
      act: async (page) => {
        await page.locator('main blockquote button').first().click()
        await page.locator('[role=dialog] textarea').waitFor()
      },
      name: 'withdrawal',
    },
  ],
  '/statements': [
    { path: '/statements' },
    { path: `/statements?open=${data.statements[4]!.id}` },
    { path: `/statements?open=${voided.id}` },
    { path: `/statements?verb=${refused}&since=2026-11-18T17:00:00.000Z` },
    { path: '/statements?tail=1&success=false' },
    { path: '/statements', act: openMenu(0), name: 'menu' },
  ],
  '/requests': [
    { path: '/requests' },
    { path: `/requests?open=${refusals[0]!.id}` },
    { path: '/requests?status=5xx' },
  ],
  '/api-reference': [
    { path: '/api-reference#createLearner' },
    { path: '/api-reference?q=learner' },
  ],
  '/credentials': [
    { path: '/credentials' },
    { path: `/credentials?open=${data.credentials[0]!.key}` },
    { path: '/credentials?create=1' },
  ],
  '/my-courses': [{ path: '/my-courses' }],
  '/classes': [{ path: '/classes' }, { path: '/classes?add=1' }],
  '/classes/$class': [
    { path: `/classes/${classes[0]!.id}` },
    { path: `/classes/${classes[0]!.id}?evidence=attested` },
    { path: `/classes/${classes[0]!.id}?enrol=1` },
    { path: `/classes/${classes[0]!.id}?edit=1` },
  ],
  '/organisations': [
    { path: '/organisations' },
    { path: '/organisations', act: click('main button'), name: 'first button' },
  ],
  '/accounts': [
    { path: '/accounts' },
    { path: '/accounts?add=1' },
    { path: `/accounts?open=${accounts[1]!.id}` },
    { path: `/accounts?open=${accounts[2]!.id}` },
  ],
  '/account': [
    { path: '/account' },
    { path: '/account', act: beginSecondFactor, name: 'second factor' },
    { path: '/account', act: finishSecondFactor, name: 'recovery codes' },
  ],
  '/audit': [{ path: '/audit' }, { path: '/audit?kind=read' }],
  '/feeds': [
    { path: '/feeds' },
    { path: '/feeds?open=00000051-0000-4000-8000-000000000002' },
    {
      path: '/feeds?open=00000051-0000-4000-8000-000000000002',
      act: click('[role=dialog] button:has(.lucide-pencil)'),
      name: 'editing',
    },
    {
      path: '/feeds?open=00000051-0000-4000-8000-000000000002',
      act: click('[role=dialog] button:has(.lucide-history)'),
      name: 'a span again',
    },
    { path: '/feeds?add=1' },
    { path: '/feeds?tab=forwarding' },
    { path: '/feeds?tab=forwarding&add=1' },
  ],
  '/transfers': [
    { path: '/transfers' },
    { path: '/transfers?open=00000052-0000-4000-8000-000000000002' },
    { path: '/transfers?add=file' },
    { path: '/transfers?add=pull' },
    { path: '/transfers?tab=export' },
  ],
  '/ledger': [{ path: '/ledger' }],
  '/holds': [
    { path: '/holds' },
    { path: '/holds', act: click('main header button'), name: 'placing' },
    { path: '/holds', act: click('main li button'), name: 'lifting' },
  ],
}

/** What is at no route of its own. */
export const furtherVisits: readonly Visit[] = [{ path: '/khong-co-trang-nay' }]
