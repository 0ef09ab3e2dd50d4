import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** A headless Chromium, or why there is none: tests that need it skip with that reason. */
export type OpenedBrowser =
  | { readonly browser: Browser; readonly reason?: undefined }
  | { readonly browser?: undefined; readonly reason: string }

const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Debian's names. The first is the same engine without what draws windows, and takes half the processor time. */
const programs = ['chromium-headless-shell', 'chromium']

/** Where Chromium is: HOCBA_TEST_CHROMIUM, else on the path; with HOCBA_TEST_BROWSER=whole the one that learners have. */
export function chromiumPath(): string | undefined {
  const named = process.env.HOCBA_TEST_CHROMIUM
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined
  const wanted = process.env.HOCBA_TEST_BROWSER === 'whole' ? programs.slice(1) : programs
  for (const program of wanted) {
    const path = onPath(program)
    if (path !== undefined) return path
  }
  return undefined
}

export async function openBrowser(): Promise<OpenedBrowser> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) {
    return {
      reason: 'no Chromium: install the package chromium-headless-shell or set HOCBA_TEST_CHROMIUM',
    }
  }
  return { browser: await chromium.launch({ executablePath, args: launchArguments }) }
}

function onPath(command: string): string | undefined {
  try {
    return execFileSync('which', [command], { encoding: 'utf8' }).trim() || undefined
  } catch {
    return undefined
  }
}

/**
 * A chapter that needs a browser. Without one it is skipped, with the reason in its name; on CI, which installs Chromium, it
 * fails instead.
 */
export function describeInBrowser(name: string, tests: () => void): void {
  if (chromiumPath() !== undefined) describe(name, tests)
  else if (process.env.CI) test(name, () => expect(chromiumPath()).toBeDefined())
  else describe.skip(`${name} [skipped: no Chromium here]`, tests)
}

/** Headless Chromium; only inside `describeInBrowser`, where there is one. */
export async function openChromium(): Promise<Browser> {
  const { browser, reason } = await openBrowser()
  if (!browser) throw new Error(reason)
  return browser
}
