import { formatMoment } from './format.ts'
import type { JournalStore, RecoveryCopy } from './journal-store.ts'
import { showDialog } from './page/dialog.ts'
import { button, element } from './page/element.ts'
import { showToast } from './page/toast.ts'
import type { PlayerPage } from './player-page.ts'
import type { Language, Texts } from './texts.ts'

const newsMs = 12_000

/** The recovery copies of one registration on this device: what earlier windows could not have recorded. */
export interface KeptChanges {
  /** How many changes they hold. */
  count(): number
  /** Reads the device again. */
  load(): Promise<void>
  /** Reads the device, and tells the learner once of what came since they were told before. */
  tell(page: PlayerPage): Promise<void>
  show(texts: Texts, language: Language): void
}

export interface KeptOptions {
  readonly store: JournalStore
  readonly registration: () => string
  /** Remembers what the learner was told of. */
  readonly storage: Storage | undefined
}

export function keptChanges({ store, registration, storage }: KeptOptions): KeptChanges {
  let copies: readonly RecoveryCopy[] = []
  const toldKey = () => `hocba.kept.${registration()}`
  const latest = () =>
    copies
      .map(({ at }) => at)
      .sort()
      .at(-1) ?? ''
  /** Whether some came since the learner was last told; from now on they are told. */
  const isNews = (): boolean => {
    try {
      if (latest() === '' || (storage?.getItem(toldKey()) ?? '') >= latest()) return false
      storage?.setItem(toldKey(), latest())
    } catch {
      // A learner who is told twice loses nothing.
    }
    return true
  }
  const kept: KeptChanges = {
    count: () => copies.reduce((sum, { entries }) => sum + entries.length, 0),
    async load() {
      const all = await store.recoveryCopies().catch(() => [])
      copies = all.filter((copy) => copy.registration === registration())
    },
    async tell(page) {
      await kept.load()
      page.refresh()
      if (!isNews()) return
      const texts = page.texts()
      showToast({
        title: texts.kept(kept.count()),
        body: texts.keptAbout,
        action: { label: texts.keptShow, onChoose: () => kept.show(page.texts(), page.language()) },
        durationMs: newsMs,
      })
    },
    show(texts, language) {
      const close = showDialog({
        icon: 'kept',
        title: texts.keptTitle,
        body: [texts.keptBody, listOf(copies, texts, language)],
        actions: [{ label: texts.close, isPrimary: true, onChoose: () => close() }],
        onCancel: () => close(),
      })
    },
  }
  return kept
}

function listOf(copies: readonly RecoveryCopy[], texts: Texts, language: Language): HTMLElement {
  const lines = [...copies]
    .reverse()
    .map((copy) =>
      element(
        'li',
        {},
        element(
          'span',
          {},
          element(
            'strong',
            {},
            texts.keptLine(copy.entries.length, formatMoment(copy.at, language)),
          ),
          element('span', {}, reasonOf(copy, texts)),
        ),
        button({ kind: 'plain', label: texts.download, onClick: () => download(copy) }),
      ),
    )
  return element('ul', { class: 'kept-list' }, ...lines)
}

const reasonOf = ({ reason }: RecoveryCopy, texts: Texts): string =>
  reason === 'session-superseded' ? texts.keptReason.elsewhere : texts.keptReason.other(reason)

/** The copy as a file: the journal entries as they were, and why the server did not take them. */
function download(copy: RecoveryCopy): void {
  const file = new Blob([JSON.stringify(copy, undefined, 2)], { type: 'application/json' })
  const href = URL.createObjectURL(file)
  const name = `hocba-${copy.session.slice(0, 8)}-${copy.at.slice(0, 10)}.json`
  element('a', { href, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(href), 10_000)
}
