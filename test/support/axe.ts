import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** WCAG 2.0, 2.1 and 2.2, levels A and AA, and what the authors of the rules recommend besides. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

/** An open menu or list of choices is a place of its own, as a dialog is, and in no landmark. */
const configuration = {
  checks: [
    {
      id: 'region',
      options: {
        regionMatcher:
          'dialog, [role=dialog], [role=alertdialog], [role=menu], [role=listbox], svg, [aria-live]',
      },
    },
  ],
}

interface Found {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
}

export interface Looked {
  /** `rule: element (what is wrong)`, one for each element. */
  readonly violations: readonly string[]
  /** How many rules had something to look at. */
  readonly rules: number
}

/**
 * Looks at the page as it is now, with axe, once nothing moves any more.
 * @param exclude selectors of what is not ours: frames of courses.
 */
export async function lookWithAxe(page: Page, exclude: readonly string[] = []): Promise<Looked> {
  await page.evaluate(settled)
  if (!(await page.evaluate('typeof axe === "object"'))) {
    await page.evaluate(source)
    await page.evaluate(`axe.configure(${JSON.stringify(configuration)})`)
  }
  const { violations, passes } = (await page.evaluate(
    `axe.run({ exclude: ${JSON.stringify(exclude)} }, ${JSON.stringify({
      runOnly: { type: 'tag', values: tags },
      rules: { 'target-size': { enabled: true } },
      resultTypes: ['violations'],
      iframes: false,
    })}).then(({ violations, passes }) => ({ violations, passes: passes.length }))`,
  )) as { violations: Found[]; passes: number }
  return {
    violations: violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} (${failureSummary})`),
    ),
    rules: passes + violations.length,
  }
}

/** In the page: waits for its animations, at most a second, which change colours on their way. */
const settled = `Promise.race([
  Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))),
  new Promise((resolve) => setTimeout(resolve, 1_000)),
])`
