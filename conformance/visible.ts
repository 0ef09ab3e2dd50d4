import type { ContentsEntry, Control, LookAhead } from '../src/runtime/index.ts'

/** A question about the player's controls, as the cases put it. */
export type Question =
  | {
      readonly about: 'button'
      readonly button: 'continue' | 'previous'
      readonly isEnabled: boolean
    }
  /** Whether anything can be chosen in the table of contents. */
  | { readonly about: 'contents' }
  | { readonly about: 'entry'; readonly title: string; readonly ask: 'selectable' | 'visible' }
  /** The SCO has a button of its own to click. */
  | { readonly about: 'page' }

/** @throws Error if the cases put a question that nobody here knows. */
export function questionOf(check: string): Question {
  const [name = '', title = ''] = check.split(/@(.*)/s)
  const button = /^(continue|previous)\.(enabled|disabled)$/.exec(name)
  if (button) {
    return {
      about: 'button',
      button: button[1] as 'continue' | 'previous',
      isEnabled: button[2] === 'enabled',
    }
  }
  if (name === 'toc.enabled') return { about: 'contents' }
  if (name === 'toc.enabled.selectable') return { about: 'entry', title, ask: 'selectable' }
  if (name === 'toc.visible') return { about: 'entry', title, ask: 'visible' }
  if (name === 'click.button') return { about: 'page' }
  throw new Error(`Nobody knows how to check ${check}.`)
}

/** What the player's look-ahead answers. A control that the package hides is as good as disabled. */
export function seesInLookAhead({ controls, contents }: LookAhead, question: Question): boolean {
  switch (question.about) {
    case 'button':
      return isUsable(controls, question.button) === question.isEnabled
    case 'contents':
      return entriesOf(contents).some((entry) => isChoosable(entry) && !entry.isCurrent)
    case 'entry': {
      const entry = entryTitled(contents, question.title)
      return question.ask === 'visible' ? entry?.isShown === true : isChoosable(entry)
    }
    case 'page':
      return true
  }
}

const isUsable = (controls: LookAhead['controls'], name: Control): boolean =>
  controls[name].isShown && controls[name].isAllowed

const isChoosable = (entry: ContentsEntry | undefined): boolean =>
  entry?.isShown === true && entry.isAllowed

const entriesOf = (contents: readonly ContentsEntry[]): ContentsEntry[] =>
  contents.flatMap((entry) => [entry, ...entriesOf(entry.children)])

/** The entry that a case means: by its title, or the root by the words that the cases have for it. */
export function entryTitled(
  contents: readonly ContentsEntry[],
  title: string,
): ContentsEntry | undefined {
  if (isRootName(title)) return contents[0]
  return entriesOf(contents).find((entry) => entry.title.trim() === title)
}

export const isRootName = (title: string): boolean =>
  title.startsWith('the activity that corresponds to the root')
