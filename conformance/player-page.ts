import type { Locator, Page } from 'playwright-core'
import { texts } from '../player/texts.ts'
import type { PlayerAction } from './stage.ts'
import { isRootName, type Question } from './visible.ts'

const words = texts.en

/** The player as a learner has it before them: buttons and the table of contents, by role and name. */
export class PlayerPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  async sees(question: Question): Promise<boolean> {
    switch (question.about) {
      case 'button':
        return (await this.#canPress(question.button)) === question.isEnabled
      case 'contents':
        return (await this.#entries().and(this.#page.locator(choosable)).count()) > 0
      case 'entry': {
        const entry = this.#entry(question.title)
        if (!(await entry.isVisible())) return false
        return question.ask === 'visible' || (await entry.getAttribute('aria-disabled')) === null
      }
      case 'page':
        return true
    }
  }

  async act(action: PlayerAction): Promise<void> {
    if (action.do === 'choose') await this.#entry(action.title).locator('.tree-row').first().click()
    else if (action.do === 'continue' || action.do === 'previous') {
      await this.#step(action.do).click()
    } else await this.#end(action.do)
  }

  /** Whether the server has everything that the learner did. */
  async isSaved(): Promise<boolean> {
    return (await this.#page.locator('.saved.is-saved').count()) > 0
  }

  async #canPress(name: 'continue' | 'previous'): Promise<boolean> {
    const button = this.#step(name)
    return (await button.isVisible()) && (await button.isEnabled())
  }

  #step(name: 'continue' | 'previous'): Locator {
    const label = name === 'continue' ? words.next : words.previous
    const named = name === 'continue' ? words.nextOf('') : words.previousOf('')
    return this.#page
      .getByRole('banner')
      .getByRole('button', { name: new RegExp(`^(${label}$|${named.trim()})`) })
  }

  #entries(): Locator {
    return this.#page.getByRole('treeitem')
  }

  #entry(title: string): Locator {
    if (isRootName(title)) return this.#entries().first()
    const name = new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}, `)
    return this.#page.getByRole('treeitem', { name })
  }

  /** Nothing is left to end where the player has gone to its summary by itself. */
  async #end(how: 'exit' | 'exitAll' | 'suspendAll'): Promise<void> {
    const label = { exit: words.endLesson, exitAll: words.endCourse, suspendAll: words.suspend }[
      how
    ]
    const more = this.#page.getByRole('button', { name: words.more })
    const summary = this.#page.locator('.summary')
    await more.or(summary).first().waitFor()
    try {
      await more.click({ timeout: clickMsMax })
      await this.#page.getByRole('menuitem', { name: label }).click({ timeout: clickMsMax })
    } catch (error) {
      if (await summary.isVisible()) return
      throw error
    }
    const dialog = this.#page.getByRole('dialog')
    if (await dialog.isVisible()) await dialog.getByRole('button').first().click()
  }
}

const clickMsMax = 5_000
const choosable = '[role="treeitem"]:not([aria-disabled]):not([aria-current])'
